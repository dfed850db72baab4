//! What the programs carry of others is told with its licences in `src/notices.txt`, which is made of the crates
//! themselves: `PIAOC_UPDATE=1 cargo test --test supply` after a change of `Cargo.lock`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use support::repository;

/// A crate that is in the programs of some system.
struct Carried {
    name: String,
    version: String,
    license: String,
    /// The texts of its licence, as many as have to be shown.
    texts: Vec<String>,
}

/// The crates that the programs link, of every system; `None` where some can't be had, without network.
fn carried() -> Option<Vec<Carried>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(repository())
        .output()
        .unwrap();
    if !output.status.success() {
        println!("left out, not all crates can be had: {}", String::from_utf8_lossy(&output.stderr));
        assert!(std::env::var_os("PIAOC_CI_PROOFS").is_none(), "cargo metadata fails");
        return None;
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (text(&node["id"]), node)).collect();
    let root = text(&metadata["resolve"]["root"]);
    let mut seen = BTreeSet::from([root.clone()]);
    let mut open = vec![root.clone()];
    while let Some(next) = open.pop() {
        for dependency in list(&nodes[&next]["deps"]) {
            let id = text(&dependency["pkg"]);
            let linked = list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            // A macro works in the compiler, and stays there.
            let targets = list(&packages[&id]["targets"]);
            let of_compiler =
                targets.iter().flat_map(|target| list(&target["kind"])).any(|kind| kind == "proc-macro");
            if linked && !of_compiler && seen.insert(id.clone()) {
                open.push(id);
            }
        }
    }
    seen.remove(&root);
    let mut carried: Vec<Carried> = seen.iter().map(|id| of_package(&packages[id])).collect();
    carried.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Some(carried)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn of_package(package: &Value) -> Carried {
    let license = package["license"].as_str().unwrap_or("?").to_owned();
    let folder = text(&package["manifest_path"]);
    let mut files: Vec<(String, String)> = std::fs::read_dir(Path::new(&folder).parent().unwrap())
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().to_lowercase();
            let is_one = ["license", "licence", "copying", "notice", "unlicense"]
                .iter()
                .any(|start| name.starts_with(start));
            if !is_one || !path.is_file() {
                return None;
            }
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
            Some((name, lines.join("\n").replace('\u{c}', "")))
        })
        .collect();
    files.sort();
    // Of licences to choose from, one: MIT where it is offered, as the shorter text.
    let choice = license.contains(" OR ") || license.contains('/');
    let mit = |(_, text): &&(String, String)| text.contains("Permission is hereby granted, free of charge");
    let chosen: Vec<String> = match files.iter().find(mit).filter(|_| choice && license.contains("MIT")) {
        Some((_, text)) => vec![text.clone()],
        None => files.into_iter().map(|(_, text)| text).collect(),
    };
    Carried { name: text_of(package, "name"), version: text_of(package, "version"), license, texts: chosen }
}

fn text_of(package: &Value, field: &str) -> String {
    text(&package[field])
}

/// The whole file: every crate, then every text with the crates that it is of.
fn notices(carried: &[Carried]) -> String {
    let mut out = String::from(
        "The programs of piaoc carry these crates, on one system or another, under the licences named.\n\
         Made by `PIAOC_UPDATE=1 cargo test --test supply`.\n\n",
    );
    let mut texts: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for Carried { name, version, license, texts: own } in carried {
        out.push_str(&format!("{name} {version}: {license}\n"));
        for text in own {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            texts
                .entry(words)
                .or_insert_with(|| (text.clone(), Vec::new()))
                .1
                .push(format!("{name} {version}"));
        }
    }
    let mut texts: Vec<(String, Vec<String>)> = texts.into_values().collect();
    texts.sort_by(|a, b| a.1.cmp(&b.1));
    for (text, of) in texts {
        out.push_str(&format!("\n────────────────────────────────────────\n{}\n\n{text}\n", of.join(", ")));
    }
    out
}

#[test]
fn the_notices_are_those_of_the_crates_that_the_programs_carry() {
    let Some(carried) = carried() else { return };
    assert!(carried.len() > 80, "only {} crates", carried.len());
    let without: Vec<&str> =
        carried.iter().filter(|one| one.license == "?").map(|one| one.name.as_str()).collect();
    assert!(without.is_empty(), "crates without a licence: {without:?}");
    let path = repository().join("src/notices.txt");
    let expected = notices(&carried);
    if std::env::var_os("PIAOC_UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let first = written.lines().zip(expected.lines()).find(|(a, b)| a != b);
    assert!(
        written == expected,
        "src/notices.txt is old, at {first:?}: PIAOC_UPDATE=1 cargo test --test supply"
    );
}
