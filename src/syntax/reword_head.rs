//! First lines as people write them by habit: `obiettivo operativo 1.1 "…"`, `kpi: "…"`, `struttura "Ufficio tributi"`.

use pest::Parser as _;

use super::faults_words;
use super::keyword::{ItemKeyword, fold, is_reserved};
use super::parse::{Grammar, Reader, skip_blank};
use super::parse_head::head;
use super::reword::Meant;
use super::rules::rule_of_head;
use crate::diagnostics::{Code, say};
use crate::source::{FileId, Span};
use crate::value::fold_name;
use crate::value::words::sign;

/// Words that say of which level an objective is, and are no part of its code.
const LEVELS: [&str; 14] = [
    "operativo",
    "operativa",
    "strategico",
    "strategica",
    "gestionale",
    "specifico",
    "specifica",
    "generale",
    "esecutivo",
    "trasversale",
    "annuale",
    "triennale",
    "intermedio",
    "tematica",
];

/// What is written after the keyword on its line, without the blanks before it.
fn written_after<'a>(reader: &Reader<'a>, keyword_end: u32) -> (Span, &'a str) {
    let (line, written) = reader.rest_of_line(keyword_end);
    let lead = written.len().saturating_sub(written.trim_start().len());
    (Span::new(line.file, line.start.saturating_add(lead as u32), line.end), written.trim_start())
}

/// `obiettivo operativo 1.1 "…"`, which the grammar would take for the code `operativo1.1`: whether it is so, which is
/// reported.
pub(super) fn level_in_code(reader: &mut Reader<'_>, item: ItemKeyword, keyword_end: u32) -> bool {
    if !matches!(item, ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action) {
        return false;
    }
    let (span, written) = written_after(reader, keyword_end);
    let Some((word, rest)) = written.split_once(char::is_whitespace) else { return false };
    let level = fold(word);
    // `obiettivo strategico "…"` may well have that code.
    let coded = rest.trim_start().starts_with(|c: char| c.is_alphanumeric());
    if !coded || !LEVELS.contains(&level.as_str()) || !reads(span.file, item, rest) {
        return false;
    }
    let area = say!("dopo `area` va il suo codice", "after `area` goes its code");
    let level_note = say!(
        "dopo `{item}` va il codice; il livello, se serve, ha una riga sua: `livello {level}`",
        "after `{item}` goes the code; the level, if needed, has a line of its own: `livello {level}`"
    );
    let note = if item == ItemKeyword::Area { area } else { level_note };
    let meant = Meant { value: rest.trim_start().to_owned(), sure: false, note: Some(note) };
    reader.fault(faults_words::in_own_words(span, item.spelling(), written, &meant));
    true
}

/// What a first line means that the grammar did not read, in place of the fault that it got.
pub(super) fn reworded(reader: &mut Reader<'_>, item: ItemKeyword, keyword_end: u32) {
    let [fault] = reader.faults() else { return };
    let named = matches!(item, ItemKeyword::Structure | ItemKeyword::Measure)
        && matches!(fault.code, Code::ReservedWord | Code::BadName);
    if !matches!(fault.code, Code::Unexpected | Code::Unquoted) && !named {
        return;
    }
    let (span, written) = written_after(reader, keyword_end);
    if fault.span.start > span.end {
        return;
    }
    let quoted = |text: &str| text.starts_with(['"', '«', '“']);
    let keyword = Span::new(span.file, keyword_end.saturating_sub(item.spelling().len() as u32), keyword_end);
    let better = if item == ItemKeyword::Objective && matches!(sign::split(written), (Some(_), _)) {
        faults_words::target_meant(span, keyword)
    } else if let Some(value) = without_joints(written).filter(|value| reads(span.file, item, value)) {
        let meant = Meant { value, sure: true, note: None };
        faults_words::in_own_words(span, item.spelling(), written, &meant)
    } else if let Some(value) = one_word_name(item, written).filter(|value| reads(span.file, item, value)) {
        let note = say!(
            "il nome breve è una parola sola, senza spazi, con cui le altre righe la richiamano; il titolo resta tra virgolette",
            "the short name is one word, without blanks, by which other lines refer to it; the title stays in quotes"
        );
        faults_words::in_own_words(
            span,
            item.spelling(),
            written,
            &Meant { value, sure: false, note: Some(note) },
        )
    } else if !quoted(written.trim_start_matches([':', ' '])) {
        return;
    } else {
        match item {
            ItemKeyword::Indicator => faults_words::kpi_without_code(keyword),
            ItemKeyword::Structure | ItemKeyword::Measure => {
                faults_words::name_missing(span, item, Some(&name_of(written)))
            }
            ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action => {
                faults_words::name_missing(span, item, None)
            }
            _ => return,
        }
    };
    reader.clear_faults();
    reader.fault(better);
    reader.unknown_lines_from(span.end);
}

/// `A.1 - "Titolo"`, `A.1: "Titolo"`, `: "Titolo"`: without the sign between.
fn without_joints(written: &str) -> Option<String> {
    let at = written.find(['"', '«', '“'])?;
    let (name, title) = written.split_at_checked(at)?;
    let bare = name.trim().trim_start_matches([':', ' ']).trim_end_matches([':', ' ']);
    // A hyphen of its own: one at the code's end may be meant as a part of it.
    let bare = [" -", " –", " —"].iter().find_map(|sign| bare.strip_suffix(sign)).unwrap_or(bare).trim_end();
    (bare.len() < name.trim().len()).then(|| format!("{bare} {title}").trim_start().to_owned())
}

/// `istanze pervenute "Istanze"`: with a name of one word.
fn one_word_name(item: ItemKeyword, written: &str) -> Option<String> {
    if !matches!(item, ItemKeyword::Structure | ItemKeyword::Measure) {
        return None;
    }
    let at = written.find(['"', '«', '“']).filter(|at| *at > 0)?;
    let (name, title) = written.split_at_checked(at)?;
    // One word that may not be a name has its own fault.
    let several = name.trim().contains(|c: char| !c.is_alphanumeric() && c != '_');
    several.then(|| format!("{} {title}", name_of(name)))
}

/// Whether the grammar reads a first line without any fault.
fn reads(file: FileId, item: ItemKeyword, written: &str) -> bool {
    let line = format!("{item} {written}");
    let Some(pair) = Grammar::parse(rule_of_head(item), &line).ok().and_then(|mut pairs| pairs.next()) else {
        return false;
    };
    let rest = line.get(pair.as_span().end()..).unwrap_or("");
    let mut scratch = Reader::new(file, item, 0, &line);
    skip_blank(rest) == rest.len() && head(&mut scratch, pair, item).is_some() && scratch.faults().is_empty()
}

/// A name made of a title: `ufficio_tributi`.
fn name_of(title: &str) -> String {
    const MOST: usize = 24;
    let folded = fold_name(title.lines().next().unwrap_or(""));
    let mut name = String::new();
    for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !name.is_empty() && name.len().saturating_add(word.len()) > MOST {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { "_" });
        name.push_str(word);
    }
    if name.is_empty() || is_reserved(&name) || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "n_");
    }
    name
}
