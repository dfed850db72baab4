//! Every warning and hint of the language fires on the line of the real document that motivated it.
//!
//! A row says what the document prints and where the example transcribes it: from which item on, and by which words on
//! the line. The line's number is searched for, never typed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use piaoc::diagnostics::Code;
use serde_json::Value;

use support::{Workspace, repository, run_in, words};

struct Motive {
    code: &'static str,
    /// The document's number and the line of its text.
    at: &'static str,
    /// What the document prints there, without what does not matter.
    printed: &'static str,
    /// The file below `examples`.
    example: &'static str,
    /// How the item's line begins that transcribes it.
    item: &'static str,
    /// What stands on the line, from there on, at which the fault is reported.
    on: &'static str,
}

macro_rules! motives {
    ($($code:literal, $at:literal, $printed:literal, $example:literal, $item:literal, $on:literal;)*) => {
        [$(Motive { code: $code, at: $at, printed: $printed, example: $example, item: $item, on: $on },)*]
    };
}

const PRATO: &str = "prato-2025/piano.piao";

#[rustfmt::skip]
const MOTIVES: [Motive; 29] = motives![
    "P0402", "002 r. 138", "Aggiornamento Regolamento acquisizione e sviluppo risorse umane | 20% | ≤ 30/09/2021",
        "lecce-2021/piano.piao", "azione C.1.2.9 ", "pesi incompleti";
    "P0404", "000 r. 70", "Media ponderata … associati all'obiettivo strategico B.3 | 100,0% | >= 100",
        "lecce-2025/come-pubblicato.piao", "# 000 r. 70:", "media ponderata B.3.*";
    "P0405", "004 r. 1218", "Carte tachigrafiche 2 Attivazione procedura SOL | data | n.d. | >= 31/12/2025 | 14,3%",
        "prato-2025/piano.piao", "# 004 r. 1218:", "target 2025 >= 31/12/2025";
    "P0406", "004 r. 671", "Antiriciclaggio - relazione annuale | n. | <= | 30/11/2025 | 30/11/2025 | 30/11/2025",
        "prato-2025/piano.piao", "# 004 r. 671:", "<= 30/11/2025";
    "P0406", "004 r. 1398", "Revisione crediti/debiti | data | 21/06/2024 | <= 30/06/2024 | 7,1%",
        "prato-2025/piano.piao", "# 004 r. 1398:", "<= 30/06/2024";
    "P0407", "004 r. 602", "Copertura della dotazione organica | Volume | % | 75% | >= 81% | 79% | 79%",
        "prato-2025/piano.piao", "kpi \"Dimensionamento del personale\"", ">= 81%, 79%, 79%";
    "P0407", "004 r. 603", "Somma età / totale personale | Volume | n. | 56 | <= 57 | 58 | 59",
        "prato-2025/piano.piao", "kpi \"Età media del personale\"", "<= 57, 58, 59";
    "P0407", "004 r. 730", "Valore della produzione | n. | 11.383.804 | >= 9.950.000 | 8.800.000 | 8.800.000",
        "prato-2025/piano.piao", "kpi \"Valore della produzione\"", ">= 9.950.000, 8.800.000";
    "P0408", "004 r. 1109", "Volume medio di attività … RI/REA/AIA | 4.366 | >= 3.860 (r. 1104: >= 48.567,0; r. 1106: <= 11,0)",
        "prato-2025/piano.piao", "# 004 r. 1109:", ">= 3.860";
    "P0408", "004 r. 1117", "Numero verbali di accertamento sanzioni /personale | 986 | >= 1.815 (r. 1113: 1.400; r. 1115: 1,80)",
        "prato-2025/piano.piao", "# 004 r. 1117:", ">= 1.815";
    "P0409", "000 r. 62", "N. eventi di informazione e sensibilizzazione … | 30,0% | >= 10 | Numero incontri (r. 59: >= 2)",
        "lecce-2025/come-pubblicato.piao", "# 000 r. 62:", "kpi incontri";
    "P0409", "004 r. 770", "Accessibilità Servizi Camerali Attivazione nuovi servizi … | data | <= 31.12.2025 (r. 769: n. 1)",
        "prato-2025/piano.piao", "# 004 r. 769-772:", "kpi servizi_data";
    "P0410", "004 r. 1319", "Indagine di benessere organizzativo | 22/10/2024 | ≤ 31/10/2025 (r. 701: 22/10/2024 | <= 31/12/2025)",
        "prato-2025/piano.piao", "kpi \"Relazione sulla performance\"", "<= 31/10/2025";
    "P0412", "004 r. 66", "under 50 anni / over 50 anni dell'anno N | Volume | % | 9,86% | >= 2,6% | 25,0%",
        "prato-2025/piano.piao", "piano ", "piano ";
    "P0412", "003 r. 4353", "baseline 66; Anno:2022; >=42",
        "brindisi-2022/piano.piao", "piano ", "piano ";
    "P0413", "002 r. 83", "B.2.1.3 Sensibilizzazione consumatori … (no B.2.1) | 0,00%",
        "lecce-2021/piano.piao", "# 002 r. 82-83:", "azione B.2.1.3";
    "P0413", "000 r. 71", "B.3.1 - Semplificazione amministrativa (no B.3)",
        "lecce-2025/come-pubblicato.piao", "# 000 r. 70:", "obiettivo B.3.1";
    "P0414", "001 r. 24", "A.3 - Sostegno alle aggregazioni e collaborazioni tra imprese | 100,00%",
        "lecce-2023/piano.piao", "obiettivo A.3 ", "obiettivo A.3 ";
    "P0414", "001 r. 46", "A.6 - Crisi d'impresa e formazione della cultura d'impresa",
        "lecce-2023/piano.piao", "obiettivo A.6 ", "obiettivo A.6 ";
    "P0414", "001 r. 63", "A.8 - Imprenditoria femminile | 100,00%",
        "lecce-2023/piano.piao", "obiettivo A.8 ", "obiettivo A.8 ";
    "P0414", "001 r. 123", "C.2 - Crescita e sviluppo delle competenze interne | 100,00%",
        "lecce-2023/piano.piao", "obiettivo C.2 ", "obiettivo C.2 ";
    "P0414", "001 r. 129", "C.3 - Equilibrio di bilancio e salute gestionale dell'organizzazione | 100,00%",
        "lecce-2023/piano.piao", "obiettivo C.3 ", "obiettivo C.3 ";
    "P0414", "002 r. 47", "B.1 Agenda Digitale e Semplificazione",
        "lecce-2021/piano.piao", "obiettivo B.1 ", "obiettivo B.1 ";
    "P0414", "002 r. 141", "C.2 Razionalizzazione della struttura | 100,00%",
        "lecce-2021/piano.piao", "obiettivo C.2 ", "obiettivo C.2 ";
    "P0417", "004 r. 27", "Livelli di attività di valutazione della maturità digitale | Volume | 33,3%",
        "prato-2025/piano.piao", "obiettivo 01_01_UIC01 ", "obiettivo 01_01_UIC01 ";
    "P0417", "002 r. 91", "KPI122 | Tempestività evasione pratiche … | 33% (r. 92: 33%; r. 93: 33%)",
        "lecce-2021/piano.piao", "obiettivo C.1 ", "obiettivo C.1 ";
    "P0418", "004 r. 25", "Indicatori | Tipologia | UdM | Stato 2024 | Target 2025 | Peso indicatori",
        "prato-2025/piano.piao", "piano ", "piano ";
    "P0520", "002 r. 48", "Trend percentuale … | 50% | >= 10,00% | 8,05% ((19027-17835)/17835)",
        "lecce-2021/consuntivo.csv", "B.1/KPI144;", "8,05%";
    "P0521", "003 r. 1544", "MONITORAGGIO SEMESTRALE OBIETTIVI RAGGIUNTI AL 100% (r. 1477: in linea)",
        "brindisi-2022/s1.csv", "OP1.2.2;", "raggiunto";
];

/// What no document shows as a fault is shown on a line of one, with the cell left out that would be.
const SHAPED: [(&str, &str, &str, &str); 3] = [
    (
        "P0411",
        "004 r. 602, without its targets",
        "obiettivo 02_01_OS03 \"Personale\"\nkpi \"Dimensionamento del personale\"  storico 2024 75%\n",
        "kpi \"Dimensionamento",
    ),
    (
        "P0415",
        "004 r. 1104-1109, where the ratio is told in words",
        "misura pratiche_ri \"Pratiche evase\"\nobiettivo 02_01_OP01 \"Registro Imprese\"\n\
         kpi volume \"Volume medio\"  algoritmo rapporto \"Pratiche evase\" / \"Risorse dedicate\"  target >= 3.860\n",
        "misura pratiche_ri",
    ),
    (
        "P0416",
        "002 r. 82, with the label that is lost, but without its KPIs",
        "obiettivo B.2 \"Tutela\"\nkpi KPI385 \"Equilibrio\"  target >= 30,00%\nazione B.2.1 \"Sanzioni\"\n",
        "azione B.2.1",
    ),
];

/// What `check` says of a file: code, file, line, and the lines of the labels.
struct Found {
    code: String,
    file: String,
    line: usize,
    labels: Vec<usize>,
}

fn check(folder: &std::path::Path, path: &str) -> Vec<Found> {
    let (printed, _) = run_in(folder, &words(&format!("check {path} --format json")));
    let value: Value = serde_json::from_str(&printed).unwrap();
    let line = |place: &Value| place["range"]["start"]["line"].as_u64().unwrap() as usize;
    let read = |found: &Value| Found {
        code: found["code"].as_str().unwrap().to_owned(),
        file: found["file"].as_str().unwrap().to_owned(),
        line: line(found),
        labels: found["labels"].as_array().unwrap().iter().map(line).collect(),
    };
    value["diagnostics"].as_array().unwrap().iter().map(read).collect()
}

/// The line, from 1, of the first text after the line that begins with `item` that holds `on`.
fn line_of(text: &str, item: &str, on: &str) -> Option<usize> {
    let start = text.lines().position(|line| line.starts_with(item))?;
    let further = text.lines().skip(start).position(|line| line.contains(on))?;
    Some(start + further + 1)
}

#[test]
fn every_document_shows_its_faults() {
    let examples = repository().join("examples");
    let mut wrong = Vec::new();
    let mut checked: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for motive in &MOTIVES {
        let Motive { code, at, printed, example, item, on } = motive;
        let text = std::fs::read_to_string(examples.join(example)).unwrap();
        let Some(line) = line_of(&text, item, on) else {
            wrong.push(format!("{at} ({printed}): `{on}` after `{item}` is not in {example}"));
            continue;
        };
        let plan = match example.strip_suffix(".csv") {
            Some(table) => format!("{}/piano.piao", table.split('/').next().unwrap()),
            None => (*example).to_owned(),
        };
        let found = checked.entry(plan).or_insert_with_key(|plan| check(&examples, plan));
        let is_it = |found: &Found| found.code == *code && found.file == *example && found.line == line;
        if !found.iter().any(is_it) {
            let lines: Vec<usize> =
                found.iter().filter(|found| found.code == *code).map(|found| found.line).collect();
            wrong.push(format!("{at} ({printed}): {code} is not on {example}:{line}, but on {lines:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_no_document_shows_is_shown_by_its_lines() {
    for (code, at, plan, line) in SHAPED {
        let workspace = Workspace::new();
        let text = format!("piano \"Prova\"\n  anni 2025-2027\n  punteggio proporzionale\n{plan}");
        workspace.write("piano.piao", &text);
        let found = check(workspace.path(), "piano.piao");
        let places: Vec<(&str, usize)> =
            found.iter().map(|found| (found.code.as_str(), found.line)).collect();
        assert_eq!(places, [(code, line_of(&text, line, line).unwrap())], "{at}");
    }
}

#[test]
fn every_lint_of_the_reference_has_its_line() {
    let shown: BTreeSet<&str> =
        MOTIVES.iter().map(|motive| motive.code).chain(SHAPED.iter().map(|shaped| shaped.0)).collect();
    // Its own pages and cases show these: closed bands and required fields stand in no document's transcription,
    // and an exception is written by the one who transcribes.
    let elsewhere = ["P0401", "P0403", "P0419"];
    let lints = Code::ALL.iter().filter(|code| code.is_lint()).map(|code| code.name());
    // Those that go beyond the list of language.md §9 have their rows in tests/lints2.rs.
    let listed = lints.filter(|code| *code < "P0420");
    let missing: Vec<&str> =
        listed.filter(|code| !shown.contains(code) && !elsewhere.contains(code)).collect();
    assert!(missing.is_empty(), "no line of a document shows {missing:?}");
}

/// The figures that the documents' READMEs state.
#[test]
fn the_summary_counts_what_the_documents_print() {
    let examples = repository().join("examples");
    for (example, count, item, worse) in [
        (PRATO, 166, "kpi \"Indice di struttura demografica", "kpi "),
        ("brindisi-2022/piano.piao", 4, "obiettivo OC.1 ", "kpi "),
    ] {
        let found = check(&examples, example);
        let summary: Vec<&Found> = found.iter().filter(|found| found.code == "P0412").collect();
        assert_eq!(summary.len(), 1, "one summary of {example}");
        assert_eq!(
            summary[0].labels.len(),
            count,
            "the KPIs of {example} with a target worse than the baseline"
        );
        let text = std::fs::read_to_string(examples.join(example)).unwrap();
        assert!(summary[0].labels.contains(&line_of(&text, item, worse).unwrap()), "{item} of {example}");
    }
    let equal = check(&examples, PRATO).iter().filter(|found| found.code == "P0417").count();
    assert_eq!(equal, 29, "objectives of equal shares, rounded");
}

/// All that is reported of the documents, actuals included; each example's README says which are faults of its
/// document.
#[test]
fn nothing_else_is_reported_of_the_documents() {
    let expected: [(&str, &[(&str, usize)]); 6] = [
        ("lecce-2025/piano.piao", &[]),
        (
            "lecce-2025/come-pubblicato.piao",
            &[
                ("P0302", 27),
                ("P0309", 8),
                ("P0312", 1),
                ("P0314", 1),
                ("P0404", 1),
                ("P0409", 1),
                ("P0413", 1),
                ("P0421", 1),
                ("P0422", 1),
                ("P0425", 1),
            ],
        ),
        ("lecce-2023/piano.piao", &[("P0414", 5), ("P0420", 1), ("P0520", 1), ("P0530", 1)]),
        (
            "lecce-2021/piano.piao",
            &[
                ("P0402", 1),
                ("P0413", 1),
                ("P0414", 2),
                ("P0417", 1),
                ("P0420", 1),
                ("P0428", 2),
                ("P0520", 6),
            ],
        ),
        ("brindisi-2022/piano.piao", &[("P0412", 1), ("P0418", 1), ("P0521", 1)]),
        (
            PRATO,
            &[
                ("P0405", 1),
                ("P0406", 2),
                ("P0407", 3),
                ("P0408", 2),
                ("P0409", 1),
                ("P0410", 1),
                ("P0412", 1),
                ("P0417", 29),
                ("P0418", 1),
                ("P0420", 12),
                ("P0423", 8),
                ("P0424", 2),
                ("P0426", 3),
                ("P0428", 1),
                ("P0530", 4),
            ],
        ),
    ];
    for (example, expected) in expected {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for found in check(&repository().join("examples"), example) {
            *counts.entry(found.code).or_default() += 1;
        }
        let counts: Vec<(&str, usize)> = counts.iter().map(|(code, count)| (code.as_str(), *count)).collect();
        assert_eq!(counts, expected, "{example}");
    }
}
