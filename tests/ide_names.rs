//! Go to definition, references, highlights and the keys of tables, as an editor asks for them: a place of a file in,
//! places out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/named.rs"]
mod named;

use std::path::Path;

use piaoc::ide::definition::definition;
use piaoc::ide::references::{Declarations, highlights, references};
use piaoc::ide::rename::prepare;
use piaoc::ide::tables::{KeyName, key_cells};
use piaoc::source::Span;

use named::Case;

#[test]
fn the_usual_plan_has_a_result() {
    let case = Case::usual();
    let state = case.state();
    let said = desk::lines(state.sources(), state.diagnostics());
    assert!(state.computed.as_ref().unwrap().evaluation.is_some(), "{said:#?}");
}

#[test]
fn definitions_are_found_from_everywhere() {
    let case = Case::usual();
    let cases: &[(&str, &str, &[&str])] = &[
        ("piano.piao", "variazione % sogg|etti", &["comune.piao:5:8 soggetti"]),
        ("piano.piao", "/ pratiche|", &["comune.piao:8:8 pratiche"]),
        ("piano.piao", "|protesti, staff", &["comune.piao:3:11 protesti"]),
        ("piano.piao", "responsabile sta|ff", &["comune.piao:1:11 staff"]),
        ("comune.piao", "in sta|ff", &["comune.piao:1:11 staff"]),
        ("piano.piao", "fasce gra|di", &["comune.piao:14:7 gradi"]),
        ("piano.piao", "tempo KP0|19", &["comune.piao:11:12 KP019"]),
        ("piano.piao", "kpi te|mpo", &["piano.piao:19:5 tempo"]),
        ("piano.piao", "kpi KP1|409", &["piano.piao:23:5 KP1409"]),
        ("piano.piao", "ponderata A.|1.*", &["piano.piao:11:11 A.1"]),
        ("piano.piao", "ponderata A.1, A.1.|1", &["piano.piao:38:11 A.1.1"]),
        ("piano.piao", "in A.1|.1", &["piano.piao:38:11 A.1.1"]),
        ("piano.piao", "rettifica A.|1/trend", &["piano.piao:11:11 A.1"]),
        ("piano.piao", "rettifica A.1/tre|nd", &["piano.piao:14:5 trend_turismo"]),
        ("piano.piao", "capacita|' dell", &["piano.piao:29:5 \"Capacità dell'ente\""]),
        ("piano.piao", "rettifica A.1/kp0|19", &["piano.piao:19:5 tempo"]),
        ("piano.piao", "usa \"com|une", &["comune.piao:1:1 "]),
        ("q2.csv", "SOGG|ETTI", &["comune.piao:5:8 soggetti"]),
        ("q2.csv", "A.|1/tempo", &["piano.piao:11:11 A.1"]),
        ("q2.csv", "A.1/te|mpo", &["piano.piao:19:5 tempo"]),
        ("q2.csv", "tempo/|1", &["comune.piao:12:23 \"Giorni\""]),
        ("q2.csv", "\"A.1/KP1|409", &["piano.piao:23:5 KP1409"]),
        ("q2.csv", "KP1409/|1", &["piano.piao:25:25 \"Chiuse\""]),
        ("q2.csv", "DELL’ENT|E", &["piano.piao:29:5 \"Capacità dell'ente\""]),
        ("q2.csv", "A.1.1/Kp|019", &["piano.piao:40:5 avvio"]),
        ("coppie.csv", "A.1|. - Ris", &["piano.piao:11:11 A.1"]),
        ("coppie.csv", "\"Pratiche| chiuse", &["piano.piao:23:5 KP1409"]),
        ("coppie.csv", "chiuse/|2", &["piano.piao:25:36 pratiche"]),
        ("coppie.csv", ";sogg|etti", &["comune.piao:5:8 soggetti"]),
        // Where nothing is named.
        ("piano.piao", "|piano \"P", &[]),
        ("piano.piao", "città|\"", &[]),
        ("piano.piao", "90% motivo \"verifica\"\n|rett", &[]),
        ("q2.csv", "chi|ave", &[]),
        ("q2.csv", ";1|00", &[]),
        ("coppie.csv", "Risp|oste", &[]),
    ];
    for (name, around, expected) in cases {
        assert_eq!(case.definition(name, around), *expected, "{name} {around}");
    }
}

#[test]
fn references_stand_in_all_files_however_they_are_spelt() {
    let case = Case::usual();
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "comune.piao",
            "misura sogg|etti",
            &[
                "piano.piao:16:27 soggetti",
                "comune.piao:5:8 soggetti",
                "q2.csv:2:1 soggetti",
                "q2.csv:3:1 SOGGETTI",
                "coppie.csv:4:2 soggetti",
            ],
        ),
        (
            "piano.piao",
            "kpi tren|d_turismo",
            &["piano.piao:14:5 trend_turismo", "piano.piao:49:15 trend_turismo"],
        ),
        (
            "piano.piao",
            "kpi \"Capa|cità",
            &[
                "piano.piao:29:5 \"Capacità dell'ente\"",
                "piano.piao:50:16 capacita' dell'ente",
                "q2.csv:7:5 CAPACITÀ DELL’ENTE",
            ],
        ),
        (
            "piano.piao",
            "kpi KP|1409",
            &[
                "piano.piao:23:5 KP1409",
                "q2.csv:5:6 KP1409",
                "q2.csv:8:5 kp1409",
                "coppie.csv:2:18 Pratiche chiuse",
            ],
        ),
        (
            "piano.piao",
            "kpi tempo KP|019",
            &["piano.piao:19:11 KP019", "piano.piao:40:11 KP019", "comune.piao:11:12 KP019"],
        ),
        (
            "comune.piao",
            "struttura sta|ff",
            &[
                "piano.piao:9:16 staff",
                "piano.piao:12:24 staff",
                "comune.piao:1:11 staff",
                "comune.piao:3:42 staff",
            ],
        ),
        ("comune.piao", "fasce gra|di", &["piano.piao:27:20 gradi", "comune.piao:14:7 gradi"]),
        (
            "piano.piao",
            "obiettivo A.1|.1",
            &[
                "piano.piao:38:11 A.1.1",
                "piano.piao:43:26 A.1.1",
                "piano.piao:46:35 A.1.1",
                "q2.csv:9:1 A.1.1",
                "coppie.csv:3:1 A.1.1",
            ],
        ),
        ("piano.piao", "|piano \"P", &[]),
    ];
    for (name, around, expected) in cases {
        let with = case.references(name, around, Declarations::With);
        assert_eq!(with, *expected, "{name} {around}");
    }
    let without = case.references("comune.piao", "fasce gra|di", Declarations::Without);
    assert_eq!(without, ["piano.piao:27:20 gradi"]);
    let from_table = case.references("q2.csv", "SOGG|ETTI", Declarations::With);
    assert_eq!(from_table, case.references("comune.piao", "misura sogg|etti", Declarations::With));
}

#[test]
fn highlights_are_the_references_of_the_same_file() {
    let case = Case::usual();
    let lit = |name: &str, around: &str| {
        let found = highlights(case.state(), case.file(name), case.offset(name, around));
        let (spans, declares): (Vec<Span>, Vec<bool>) = found.into_iter().unzip();
        (case.show(spans), declares)
    };
    assert_eq!(
        lit("comune.piao", "in sta|ff"),
        (vec!["comune.piao:1:11 staff".to_owned(), "comune.piao:3:42 staff".to_owned()], vec![true, false])
    );
    let soggetti = ["q2.csv:2:1 soggetti", "q2.csv:3:1 SOGGETTI"].map(str::to_owned);
    assert_eq!(lit("q2.csv", "SOGG|ETTI"), (soggetti.to_vec(), vec![false, false]));
}

#[test]
fn key_cells_say_what_each_part_names() {
    let case = Case::usual();
    let shown: Vec<String> = key_cells(case.state())
        .into_iter()
        .map(|cell| {
            let part = |names: &KeyName| match names {
                KeyName::Symbol(symbol) => format!("{symbol:?}"),
                KeyName::Operand(span) => case.state().sources().text(*span).to_owned(),
            };
            let parts: Vec<String> = cell.parts.iter().map(|found| part(&found.names)).collect();
            format!("{} = {}", case.state().sources().text(cell.span), parts.join(", "))
        })
        .collect();
    let expected = [
        r#"soggetti = Measure("soggetti")"#,
        r#"SOGGETTI = Measure("soggetti")"#,
        r#"A.1/tempo/1 = Objective("A.1"), Kpi("A.1", "tempo"), "Giorni""#,
        r#""A.1/KP1409/1" = Objective("A.1"), Kpi("A.1", "KP1409"), "Chiuse""#,
        r#"pratiche = Measure("pratiche")"#,
        r#"A.1/CAPACITÀ DELL’ENTE = Objective("A.1"), Kpi("A.1", "Capacità dell'ente")"#,
        r#"A.1/kp1409 = Objective("A.1"), Kpi("A.1", "KP1409")"#,
        r#"A.1.1/Kp019 = Objective("A.1.1"), Kpi("A.1.1", "avvio")"#,
        r#"Z/bando = Objective("Z"), Kpi("Z", "bando")"#,
        r#"A.1. - Risposte = Objective("A.1")"#,
        r#""Pratiche chiuse/2" = Kpi("A.1", "KP1409"), pratiche"#,
        r#"A.1.1 - Sportello = Objective("A.1.1")"#,
        r#"avvio/1 = Kpi("A.1.1", "avvio"), "Giorni""#,
        r#"soggetti = Measure("soggetti")"#,
    ];
    assert_eq!(shown, expected);
}

#[test]
fn odd_files_and_places_have_no_names() {
    for text in ["", "\u{FEFF}", "\r\n", "kpi", "kpi \"", "obiettivo", "rettifica A.1/", "usa \"", "«", "🏛"]
    {
        let case =
            Case::new(&[("piano.piao", "piano \"x\"\n  anni 2025\nusa \"b.piao\"\n"), ("b.piao", text)]);
        let Some(file) = case.state().file(Path::new("b.piao")) else { continue };
        let length = case.state().sources().get(file).unwrap().text.len();
        for offset in 0..=length.saturating_add(2) {
            assert_eq!(definition(case.state(), file, offset), [], "{text:?} {offset}");
            assert_eq!(references(case.state(), file, offset, Declarations::With), []);
            assert_eq!(highlights(case.state(), file, offset), []);
            assert!(prepare(case.state(), file, offset).is_err());
            assert!(case.rename_at("b.piao", offset, "altro").is_err());
        }
    }
}
