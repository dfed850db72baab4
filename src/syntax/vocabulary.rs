//! The words that the tables of offices have for what the language calls otherwise: `scadenza`, `baseline`, `settore`.

use super::keyword::{ItemKeyword, Keyword, fold, item_keyword};
use crate::diagnostics::{Text, say};

/// What there is to say of a word.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says {
    /// How it is written here.
    Write(&'static str),
    /// That it has another place.
    Tell(fn(ItemKeyword) -> Text),
}

use Says::{Tell, Write};

/// Phrases, folded, with what they are here. Of several for one phrase the first that the item takes is meant.
const WORDS: &[(&[&str], Says)] = &[
    (
        &[
            "valore target",
            "valore atteso",
            "valore obiettivo",
            "target atteso",
            "target finale",
            "soglia",
            "traguardo",
            "risultato atteso",
            "livello atteso",
            "standard",
        ],
        Write("target"),
    ),
    (
        &[
            "data di scadenza",
            "data scadenza",
            "data prevista",
            "data di completamento",
            "scadenza",
            "data",
            "termine",
            "tempistica",
            "entro",
        ],
        Write("target entro"),
    ),
    (
        &[
            "baseline",
            "base line",
            "valore iniziale",
            "valore di partenza",
            "valore base",
            "valore storico",
            "valore di riferimento",
            "valore anno precedente",
            "dato storico",
            "base",
            "partenza",
        ],
        Write("storico"),
    ),
    (
        &[
            "formula di calcolo",
            "metodo di calcolo",
            "modalita di calcolo",
            "formula",
            "calcolo",
            "metodo",
            "rapporto",
        ],
        Write("algoritmo"),
    ),
    (&["numeratore", "denominatore"], Tell(sides)),
    (&["u.m.", "um", "udm"], Write("unità")),
    (
        &[
            "tipo di indicatore",
            "tipo indicatore",
            "tipo di obiettivo",
            "tipo",
            "dimensione",
            "categoria",
            "natura",
        ],
        Write("tipologia"),
    ),
    (
        &[
            "settore",
            "servizio",
            "direzione",
            "dipartimento",
            "divisione",
            "unita organizzativa",
            "u.o.",
            "cdr",
            "centro di responsabilita",
            "uffici",
            "ufficio responsabile",
            "struttura responsabile",
        ],
        Write("ufficio"),
    ),
    (
        &["settore", "servizio", "direzione", "dipartimento", "divisione", "uffici", "strutture"],
        Write("struttura"),
    ),
    (
        &[
            "dirigente responsabile",
            "dirigente",
            "referente",
            "posizione organizzativa",
            "p.o.",
            "responsabili",
            "capo settore",
            "titolare",
        ],
        Write("responsabile"),
    ),
    (&["assegnatario", "assegnatari", "assegnata", "assegnati", "a cura di"], Write("assegnato")),
    (
        &["commento", "commenti", "osservazione", "osservazioni", "annotazione", "annotazioni", "note"],
        Write("nota"),
    ),
    (&["titolo", "nome", "denominazione"], Tell(titles)),
    (&["periodicita", "cadenza", "frequenza di rilevazione", "rilevazione"], Write("frequenza")),
    (&["cumulativo", "cumulato", "cumulabile", "somma"], Write("cumula somma")),
    (&["peso percentuale", "pesatura", "ponderazione", "peso %"], Write("peso")),
    (
        &[
            "consuntivo",
            "consuntivi",
            "risultato",
            "risultati",
            "risultato raggiunto",
            "valore raggiunto",
            "valore effettivo",
            "valore rilevato",
            "valore",
            "dato rilevato",
            "attuale",
            "avanzamento",
        ],
        Tell(actuals),
    ),
    (
        &["performance", "grado di raggiungimento", "% raggiungimento", "raggiungimento", "stato", "esito"],
        Tell(results),
    ),
    // Of objectives.
    (&["risultato atteso", "output", "outcome", "prodotto atteso"], Write("risultati attesi")),
    (&["beneficio atteso", "benefici", "beneficio"], Write("benefici attesi")),
    (
        &["stakeholder", "portatori di interesse", "soggetti", "personale coinvolto", "uffici coinvolti"],
        Write("soggetti coinvolti"),
    ),
    (&["finalita", "motivazione", "descrizione obiettivo", "descrizione sintetica"], Write("descrizione")),
    (&["risorse finanziarie", "budget", "stanziamento", "risorse umane"], Write("risorse")),
    // Items.
    (&["attivita", "fase", "fasi", "sottofase", "azioni", "intervento"], Write("azione")),
    (
        &[
            "progetto",
            "sotto-obiettivo",
            "sottobiettivo",
            "sub-obiettivo",
            "obiettivi",
            "ob.",
            "target obiettivo",
        ],
        Write("obiettivo"),
    ),
    (&["indicatori", "kpis", "ind."], Write("kpi")),
    (
        &[
            "aree",
            "linea strategica",
            "priorita strategica",
            "priorita",
            "indirizzo strategico",
            "ambito",
            "macro-obiettivo",
            "valore pubblico",
        ],
        Write("area"),
    ),
    (&["dati", "misure"], Write("misura")),
    // Of the plan.
    (&["non disponibile", "dati mancanti", "mancanti"], Write("non disponibili")),
    (&["data"], Write("approvato")),
    (
        &[
            "anno di riferimento",
            "anni di riferimento",
            "periodo di riferimento",
            "anno",
            "annualita",
            "triennio",
            "biennio",
            "periodo",
        ],
        Write("anni"),
    ),
    (
        &[
            "amministrazione",
            "comune",
            "provincia",
            "regione",
            "organizzazione",
            "azienda",
            "denominazione ente",
        ],
        Write("ente"),
    ),
    (&["data di approvazione", "data approvazione", "approvazione", "approvata"], Write("approvato")),
];

/// The longest phrase that a line in `item` starts with, how many bytes it takes, and what there is to say of it.
pub(super) fn at_start(item: ItemKeyword, line: &str) -> Option<(usize, Says)> {
    let mut best: Option<(usize, Says)> = None;
    for (phrases, says) in WORDS {
        if !fits(*says, item) {
            continue;
        }
        for end in phrases.iter().filter_map(|phrase| phrase_end(line, phrase)) {
            if best.is_none_or(|(longest, _)| end > longest) {
                best = Some((end, *says));
            }
        }
    }
    best
}

/// Whether what a phrase stands for can stand in an item, or start one.
fn fits(says: Says, item: ItemKeyword) -> bool {
    let Write(write) = says else { return true };
    let first = write.split(' ').next().unwrap_or(write);
    let attribute =
        Keyword::ALL.iter().find(|keyword| keyword.spelling() == write || keyword.spelling() == first);
    item_keyword(first).is_some() || attribute.is_some_and(|keyword| keyword.allowed_on(item))
}

/// Where a phrase ends that a text starts with, a colon behind it included. Case, accents and the width of blanks do
/// not count.
pub(super) fn phrase_end(text: &str, phrase: &str) -> Option<usize> {
    // Nearly all lines begin with another letter.
    let first = |text: &str| text.bytes().next().map(|byte| byte.to_ascii_lowercase());
    let mut rest = text.trim_start();
    if first(rest) != first(phrase) {
        return None;
    }
    for word in phrase.split(' ') {
        rest = rest.trim_start();
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, ':' | '"' | '«')).unwrap_or(rest.len());
        let (found, after) = rest.split_at_checked(end)?;
        let elided = word.ends_with('\'');
        if elided && crate::value::fold_name(found).len() > word.len() {
            let cut = found.find(['\'', '’'])?;
            let mark = found.get(cut..)?.chars().next()?.len_utf8();
            rest = rest.get(cut.checked_add(mark)?..)?;
            continue;
        }
        if found.is_empty() || fold(found) != fold(word) {
            return None;
        }
        rest = after;
    }
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    Some(text.len().saturating_sub(rest.len()))
}

fn sides(_: ItemKeyword) -> Text {
    say!(
        "numeratore e denominatore stanno in una riga sola: `algoritmo rapporto % \"numeratore\" / \"denominatore\"` (senza `%` se non è una percentuale)",
        "numerator and denominator stand in one line: `algoritmo rapporto % \"numerator\" / \"denominator\"` (without `%` if it is no percentage)"
    )
}

fn titles(item: ItemKeyword) -> Text {
    say!(
        "il titolo non ha una riga sua: sta nella prima, tra virgolette, dopo `{item}`",
        "the title has no line of its own: it stands in the first one, in quotes, after `{item}`"
    )
}

fn actuals(_: ItemKeyword) -> Text {
    say!(
        "i valori rilevati non stanno nel piano ma nei consuntivi, una tabella a parte (`piaoc explain consuntivi`); il valore di un anno precedente si scrive `storico 2024 …`",
        "the values found stand not in the plan but in the actuals, a table of their own (`piaoc explain consuntivi`); the value of an earlier year is written `storico 2024 …`"
    )
}

fn results(_: ItemKeyword) -> Text {
    say!(
        "non si scrive: lo calcola `piaoc eval` dai consuntivi",
        "it is not written: `piaoc eval` computes it from the actuals"
    )
}
