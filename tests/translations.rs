//! The Italian pages of `grammar/` say what the English ones say: headings of the same levels in the same order, the same
//! examples to the letter, tables of as many rows, lists of as many points; and every link within a page leads to a
//! heading.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;

use support::repository;

const PAIRS: [(&str, &str); 2] = [("README.md", "README.it.md"), ("scenarios.md", "scenarios.it.md")];

fn page(name: &str) -> String {
    std::fs::read_to_string(repository().join("grammar").join(name)).unwrap()
}

/// What a page is made of, words left out: `# 2`, `| row`, `- point`, and its blocks as they stand.
fn structure(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let (mut block, mut generated) = (false, false);
    for line in page.lines() {
        // The list of lints has its titles in both languages and stands in the English page alone.
        match line {
            "<!-- lints -->" => generated = true,
            "<!-- /lints -->" => generated = false,
            _ => {}
        }
        let fence = line.starts_with("```");
        let first = line.split(' ').next().unwrap_or("");
        if block || fence {
            found.push(line.to_owned());
            block ^= fence;
        } else if generated {
        } else if first.starts_with('#') {
            // Sections keep their number, where they have one.
            let number = line.split(' ').nth(1).unwrap_or("");
            let number = if number.starts_with(|c: char| c.is_ascii_digit()) { number } else { "" };
            found.push(format!("{first} {number}"));
        } else if ["|", "-", "1.", "2.", "3.", "4.", "5."].contains(&first) {
            found.push(format!("{first} {}", line.matches('|').count()));
        }
    }
    found
}

#[test]
fn both_languages_have_one_structure() {
    for (english, italian) in PAIRS {
        let (en, it) = (structure(&page(english)), structure(&page(italian)));
        assert!(en.len() > 20, "{english} has just {} parts", en.len());
        for (at, (en, it)) in en.iter().zip(&it).enumerate() {
            let before = || structure(&page(english)).into_iter().take(at).collect::<Vec<_>>();
            let section =
                before().iter().rev().find(|part| part.starts_with('#')).cloned().unwrap_or_default();
            assert_eq!(
                en, it,
                "{english} and {italian} part in section `{section}`: mend the Italian page likewise"
            );
        }
        assert_eq!(en.len(), it.len(), "{english} and {italian}");
    }
}

/// The name that a heading has in links, as the places that show Markdown make it.
fn anchor(heading: &str) -> String {
    let lower = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn links_within_a_page_lead_somewhere() {
    let mut links = 0;
    for name in PAIRS.iter().flat_map(|(english, italian)| [english, italian]) {
        let text = page(name);
        let anchors: BTreeSet<String> =
            text.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
        for link in text.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(anchors.contains(link), "{name}: #{link} leads nowhere");
            links += 1;
        }
    }
    assert!(links > 100, "just {links} links");
}
