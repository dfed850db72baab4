//! The lints of times, titles, years, likes and leftovers (P0420 to P0432): each fires on the rows of the real documents that
//! The lints of times, titles, years, likes and leftovers (P0420 to P0435): each fires on the rows of the real documents that
//! asked for it and on nothing else in them, fires beside a KPI that has errors, and is silent on what only looks like it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "support/desk.rs"]
mod desk;

use std::path::Path;

use desk::{PLAN, lines};
use piaoc::analysis;
use piaoc::source::{Disk, Memory};

const HEAD: &str = "piano \"Piano 2025\"\n  anni 2025-2027\n  approvato 31/01/2025\n\n";
const OBJECTIVE: &str = "obiettivo A.1 \"Servizi\"\n  pesi uguali\n\n";
/// A KPI that cannot be read, at the end of every plan.
const FAULT: &str = "\n\nobiettivo Z.1 \"Altro\"\n\nkpi rotto \"Con un errore\"\n  target 2025 >= 12.34\n";

const LECCE_2025: &str = "examples/lecce-2025/come-pubblicato.piao";
const LECCE_2021: &str = "examples/lecce-2021/piano.piao";
const LECCE_2023: &str = "examples/lecce-2023/piano.piao";
const PRATO: &str = "examples/prato-2025/piano.piao";
const ALL: [&str; 6] = [
    PRATO,
    "examples/brindisi-2022/piano.piao",
    LECCE_2021,
    LECCE_2023,
    "examples/lecce-2025/piano.piao",
    LECCE_2025,
];

/// The first lines of the items in which an example has a code.
fn items_with(example: &str, code: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(example);
    let checked = analysis::check(&Disk, &path);
    let found = checked.diagnostics.iter().filter(|found| found.code.name() == code);
    found
        .map(|found| {
            let text = &checked.sources.get(found.span.file).unwrap().text;
            let end = text[found.span.start as usize..].find('\n').unwrap() + found.span.start as usize;
            let is_item =
                |line: &&str| ["kpi ", "obiettivo ", "azione "].iter().any(|word| line.starts_with(word));
            text[..end].lines().rev().find(is_item).unwrap().to_owned()
        })
        .collect()
}

/// In each of these examples the code comes at the items that begin so, in this order, and in no other example.
fn fires_on(code: &str, expected: &[(&str, &[&str])]) {
    for example in ALL {
        let beginnings = expected
            .iter()
            .find(|(name, _)| *name == example)
            .map_or(&[] as &[&str], |(_, beginnings)| beginnings);
        let found = items_with(example, code);
        let same = found.len() == beginnings.len()
            && found.iter().zip(beginnings).all(|(item, beginning)| item.starts_with(beginning));
        assert!(same, "{code} in {example}: expected {beginnings:#?}, got {found:#?}");
    }
}

/// What is said of a code in a plan: the underlined texts.
fn said(code: &str, plan: &str) -> Vec<String> {
    check(&[(PLAN, plan)]).into_iter().filter(|line| line.starts_with(code)).collect()
}

/// All that is said of a plan and the files it uses, one a line.
fn check(files: &[(&str, &str)]) -> Vec<String> {
    let mut memory = Memory::default();
    for (name, text) in files {
        memory.insert(name, *text);
    }
    let checked = analysis::check(&memory, Path::new(PLAN));
    lines(&checked.sources, &checked.diagnostics)
}

fn whole(body: &str) -> String {
    if body.starts_with("kpi ") { format!("{HEAD}{OBJECTIVE}{body}") } else { format!("{HEAD}{body}") }
}

/// Fires once on each plan, with a fault beside it too.
fn fires(code: &str, bodies: &[&str]) {
    for body in bodies {
        let plan = whole(body);
        for plan in [plan.clone(), format!("{plan}{FAULT}")] {
            let found = said(code, &plan);
            assert_eq!(found.len(), 1, "{code} once in\n{plan}\ngot {found:#?}");
        }
    }
}

/// Silent on plans that are right.
fn silent(code: &str, bodies: &[&str]) {
    assert!(bodies.len() >= 3, "near misses of {code}");
    for body in bodies {
        let plan = whole(body);
        let lines = check(&[(PLAN, &plan)]);
        let found: Vec<&String> =
            lines.iter().filter(|line| line.starts_with(code) || !line.starts_with("P04")).collect();
        assert!(found.is_empty(), "{code} in\n{plan}\ngot {found:#?}");
    }
}

#[test]
fn a_time_without_unit() {
    let prato: &[&str] = &[
        "kpi \"Ritardo medio dei pagamenti ponderato in base all'importo delle fatture (PCC)\"",
        "kpi \"Tempestività dei provvedimenti definitivi relativi a prodotti sottoposti a sequestro\"",
        "kpi \"Tempestività Sportello Condominio\"",
        "kpi \"Concorsi a premio\"",
        "kpi \"Tempo medio nomina gestore della crisi\"",
        "kpi \"Tempo medio presentazione domanda di ammissione al passivo (nuovo)\"",
        "kpi \"Tempo medio di lavorazione delle pratiche telematiche Registro Imprese\"",
        "kpi \"Tempestività vidimazione registri e libri\"",
        "kpi «Tempo medio di lavorazione di istanze di cancellazione e annotazione",
        "kpi \"Ritardo medio dei pagamenti ponderato in base all'importo delle fatture\"",
        "kpi \"Tempestività degli interventi di assistenza\"",
        "kpi \"Tempestività degli aggiornamenti\"",
    ];
    let lecce = [(LECCE_2021, &["kpi KPI19"] as &[&str]), (LECCE_2023, &["kpi tempo_protesti"])];
    fires_on("P0420", &[(PRATO, prato), lecce[0], lecce[1]]);
    fires(
        "P0420",
        &[
            "kpi \"TEMPO MEDIO di risposta\"  target <= 18  storico 2024 20",
            "kpi \"Tempestività\"  descrizione \"Nota\" \"Indica il numero di giorni medi\"  target <= 18",
            "kpi \"Tempo medio\"  algoritmo valore assoluto \"Tempo\"  target <= 18",
        ],
    );
    silent(
        "P0420",
        &[
            "kpi \"Tempo medio di risposta\"  target <= 18 giorni",
            "kpi \"Tempo medio di risposta\"  target <= 18 minuti",
            "kpi \"Tempo medio di risposta\"  unità minuti  target <= 18",
            "misura attesa \"Attesa\"\n  unità minuti\n\nobiettivo A.1 \"Servizi\"\n\nkpi \"Tempo medio\"  algoritmo valore assoluto attesa  target <= 18",
            "kpi \"Tempo medio rispetto all'anno prima\"  target <= 95%",
            "kpi \"Indice\"  descrizione \"Tempo medio\"  algoritmo rapporto \"Giorni\" / \"Pratiche\"  target <= 18",
            "kpi \"Accessi / Numero di giorni annui\"  target >= 18",
            "kpi \"Utenti\"  descrizione \"numero, espresso in oreficeria\"  target >= 18",
            "kpi \"Ore di formazione\"  target >= 18",
            "kpi \"Tempo medio di risposta\"  target n.d.",
        ],
    );
}

#[test]
fn the_unit_is_written_everywhere_by_the_fix() {
    let plan = whole("kpi \"Numero di giorni medi\"  target 2025-2027 <= 18, 17, n.d.  storico 2024 20\n");
    let mut memory = Memory::default();
    memory.insert(PLAN, plan.as_str());
    let checked = analysis::check(&memory, Path::new(PLAN));
    let found = checked.diagnostics.iter().find(|found| found.code.name() == "P0420").unwrap();
    let mut mended = plan.clone();
    let mut edits: Vec<_> = found.fixes[0].edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    assert!(mended.contains("<= 18 giorni, 17 giorni, n.d.  storico 2024 20 giorni"), "{mended}");
    silent("P0420", &[&mended[HEAD.len()..]; 3]);
}

/// An objective with a rollup of this title, another one, and the children of both.
fn rollup(title: &str) -> String {
    format!(
        "obiettivo B.2 \"Uno\"\n\nkpi media \"{title}\"  algoritmo media ponderata\n\nobiettivo B.2.1 \"Figlio\"\n\nkpi uno \"Uno\"  target >= 1\n\nobiettivo B.3 \"Altro\"\n\nkpi due \"Due\"  target >= 1"
    )
}

#[test]
fn a_title_that_names_another_objective() {
    fires_on(
        "P0421",
        &[(
            LECCE_2025,
            &[
                "kpi operativi \"Media ponderata di performance degli obiettivi operativi associati all'obiettivo strategico B.3\"",
            ],
        )],
    );
    fires("P0421", &[&rollup("Media degli obiettivi di B.3"), &rollup("Media (B.3.)")]);
    silent(
        "P0421",
        &[
            &rollup("Media degli obiettivi di B.2"),
            &rollup("Media dei kpi di B.2.1"),
            &rollup("Media dell'area B"),
            &rollup("Media secondo l'art. 5 lettera C.3"),
            &rollup("Media v.1.0 del modello"),
            "obiettivo B.2 \"Uno\"\n\nkpi \"Attuazione di B.3\"  target >= 1\n\nobiettivo B.3 \"Altro\"\n\nkpi \"Due\"  target >= 1",
            // By the hierarchy, not by the code.
            "obiettivo S.1 \"Sopra\"\n\nkpi \"Media di B.3\"  algoritmo media ponderata\n\nobiettivo B.3 \"Altro\" in S.1\n\nkpi \"Due\"  target >= 1",
        ],
    );
}

/// Objectives C.1, C.2 … whose KPIs weigh so much.
fn weighing(objectives: &[&[u32]]) -> String {
    let mut text = HEAD.to_owned();
    for (index, weights) in objectives.iter().enumerate() {
        text += &format!("obiettivo C.{} \"Obiettivo\"\n\n", index + 1);
        for (kpi, weight) in weights.iter().enumerate() {
            text += &format!("kpi k{kpi} \"Indicatore {kpi}\"  peso {weight}%  target >= 1\n\n");
        }
    }
    text
}

#[test]
fn labels_one_row_late_or_early() {
    fires_on("P0422", &[(LECCE_2025, &["obiettivo B.2 "])]);
    let found = |objectives: &[&[u32]]| said("P0422", &weighing(objectives));
    // As 000 r. 59-70, and the same with the labels of the rows before.
    let late: &[&[u32]] = &[&[60, 40], &[30, 10, 30, 30, 30], &[70, 60], &[40, 50], &[30, 20, 100], &[100]];
    let early: &[&[u32]] = &[&[60, 40], &[100, 50, 20], &[30, 40], &[60, 60, 10], &[30, 40, 20, 40], &[100]];
    assert_eq!(found(late).len(), 1);
    assert!(
        found(late)[0].ends_with("`C.3`"),
        "the second label is the first that is late: {:?}",
        found(late)
    );
    assert_eq!(found(early).len(), 1);
    assert!(found(early)[0].ends_with("`C.2`"), "the first label is early: {:?}", found(early));
    let near_misses: [&[&[u32]]; 5] = [
        // One objective alone, 000 B.4.1 to B.4.4, only some that fit, a sum that is right in between, no lost label.
        &[&[30, 30, 30, 40], &[60, 40]],
        &[&[50], &[10], &[20], &[50, 70]],
        &[&[60, 40, 30], &[70, 60], &[40, 50], &[50, 70]],
        &[&[60, 40, 30], &[60, 40], &[70, 100]],
        &[&[60, 40, 30], &[70, 60], &[40, 90]],
    ];
    for objectives in near_misses {
        assert_eq!(found(objectives), Vec::<String>::new(), "{objectives:?}");
    }
    let beside = format!("{}{FAULT}", weighing(&[&[60, 40, 30], &[70, 100]]));
    assert_eq!(said("P0422", &beside).len(), 1);
}

#[test]
fn years_without_a_target() {
    fires_on(
        "P0423",
        &[(
            PRATO,
            &[
                "kpi \"Distribuzione della dirigenza per genere\"",
                "kpi \"Distribuzione del personale per genere\"",
                "kpi \"Indagine di clima interno\"",
                "kpi \"Conciliazione tempi di vita e di lavoro\"",
                "kpi \"DPR 125:2022 - Indicatori area VI Ricorso",
                "kpi \"DPR 125:2022 - Indicatori area VI utilizzo",
                "kpi \"Formazione del personale\"",
                "kpi \"Favorire la partecipazione dei dipendenti alle iniziative formative\"",
            ],
        )],
    );
    fires(
        "P0423",
        &[
            "kpi \"Utenti\"  target 2025-2026 >= 10",
            "kpi \"Utenti\"  target 2027 n.d.  target 2025 >= 10",
            "kpi \"Utenti\"  target 2025 >= 10  target 2026 >= 10  target 2025-S1 >= 5",
        ],
    );
    silent(
        "P0423",
        &[
            "kpi \"Utenti\"  target >= 10",
            "kpi \"Utenti\"  target 2025-2027 >= 10",
            "kpi \"Utenti\"  target 2025-2026 >= 10  target 2027 n.d.",
            "kpi \"Utenti\"  target 2025 >= 10  target 2025-S1 >= 5  target 2026-S1 >= 5",
            "kpi \"Utenti\"  target 2025-2026 >= 10  target 2027-S1 >= 5",
            "kpi \"Utenti\"",
        ],
    );
}

/// KPIs of one name with these comparators.
fn likes(name: &str, comparators: &str) -> String {
    let kpi = |(index, comparator): (usize, &str)| {
        format!("kpi k{index} \"{name} ufficio {index}\"  target {comparator} 78\n\n")
    };
    comparators.split_whitespace().enumerate().map(kpi).collect()
}

#[test]
fn a_direction_against_its_likes() {
    let volume = "kpi \"Volume medio di attività gestito dal personale addetto alla gestione de";
    let signature = format!("{volume}l rilascio e rinnovo dispositivi firma digitale");
    let protests = format!("{volume}i protesti");
    fires_on("P0424", &[(PRATO, &[&signature, &protests])]);
    let name = "Volume medio di attività gestito dal personale dell'";
    fires("P0424", &[&likes(name, ">= >= >= <="), &likes(name, "<= >= <= <= = <=")]);
    silent(
        "P0424",
        &[
            &likes(name, ">= >= <="),
            &likes(name, ">= >= <= <= >="),
            &likes(name, ">= >= >= = ="),
            &likes(name, ">= >= >= >="),
            &likes("Numero totale di", ">= >= >= <=").replace("ufficio ", "ufficio"),
            &likes(name, ">= >= >= <=").replace("78", "78%"),
            &likes(name, ">= >= >= <=").replace("78", "78 imprese"),
        ],
    );
}

#[test]
fn a_kpi_without_title() {
    fires_on("P0425", &[(LECCE_2025, &["kpi fascicolo"])]);
    fires(
        "P0425",
        &["kpi fascicolo  target >= 30", "indicatore KP1\n\nobiettivo A.1 \"Uno\"\n\nkpi KP1  target >= 1"],
    );
    silent(
        "P0425",
        &[
            "kpi \"Fascicolo\"  target >= 30",
            "kpi KP1 \"Fascicolo\"  target >= 30",
            "indicatore KP1 \"Fascicolo\"\n\nobiettivo A.1 \"Uno\"\n\nkpi tempo KP1  target >= 1",
        ],
    );
    // Where the title, or the catalogue, could not be read nothing is said.
    for broken in ["kpi fascicolo \"Fascicolo\n  target >= 30", "kpi fascicolo KP1\n  target >= 30"] {
        assert_eq!(said("P0425", &whole(broken)), Vec::<String>::new(), "{broken}");
    }
}

/// Two KPIs of two objectives.
fn two(first: &str, second: &str) -> String {
    format!("obiettivo A.1 \"Uno\"\n\nkpi uno {first}\n\nobiettivo A.2 \"Due\"\n\nkpi due {second}")
}

#[test]
fn the_same_baseline_with_different_targets() {
    fires_on(
        "P0426",
        &[(
            PRATO,
            &[
                "kpi \"Grado di adesione a Impresa Italia\"",
                "kpi \"fascicolo d'impresa\"",
                "kpi \"Ritardo medio dei pagamenti ponderato in base all'importo delle fatture (PCC)\"",
            ],
        )],
    );
    let first = "\"Adesione al Cassetto digitale\"  storico 2024 53,27%  target >= 53%";
    fires(
        "P0426",
        &[
            &two(first, "\"Adesione a Impresa Italia\"  storico 2024 53,27%  target >= 53,27%"),
            &two(first, "\"Altro\"  descrizione \"Grado di ADESIONE\"  storico 53,270%  target >= 60%"),
        ],
    );
    silent(
        "P0426",
        &[
            &two(first, "\"Adesione a Impresa Italia\"  storico 2024 53,27%  target >= 53%"),
            &two(first, "\"Adesione a Impresa Italia\"  storico 2023 53,27%  target >= 54%"),
            &two(first, "\"Adesione a Impresa Italia\"  storico 2024 53,27%  target <= 54%"),
            &two(first, "\"Adesione a Impresa Italia\"  storico 2024 53,27  target >= 54"),
            &two(first, "\"Gradimento dei servizi\"  storico 2024 53,27%  target >= 54%"),
            &two(
                &first.replace("53,27", "33,33"),
                "\"Adesione a Impresa Italia\"  storico 2024 33,33%  target >= 54%",
            ),
            &two(
                &first.replace("53,27", "97,5"),
                "\"Adesione a Impresa Italia\"  storico 2024 97,5%  target >= 98%",
            ),
            &two(
                &first.replace("53,27", "157"),
                "\"Adesione a Impresa Italia\"  storico 2024 157%  target >= 158%",
            ),
            &two(
                "\"Numero totale dei giorni\"  storico 2024 53,27  target >= 53",
                "\"Numero totale di servizi\"  storico 2024 53,27  target >= 54",
            ),
        ],
    );
}

#[test]
fn a_number_of_excel_for_a_date() {
    fires_on("P0427", &[]);
    // 004 r. 1009 as it is printed.
    let plan = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PRATO)).unwrap();
    let at = plan.find("kpi convenzione_rendiconto").unwrap();
    let printed = format!("{}{}", &plan[..at], plan[at..].replacen("<= 31/08/2025", "<= 45900", 1));
    assert_eq!(said("P0427", &printed).len(), 1);
    fires("P0427", &["kpi \"Termine\"  target <= 45900", "kpi \"Termine\"  target 2026 = 46500"]);
    silent(
        "P0427",
        &[
            "kpi \"Utenti\"  target >= 45900",
            "kpi \"Utenti\"  target <= 45.900",
            "kpi \"Utenti\"  target <= 45900 imprese",
            "kpi \"Utenti\"  target <= 44900",
            "kpi \"Utenti\"  target <= 46300",
            "kpi \"Utenti\"  storico 2024 38000  target <= 45900",
            "kpi \"Numero di reclami\"  target <= 45900",
            "kpi \"Spesa per la formazione\"  target <= 45900",
            "kpi \"Utenti\"  algoritmo valore assoluto \"Utenti\"  target <= 45900",
        ],
    );
}

#[test]
fn a_title_that_counts_over_a_percentage() {
    fires_on(
        "P0428",
        &[
            (LECCE_2021, &["kpi KPI379", "kpi KPI413"]),
            (PRATO, &["kpi \"Numero procedure di composizione delle crisi da sovraindebitamento gestite\""]),
        ],
    );
    fires(
        "P0428",
        &[
            "kpi \"N. imprese\"  target >= 20%",
            "kpi \"NUMERO imprese\"  algoritmo rapporto % \"Imprese\" / \"Attive\"  target >= 20%",
            "kpi \"Percentuale di imprese\"  target >= 20",
        ],
    );
    silent(
        "P0428",
        &[
            "kpi \"N. imprese\"  target >= 20",
            "kpi \"Numero di imprese aderenti / imprese attive\"  target >= 20%",
            "kpi \"Numero di imprese rispetto al totale\"  target >= 20%",
            "kpi \"N. imprese (in %)\"  target >= 20%",
            "kpi \"Numerosità delle imprese\"  target >= 20%",
            "kpi \"N. imprese\"  algoritmo variazione % \"Imprese\"  target >= 5%",
            "kpi \"Percentuale di imprese\"  target >= 20%",
            "kpi \"Percentuale di imprese\"  target >= 20 punti_percentuali",
            "kpi \"Percentualmente\"  target >= 20",
        ],
    );
}

#[test]
fn a_declaration_that_nothing_names() {
    fires_on("P0429", &[]);
    let kpi = "obiettivo A.1 \"Uno\"\n\nkpi \"Due\"  target entro 30/06/2025";
    let bands = "fasce ritardi su giorni di ritardo\n  fino a 0 -> 100%\n  oltre -> 0%\n\n";
    let unused = ["struttura staff \"Staff\"\n\n", bands, "indicatore KP1 \"Uno\"\n\n"];
    for declaration in unused {
        let found = said("P0429", &whole(&format!("{declaration}{kpi}")));
        assert_eq!(found.len(), 1, "{declaration}: {found:?}");
    }
    silent(
        "P0429",
        &[
            &format!("{bands}{kpi}  punteggio fasce ritardi"),
            &format!(
                "{bands}indicatore KP1 \"Uno\"  punteggio fasce ritardi\n\nobiettivo A.1 \"Uno\"\n\nkpi KP1  target entro 30/06/2025"
            ),
            &format!(
                "struttura area_ii \"Area\"\n\nstruttura staff \"Staff\" in area_ii\n\n{kpi}  assegnato \"Altri\", staff"
            ),
            "struttura staff \"Staff\"\n\nmisura utenti \"Utenti\"  responsabile staff\n\nobiettivo A.1 \"Uno\"\n\nkpi \"Due\"  algoritmo valore assoluto utenti  target >= 1",
            "struttura staff \"Staff\"\n\nobiettivo A.1 \"Uno\"\n  ufficio staff\n\nkpi \"Due\"  target >= 1",
        ],
    );
    // What could not be read may name it; what a library declares may serve another plan.
    let unsure = format!("struttura staff \"Staff\"\n\n{kpi}  assegnato staff staff staff\n");
    assert_eq!(said("P0429", &whole(&unsure)), Vec::<String>::new());
    let plan = format!("{HEAD}usa \"comune.piao\"\n\n{kpi}");
    let lines = check(&[(PLAN, &plan), ("comune.piao", &unused.concat())]);
    assert!(!lines.iter().any(|line| line.starts_with("P0429")), "{lines:?}");
}

#[test]
fn a_deadline_before_the_approval() {
    fires_on("P0430", &[]);
    fires(
        "P0430",
        &[
            "kpi \"Dati\"  target entro 10/01/2025",
            "kpi \"Dati\"  target 2025-2026 entro 10/01/2025, 10/01/2026",
        ],
    );
    silent(
        "P0430",
        &[
            "kpi \"Dati\"  target entro 31/01/2025",
            "kpi \"Dati\"  target entro 10/02/2025",
            "kpi \"Dati\"  target 2026 entro 10/01/2026",
            "kpi \"Dati\"  target 2025 n.d.",
        ],
    );
    let without = whole("kpi \"Dati\"  target entro 10/01/2025").replace("  approvato 31/01/2025\n", "");
    assert_eq!(said("P0430", &without), Vec::<String>::new());
}

#[test]
fn a_weight_of_zero() {
    fires_on("P0431", &[]);
    let kpis = |extra: &str| {
        format!(
            "obiettivo A.1 \"Uno\"{extra}\n\nkpi \"Uno\"  peso 0%  target >= 1\n\nkpi \"Due\"  peso 100%  target >= 1"
        )
    };
    fires("P0431", &[&kpis(""), &kpis("").replace("0%  target", "0 punti  target")]);
    let objectives = |weight: &str, note: &str| {
        format!(
            "area A \"Area\"\n\nobiettivo A.1 \"Uno\"\n  peso {weight}{note}\n\nkpi \"Uno\"  target >= 1\n\nobiettivo A.2 \"Due\"\n  peso 100%\n\nkpi \"Uno\"  target >= 1"
        )
    };
    assert_eq!(said("P0431", &whole(&objectives("0%", ""))).len(), 1);
    assert_eq!(said("P0431", &whole(&objectives("0,00%", ""))).len(), 1);
    silent(
        "P0431",
        &[
            &kpis("").replace("peso 0%  target >= 1", "peso 0%  target >= 1  nota \"solo da osservare\""),
            &objectives("0%", "\n  nota \"sospeso\""),
            "kpi \"Uno\"  target >= 1\n\nkpi \"Due\"  target >= 1",
            &kpis("").replace("peso 0%", "peso 0,5%").replace("peso 100%", "peso 99,5%"),
        ],
    );
}

#[test]
fn a_line_that_reads_in_another_order() {
    fires_on("P0432", &[]);
    for sign in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
        fires(
            "P0432",
            &[
                &format!("kpi \"Uno {sign}\"  target >= 1"),
                &format!("kpi \"Uno\"  target >= 1 # {sign}90{sign} dice"),
                &format!("kpi \"Uno\"  target >= 1 {sign}"),
            ],
        );
    }
    // Once a line, and at its first sign.
    let two = said("P0432", &whole("kpi \"\u{2067}Uno\u{2069}\"\n  target >= 1\n  nota \"x\u{202e}\""));
    assert_eq!(two.len(), 2, "{two:?}");
    silent(
        "P0432",
        &[
            "kpi \"مؤشر שלום – “Uno” … l’indice\"  target >= 1",
            "kpi \"שלום\u{200e} (1)\"  target >= 1",
            "kpi \"می\u{200c}خواهم\"  target >= 1",
            "kpi \"Squadra 👩\u{200d}💻 e ❤\u{fe0f}\"  target >= 1",
            "kpi \"Uno\"  target >= 1\n  # a\u{200b}b",
            "kpi \"Uno \u{202e}\"  target >= 1  consenti P0432 \"citazione\"",
        ],
    );
}

#[test]
fn a_target_below_zero_under_a_rule_that_divides_by_it() {
    fires(
        "P0530",
        &["kpi \"Uno\"  target <= -5 giorni", "kpi \"Uno\"  target 2025 >= -3,00%  storico 2024 0,86%"],
    );
    silent(
        "P0530",
        &[
            "kpi \"Uno\"  target <= 0",
            "kpi \"Uno\"  target <= 5 giorni",
            "kpi \"Uno\"  target <= -5 giorni  punteggio tutto o niente",
            "kpi \"Uno\"  target <= -5 giorni  storico 3 giorni  punteggio da storico",
        ],
    );
}

#[test]
fn a_character_that_cannot_be_seen() {
    for sign in ['\u{ad}', '\u{200b}', '\u{200d}', '\u{200e}', '\u{2060}', '\u{feff}', '\u{3164}'] {
        fires(
            "P0432",
            &[
                &format!("kpi \"Qua{sign}lità {sign}\"  target >= 1"),
                &format!("kpi \"Uno\"{sign}  target >= 1"),
            ],
        );
    }
}

#[test]
fn a_title_of_several_texts() {
    fires_on("P0435", &[]);
    fires(
        "P0435",
        &["kpi uno \"Primo\" \"Secondo\"  target >= 1", "kpi \"Primo\"\n    \"Secondo\"  target >= 1"],
    );
    assert_eq!(
        said("P0435", &whole("kpi \"Uno\"  target >= 1").replace("\"Servizi\"", "\"Servizi\" \"e altro\""))
            .len(),
        1
    );
    silent(
        "P0435",
        &[
            "kpi uno \"Primo\"  descrizione \"Uno\" \"Due\"  target >= 1",
            "kpi uno \"Il \"\"primo\"\" e il secondo\"  target >= 1",
            "kpi uno \"Primo\"  nota \"Uno\"\n    \"Due\"  target >= 1",
        ],
    );
}
