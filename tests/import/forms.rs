//! What a cell's text means: tables of forms, one a line, with what is read of each.
//!
//! `PIAOC_UPDATE=1 cargo test --test import_tables` writes what stands behind the arrows.

use super::support::{Workspace, repository};

/// The separator of a form and what is read.
const ARROW: &str = " → ";

/// The forms of a file with what becomes of each, line by line; `read` is given all forms at once.
fn holds(name: &str, read: impl Fn(&[&str]) -> Vec<String>) {
    let path = repository().join(format!("tests/import/forms/{name}.txt"));
    let text = std::fs::read_to_string(&path).unwrap();
    let form_of = |line: &'_ str| line.split_once(ARROW).map_or(line.to_owned(), |(form, _)| form.to_owned());
    let is_form = |line: &&str| !(line.is_empty() || line.starts_with('#'));
    let forms: Vec<String> = text.lines().filter(is_form).map(form_of).collect();
    let mut read = read(&forms.iter().map(String::as_str).collect::<Vec<_>>()).into_iter();
    let lines = text.lines().map(|line| match is_form(&line) {
        true => format!("{}{ARROW}{}\n", form_of(line), read.next().unwrap_or_default()),
        false => format!("{line}\n"),
    });
    let found: String = lines.collect();
    if std::env::var_os("PIAOC_UPDATE").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let differing: Vec<_> =
        found.lines().zip(text.lines()).filter(|(found, wanted)| found != wanted).collect();
    assert!(differing.is_empty() || std::env::var_os("PIAOC_UPDATE").is_some(), "{differing:#?}");
}

/// A plan's KPIs, attribute by attribute: those named `F1`, `F2` … in their order.
fn kpis(table: &str) -> Vec<Vec<String>> {
    let workspace = Workspace::new();
    workspace.write("tabella.csv", table);
    let (printed, exit) = workspace.piaoc("piaoc import tabella.csv -o piano --lang it");
    assert_eq!(exit, 0, "{printed}");
    let plan = std::fs::read_to_string(workspace.path().join("piano/piano.piao")).unwrap();
    let (checked, _) = workspace.piaoc("piaoc check piano/piano.piao --format short --lang it");
    assert!(!checked.contains("P0101") && !checked.contains("P0102"), "{checked}");
    let kpis = plan.split("\nkpi \"F").skip(1);
    kpis.map(|kpi| {
        kpi.lines().skip(1).map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    })
    .collect()
}

/// The values of one attribute, without its keyword and year.
fn values<'k>(kpi: &'k [String], keyword: &str) -> Vec<&'k str> {
    let own = kpi.iter().filter_map(|line| line.strip_prefix(keyword));
    own.map(|value| value.trim_start().trim_start_matches("2025 ").trim_start()).collect()
}

#[test]
fn targets() {
    holds("targets", |forms| {
        let mut table = String::from("Obiettivo;Indicatore;Target 2025;Target 2027\n");
        for (index, form) in forms.iter().enumerate() {
            table.push_str(&format!("A.1 Rete;F{index};\"{}\";\n", form.replace('"', "\"\"")));
        }
        let kpis = kpis(&table);
        assert_eq!(kpis.len(), forms.len());
        let read = kpis.iter().map(|kpi| {
            let (targets, kept) = (values(kpi, "target"), values(kpi, "dato"));
            match (targets.as_slice(), kept.is_empty()) {
                ([], false) => "✗".to_owned(),
                ([one], true) => (*one).to_owned(),
                ([one], false) => format!("{one} + dato"),
                other => panic!("{other:?} {kpi:?}"),
            }
        });
        read.collect()
    });
}

#[test]
fn units() {
    holds("units", |forms| {
        let mut table = String::from("Obiettivo;Indicatore;Unità di misura;Target 2025\n");
        for (index, form) in forms.iter().enumerate() {
            let (unit, cell) = form.split_once(" | ").unwrap();
            table.push_str(&format!("A.1 Rete;F{index};\"{unit}\";\"{cell}\"\n"));
        }
        let read = kpis(&table).into_iter().map(|kpi| {
            let kept: Vec<_> = values(&kpi, "dato");
            let unit = kept.iter().any(|kept| kept.starts_with("\"Unità"));
            let more = kept.iter().any(|kept| kept.starts_with("\"Target"));
            let target =
                values(&kpi, "target").first().map_or("✗".to_owned(), |target| (*target).to_owned());
            format!(
                "{target}{}{}",
                if more && target != "✗" { " + dato" } else { "" },
                if unit { " + unità" } else { "" }
            )
        });
        read.collect()
    });
}

#[test]
fn formulas() {
    holds("formulas", |forms| {
        let mut table = String::from("Obiettivo;Indicatore;Formula di calcolo;Target 2025\n");
        for (index, form) in forms.iter().enumerate() {
            table.push_str(&format!("A.1 Rete;F{index};\"{form}\";90%\n"));
        }
        let read = kpis(&table).into_iter().zip(forms).map(|(kpi, form)| {
            let (algorithm, description) = (values(&kpi, "algoritmo"), values(&kpi, "descrizione"));
            match (algorithm.as_slice(), description.as_slice()) {
                ([algorithm], []) => (*algorithm).to_owned(),
                ([], [description]) if *description == format!("\"{form}\"") => "—".to_owned(),
                other => format!("{other:?}"),
            }
        });
        read.collect()
    });
}
