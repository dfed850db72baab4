//! The grammar is the oracle: what `parse` reads off the bytes in its fast path, `parse_by_grammar` must read alike.
//! And however a plan is typed (line ends, accents, capitals, pasted quotes), it is the same plan.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/random.rs"]
mod random;
mod support;

use piaoc::diagnostics::{Diagnostic, Lang};
use piaoc::source::Sources;
use piaoc::syntax::keyword::item_keyword;
use piaoc::syntax::tree::Tree;
use piaoc::syntax::{
    Earlier, Lexeme, items_back, lexemes, parse, parse_again, parse_by_grammar, split_items,
};

use random::{Numbers, cases, generate, spoil};
use support::{files_below, repository};

type Parsed = (Tree, Vec<Diagnostic>);

/// Reads a text in both ways; the first difference between them, if there is one.
fn difference(text: &str) -> Option<String> {
    let mut sources = Sources::new();
    let file = sources.add("piano.piao", text, text.as_bytes());
    let (tree, faults) = parse(file, text);
    let (oracle, oracle_faults) = parse_by_grammar(file, text);
    if faults != oracle_faults {
        let (ours, theirs) = (places(&sources, &faults), places(&sources, &oracle_faults));
        return Some(format!("faults of {text:?}\n  fast path: {ours:?}\n  grammar:   {theirs:?}"));
    }
    let (ours, theirs) = (format!("{tree:#?}"), format!("{oracle:#?}"));
    let (ours, theirs) = ours.lines().zip(theirs.lines()).find(|(a, b)| a != b)?;
    Some(format!("tree of {text:?}\n  fast path: {}\n  grammar:   {}", ours.trim(), theirs.trim()))
}

fn assert_same_both_ways(texts: impl IntoIterator<Item = String>) {
    let differences: Vec<String> = texts.into_iter().filter_map(|text| difference(&text)).collect();
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

/// Reads a text in both ways, which must agree; gives what they read.
fn both(text: &str) -> (Sources, Parsed) {
    assert_eq!(difference(text), None);
    let mut sources = Sources::new();
    let file = sources.add("piano.piao", text, text.as_bytes());
    let parsed = parse(file, text);
    (sources, parsed)
}

/// `P0101 3:5 message`, one a line.
fn places(sources: &Sources, faults: &[Diagnostic]) -> Vec<String> {
    let line = |fault: &Diagnostic| {
        let (start, end) = sources.range(fault.span);
        let (code, message) = (fault.code.name(), fault.message.get(Lang::It));
        format!("{code} {}:{}-{}:{} {message}", start.line, start.column, end.line, end.column)
    };
    faults.iter().map(line).collect()
}

fn faults_of(text: &str) -> usize {
    let mut sources = Sources::new();
    let file = sources.add("piano.piao", text, text.as_bytes());
    parse(file, text).1.len()
}

/// The tree without its places.
fn shape(tree: &Tree) -> String {
    let text = format!("{tree:#?}");
    let mut shape = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().contains("Span {") {
            let indent = line.len() - line.trim_start().len();
            // `Span { file, start, end }` takes lines up to its closing brace at the same depth.
            for inner in lines.by_ref() {
                if inner.len() - inner.trim_start().len() == indent {
                    break;
                }
            }
            continue;
        }
        shape.push_str(line);
        shape.push('\n');
    }
    shape
}

fn example_plans() -> Vec<(String, String)> {
    let plans: Vec<_> = files_below(&repository().join("examples"), "piao")
        .into_iter()
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    assert!(plans.len() >= 6, "only {} plans under examples", plans.len());
    plans
}

/// The items of all examples, each as its text.
fn example_items() -> Vec<String> {
    let mut items = Vec::new();
    for (_, text) in example_plans() {
        let (_, (tree, _)) = both(&text);
        items.extend(
            tree.items.iter().map(|item| text[item.span.start as usize..item.span.end as usize].to_owned()),
        );
    }
    items
}

#[test]
fn both_ways_read_every_example_alike() {
    for (path, text) in example_plans() {
        let (sources, (tree, faults)) = both(&text);
        assert!(tree.items.len() > 30, "{path}: only {} items", tree.items.len());
        let printed_faults = path.ends_with("come-pubblicato.piao");
        assert!(printed_faults || faults.is_empty(), "{path}: {:#?}", places(&sources, &faults));
    }
}

#[test]
fn both_ways_read_a_generated_plan_alike() {
    let (_, (tree, faults)) = both(&generate::plan(2_000));
    assert_eq!(faults, []);
    assert!(tree.items.len() > 2_400, "{}", tree.items.len());
}

#[test]
fn both_ways_read_spoilt_items_alike() {
    let items = example_items();
    assert!(items.len() > 900, "{}", items.len());
    let mut numbers = Numbers::new(20_250_101);
    let spoilt: Vec<String> = (0..cases(2_000))
        .map(|_| spoil(&items[numbers.below(items.len() as u64) as usize], &mut numbers))
        .collect();
    let clean = spoilt.iter().filter(|text| faults_of(text) == 0).count();
    let faulty = spoilt.len() - clean;
    assert_same_both_ways(spoilt);
    assert!(clean > 100 && faulty > 500, "spoilt too much or too little: {clean} clean, {faulty} faulty");
}

/// Attributes and heads at the edges of what the fast path takes: each one alone, in a KPI.
const EDGES: &[&str] = &[
    "peso 30%",
    "peso 30 %",
    "peso' 30%",
    "peso’ 30%",
    "pèso 30%",
    "pe\u{301}so 30%",
    "tàrget >= 5",
    "centro di cósto \"x\"",
    "peso  30,5%",
    "peso 30,%",
    "peso ,5%",
    "peso 030%",
    "peso 0,0%",
    "peso 1.000%",
    "peso 30.5%",
    "peso -5%",
    "peso −5%",
    "peso +5%",
    "peso 1/3",
    "peso 1 / 3",
    "peso 1/0",
    "peso 2 punti",
    "peso 1 punto",
    "peso 25",
    "peso",
    "peso %",
    "peso 30%%",
    "peso 30% # commento",
    "peso # commento\n 30%",
    "peso\n30%",
    "peso 30%,",
    "peso 999999999999999%",
    "peso 9999999999999999%",
    "peso 1234567890123456789012345678901234567890%",
    "peso 33,333333333333%",
    "peso 33,333333333333333333%",
    "PESO 30%",
    "Peso\u{a0}30%",
    "peso\t30\u{a0}%",
    "peso 30\u{202f}%",
    "target >= 80%",
    "target>=80%",
    "target >=80%",
    "target >= 80 %",
    "target ≥ 80%",
    "target => 80%",
    "target =< 5",
    "target > 5",
    "target = 5",
    "target = sì",
    "target sì",
    "target si",
    "target si'",
    "target SÌ",
    "target si\u{300}",
    "target no",
    "target >= −5",
    "target >= –5",
    "target >= -5,0%",
    "target >= +5",
    "target >= 5 giorni",
    "target >= 5 giorno",
    "target >= 5 gg",
    "target >= 5 gg.",
    "target >= 5gg",
    "target >= 5 GIORNI",
    "target >= 5 ore",
    "target >= 8:30",
    "target >= 08:00",
    "target >= 8:3",
    "target >= 5 h",
    "target >= 12 €",
    "target >= € 12",
    "target >= €12",
    "target >= 12€",
    "target >= 12 euro",
    "target >= 12 EUR",
    "target >= 12.000,50 €",
    "target >= 12 imprese",
    "target >= 12 \"imprese attive\"",
    "target >= 12 anni",
    "target >= 12 \"anni\"",
    "target >= 12 a",
    "target >= 12 punti",
    "target >= 12 fino",
    "target >= 12 entro",
    "target entro 31/12/2025",
    "target ENTRO 31/12/2025",
    "target entro 31.12.2025",
    "target entro 2025-12-31",
    "target entro 1/1/2025",
    "target entro 31/02/2025",
    "target entro 31/12/25",
    "target entro 31/12/99999",
    "target entro 12/31/2025",
    "target 2025 entro 31/12/2025",
    "target 2025 >= 5",
    "target 2025>= 5",
    "target 2025 5",
    "target 2025",
    "target 2025 ",
    "target 2025-2027 >= 5%",
    "target 2025–2027 >= 5%",
    "target 2025 - 2027 >= 5%",
    "target 2027-2025 >= 5%",
    "target 2025-2025 >= 5%",
    "target 2025-2027 <= 4,5 giorni, 4 giorni",
    "target 2025-2027 >= 1, 2, 3",
    "target 2025-2027 >= 1,2,3",
    "target 2025-S1 >= 5%",
    "target 2025-s1 >= 5%",
    "target 2025-S3 >= 5%",
    "target 2025-T2 >= 5%",
    "target 2025-Q2 >= 5%",
    "target 2025-06 >= 5%",
    "target 2025-13 >= 5%",
    "target 99999 >= 5%",
    "target 1899 >= 5%",
    "target 1900 >= 5%",
    "target 2199 >= 5%",
    "target 2200 >= 5%",
    "target 2025-9999 >= 5%",
    "target n.d.",
    "target 2025 n.d.",
    "target nd",
    "target N.D.",
    "target >=",
    "target",
    "target >= >= 5",
    "target >= 5 5",
    "target >= 1.234",
    "target >= 0.123",
    "target >= 69.5",
    "target >= 1.23.456",
    "target >= 5%5",
    "target >= 5%peso 3%",
    "target >= 5\u{301}",
    "algoritmo valore assoluto",
    "algoritmo VALORE ASSOLUTO",
    "algoritmo valore  assoluto",
    "algoritmo valore assoluto pratiche",
    "algoritmo valore assoluto \"Pratiche evase\"",
    "algoritmo valore assoluto «Pratiche \"evase\"»",
    "algoritmo valore assoluto “Pratiche evase”",
    "algoritmo valore assoluto \"Pratiche \"\"evase\"\"\"",
    "algoritmo valore assoluto pratiche[anno-1]",
    "algoritmo valore assoluto \"Pratiche\"[anno-1]",
    "algoritmo valore assoluto \"Pratiche\" [anno-1]",
    "algoritmo valore assoluto somma(pratiche[anno-3..anno-1])",
    "algoritmo valore assoluto somma",
    "algoritmo valore assoluto (pratiche)",
    "algoritmo valore assoluto peso",
    "algoritmo valore assoluto 5",
    "algoritmo valore assoluto 5 giorni",
    "algoritmo valore assoluto età",
    "algoritmo valore assoluto _x",
    "algoritmo valore assoluto pratiche altre",
    "algoritmo valore",
    "algoritmo absolute value pratiche",
    "algoritmo value absolute pratiche",
    "algoritmo valore absolute pratiche",
    "algoritmo rapporto % a1 / b1",
    "algoritmo rapporto %a1/b1",
    "algoritmo rapporto% a1/b1",
    "algoritmo rapporto a1 ÷ b1",
    "algoritmo rapporto a / b",
    "algoritmo rapporto \"A\" / \"B\"",
    "algoritmo rapporto % \"A\"/\"B\"",
    "algoritmo rapporto % \"A\" / b1",
    "algoritmo rapporto % \"A\" \"B\" / \"C\"",
    "algoritmo rapporto \"A\" / \"B\" ogni 10.000",
    "algoritmo rapporto \"descrizione soltanto\"",
    "algoritmo rapporto % \"descrizione soltanto\"",
    "algoritmo rapporto",
    "algoritmo rapporto %",
    "algoritmo rapporto a1",
    "algoritmo rapporto a1 /",
    "algoritmo rapporto / b1",
    "algoritmo rapporto a1 / b1 / c1",
    "algoritmo rapporto % (a1 - b1) / b1",
    "algoritmo rapporto % a1 - b1 / b1",
    "algoritmo rapporto -a1 / b1",
    "algoritmo rapporto a1 / -b1",
    "algoritmo rapporto a1 / 2",
    "algoritmo rapporto a1 / sum(b1[anno-2..anno])",
    "algoritmo ratio % a1 / b1",
    "algoritmo variazione % a1",
    "algoritmo variazione a1",
    "algoritmo variazione %",
    "algoritmo variazione % \"A\"",
    "algoritmo variazione % \"A\" \"B\"",
    "algoritmo variazione % a1[anno-1]",
    "algoritmo change % a1",
    "algoritmo media ponderata",
    "algoritmo media  ponderata",
    "algoritmo media ponderata A.1.*",
    "algoritmo media ponderata A.1",
    "algoritmo media ponderata A.1, A.2",
    "algoritmo media ponderata # di tutti",
    "algoritmo media",
    "algoritmo weighted mean",
    "algoritmo data",
    "algoritmo data giorno_di_avvio",
    "algoritmo sì/no",
    "algoritmo sì/no fatto",
    "algoritmo si/no",
    "algoritmo formula a1 + b1 * 2",
    "algoritmo formula min(a1; b1) in %",
    "algoritmo formula a1 in %",
    "algoritmo formula",
    "algoritmo altro",
    "algoritmo",
    "unità giorni",
    "unità GIORNI",
    "unita giorni",
    "unita' giorni",
    "ùnita giorni",
    "ùnità giorni",
    "unità' giorni",
    "unità’ giorni",
    "unita’ giorni",
    "unita\u{300} giorni",
    "UNITÀ giorni",
    "UNITA' giorni",
    "unità %",
    "unità €",
    "unità euro",
    "unità eur",
    "unità sì/no",
    "unità si",
    "unità sì",
    "unità no",
    "unità data",
    "unità date",
    "unità imprese attive",
    "unità \"imprese attive\"",
    "unità m2",
    "unità m²",
    "unità 5",
    "unità punti",
    "unità a",
    "unità da",
    "unità meno",
    "unità peso",
    "unità entro",
    "unità in",
    "unità gg.",
    "unità",
    "unità n.d.",
    "fonte \"registro\"",
    "fonte «registro»",
    "fonte “registro”",
    "fonte \"registro\" \"e altro\"",
    "fonte \"registro\"\n  \"e altro\"",
    "fonte \"reg\"\"istro\"",
    "fonte \"\"",
    "fonte \"\"\"\"",
    "fonte registro",
    "fonte registro informatico dell'ente",
    "fonte \"registro",
    "fonte «registro",
    "fonte \"registro # non un commento\"",
    "fonte \"registro\" # un commento",
    "fonte \"registro\"# un commento",
    "fonte",
    "fonte \"registro\" altro",
    "fonte \"registro\",",
    "tipologia efficacia",
    "tipologia \"efficacia\"",
    "tipologia efficacia esterna",
    "tipologia qualità",
    "tipologia efficacia, efficienza",
    "tipologia 5",
    "tipologia area",
    "tipologia",
    "frequenza semestrale",
    "frequenza in",
    "assegnato staff",
    "assegnato staff, protesti",
    "assegnato \"Ufficio protesti\"",
    "assegnato \"Ufficio protesti\", staff",
    "assegnato \"Ufficio\" \"protesti\"",
    "assegnato ufficio",
    "assegnato Ufficio",
    "assegnato 5",
    "assegnato àrea_ii",
    "assegnato",
    "responsabile staff",
    "responsabile area_iii",
    "ufficio \"Protesti\"",
    "nota \"uno\" nota \"due\"",
    "nota \"uno\" nota due",
    "descrizione \"x\" peso 3%",
    "pesi uguali",
    "storico 66",
    "storico 2024 5,25 giorni",
    "storico 2024 n.d.",
    "storico 2024",
    "storico n.d.",
    "tolleranza 1 giorni",
    "tolleranza 5 punti",
    "tolleranza 5%",
    "punteggio da storico",
    "punteggio proporzionale scostamento",
    "punteggio fasce ritardi",
    "punteggio tutto o niente",
    "punteggio TUTTO o niente # sì",
    "punteggio altro",
    "cumula somma",
    "consenti P0412 \"perché\"",
    "consenti P0412",
    "aggiornamento 15/07/2025 \"ridotto\"",
    "aggiornamento \"ridotto\"",
    "dato \"Delibera\" \"n. 12\"",
    "dato \"Delibera\"",
    "livello operativo",
    "anni 2025-2027",
    "peso 10% peso 20%",
    "peso 10%\n  parola strana\n  target >= 1",
    "target >= 1\n  descrizzione \"x\"",
    "<<<<<<< HEAD\n  peso 10%\n=======\n  peso 20%\n>>>>>>> mio\n  target >= 1",
    "<<<<<<< HEAD\n<<<<<<< HEAD",
    "\0",
    "peso 10%\0",
    "\u{feff}peso 10%",
    "peso 10% \u{200b}",
    "peso 10% 🙂",
    "🙂 peso 10%",
    "peso \u{661}\u{660}%",
    "peso １０%",
    "target >= ²",
];

#[test]
fn both_ways_read_the_edges_of_the_fast_path_alike() {
    assert_same_both_ways(EDGES.iter().flat_map(|edge| {
        [
            format!("kpi k1 \"Prova\"\n  {edge}"),
            format!("kpi k1 \"Prova\"\r\n  {edge}  \r\n  nota \"dopo\"\r\n"),
            format!("kpi k1 \"Prova\"  tipologia efficacia {edge} # commento\nkpi k2"),
        ]
    }));
}

#[test]
fn both_ways_read_two_edges_on_one_line_alike() {
    let mut numbers = Numbers::new(3);
    assert_same_both_ways((0..1_500).map(|_| {
        let mut any = || EDGES[numbers.below(EDGES.len() as u64) as usize];
        format!("kpi k1 \"Prova\" {} {}\n{}", any(), any(), any())
    }));
}

#[test]
fn both_ways_read_odd_heads_alike() {
    let heads = [
        "k1",
        "k1 \"Prova\"",
        "k1 «Prova»",
        "k1 “Prova”",
        "k1 \"Pro\"\"va\"",
        "k1\t\"Prova\"",
        "k1\u{a0}\"Prova\"",
        "k1\n  \"Prova\"",
        "k1 # commento\n  \"Prova\"",
        "k1 \"Prova\" # commento",
        "k1\"Prova\"",
        "\"Prova\"",
        "\"\"",
        "KP019",
        "KP019 \"Prova\"",
        "k1 KP019 \"Prova\"",
        "k1 KP019",
        "KP019 k1",
        "k1 k2",
        "k1 k2 k3 \"Prova\"",
        "PÈ \"Prova\"",
        "tempo_è \"Prova\"",
        "tempo' \"Prova\"",
        "1k \"Prova\"",
        "_k \"Prova\"",
        "k_1 \"Prova\"",
        "k-1 \"Prova\"",
        "k.1 \"Prova\"",
        "A.1 \"Prova\"",
        "peso \"Prova\"",
        "ogni \"Prova\"",
        "entro \"Prova\"",
        "pesi \"Prova\"",
        "non \"Prova\"",
        "area \"Prova\"",
        "somma \"Prova\"",
        "\"Prova",
        "\"Prova\" \"due\"",
        "\"Prova\" k1",
        "",
        "# niente",
        ",",
        "k1,",
    ];
    assert_same_both_ways(heads.iter().flat_map(|head| {
        [
            format!("kpi {head}"),
            format!("obiettivo A.1\nKPI {head}  peso 10%\n"),
            format!("\u{feff}indicatore {head}\n  algoritmo valore assoluto\n"),
            format!("misura {head}\nstruttura {head}\nobiettivo {head}\nfasce {head} su valore\npiano {head}\nusa {head}"),
        ]
    }));
}

#[test]
fn odd_spellings_are_the_same_plan() {
    let plain = "kpi k1 \"Prova\"\n  peso 30%\n  unità giorni\n  target 2025-2027 >= -5 giorni\n  algoritmo rapporto \"Giorni\" / \"Istanze\"\n  fonte \"registro\"\n  assegnato staff\n";
    let (_, (tree, faults)) = both(plain);
    assert_eq!(faults, []);
    let expected = shape(&tree);
    assert!(expected.contains("Ratio") && !expected.contains("start:"), "{expected}");
    let odd = [
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "   \n\n"),
        plain.replace('\n', " # commento\n"),
        plain.replace("\n  ", " "),
        plain.replace("  ", "\t"),
        plain.replace("  ", " \u{a0} "),
        plain.replace("30%", "30 %").replace("peso ", "peso\u{202f}"),
        plain.replace("unità", "unita'"),
        plain.replace("unità", "unita"),
        plain.replace("unità", "UNITA\u{300}"),
        plain.replace("unità", "unita\u{300}"),
        plain.replace("unità", "Unità"),
        plain.replace("peso", "PESO").replace("target", "Target").replace("fonte", "FONTE"),
        plain.replace("rapporto", "Rapporto"),
        plain.replace("rapporto", "ratio"),
        plain.replace(">=", "≥"),
        plain.replace(">= ", ">="),
        plain.replace("-5", "−5"),
        plain.replace("-5", "–5"),
        plain.replace("2025-2027", "2025–2027"),
        plain.replace("5 giorni", "5,0 gg"),
        plain.replace("\"registro\"", "«registro»"),
        plain.replace("\"registro\"", "“registro”"),
        plain.replace("\"Giorni\"", "«Giorni»"),
        plain.replace("\"Prova\"", "“Prova”"),
        format!("\n\n{plain}"),
        format!("# un commento\n{plain}"),
        plain.trim_end().to_owned(),
    ];
    for text in odd {
        let (sources, (tree, faults)) = both(&text);
        assert_eq!(places(&sources, &faults), [""; 0], "{text}");
        let found = shape(&tree).replace("5.0", "5");
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn line_ends_do_not_move_a_fault() {
    let mut numbers = Numbers::new(77);
    let items = example_items();
    let mut seen = 0;
    for _ in 0..cases(400) {
        let item = items[numbers.below(items.len() as u64) as usize].replace('\r', "");
        let text = format!("obiettivo A.1\n{}\nnessuno", spoil(&item, &mut numbers).replace('\r', ""));
        let (sources, (_, faults)) = both(&text);
        let (crlf_sources, (_, crlf_faults)) = both(&text.replace('\n', "\r\n"));
        assert_eq!(places(&sources, &faults), places(&crlf_sources, &crlf_faults), "{text}");
        seen += faults.len();
    }
    assert!(seen > 200, "only {seen} faults compared");
}

/// A file read again after each of many edits, mostly of one place but now and then of several, is what it would be
/// read for the first time: every tree, every fault, every place.
#[test]
fn an_edited_file_is_read_as_if_for_the_first_time() {
    let mut numbers = Numbers::new(20_261_121);
    let mut edits = 0;
    let plans = example_plans();
    let each = cases(1_800).div_ceil(plans.len() as u64);
    for (path, whole) in plans {
        // The start of a plan is enough: what matters is where edits fall, not how long the file is.
        let end = whole.char_indices().nth(9_000).map_or(whole.len(), |(at, _)| at);
        let mut text = whole[..end].to_owned();
        let mut sources = Sources::new();
        let (mut tree, _) = parse(sources.add("piano.piao", text.as_str(), text.as_bytes()), &text);
        for _ in 0..each {
            let places = 1 + numbers.below(8) / 7;
            let edited = (0..places).fold(text.clone(), |text, _| spoil(&text, &mut numbers));
            let edited = if edited.len() < end / 2 { whole[..end].to_owned() } else { edited };
            let file = sources.add("piano.piao", edited.as_str(), edited.as_bytes());
            let (again, again_faults) = parse_again(file, &edited, Earlier { text: &text, tree: &tree });
            let (first, first_faults) = parse(file, &edited);
            assert!(again_faults == first_faults, "faults of {path} after an edit to\n{edited}");
            assert!(format!("{again:?}") == format!("{first:?}"), "{path} after an edit to\n{edited}");
            (text, tree) = (edited, again);
            edits += 1;
        }
    }
    assert!(edits >= cases(1_800), "{edits}");
}

/// An editor looks back from a place line by line; it finds the items that cutting the whole file finds.
#[test]
fn items_before_a_place_are_those_of_the_whole_file() {
    let mut numbers = Numbers::new(20_261_122);
    for (path, whole) in example_plans() {
        let end = whole.char_indices().nth(6_000).map_or(whole.len(), |(at, _)| at);
        let mut text = whole[..end].to_owned();
        for _ in 0..60 {
            text = spoil(&text, &mut numbers);
            let all = split_items(&text);
            let starts: Vec<usize> = all.iter().map(|item| item.start).collect();
            assert_eq!(starts, items_by_tokens(&text), "{path}\n{text}");
            for _ in 0..20 {
                let offset = numbers.below(text.len() as u64 + 1) as usize;
                let Some(offset) = (0..=offset).rev().find(|at| text.is_char_boundary(*at)) else { continue };
                let expected: Vec<_> =
                    all.iter().rev().filter(|item| item.start <= offset).copied().collect();
                let found: Vec<_> = items_back(&text, offset).collect();
                assert!(found == expected, "{path} at {offset} of\n{text}\n{found:?}\n{expected:?}");
            }
        }
    }
}

/// Where items start, token by token.
fn items_by_tokens(text: &str) -> Vec<usize> {
    let mut line_start = true;
    let mut starts = Vec::new();
    for (token, range) in lexemes(text) {
        let word = &text[range.clone()];
        if token == Lexeme::Word && line_start && item_keyword(word).is_some() {
            starts.push(range.start);
        }
        line_start = token == Lexeme::Newline;
    }
    starts
}
