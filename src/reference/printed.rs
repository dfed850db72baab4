//! The words that results, forms and tables print, with the topic that explains each, in both languages.

use super::{Subject, Topic};
use crate::syntax::keyword::{ItemKeyword, Keyword};

/// Italian, English, topic.
const WORDS: &[(&str, &str, Topic)] = &[
    ("stato", "state", Topic::Subject(Subject::States)),
    ("raggiunto", "reached", Topic::Subject(Subject::States)),
    ("in linea", "on track", Topic::Subject(Subject::States)),
    ("in ritardo", "late", Topic::Subject(Subject::States)),
    ("non dovuto", "not due", Topic::Subject(Subject::States)),
    ("avanzamento", "progress", Topic::Subject(Subject::States)),
    ("non disponibile", "not available", Topic::Subject(Subject::Missing)),
    ("n.d.", "unavailable", Topic::Subject(Subject::Missing)),
    ("nd", "n.v.", Topic::Subject(Subject::Missing)),
    ("perf.", "score", Topic::Subject(Subject::Performance)),
    ("punteggio", "score", Topic::Subject(Subject::Performance)),
    ("performance kpi", "kpi performance", Topic::Subject(Subject::Performance)),
    ("performance obiettivo", "objective performance", Topic::Subject(Subject::Performance)),
    ("performance su 100", "performance out of 100", Topic::Subject(Subject::Performance)),
    ("grado di raggiungimento", "degree of achievement", Topic::Subject(Subject::Performance)),
    ("provvisorio", "provisional data", Topic::Subject(Subject::Provisional)),
    ("provvisori", "provisional", Topic::Subject(Subject::Provisional)),
    ("copertura su 100", "coverage out of 100", Topic::Subject(Subject::Coverage)),
    ("del peso", "of the weight", Topic::Subject(Subject::Coverage)),
    ("peso che conta", "weight that counts", Topic::Subject(Subject::Coverage)),
    ("peso × copertura", "weight × coverage", Topic::Subject(Subject::Coverage)),
    ("pieno", "full", Topic::Subject(Subject::Marks)),
    ("in parte", "in part", Topic::Subject(Subject::Marks)),
    ("zero", "zero", Topic::Subject(Subject::Marks)),
    ("✓", "✓", Topic::Subject(Subject::Marks)),
    ("◐", "◐", Topic::Subject(Subject::Marks)),
    ("✗", "✗", Topic::Subject(Subject::Marks)),
    ("–", "–", Topic::Subject(Subject::Marks)),
    ("punti", "points", Topic::Subject(Subject::Losses)),
    ("dove si perdono", "where points are lost", Topic::Subject(Subject::Losses)),
    ("esito validazione", "validation", Topic::Subject(Subject::Outcome)),
    ("validato", "validated", Topic::Subject(Subject::Outcome)),
    ("giorni", "days", Topic::Subject(Subject::Types)),
    ("ore", "hours", Topic::Subject(Subject::Types)),
    ("euro", "amount", Topic::Subject(Subject::Types)),
    ("€", "€", Topic::Subject(Subject::Types)),
    ("%", "%", Topic::Subject(Subject::Types)),
    ("percentuale", "percentage", Topic::Subject(Subject::Types)),
    ("numero", "number", Topic::Subject(Subject::Types)),
    ("conta", "count", Topic::Subject(Subject::Types)),
    ("conteggio", "counting", Topic::Subject(Subject::Types)),
    ("valore", "value", Topic::Subject(Subject::Types)),
    ("unità", "unit", Topic::Attribute(Keyword::Unit)),
    ("indicatore", "indicator", Topic::Item(ItemKeyword::Kpi)),
    ("obiettivo", "objective", Topic::Item(ItemKeyword::Objective)),
    ("rettifica", "override", Topic::Item(ItemKeyword::Override)),
    ("fasce", "bands", Topic::Item(ItemKeyword::Bands)),
    ("peso", "weight", Topic::Attribute(Keyword::Weight)),
    ("confronto", "comparator", Topic::Attribute(Keyword::Target)),
    ("target annuo", "annual target", Topic::Attribute(Keyword::Target)),
    ("storico", "baseline", Topic::Attribute(Keyword::Baseline)),
    ("tolleranza", "tolerance", Topic::Attribute(Keyword::Tolerance)),
    ("livello", "level", Topic::Attribute(Keyword::Level)),
    ("descrizione", "description", Topic::Attribute(Keyword::Description)),
    ("note", "notes", Topic::Attribute(Keyword::Note)),
    ("nota", "note", Topic::Attribute(Keyword::Note)),
    ("fonte", "source", Topic::Attribute(Keyword::Source)),
    ("regola", "rule", Topic::Attribute(Keyword::Scoring)),
    ("codice", "code", Topic::Subject(Subject::Keys)),
    ("chiave", "key", Topic::Subject(Subject::Keys)),
    ("consuntivo", "actual", Topic::Subject(Subject::Actuals)),
    ("periodo", "period", Topic::Subject(Subject::Periods)),
    ("semestre", "half-year", Topic::Subject(Subject::Periods)),
    ("trimestre", "quarter", Topic::Subject(Subject::Periods)),
    ("dato richiesto", "what to report", Topic::Subject(Subject::Form)),
    ("un anno prima", "a year before", Topic::Subject(Subject::Form)),
    ("evidenza", "evidence", Topic::Subject(Subject::Form)),
    ("compilati", "filled in", Topic::Subject(Subject::Form)),
    ("da compilare", "to fill in", Topic::Subject(Subject::Form)),
    ("da controllare", "to check", Topic::Subject(Subject::Form)),
    ("compilato", "filled in", Topic::Subject(Subject::Form)),
    ("struttura", "office", Topic::Item(ItemKeyword::Structure)),
    ("calcolato", "computed", Topic::Subject(Subject::Workbook)),
    ("note all'esportazione", "notes at the export", Topic::Subject(Subject::Workbook)),
    ("valore per le fasce", "value for the bands", Topic::Subject(Subject::Workbook)),
    ("peso × performance", "weight × performance", Topic::Subject(Subject::Workbook)),
    ("letto da", "read from", Topic::Subject(Subject::Workbook)),
    ("che cosa", "what", Topic::Subject(Subject::Workbook)),
    ("risultato", "result", Topic::Subject(Subject::Workbook)),
];

/// The topics of the words that are meant, each once.
pub(super) fn topics(is_meant: impl Fn(&str) -> bool) -> impl Iterator<Item = Topic> {
    let mut found: Vec<Topic> = Vec::new();
    for (italian, english, topic) in WORDS {
        if (is_meant(italian) || is_meant(english)) && !found.contains(topic) {
            found.push(*topic);
        }
    }
    found.into_iter()
}
