//! Renaming, as an editor asks for it: a place of a file and a new name in, the edited files or the reason out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/named.rs"]
mod named;
mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use piaoc::ide::names::{Mention, Symbol, of_tree};
use piaoc::ide::{Step, Workspace};

use named::Case;
use support::repository;

/// The lines that differ, as they are after.
fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, text) in before {
        let pairs = text.lines().zip(after[name].lines());
        lines.extend(pairs.filter(|(was, is)| was != is).map(|(_, is)| format!("{name}: {}", is.trim())));
    }
    lines
}

#[test]
fn renaming_reaches_every_file_and_nothing_else() {
    let case = Case::usual();
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            "comune.piao",
            "misura sogg|etti",
            "persone",
            &[
                "comune.piao: misura persone \"Soggetti coinvolti\"",
                "coppie.csv: ;persone;2025;110",
                "piano.piao: algoritmo  variazione % persone",
                "q2.csv: persone;2024;100",
                "q2.csv: persone;2025;110",
            ],
        ),
        (
            "piano.piao",
            "kpi trend|_turismo",
            "tendenza_è",
            &[
                "piano.piao: kpi tendenza_è \"Tendenza dei soggetti\"",
                "piano.piao: rettifica A.1/tendenza_è 2025 100% motivo \"verifica\"",
            ],
        ),
        (
            "piano.piao",
            "kpi te|mpo",
            "durata",
            &["piano.piao: kpi durata KP019", "q2.csv: A.1/durata/1;2025;\"30\""],
        ),
        (
            "q2.csv",
            "A.1.1/Kp|019",
            "KP20",
            &[
                "comune.piao: indicatore KP20 \"Tempo medio\"",
                "piano.piao: kpi tempo KP20",
                "piano.piao: kpi avvio KP20",
                "piano.piao: rettifica A.1/KP20 2025 80% motivo \"verifica\"",
                "q2.csv: A.1.1/KP20;2025;3 giorni",
            ],
        ),
        (
            "piano.piao",
            "kpi KP1|409",
            "KP7",
            &[
                "piano.piao: kpi KP7 \"Pratiche chiuse\"",
                "q2.csv: \"A.1/KP7/1\";2025;8",
                "q2.csv: A.1/KP7;2025;80%",
            ],
        ),
        (
            "comune.piao",
            "in sta|ff",
            "uffici_centrali",
            &[
                "comune.piao: struttura uffici_centrali \"Staff\"",
                "comune.piao: struttura protesti \"Ufficio protesti\" in uffici_centrali",
                "piano.piao: responsabile uffici_centrali",
                "piano.piao: assegnato  protesti, uffici_centrali",
            ],
        ),
        (
            "piano.piao",
            "fasce gra|di",
            "scaglioni",
            &[
                "comune.piao: fasce scaglioni su percentuale raggiunta",
                "piano.piao: punteggio  fasce scaglioni",
            ],
        ),
        (
            "piano.piao",
            "obiettivo A|.1 ",
            "B 7",
            &[
                "coppie.csv: B7. - Risposte;\"Pratiche chiuse/2\";2025;10",
                "coppie.csv: B7.1 - Sportello;avvio/1;2025;30",
                "piano.piao: obiettivo B7 \"Risposte più rapide\"",
                "piano.piao: algoritmo  media ponderata B7.*",
                "piano.piao: obiettivo B7.1 \"Sportello\"",
                "piano.piao: obiettivo Z \"Interno\" in B7.1",
                "piano.piao: algoritmo  media ponderata B7, B7.1",
                "piano.piao: rettifica B7/trend_turismo 2025 100% motivo \"verifica\"",
                "piano.piao: rettifica B7/\"capacita' dell'ente\" 2025 90% motivo \"verifica\"",
                "piano.piao: rettifica B7/kp019 2025 80% motivo \"verifica\"",
                "q2.csv: B7/tempo/1;2025;\"30\"",
                "q2.csv: \"B7/KP1409/1\";2025;8",
                "q2.csv: B7/CAPACITÀ DELL’ENTE;2025;5",
                "q2.csv: B7/kp1409;2025;80%",
                "q2.csv: B7.1/Kp019;2025;3 giorni",
            ],
        ),
        ("q2.csv", "|Z/bando", "Z", &[]),
    ];
    for (name, around, new, expected) in cases {
        let after = case.rename(name, around, new).unwrap_or_else(|reason| panic!("{around}: {reason}"));
        assert_eq!(changed(&case.files, &after), *expected, "{name} {around}");
    }
}

#[test]
fn what_is_no_name_is_refused_with_the_reason() {
    let case = Case::usual();
    let names: &[(&str, &str, &str)] = &[
        ("piano.piao", "variazione % sogg|etti", "soggetti"),
        ("piano.piao", "ponderata A.1|.*", "A.1"),
        ("piano.piao", "kpi tempo KP|019", "KP019"),
        ("q2.csv", "A.1/kp|1409", "kp1409"),
        ("coppie.csv", "A.1|. - Ris", "A.1"),
    ];
    for (name, around, expected) in names {
        assert_eq!(case.prepare(name, around).as_deref(), Ok(*expected), "{around}");
    }
    let refused: &[(&str, &str, &str)] = &[
        ("piano.piao", "pia|no \"P", "`piano` is a word of the language"),
        ("piano.piao", "respon|sabile staff", "`responsabile` is a word of the language"),
        ("piano.piao", "alla cit|tà", "this is a text, not a name"),
        ("piano.piao", "Carte «nu|ove»", "this is a text, not a name"),
        ("piano.piao", "<= 5 gio|rni", "there is no name here"),
        ("piano.piao", "usa \"com|une", "this is the name of a file"),
        ("piano.piao", "kpi \"Capa|cità", "known only by its title: first give it an identifier"),
        ("q2.csv", "CAPACITÀ| DELL", "known only by its title: first give it an identifier"),
        (
            "coppie.csv",
            "\"Pratiche| chiuse",
            "called by its title, which is changed by hand; its name is `KP1409`",
        ),
        ("q2.csv", "tempo/|1", "only the names in its keys"),
        ("q2.csv", "chi|ave", "only the names in its keys"),
    ];
    for (name, around, expected) in refused {
        let reason = case.prepare(name, around).expect_err(around);
        assert!(reason.contains(expected), "{around}: {reason}");
        let reason = case.rename(name, around, "altro").expect_err(around);
        assert!(reason.contains(expected), "{around}: {reason}");
    }
}

#[test]
fn a_name_that_would_break_something_is_refused_with_the_reason() {
    let case = Case::usual();
    let cases: &[(&str, &str, &str, &str)] = &[
        ("comune.piao", "misura sogg|etti", "", "the new name is empty"),
        ("comune.piao", "misura sogg|etti", "peso", "`peso` cannot be a name here"),
        ("comune.piao", "misura sogg|etti", "2025", "`2025` cannot be a name here"),
        ("comune.piao", "misura sogg|etti", "due parole", "`due parole` cannot be a name here"),
        ("comune.piao", "misura sogg|etti", "a\nb", "cannot be a name here"),
        ("comune.piao", "misura sogg|etti", "x \"y\"", "cannot be a name here"),
        ("comune.piao", "misura sogg|etti", "x # y", "cannot be a name here"),
        ("comune.piao", "misura sogg|etti", "pratiche", "there is already a `pratiche`: comune.piao:8"),
        ("piano.piao", "kpi te|mpo", "TEMPO", "would be read as a code"),
        ("piano.piao", "kpi te|mpo", "a.b", "would be read as a code"),
        ("piano.piao", "kpi KP|1409", "kp", "would be read as an identifier"),
        ("piano.piao", "kpi te|mpo", "trend_turismo", "there is already a `trend_turismo`: piano.piao:14"),
        ("piano.piao", "kpi te|mpo", "kp1409", "there is already a `kp1409`: piano.piao:23"),
        ("piano.piao", "obiettivo A.1|.1", "Z", "there is already a `Z`: piano.piao:43"),
        ("piano.piao", "obiettivo A.1|.1", "A..1", "cannot be a name here"),
        // Out of the hierarchy: its parent would be another.
        ("piano.piao", "obiettivo A.1|.1", "C.1", "P0314 at piano.piao:36: `A.1` has nothing below it"),
        // A measure and an objective of one name: only what a row holds would tell which its key means.
        ("comune.piao", "misura sogg|etti", "Z", "would mean something else"),
    ];
    for (name, around, new, expected) in cases {
        let reason = case.rename(name, around, new).map(|after| changed(&case.files, &after)).expect_err(new);
        assert!(reason.contains(expected), "{around} {new}: {reason}");
    }
}

#[test]
fn a_plan_with_faults_elsewhere_is_renamed_with_its_tables() {
    let plan = "piano \"Prova\"\r\n  anni 2025\r\n\r\nmisura è_già \"Già 🏛 fatte\"\r\n  cumula somma\r\n\r\n\
                obiettivo A.1 \"Uno\r\n\r\nkpi uno \"Uno\"\r\n  algoritmo valore assoluto è_già\r\n  target >=\r\n\r\n\
                kpi \"due\r\n  peso 90\r\n  algoritmo valore assoluto perduta\r\n";
    let table = "chiave;periodo;valore\r\nÈ_GIÀ;2025;3\r\nA.1/uno;2025;3\r\n";
    let config = "[eval]\nactuals = [\"q.csv\"]\n";
    let case = Case::new(&[("piano.piao", plan), ("q.csv", table), ("piaoc.toml", config)]);
    assert!(case.state().checked.plan.is_none());
    let lines = |around: &str, new: &str| {
        case.rename("piano.piao", around, new).map(|after| {
            assert!(
                after.values().all(|text| !text.replace("\r\n", "").contains(['\r', '\n']) || text == config)
            );
            changed(&case.files, &after)
        })
    };
    assert_eq!(
        lines("misura è_|già", "fatte").unwrap(),
        [
            "piano.piao: misura fatte \"Già 🏛 fatte\"",
            "piano.piao: algoritmo valore assoluto fatte",
            "q.csv: fatte;2025;3"
        ]
    );
    assert!(
        lines("misura è_|già", "perduta")
            .unwrap_err()
            .contains("used, though not declared, at piano.piao:15")
    );
    assert!(
        lines("assoluto per|duta", "trovata").unwrap_err().contains("no item of the plan declares `perduta`")
    );
}

#[test]
fn a_library_is_renamed_in_every_plan_that_uses_it() {
    let library = "misura istanze \"Istanze\"\n  cumula somma\n";
    let plan = |more: &str| {
        format!(
            "piano \"Prova\"\n  anni 2025\n\nusa \"comune.piao\"\n{more}\nobiettivo A.1 \"Uno\"\n\n\
             kpi uno \"Uno\"\n  algoritmo valore assoluto istanze\n  target >= 3\n"
        )
    };
    let two = |more: &str| {
        Case::new(&[("a.piao", plan("")), ("b.piao", plan(more)), ("comune.piao", library.to_owned())])
    };
    let case = two("");
    let everywhere = [
        "a.piao: algoritmo valore assoluto domande",
        "b.piao: algoritmo valore assoluto domande",
        "comune.piao: misura domande \"Istanze\"",
    ];
    for (name, around) in [("a.piao", "assoluto ist|anze"), ("comune.piao", "misura ist|anze")] {
        let after = case.rename(name, around, "domande").unwrap();
        assert_eq!(changed(&case.files, &after), everywhere, "{name}");
    }
    let taken = two("\nmisura domande \"Domande\"\n").rename("a.piao", "assoluto ist|anze", "domande");
    assert!(taken.unwrap_err().contains("already a `domande`: b.piao:6"));
}

#[test]
fn two_plans_of_one_table_are_renamed_together() {
    let plan = |measure: &str, more: &str| {
        format!(
            "piano \"Prova\"\n  anni 2025\n\nmisura {measure} \"Istanze\"\n  cumula somma\n{more}\nobiettivo A.1 \"Uno\"\n\n\
             kpi uno \"Uno\"\n  algoritmo valore assoluto {measure}\n  target >= 3\n"
        )
    };
    let config = "[eval]\nactuals = [\"q.csv\"]\n".to_owned();
    let two = |other: String| {
        let table = "chiave;periodo;valore\nistanze;2025;3\n".to_owned();
        Case::new(&[
            ("a.piao", plan("istanze", "")),
            ("b.piao", other),
            ("q.csv", table),
            ("piaoc.toml", config.clone()),
        ])
    };
    let lines = |other: String| {
        let case = two(other);
        case.rename("a.piao", "assoluto ist|anze", "domande").map(|after| changed(&case.files, &after))
    };
    let own = ["a.piao: misura domande \"Istanze\"", "a.piao: algoritmo valore assoluto domande"];
    let (other, table) = (own.map(|line| line.replace("a.piao", "b.piao")), "q.csv: domande;2025;3");
    let both: Vec<&str> = own.into_iter().chain(other.iter().map(String::as_str)).chain([table]).collect();
    assert_eq!(lines(plan("istanze", "")).unwrap(), both);
    // One with a fault follows all the same.
    assert_eq!(lines(plan("istanze", "  peso\n")).unwrap(), both);
    // To one that does not know the key it is unknown before and after.
    assert_eq!(lines(plan("altre", "")).unwrap(), [own[0], own[1], table]);
    // One that has another thing of the new name would take the key for its own.
    let taken = lines(plan("altre", "\nmisura domande \"D\"\n")).unwrap_err();
    assert_eq!(
        taken,
        "with this name q.csv:2 would change its meaning, where there is now a P0503: mend that first"
    );
}

#[test]
fn a_table_that_an_editor_would_spoil_is_left_alone() {
    let plan = "piano \"Prova\"\n  anni 2025\n\nmisura istanze \"Istanze\"\n  cumula somma\n\nmisura altre \"Altre\"\n\n\
                obiettivo A.1 \"Uno\"\n\nkpi uno \"Uno\"\n  algoritmo rapporto % istanze / altre\n  target >= 3%\n";
    let config = "[eval]\nactuals = [\"q.csv\"]\n";
    let mut case = Case::new(&[("piano.piao", plan), ("piaoc.toml", config), ("q.csv", "")]);
    case.memory.insert("q.csv", &b"chiave;periodo;valore;nota\nistanze;2025;3;perch\xE9\n"[..]);
    let mut workspace = Workspace::default();
    workspace.set_folders([PathBuf::from("")]);
    while let Some(step) = workspace.step(&case.memory) {
        if let Step::Computed(state) = step {
            case.states = vec![state];
        }
    }
    let refused = case.rename("piano.piao", "% ist|anze", "domande").unwrap_err();
    assert!(refused.contains("`q.csv`, which is not UTF-8"), "{refused}");
    let elsewhere = case.rename("piano.piao", "/ alt|re", "totale").unwrap();
    assert_eq!(changed(&case.files, &elsewhere).len(), 2);
}

#[test]
fn codes_as_they_are_printed_and_cells_with_quotes() {
    let plan = "\u{FEFF}piano \"Prova\"\n  anni 2025\n\nobiettivo OP 1.1. \"Uno\"\n  pesi uguali\n\n\
                kpi tempo KP9 \"Tempo \"\"vero\"\"\"\n  algoritmo rapporto % \"a\" / \"b\"\n  target >= 3%\n\n\
                kpi KP 10 \"Altro\"\n  target >= 3\n\nobiettivo OP 1.1.2 \"Due\"\n\nkpi di KP9 \"Di sotto\"\n  target >= 1\n\n\
                rettifica OP 1.1/KP9 2025 90% motivo \"x\"\nrettifica OP1.1/«tempo» 2024 90% motivo \"x\"\n";
    let table = "sep=,\nchiave,periodo,valore\n\"OP 1.1/Tempo \"\"vero\"\"/1\",2025,1\n\"op1.1./kp9/2\" ,2025,2\n\
                 OP1.1/KP10,2025,4\nOP 1.1.2./ KP9 ,2025,1\n";
    let config = "[eval]\nactuals = [\"q.csv\"]\n";
    let case = Case::new(&[("piano.piao", plan), ("q.csv", table), ("piaoc.toml", config)]);
    assert!(
        case.state().computed.as_ref().unwrap().evaluation.is_some(),
        "{:#?}",
        case.state().diagnostics()
    );
    // Places count from after the mark of the file's start.
    let rename = |around: &str, new: &str| {
        let at = case.offset("piano.piao", around) - 3;
        let text =
            BTreeMap::from_iter(case.files.iter().map(|(name, text)| {
                (name.clone(), text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned())
            }));
        let after = case.rename_in(text.clone(), "piano.piao", at, new);
        after.map(|after| changed(&text, &after))
    };
    assert_eq!(
        rename("obiettivo OP| 1.1. ", "X.2").unwrap(),
        [
            "piano.piao: obiettivo X.2. \"Uno\"",
            "piano.piao: obiettivo X.2.2 \"Due\"",
            "piano.piao: rettifica X.2/KP9 2025 90% motivo \"x\"",
            "piano.piao: rettifica X.2/«tempo» 2024 90% motivo \"x\"",
            "q.csv: \"X.2/Tempo \"\"vero\"\"/1\",2025,1",
            "q.csv: \"X.2./kp9/2\" ,2025,2",
            "q.csv: X.2/KP10,2025,4",
            "q.csv: X.2.2./ KP9 ,2025,1",
        ]
    );
    // A code that no catalogue has is this KPI's alone.
    assert_eq!(
        rename("kpi tempo KP|9", "KP 11").unwrap(),
        [
            "piano.piao: kpi tempo KP11 \"Tempo \"\"vero\"\"\"",
            "piano.piao: rettifica OP 1.1/KP11 2025 90% motivo \"x\"",
            "q.csv: \"op1.1./KP11/2\" ,2025,2",
        ]
    );
    assert_eq!(
        rename("kpi KP| 10", "KP8").unwrap(),
        ["piano.piao: kpi KP8 \"Altro\"", "q.csv: OP1.1/KP8,2025,4"]
    );
    assert_eq!(
        rename("kpi te|mpo", "durata").unwrap(),
        [
            "piano.piao: kpi durata KP9 \"Tempo \"\"vero\"\"\"",
            "piano.piao: rettifica OP1.1/«durata» 2024 90% motivo \"x\"",
        ]
    );
}

/// Every example with its actuals.
fn examples() -> Vec<(String, Case)> {
    let tables = |name: &str| -> &[&str] {
        match name {
            "brindisi-2022" => &["s1.csv"],
            "lecce-2021" => &["consuntivo.csv", "misure.csv"],
            "lecce-2023" => &["consuntivo.csv"],
            "lecce-2025" => &["q2.csv"],
            _ => &["stato-2024.csv"],
        }
    };
    let names = ["brindisi-2022", "lecce-2021", "lecce-2023", "lecce-2025", "prato-2025"];
    let read = |name: &str| {
        let folder = repository().join("examples").join(name);
        let mut files = vec![("piano.piao", std::fs::read_to_string(folder.join("piano.piao")).unwrap())];
        for table in tables(name) {
            files.push((table, std::fs::read_to_string(folder.join(table)).unwrap()));
        }
        files.push(("piaoc.toml", format!("[eval]\nactuals = {:?}\n", tables(name))));
        (name.to_owned(), Case::new(&files))
    };
    names.into_iter().map(read).collect()
}

/// The performances of all objectives and KPIs, in order.
fn performances(case: &Case) -> Vec<String> {
    let computed = case.state().computed.as_ref().unwrap();
    let result = computed.evaluation.as_ref().expect("a result");
    let objectives = result.objectives.iter().map(|objective| format!("{:?}", objective.total));
    let kpis = result.kpis.iter().map(|kpi| format!("{:?} {:?}", kpi.performance, kpi.share));
    objectives.chain(kpis).chain([format!("{:?}", result.plan)]).collect()
}

/// Some names of every kind that a plan declares: the byte where each stands, and its present name.
fn sample(case: &Case) -> Vec<(usize, String, Symbol)> {
    let file = case.file("piano.piao");
    let declared: Vec<Mention> =
        of_tree(case.state().tree(file).unwrap()).into_iter().filter(|mention| mention.declares).collect();
    let kind = |mention: &Mention| std::mem::discriminant(&mention.symbol);
    let mut taken = Vec::new();
    for (at, mention) in declared.iter().enumerate() {
        let same: Vec<&Mention> = declared.iter().filter(|other| kind(other) == kind(mention)).collect();
        let before = declared[..at].iter().filter(|other| kind(other) == kind(mention)).count();
        let written = case.state().sources().text(mention.span);
        if before % (same.len() / 3).max(1) == 0 && !written.starts_with(['"', '«']) {
            taken.push((mention.span.start as usize, written.to_owned(), mention.symbol.clone()));
        }
    }
    taken
}

#[test]
fn a_renaming_forth_and_back_leaves_every_example_as_it_was() {
    for (name, case) in examples() {
        let before = performances(&case);
        let mut renamed = 0;
        for (offset, written, symbol) in sample(&case) {
            let new = match &symbol {
                Symbol::Objective(code) => match code.rsplit_once('.') {
                    Some((above, _)) => format!("{above}.NUOVO77"),
                    None => "NUOVO77".to_owned(),
                },
                Symbol::Kpi(..) if written.chars().all(|c| !c.is_lowercase()) => "NUOVO77".to_owned(),
                Symbol::Indicator(_) => "NUOVO77".to_owned(),
                _ => "nuovo_è_77".to_owned(),
            };
            let there = case.rename_at("piano.piao", offset, &new);
            let there = there.unwrap_or_else(|reason| panic!("{name} {written} → {new}: {reason}"));
            let files: Vec<(&str, &String)> =
                there.iter().map(|(path, text)| (path.as_str(), text)).collect();
            let after = Case::new(&files);
            assert_ne!(there, case.files, "{name} {written}");
            assert_eq!(performances(&after), before, "{name} {written} → {new}");
            // The same place: what stands before it may have changed with it.
            let file = after.file("piano.piao");
            let mentions = of_tree(after.state().tree(file).unwrap());
            let back = mentions
                .iter()
                .find(|mention| mention.declares && after.state().sources().text(mention.span) == new);
            let back = back.unwrap_or_else(|| panic!("{name} {written}: no {new}")).span.start as usize;
            let again = after.rename_at("piano.piao", back, &written);
            assert!(
                again.as_ref() == Ok(&case.files),
                "{name} {written} → {new} → {written}: {:?}",
                again.err()
            );
            renamed += 1;
        }
        assert!(renamed > 5, "{name}: {renamed}");
    }
}
