//! Algorithms as people write them by habit: `percentuale "A" / "B"`, `conteggio`, `"A" / "B" * 100`.

use super::reword::{Meant, after};

/// `percentuale "A" / "B"`, `conteggio`, `"A" / "B" * 100`, `on/off`.
pub(super) fn algorithm(text: &str) -> Vec<Meant> {
    let (text, percent) = without_factor(text);
    let rest_of = |phrases: &[&str]| after(text, phrases);
    const RATIO: [&str; 6] = ["rapporto", "quoziente", "divisione", "ratio", "indice", "tasso"];
    const PERCENT: [&str; 8] = [
        "rapporto percentuale",
        "rapporto in percentuale",
        "percentuale di",
        "percentuale",
        "incidenza percentuale",
        "incidenza",
        "quota",
        "%",
    ];
    const CHANGE: [&str; 15] = [
        "variazione percentuale",
        "incremento percentuale",
        "aumento percentuale",
        "riduzione percentuale",
        "scostamento percentuale",
        "tasso di variazione",
        "tasso di crescita",
        "incremento",
        "aumento",
        "crescita",
        "riduzione",
        "diminuzione",
        "scostamento",
        "trend",
        "variazione",
    ];
    const COUNT: [&str; 15] = [
        "valore assoluto di",
        "valore assoluto del",
        "numero assoluto",
        "numero di",
        "numero",
        "conteggio di",
        "conteggio",
        "numerico",
        "assoluto",
        "valore numerico",
        "valore",
        "quantita",
        "n.",
        "nr.",
        "somma",
    ];
    const YES: [&str; 8] =
        ["si/no", "si no", "si", "on/off", "booleano", "binario", "fatto/non fatto", "vero/falso"];
    const DAY: [&str; 6] =
        ["data di completamento", "data entro", "scadenza", "entro", "termine", "rispetto della scadenza"];
    let mut found = Vec::new();
    if let Some(rest) = rest_of(&PERCENT).or_else(|| text.strip_prefix('%').map(str::trim)) {
        found.extend(ratios(rest, true));
    } else if let Some(rest) = rest_of(&RATIO) {
        let (rest, percent) = match rest.strip_prefix('%') {
            Some(rest) => (rest.trim(), true),
            None => (rest, percent),
        };
        found.extend(ratios(rest, percent));
    } else if let Some(rest) = rest_of(&CHANGE) {
        let rest = rest.strip_prefix('%').map_or(rest, str::trim);
        let bare = after(rest, &["del", "di", "della", "rispetto all'anno precedente"]).unwrap_or(rest);
        found.push(Meant::perhaps(format!("variazione % {bare}").trim_end().to_owned()));
    } else if let Some(rest) = rest_of(&YES) {
        found.push(Meant::sure(format!("sì/no {rest}").trim_end().to_owned()));
    } else if let Some(rest) = rest_of(&DAY) {
        found.push(Meant::sure(format!("data {rest}").trim_end().to_owned()));
    } else if let Some(rest) =
        rest_of(&["data di", "data del", "data della", "data"]).filter(|rest| !rest.contains('"'))
    {
        found.push(Meant::perhaps(format!("data \"{rest}\"")));
    } else if let Some(rest) = rest_of(&["media ponderata"]) {
        let bare =
            after(rest, &["degli obiettivi operativi", "degli obiettivi", "di", "degli"]).unwrap_or(rest);
        found.push(Meant::sure(
            format!("media ponderata {}", bare.replace(" e ", ", ")).trim_end().to_owned(),
        ));
    } else if let Some(rest) = rest_of(&["differenza tra", "differenza fra", "differenza", "calcolo"]) {
        found.push(Meant::sure(format!("formula {rest}")));
    } else if let Some(rest) = rest_of(&COUNT).filter(|_| !text.contains('/')) {
        found.push(Meant::sure(format!("valore assoluto {rest}").trim_end().to_owned()));
    } else {
        found.extend(ratios(text, percent));
        let calculates = text.contains(['+', '-', '−', '*', '/']);
        found.extend(calculates.then(|| Meant::sure(format!("formula {text}"))));
        let quoted = text.starts_with(['"', '«', '“']);
        found.extend(quoted.then(|| Meant::sure(format!("valore assoluto {text}"))));
    }
    found
}

/// A ratio whose sides are joined by a sign or a word.
fn ratios(text: &str, percent: bool) -> Vec<Meant> {
    let word = if percent { "rapporto %" } else { "rapporto" };
    let text = after(text, &["tra", "fra", "di"]).unwrap_or(text);
    let mut found = vec![Meant::sure(format!("{word} {text}").trim_end().to_owned())];
    for between in [" su ", " e ", " : ", ":", " diviso ", " / "] {
        if let Some((top, bottom)) = text.split_once(between) {
            let (top, bottom) = (top.trim(), bottom.trim());
            found.push(Meant::sure(format!("{word} {top} / {bottom}")));
            // Names of more than one word without their quotes.
            if !text.contains(['"', '+', '-', '−', '*', '(', '/']) {
                found.push(Meant::perhaps(format!("{word} \"{top}\" / \"{bottom}\"")));
            }
        }
    }
    // `"A / B"`: both sides between one pair of quotes.
    let inside =
        text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|text| !text.contains('"'));
    if let Some((top, bottom)) =
        inside.and_then(|text| text.split_once('/').filter(|(_, rest)| !rest.contains('/')))
    {
        found.insert(0, Meant::perhaps(format!("{word} \"{}\" / \"{}\"", top.trim(), bottom.trim())));
    }
    // Names of more than one word without their quotes.
    if !text.contains(['"', '+', '-', '−', '*', '('])
        && let Some((top, bottom)) = text.split_once('/').filter(|(_, rest)| !rest.contains('/'))
    {
        found.push(Meant::perhaps(format!("{word} \"{}\" / \"{}\"", top.trim(), bottom.trim())));
    }
    found
}

/// Whether a formula says that its value is a percentage.
pub(super) fn is_percentage(text: &str) -> bool {
    without_factor(text.trim()).1
}

/// Without `* 100`, `x 100`, `in %` behind it, and the parentheses that leaves.
fn without_factor(text: &str) -> (&str, bool) {
    const FACTORS: [&str; 8] = [" %", "* 100", "*100", "x 100", "x100", "× 100", "×100", "in %"];
    let Some(rest) = FACTORS.iter().find_map(|factor| text.strip_suffix(factor)).map(str::trim_end) else {
        return (text, false);
    };
    let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    (inner.filter(|inner| !inner.contains(['(', ')'])).map_or(rest, str::trim), true)
}
