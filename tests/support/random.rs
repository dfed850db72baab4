//! Texts spoilt by chance, the same on every run: what people do to a file with a clumsy editor, and worse.

#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../bench/generate.rs"]
pub mod generate;

pub use generate::Numbers;

/// How many random cases a law is tried on: as many as every run can afford, or those of `PIAOC_LAW_CASES`.
pub fn cases(usual: u64) -> u64 {
    std::env::var("PIAOC_LAW_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// What the language is made of, and what it is not: words to put where they do not belong.
const PIECES: &[&str] = &[
    "piano",
    "usa",
    "area",
    "obiettivo",
    "azione",
    "kpi",
    "misura",
    "indicatore",
    "struttura",
    "fasce",
    "rettifica",
    "peso",
    "pesi uguali",
    "pesi incompleti motivo",
    "target",
    "algoritmo",
    "storico",
    "unità",
    "in",
    "su",
    "entro",
    "ogni",
    "punteggio",
    "tolleranza",
    "nota",
    "cumula",
    "somma",
    "richiede",
    "consenti",
    "da",
    "a",
    "fino",
    "oltre",
    "valore assoluto",
    "rapporto %",
    "media ponderata",
    "variazione %",
    "formula",
    "n.d.",
    "sì",
    "no",
    "giorni",
    "ore",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\u{2212}",
    "\u{2013}",
    "\u{301}",
    "\u{1f600}",
    "\u{202e}",
    "\0",
    "\"",
    "\"\"",
    "«",
    "»",
    "“",
    "”",
    "'",
    "#",
    "(",
    ")",
    "[",
    "]",
    "..",
    ".",
    ",",
    ";",
    ":",
    "/",
    "*",
    "+",
    "-",
    "%",
    "€",
    "=",
    ">=",
    "<=",
    "=<",
    ">",
    "->",
    "→",
    "≥",
    "0",
    "1",
    "9",
    "1/3",
    "0,5",
    "12.5",
    "1.000,00",
    "30%",
    "2025",
    "2025-2027",
    "2025-S1",
    "31/12/2025",
    "31/02/2025",
    "99999",
    "12345678901234567890123456789012345678901234567890",
    "A.1",
    "A.1/k1",
    "M1C1-17",
    "S-IN.2",
    "OB/1",
    "k1",
    "<<<<<<<",
    "=======",
    ">>>>>>>",
    "kpi validato",
    "N.V.",
];

/// `text` with one to three changes at character boundaries: a range cut out, doubled, moved or overwritten, or a word
/// put in.
pub fn spoil(text: &str, numbers: &mut Numbers) -> String {
    let mut text = text.to_owned();
    for _ in 0..=numbers.below(3) {
        let start = boundary(&text, numbers.below(text.len() as u64 + 1) as usize);
        let longest = if numbers.below(4) == 0 { 200 } else { 12 };
        let end = boundary(&text, (start + numbers.below(longest) as usize).min(text.len()));
        let range = text[start..end].to_owned();
        let piece = PIECES[numbers.below(PIECES.len() as u64) as usize];
        match numbers.below(6) {
            0 => text.replace_range(start..end, ""),
            1 => text.insert_str(start, &range),
            2 => text.replace_range(start..end, piece),
            3 => text.insert_str(start, &format!(" {piece} ")),
            4 => text.insert_str(start, piece),
            _ => {
                let to = boundary(&text, numbers.below(text.len() as u64 + 1) as usize);
                text.insert_str(to, &range);
            }
        }
    }
    text
}

/// The last character boundary not after `at`.
pub fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The list in an order of its own (Fisher and Yates).
pub fn shuffled<T>(mut list: Vec<T>, numbers: &mut Numbers) -> Vec<T> {
    for last in (1..list.len()).rev() {
        list.swap(last, numbers.below(last as u64 + 1) as usize);
    }
    list
}
