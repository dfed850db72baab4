//! What must not matter does not: the order of shared items and of rows, names, comments and blanks, how lines are
//! broken, which file of a plan an item stands in, how the CSV was saved. Every test compares whole results.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/random.rs"]
mod random;
mod support;

use piaoc::source::Sources;
use piaoc::syntax::keyword::ItemKeyword;
use piaoc::syntax::parse;
use serde_json::Value;

use desk::Desk;
use random::{Numbers, shuffled};
use support::repository;

/// A plan with every kind of item, and its actuals.
const PLAN: &str = r#"piano "Piano integrato 2025-2027"
  ente       "Comune di Prova"
  anni       2025-2027
  punteggio  proporzionale

struttura staff "Staff"

struttura protesti "Ufficio protesti" in staff

misura pratiche "Pratiche evase"
  cumula  somma
  fonte   "registro"  responsabile protesti

misura giorni_evasione "Giorni dalla domanda all'evasione"
  unità   giorni
  cumula  somma

misura soggetti "Soggetti coinvolti"
  unità   soggetti
  cumula  somma

misura bando "Pubblicazione del bando"
  unità   data

fasce ritardi su giorni di ritardo
  fino a 0   -> 100%
  fino a 30  -> 90%
  oltre      -> 0%

fasce gradi su percentuale raggiunta
  sotto 60%     -> 0%
  da 60% a 100% -> da 50% a 100%
  oltre         -> 100%

indicatore KP019 "Tempo medio di evasione"
  algoritmo  rapporto giorni_evasione / pratiche
  tipologia  efficienza

area A "Servizi"

obiettivo A.1 "Tempi e volumi"
  assegnato  staff

kpi tempo KP019
  peso 40%  punteggio proporzionale inverso
  target 2025 <= 5 giorni  target 2026-2027 <= 4,5 giorni, 4 giorni
  storico 2024 6 giorni

kpi volume "Pratiche evase"
  peso 25%  algoritmo valore assoluto pratiche  target >= 1.000  punteggio fasce gradi

kpi trend "Soggetti rispetto all'anno prima"
  peso 35%  algoritmo variazione % soggetti  target >= 5%

obiettivo A.2 "Bando"

kpi data_bando "Pubblicazione del bando"
  peso 1/3  algoritmo data bando  target entro 30/06/2025  punteggio fasce ritardi

kpi quota "Domande finanziate"
  peso 1/3  algoritmo rapporto % "Domande finanziate" / "Domande ammesse"  target >= 80%

kpi sito "Graduatoria pubblicata sul sito"
  peso 1/3  target sì

area B "Sintesi"

obiettivo B.1 "Complesso"

kpi complesso "Media degli obiettivi"
  peso 100%  algoritmo media ponderata A.1, A.2  target >= 90%

azione B.1.1 "Azione"
  pesi uguali

kpi spesa "Costo medio"
  algoritmo formula (costi_ente + 10,50 €) / pratiche  target <= 12,50 €

kpi spesa_totale "Costo"
  algoritmo valore assoluto costi_ente  target <= 9.000 €

misura costi_ente "Costi"
  unità €
  cumula somma

rettifica A.1/trend 2025 90% motivo "dato parziale" autore "OIV"

rettifica B.1.1/spesa 2025 50% motivo "stima"
"#;

const CSV: &str = "chiave;periodo;valore;esito
giorni_evasione;2025;5.600,5;
pratiche;2025;980;
pratiche;2024;870;
soggetti;2025;103;
soggetti;2024;100;
bando;2025;07/07/2025;
A.2/quota/1;2025;79;kpi validato
A.2/quota/2;2025;101;kpi validato
A.2/sito;2025;sì;
costi_ente;2025;12.345,67;
";

fn desk() -> Desk {
    Desk::new(PLAN).with("consuntivo.csv", CSV)
}

/// The examples with a table: folder, plan, table.
fn examples() -> Vec<(&'static str, String, String)> {
    let read = |folder: &str, name: &str| {
        std::fs::read_to_string(repository().join("examples").join(folder).join(name)).unwrap()
    };
    [
        ("lecce-2023", "consuntivo.csv"),
        ("lecce-2021", "consuntivo.csv"),
        ("lecce-2025", "q2.csv"),
        ("brindisi-2022", "s1.csv"),
        ("prato-2025", "stato-2024.csv"),
    ]
    .into_iter()
    .map(|(folder, table)| (folder, read(folder, "piano.piao"), read(folder, table)))
    .collect()
}

fn result(plan: &str, table: &str) -> Value {
    Desk::new(plan).with("consuntivo.csv", table).result()
}

/// The first places where two results differ, for a message of bearable length.
fn assert_same(what: &str, left: &Value, right: &Value) {
    fn differences(path: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
        match (left, right) {
            (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
                a.iter()
                    // Where a remark stands is what such changes change.
                    .filter(|(key, _)| {
                        !(path.contains(".remarks[") && ["file", "line", "column"].contains(&key.as_str()))
                    })
                    .for_each(|(key, value)| differences(&format!("{path}.{key}"), value, &b[key], found));
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                let pairs = a.iter().zip(b).enumerate();
                pairs.for_each(|(at, (a, b))| differences(&format!("{path}[{at}]"), a, b, found));
            }
            _ if left != right => found.push(format!("{path}: {left} became {right}")),
            _ => {}
        }
    }
    let mut found = Vec::new();
    differences("", left, right, &mut found);
    found.truncate(10);
    assert!(found.is_empty(), "{what} changed the result:\n{}", found.join("\n"));
}

/// The items of a plan: what starts each, and its text with the comments and blank lines after it.
fn items(plan: &str) -> Vec<(ItemKeyword, String)> {
    let mut sources = Sources::new();
    let file = sources.add("piano.piao", plan, plan.as_bytes());
    let (tree, faults) = parse(file, plan);
    assert_eq!(faults, []);
    let starts: Vec<usize> = tree.items.iter().map(|item| item.span.start as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([plan.len()]);
    let texts = starts.iter().zip(ends).map(|(start, end)| format!("{}\n", plan[*start..end].trim_end()));
    tree.items.iter().map(|item| item.keyword.node).zip(texts).collect()
}

/// Whether an item may stand anywhere.
fn free(keyword: ItemKeyword) -> bool {
    use ItemKeyword as I;
    matches!(keyword, I::Measure | I::Structure | I::Bands | I::Override | I::Indicator)
}

#[test]
fn the_plan_of_these_tests_says_something() {
    let result = desk().result();
    let kpi = |key: &str, field: &str| desk::kpi(&result, key)[field].as_str().map(str::to_owned);
    assert_eq!(kpi("A.1/tempo", "actual").as_deref(), Some("5.7147959184"));
    assert_eq!(kpi("A.1/tempo", "performance").as_deref(), Some("87.4921881975"));
    assert_eq!(kpi("A.1/volume", "performance").as_deref(), Some("97.5"));
    assert_eq!(kpi("A.1/trend", "state").as_deref(), Some("override"));
    assert_eq!(kpi("A.2/data_bando", "performance").as_deref(), Some("90"));
    assert_eq!(kpi("A.2/quota", "performance").as_deref(), Some("97.7722772277"));
    assert_eq!(kpi("B.1/complesso", "performance").as_deref(), Some("100"));
}

#[test]
fn the_order_of_shared_items_does_not_matter() {
    let mut numbers = Numbers::new(5);
    let mut plans = examples();
    plans.push(("own", PLAN.to_owned(), CSV.to_owned()));
    let mut moved_in_all = 0;
    for (name, plan, table) in plans {
        let expected = result(&plan, &table);
        let (moved, kept): (Vec<_>, Vec<_>) =
            items(&plan).into_iter().partition(|(keyword, _)| free(*keyword));
        moved_in_all += moved.len();
        for _ in 0..4 {
            let mut order: Vec<String> = kept.iter().map(|(_, text)| text.clone()).collect();
            for (_, text) in shuffled(moved.clone(), &mut numbers) {
                order.insert(numbers.below(order.len() as u64 + 1) as usize, text);
            }
            let text = order.concat();
            assert_same(&format!("{name}: moving shared items\n{text}"), &expected, &result(&text, &table));
        }
    }
    assert!(moved_in_all > 30, "only {moved_in_all} items moved");
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let mut numbers = Numbers::new(6);
    let mut plans = examples();
    plans.push(("own", PLAN.to_owned(), CSV.to_owned()));
    for (name, plan, table) in plans {
        let expected = result(&plan, &table);
        let (header, rows) = table.split_once('\n').unwrap();
        for _ in 0..3 {
            let rows = shuffled(rows.lines().collect(), &mut numbers).join("\n");
            assert_same(
                &format!("{name}: shuffling rows"),
                &expected,
                &result(&plan, &format!("{header}\n{rows}\n")),
            );
        }
    }
}

#[test]
fn rows_may_stand_in_several_files_in_any_order() {
    let expected = desk().result();
    let (header, rows) = CSV.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let half = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    for at in 1..rows.len() {
        let (first, second) = rows.split_at(at);
        let apart = Desk::new(PLAN).with("a.csv", half(first)).with("b.csv", half(second));
        assert_same("two files", &expected, &apart.result());
        let turned = Desk::new(PLAN).with("b.csv", half(second)).with("a.csv", half(first));
        assert_same("two files, the later first", &expected, &turned.result());
    }
    let doubled = desk().with("copia.csv", CSV);
    assert_same("two files that agree", &expected, &doubled.result());
}

#[test]
fn identifiers_can_be_renamed() {
    let expected = desk().result();
    let names = [
        "giorni_evasione",
        "costi_ente",
        "pratiche",
        "soggetti",
        "bando",
        "ritardi",
        "gradi",
        "staff",
        "protesti",
        "tempo",
        "volume",
        "trend",
        "quota",
        "sito",
        "complesso",
        "spesa_totale",
    ];
    let rename = |text: &str, name: &str, new: &str| {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(name) {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let (before, after) = (&rest[..at], &rest[at + name.len()..]);
            let whole = !before.ends_with(word) && !after.starts_with(word);
            // Within a text it is not the identifier, nor is a unit.
            let quoted = before.rsplit('\n').next().unwrap().matches('"').count() % 2 == 1;
            let unit = before.trim_end().ends_with("unità");
            out.push_str(before);
            out.push_str(if whole && !quoted && !unit { new } else { name });
            rest = after;
        }
        out + rest
    };
    for (at, name) in names.into_iter().enumerate() {
        let new =
            ["z", "a_molto_lungo_identificatore_in_fondo", "éà_ü", "x9"][at % 4].to_owned() + &at.to_string();
        let (plan, table) = (rename(PLAN, name, &new), rename(CSV, name, &new));
        assert_ne!(plan, PLAN, "{name} is not in the plan");
        let renamed = result(&plan, &table).to_string();
        // Keys, rules and structures name them.
        let renamed = renamed.replace(&format!("/{new}\""), &format!("/{name}\""));
        let renamed = renamed.replace(&format!("\"fasce {new}\""), &format!("\"fasce {name}\""));
        let renamed = renamed.replace(&format!("\"ident\":\"{new}\""), &format!("\"ident\":\"{name}\""));
        assert_same(&format!("{name} called {new}"), &expected, &renamed.parse().unwrap());
    }
}

#[test]
fn comments_and_blanks_do_not_matter() {
    let mut plans = examples();
    plans.push(("own", PLAN.to_owned(), CSV.to_owned()));
    for (name, plan, table) in plans {
        let expected = result(&plan, &table);
        let changed = [
            plan.replace('\n', "   \t\n"),
            plan.replace('\n', "\n\n\n"),
            plan.replace('\n', "\n# kpi falso \"non chiuso\n   # peso 30%\n"),
            plan.replace('\n', " # peso 99% \"aperto\n"),
            plan.replace('\n', "\r\n"),
            plan.replace("\n  ", "\n\t\u{a0}  "),
            plan.replace("\n  ", "\n"),
            format!("\u{feff}{plan}"),
            format!("\n\n# prima\n{plan}\n# dopo"),
            plan.trim_end().to_owned(),
        ];
        for text in changed {
            assert_ne!(text, plan);
            let beginning: String = text.chars().take(300).collect();
            assert_same(
                &format!("{name}: comments or blanks\n{beginning}"),
                &expected,
                &result(&text, &table),
            );
        }
    }
}

/// The plan with every item's attributes divided by `between`. Items with comments in them stay as they are.
fn redivided(plan: &str, between: &str) -> (String, usize) {
    let mut sources = Sources::new();
    let file = sources.add("piano.piao", plan, plan.as_bytes());
    let (tree, _) = parse(file, plan);
    let mut out = String::new();
    let mut at = 0;
    let mut changed = 0;
    for item in &tree.items {
        let (start, end) = (item.span.start as usize, item.span.end as usize);
        out.push_str(&plan[at..start]);
        at = end;
        if item.attributes.is_empty() || plan[start..end].contains('#') {
            out.push_str(&plan[start..end]);
            continue;
        }
        out.push_str(plan[start..item.attributes[0].span.start as usize].trim_end());
        for attribute in &item.attributes {
            out.push_str(between);
            out.push_str(&plan[attribute.span.start as usize..attribute.span.end as usize]);
        }
        changed += 1;
    }
    out.push_str(&plan[at..]);
    (out, changed)
}

#[test]
fn it_does_not_matter_how_attributes_are_divided_into_lines() {
    let mut plans = examples();
    plans.push(("own", PLAN.to_owned(), CSV.to_owned()));
    for (name, plan, table) in plans {
        let expected = result(&plan, &table);
        for between in ["\n  ", " ", "\n\n      # nota\n", "\t"] {
            let (text, changed) = redivided(&plan, between);
            assert!(changed > 10, "{name}: only {changed} items divided anew");
            assert_ne!(text, plan);
            assert_same(
                &format!("{name}: attributes divided by {between:?}"),
                &expected,
                &result(&text, &table),
            );
        }
    }
}

#[test]
fn items_may_stand_in_a_library() {
    let mut plans = examples();
    plans.push(("own", PLAN.to_owned(), CSV.to_owned()));
    for (name, plan, table) in plans {
        let expected = result(&plan, &table);
        let all = items(&plan);
        let (head, rest): (Vec<_>, Vec<_>) =
            all.iter().partition(|(keyword, _)| *keyword == ItemKeyword::Plan);
        let (shared, own): (Vec<_>, Vec<_>) = rest.iter().partition(|(keyword, _)| free(*keyword));
        let text = |items: &[&(ItemKeyword, String)]| {
            items.iter().map(|(_, text)| text.as_str()).collect::<String>()
        };
        let all_out = format!("{}usa \"parti/tutto.piao\"\n", text(&head));
        let desk = Desk::new(all_out).with("parti/tutto.piao", text(&rest)).with("c.csv", table.as_str());
        assert_same(&format!("{name}: all in a library"), &expected, &desk.result());

        let shared = shared.into_iter().copied().collect::<Vec<_>>();
        let own = own.into_iter().copied().collect::<Vec<_>>();
        for order in [
            format!("{}usa \"comune.piao\"\n{}", text(&head), text(&own)),
            format!("{}{}usa \"comune.piao\"\n", text(&head), text(&own)),
            format!("usa \"./x/../comune.piao\"\nusa \"comune.piao\"\n{}{}", text(&head), text(&own)),
        ] {
            let desk = Desk::new(order).with("comune.piao", text(&shared)).with("c.csv", table.as_str());
            if !shared.is_empty() {
                assert_same(&format!("{name}: shared items in a library"), &expected, &desk.result());
            }
        }
    }
}

#[test]
fn it_does_not_matter_how_the_table_was_saved() {
    let expected = desk().result();
    let with_points = |text: &str| {
        let cells = text.lines().map(|line| {
            let cells: Vec<String> = line
                .split(';')
                .map(|cell| {
                    let number = cell.starts_with(|c: char| c.is_ascii_digit()) && !cell.contains('/');
                    if number { cell.replace('.', "").replace(',', ".") } else { cell.to_owned() }
                })
                .collect();
            cells.join(",")
        });
        cells.collect::<Vec<_>>().join("\n")
    };
    let quoted = |text: &str| {
        let line =
            |line: &str| line.split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
        text.lines().map(line).collect::<Vec<_>>().join("\r\n")
    };
    let wide = {
        let mut rows: Vec<(String, [String; 2])> = Vec::new();
        for line in CSV.lines().skip(1) {
            let cells: Vec<&str> = line.split(';').collect();
            let at = usize::from(cells[1] == "2025");
            match rows.iter_mut().find(|(key, _)| key == cells[0]) {
                Some((_, values)) => values[at] = cells[2].to_owned(),
                None => {
                    let mut values = [String::new(), String::new()];
                    values[at] = cells[2].to_owned();
                    rows.push((cells[0].to_owned(), values));
                }
            }
        }
        let rows: Vec<String> = rows.iter().map(|(key, [old, new])| format!("{key};{old};{new}")).collect();
        format!("chiave;2024;2025\n{}\n", rows.join("\n"))
    };
    let latin: Vec<u8> = CSV.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("CRLF", CSV.replace('\n', "\r\n").into()),
        ("a BOM", format!("\u{feff}{CSV}").into()),
        ("tabs", CSV.replace(';', "\t").into()),
        ("commas and points", with_points(CSV).into()),
        ("quotes", quoted(CSV).into()),
        ("Windows-1252", latin),
        ("blank lines at the end", format!("{CSV}\n;;;\n\n").into()),
        ("no line end at the end", CSV.trim_end().into()),
        (
            "capitals in the header",
            CSV.replacen("chiave;periodo;valore;esito", "Chiave;PERIODO;Valore;Esito", 1).into(),
        ),
        ("no empty cells at the end", CSV.replace(";\n", "\n").into()),
        ("sep=;", format!("sep=;\n{CSV}").into()),
    ];
    for (what, table) in forms {
        assert_ne!(table, CSV.as_bytes(), "{what}");
        let result = Desk::new(PLAN).with("consuntivo.csv", table).result();
        assert_same(what, &expected, &result);
    }
    // One column a period has no place for each value's own esito.
    let without = |text: &str| result(PLAN, text).to_string().replace("\"kpi validato\"", "null");
    assert_same("one column a period", &without(CSV).parse().unwrap(), &without(&wide).parse().unwrap());
}

#[test]
fn points_count_only_against_each_other() {
    let with_points = |times: u32| {
        PLAN.replace("peso 40%", &format!("peso {} punti", 40 * times))
            .replace("peso 25%", &format!("peso {} punti", 25 * times))
            .replace("peso 35%", &format!("peso {} punti", 35 * times))
    };
    let without_weights = |plan: &str| {
        let mut result = result(plan, CSV);
        for objective in result["objectives"].as_array_mut().unwrap() {
            for kpi in objective["kpis"].as_array_mut().unwrap() {
                kpi.as_object_mut().unwrap().remove("weight");
            }
        }
        result
    };
    for times in [1, 3, 1000] {
        assert_same("points", &without_weights(PLAN), &without_weights(&with_points(times)));
    }
}

#[test]
fn checking_twice_says_the_same() {
    let text =
        std::fs::read_to_string(repository().join("examples/lecce-2025/come-pubblicato.piao")).unwrap();
    let first = Desk::new(text.as_str()).check();
    assert!(first.len() > 5, "{first:?}");
    for _ in 0..3 {
        assert_eq!(Desk::new(text.as_str()).check(), first);
    }
}
