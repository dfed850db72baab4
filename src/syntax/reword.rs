//! What people write before they know the language: `target non oltre 20 giorni`, `peso percentuale 40%`. Each form that
//! means one thing is told with the form of the grammar; what is offered is always tried first, and reads.

use pest::Parser as _;

use super::keyword::{ItemKeyword, Keyword, fold};
use super::parse::{Grammar, Reader, skip_blank};
use super::parse_attribute::attribute;
use super::reword_algorithm;
use super::rules::rule_of;
use super::vocabulary::{self, Says};
use super::{faults, faults_words};
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::{FileId, Span};
use crate::value::Period;
use crate::value::show_date;
use crate::value::words::{Hints, Sign, number_word, part_of_year_in, read_day, sign, up_to, whole_day};

/// What was meant by what is written after a keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    /// In the form of the grammar.
    pub value: String,
    /// Whether it can be nothing else.
    pub sure: bool,
    /// What there is to know about it.
    pub note: Option<Text>,
}

impl Meant {
    pub(super) fn sure(value: impl Into<String>) -> Meant {
        Meant { value: value.into(), sure: true, note: None }
    }

    pub(super) fn perhaps(value: impl Into<String>) -> Meant {
        Meant { sure: false, ..Meant::sure(value) }
    }
}

/// What the keyword's value means that the grammar did not read, in place of the fault that it got. The value starts at
/// `start`, a byte of the file; what follows its line is looked at like any line.
pub(super) fn reworded(reader: &mut Reader<'_>, keyword: Keyword, start: u32) {
    let [fault] = reader.faults() else { return };
    let told = [Code::Unexpected, Code::NoComparator, Code::NoTargetValue, Code::RatioShape, Code::Unquoted];
    let percent = reword_algorithm::is_percentage(reader.rest_of_line(start).1);
    let has_its_own = fault.code == Code::RatioShape && !fault.fixes.is_empty() && !percent;
    let (line, written) = reader.rest_of_line(start);
    // `peso 40 per cento`: the number alone is the weight's own fault.
    let half_read = fault.code == Code::BadWeight && fault.span.end < line.end
        || fault.code == Code::BadPeriod && keyword == Keyword::Years;
    if !(told.contains(&fault.code) || half_read) || has_its_own || fault.span.start > line.end {
        return;
    }
    let lead = written.len().saturating_sub(written.trim_start().len());
    let span = Span::new(line.file, line.start.saturating_add(lead as u32), line.end);
    let written = written.trim_start();
    if let Some(meant) = value(span.file, keyword, reader.item(), written) {
        reader.clear_faults();
        reader.fault(faults_words::in_own_words(span, keyword.spelling(), written, &meant));
    } else if let Some(note) = advice(keyword, written) {
        let fault = faults::unexpected(span, written, Text::same(format!("`{keyword}`")), note);
        reader.clear_faults();
        reader.fault(fault);
    } else {
        return;
    }
    reader.unknown_lines_from(line.end);
}

/// What a line that starts with no keyword means, and how many bytes of it say so.
pub(super) enum Line {
    /// The first bytes stand for a keyword.
    Keyword(usize, &'static str),
    /// All of it stands for another line.
    Whole(String),
    /// It has no line of its own, or another place.
    Told(usize, Text),
}

/// What a line in `item` means that starts with no keyword.
pub(super) fn line(file: FileId, item: ItemKeyword, written: &str) -> Option<Line> {
    let written = written.trim_end();
    let (length, says) = vocabulary::at_start(item, written)?;
    let write = match says {
        Says::Write(write) => write,
        // `valore target >= 10`: the next keyword has cut the line.
        Says::Tell(_) if length == written.len() => {
            let note = say!(
                "una riga comincia con la parola della lingua: prima di `target`, `peso` e le altre non va niente",
                "a line begins with the word of the language: nothing goes before `target`, `peso` and the others"
            );
            return Some(Line::Told(length, note));
        }
        Says::Tell(tell) => return Some(Line::Told(length, tell(item))),
    };
    let rest = written.get(length..).unwrap_or("").trim();
    let write = if write == Keyword::Office.spelling() && declares(rest) {
        ItemKeyword::Structure.spelling()
    } else {
        write
    };
    let (first, more) = write.split_once(' ').unwrap_or((write, ""));
    let keyword = Keyword::ALL.iter().copied().find(|keyword| {
        keyword.spelling() == write || keyword.spelling() == first && keyword.allowed_on(item)
    });
    let joined = match keyword.map(Keyword::spelling) {
        Some(spelling) if spelling == first && !more.is_empty() => format!("{more} {rest}"),
        _ => rest.to_owned(),
    };
    // `scadenza: entro il 31/10/2026`
    let again = keyword.filter(|_| !more.is_empty() && begins(&fold(rest), more));
    if let Some(keyword) = again {
        let value = value(file, keyword, item, rest).map_or_else(|| rest.to_owned(), |meant| meant.value);
        return Some(Line::Whole(format!("{keyword} {value}")));
    }
    if let Some(keyword) = keyword.filter(|keyword| !reads(file, *keyword, item, joined.trim()))
        && let Some(meant) = value(file, keyword, item, joined.trim())
    {
        return Some(Line::Whole(format!("{keyword} {}", meant.value)));
    }
    Some(Line::Keyword(length, write))
}

/// `tributi "Ufficio tributi"`: a name and a title, as only an item has them.
pub(super) fn declares(rest: &str) -> bool {
    let (name, title) = rest.trim_start().split_once(char::is_whitespace).unwrap_or(("", ""));
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && title.trim_start().starts_with(['"', '«', '“'])
}

/// Whether the grammar reads a value without any fault.
fn reads(file: FileId, keyword: Keyword, item: ItemKeyword, value: &str) -> bool {
    let line = format!("{keyword} {value}");
    let Some(pair) = Grammar::parse(rule_of(keyword), &line).ok().and_then(|mut pairs| pairs.next()) else {
        return false;
    };
    let rest = line.get(pair.as_span().end()..).unwrap_or("");
    let mut scratch = Reader::new(file, item, 0, &line);
    skip_blank(rest) == rest.len()
        && attribute(&mut scratch, pair, keyword).is_some()
        && scratch.faults().is_empty()
}

/// The value that is meant, if it is written in one's own words and can be told.
fn value(file: FileId, keyword: Keyword, item: ItemKeyword, written: &str) -> Option<Meant> {
    // Nobody writes so much by habit; a text is tried several times below.
    const LONGEST: usize = 400;
    if written.len() > LONGEST {
        return None;
    }
    let bare = written.trim_start_matches([':', ' ']).trim_end_matches([';', ',', ' ']);
    let bare = if keyword == Keyword::Target { bare } else { bare.trim_start_matches(['=', ' ']) };
    let reads = |meant: &Meant| meant.value != written && reads(file, keyword, item, &meant.value);
    let own: Vec<Meant> = match keyword {
        Keyword::Weight => weight(bare, item),
        Keyword::Target => target(bare),
        Keyword::Algorithm => reword_algorithm::algorithm(bare),
        Keyword::Baseline => {
            let plain = bare.replace([':', '='], " ");
            vec![Meant::sure(plain.split_whitespace().collect::<Vec<_>>().join(" "))]
        }
        Keyword::Tolerance => {
            let bare = bare.trim_start_matches(['±', ' ']);
            vec![Meant::sure(after(bare, &["+/-", "+ / -", "più o meno", "di", "del"]).unwrap_or(bare))]
        }
        Keyword::Accumulate => accumulated(bare),
        Keyword::Exercise => without_word(bare, &["anno", "l'anno"]),
        Keyword::Missing => missing(bare),
        Keyword::Years => years(bare),
        Keyword::Approved => day(bare),
        Keyword::Scoring => scoring(bare),
        Keyword::Unit => without_word(bare, &["di misura"]),
        Keyword::Source => without_word(bare, &["dei dati", "del dato", "dati", "dato"]),
        Keyword::Assigned | Keyword::Responsible | Keyword::Office => {
            let mut who =
                without_word(bare, &["a", "al", "alla", "all'", "allo", "ai", "agli", "alle", "di"]);
            // `tributi e demografici`
            if !bare.contains(['"', '«']) {
                who.push(Meant::perhaps(bare.replace(" e ", ", ")));
            }
            // `responsabile Dirigente settore II`: the name of an office without its quotes.
            if bare.contains(' ') && !bare.contains(['"', '«', '“', ',']) {
                who.push(Meant::perhaps(format!("\"{bare}\"")));
            }
            who
        }
        _ => Vec::new(),
    };
    // `target "almeno 90%"`: quotes where no text goes.
    let inside = bare.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::trim);
    let inside =
        inside.filter(|inside| !inside.contains('"')).map_or_else(Vec::new, |inside| match keyword {
            Keyword::Target => std::iter::once(Meant::sure(inside)).chain(target(inside)).collect(),
            Keyword::Weight => weight(inside, item),
            _ => Vec::new(),
        });
    std::iter::once(Meant::sure(bare)).chain(own).chain(inside).find(reads)
}

/// What to do about a value for which there is no one form.
fn advice(keyword: Keyword, written: &str) -> Option<Text> {
    let folded = fold(written);
    let starts = |words: &[&str]| words.iter().any(|word| begins(&folded, word));
    match keyword {
        Keyword::Algorithm if starts(&["media"]) => Some(say!(
            "`media ponderata` è la media delle performance di altri obiettivi; la media di un dato è un rapporto: `algoritmo rapporto \"Totale\" / \"Numero\"`; quella dei trimestri si dice con `cumula media`",
            "`media ponderata` is the mean of the performances of other objectives; the mean of a datum is a ratio: `algoritmo rapporto \"Total\" / \"Number\"`; that of the quarters is said by `cumula media`"
        )),
        Keyword::Algorithm if starts(&["somma", "totale", "differenza", "prodotto", "calcolo"]) => Some(say!(
            "somme e differenze si scrivono con i loro segni: `algoritmo formula \"Primo dato\" + \"Secondo dato\"`; un dato solo è `algoritmo valore assoluto \"…\"`",
            "sums and differences are written with their signs: `algoritmo formula \"First datum\" + \"Second datum\"`; a single datum is `algoritmo valore assoluto \"…\"`"
        )),
        Keyword::Target if folded.contains("semestr")
                || folded.contains("trimestr")
                || starts(&["s1", "s2", "t1", "t2", "t3", "t4"]) => Some(say!(
            "un target per una parte dell'anno dice quale: `target 2025-S1 >= 10` (primo semestre), `target 2025-T3 >= 10` (terzo trimestre)",
            "a target for a part of the year says which: `target 2025-S1 >= 10` (first half-year), `target 2025-T3 >= 10` (third quarter)"
        )),
        Keyword::Target if starts(&["entro", "non oltre", "scadenza"]) || lacks_year(written) => Some(say!(
            "una scadenza è un giorno con il suo anno: `target entro 31/12/2025`",
            "a deadline is a day with its year: `target entro 31/12/2025`"
        )),
        Keyword::Target if years_in(written) > 1 => Some(say!(
            "per più anni si scrive `target 2025-2027 >= 10, 12, 15`, oppure una riga `target` per anno",
            "for several years write `target 2025-2027 >= 10, 12, 15`, or a line `target` for each year"
        )),
        Keyword::Target if folded.contains(" entro ") => Some(say!(
            "un target ha una condizione sola: o quanto (`target >= 100%`) o quando (`target entro 31/12/2025`); per averle tutte e due fai due `kpi`",
            "a target has one condition: either how much (`target >= 100%`) or when (`target entro 31/12/2025`); to have both make two `kpi`"
        )),
        Keyword::Target if starts(&["da", "tra", "fra", "compreso"]) => Some(say!(
            "un target ha un limite solo, `>=` (almeno) o `<=` (al massimo); per premiare un intervallo si usano le `fasce`: `piaoc explain fasce`",
            "a target has one limit, `>=` (at least) or `<=` (at most); to reward an interval use `fasce`: `piaoc explain fasce`"
        )),
        Keyword::Target
            if ["riduzion", "diminuz", "increment", "aument", "calo", "miglior"]
                .iter()
                .any(|stem| folded.starts_with(stem)) =>
        {
            Some(say!(
                "un aumento o una riduzione è un `algoritmo variazione %` con il target `>= 5%` (cresce almeno del 5%) o `<= -5%` (cala almeno del 5%)",
                "a growth or a reduction is an `algoritmo variazione %` with the target `>= 5%` (grows by 5% at least) or `<= -5%` (falls by 5% at least)"
            ))
        }
        Keyword::Target => Some(say!(
            "se è una cosa da fare scrivi `target sì`, o `target entro 31/12/2025` se ha una scadenza; se è una quantità `target >= 10` (almeno) o `target <= 10` (al massimo); se non è ancora deciso `target n.d.`",
            "for a thing to be done write `target sì`, or `target entro 31/12/2025` if it has a deadline; for a quantity `target >= 10` (at least) or `target <= 10` (at most); if it is not decided yet `target n.d.`"
        ))
        .filter(|_| written.starts_with(char::is_alphabetic)),
        _ => None,
    }
}

/// How many different years a text names.
fn years_in(text: &str) -> usize {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let years = numbers.filter(|number| number.len() == 4 && number.starts_with("20"));
    years.collect::<std::collections::BTreeSet<&str>>().len()
}

/// `31/12`, `31 dicembre`: a day without its year.
fn lacks_year(text: &str) -> bool {
    let hints = |year| Hints { year, wanted: true };
    years_in(text) == 0
        && text.contains(['/', ' '])
        && read_day(text, hints(None)).is_none()
        && read_day(text, hints(Some(2025))).is_some()
}

fn begins(folded: &str, word: &str) -> bool {
    folded.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// A text after one of some phrases.
pub(super) fn after<'t>(text: &'t str, phrases: &[&str]) -> Option<&'t str> {
    phrases
        .iter()
        .find_map(|phrase| vocabulary::phrase_end(text, phrase))
        .and_then(|end| text.get(end..))
        .map(str::trim)
}

fn without_word(text: &str, phrases: &[&str]) -> Vec<Meant> {
    after(text, phrases).map(Meant::sure).into_iter().collect()
}

/// `percentuale 40%`, `% 40`, `40 per cento`, `quaranta`.
fn weight(text: &str, item: ItemKeyword) -> Vec<Meant> {
    const FILLERS: [&str; 10] = [
        "percentuale",
        "indicatore",
        "kpi",
        "obiettivo",
        "relativo",
        "ponderale",
        "del",
        "pari al",
        "pari a",
        "%",
    ];
    let (mut rest, mut percent) = (text, false);
    while let Some(next) = after(rest, &FILLERS).or_else(|| rest.strip_prefix('%').map(str::trim)) {
        percent |= begins(&fold(rest), "percentuale") || rest.starts_with('%');
        rest = next;
    }
    let rest =
        rest.strip_suffix(" punti percentuali").or_else(|| rest.strip_suffix(" percentuale")).unwrap_or(rest);
    let number = percentage(rest).unwrap_or_else(|| rest.to_owned());
    let of_kpi = matches!(item, ItemKeyword::Kpi | ItemKeyword::Indicator);
    let mut found = vec![Meant::sure(number.clone())];
    if percent || of_kpi {
        let number = in_digits(&number);
        // `0,4` is a share as spreadsheets keep it.
        let points = faults::share_of_one(&number).unwrap_or(number);
        found.push(Meant { sure: percent, ..Meant::sure(format!("{points}%")) });
    }
    found
}

/// `40 per cento`, `40 percento`, `40 su 100`.
fn percentage(text: &str) -> Option<String> {
    [" per cento", " percento", " su 100", " su cento"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .map(|number| format!("{}%", in_digits(number.trim())))
}

/// A number in letters at the start of a text in digits.
fn in_digits(text: &str) -> String {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match number_word(&fold(word)) {
        Some(number) => format!("{number} {rest}").trim_end().to_owned(),
        None => text.to_owned(),
    }
}

/// `non oltre 20 giorni`, `entro il 31 ottobre 2026`, `2026 almeno 90%`, `primo semestre 2026 >= 4`.
fn target(text: &str) -> Vec<Meant> {
    let (when, rest, year) = period(text);
    let rest = rest.trim_start_matches([':', ' ']);
    let rest = after(rest, &["annuale", "annuo", "finale", "atteso", "previsto"]).unwrap_or(rest);
    let (sign, value) = match rest.strip_suffix('+') {
        // `90%+`
        Some(value) => (sign::split(">= 0").0, value.trim_end()),
        None => sign::split(rest),
    };
    let lead = if when.is_empty() { String::new() } else { format!("{when} ") };
    let moved = !when.is_empty() && !text.starts_with(&*when);
    let mut found = Vec::new();
    if moved || !text.ends_with(rest) || rest.len() < text.len() {
        found.push(Meant::sure(format!("{lead}{rest}")));
    }
    let wanted = sign.is_some_and(|sign| sign.deadline);
    if let Some((day, sure)) = read_date(value, Hints { year, wanted }) {
        // A day without sign is a deadline: nobody plans to be late.
        let by = sign.is_none_or(|sign| sign.sign == "<=");
        let sign = if by { "entro" } else { sign.map_or("=", |sign| sign.sign) };
        let known = sure && wanted;
        found.push(Meant { sure: known, ..Meant::sure(format!("{lead}{sign} {day}")) });
        return found;
    }
    if let Some(sign) = sign {
        found.extend(amounts(value).into_iter().map(|(amount, sure)| Meant {
            value: format!("{lead}{} {amount}", sign.sign),
            sure: sure && !sign.strict,
            note: strictly(sign),
        }));
    }
    if sign.is_none() && is_open(value) {
        found.push(Meant::perhaps(format!("{lead}n.d.")));
    }
    if sign.is_none() && is_done(value) {
        found.push(Meant::perhaps(format!("{lead}sì")));
    }
    found
}

fn strictly(sign: Sign) -> Option<Text> {
    sign.strict.then(|| {
        say!(
            "se il limite stesso non basta, scrivi il primo valore che basta: per `più di 5` incontri `>= 6`",
            "if the limit itself is not enough, write the first value that is: for more than 5 meetings `>= 6`"
        )
    })
}

/// The period that a target begins with in the spelling of a plan, what follows it, and its year.
fn period(text: &str) -> (String, &str, Option<i32>) {
    let (first, rest) = text.split_once(|c: char| c.is_whitespace() || c == ':').unwrap_or((text, ""));
    if let Some(period) = Period::parse(first).filter(|_| !rest.trim().is_empty()) {
        return (first.to_owned(), rest, Some(period.year));
    }
    let years: Vec<Option<Period>> = first.split(['-', '–', '−']).map(Period::parse).collect();
    if let [Some(_), Some(_)] = years.as_slice() {
        return (first.to_owned(), rest, None);
    }
    // `I semestre 2026 >= 4`, `30/06/2026 >= 4`: up to the sign.
    if let Some(at) = text.find(['>', '<', '=', '≥', '≤'])
        && let Some((words, rest)) = text.split_at_checked(at)
        && let Some(period) = in_words(words.trim().trim_end_matches(':').trim())
    {
        return (period.to_string(), rest, Some(period.year));
    }
    (String::new(), text, None)
}

/// `I semestre 2026`, `anno 2026`, `30/06/2026`.
fn in_words(words: &str) -> Option<Period> {
    if let Some(day) = whole_day(words) {
        return up_to(day);
    }
    if let Some(year) = after(words, &["anno", "esercizio"]) {
        return Period::parse(year).filter(|period| !period.is_part());
    }
    part_of_year_in(words)
}

fn read_date(text: &str, hints: Hints) -> Option<(String, bool)> {
    let text = text.trim_end_matches(['.', ' ']);
    if let Some(day) = whole_day(text) {
        return Some((show_date(day), true));
    }
    let (day, guess) = read_day(text, hints)?;
    Some((show_date(day), guess.is_none()))
}

/// The ways to write a quantity that a text may mean, and whether they say all of it.
fn amounts(text: &str) -> Vec<(String, bool)> {
    let counted = after(text, &["n.", "numero", "nr.", "n°"]).unwrap_or(text);
    let digits = in_digits(counted);
    let mut found = vec![(digits.clone(), true)];
    found.extend(percentage(&digits).map(|percent| (percent, true)));
    // `90% delle istanze`, `20 giorni dalla richiesta`: what it is of, or from when, the title says.
    for opener in
        [" di ", " del", " dei ", " degli ", " dal", " dai ", " dagli ", " da ", " sul", " sui ", " ("]
    {
        let cut = digits.split_once(opener);
        if let Some((amount, _)) = cut.filter(|(_, rest)| says_nothing_more(rest)) {
            found.push((percentage(amount).unwrap_or_else(|| amount.to_owned()), false));
        }
    }
    found
}

/// Words behind an amount that are no condition or amount of their own.
fn says_nothing_more(rest: &str) -> bool {
    const OTHERS: [&str; 8] = ["entro", "almeno", "oltre", "massimo", "minimo", "salvo", "oppure", "se"];
    let folded = crate::value::fold_name(rest);
    !folded.contains(|c: char| c.is_ascii_digit() || matches!(c, '<' | '>' | '=' | '%'))
        && folded.split(' ').all(|word| !OTHERS.contains(&word))
}

/// Whether a target says that it is not decided yet.
fn is_open(text: &str) -> bool {
    const OPEN: [&str; 8] = [
        "da definire",
        "da definirsi",
        "da stabilire",
        "da determinare",
        "non definito",
        "in corso di definizione",
        "non disponibile",
        "nessuno",
    ];
    OPEN.contains(&&*crate::value::fold_name(text.trim_end_matches('.')))
}

/// `= 0`, `ignorati`.
fn missing(text: &str) -> Vec<Meant> {
    let write = match fold(text).as_str() {
        "0" | "valgono zero" | "a zero" => "zero",
        "esclusi dal calcolo" | "escludi" | "ignorati" | "ignora" | "esclusa" | "escluse" => "esclusi",
        _ => return Vec::new(),
    };
    vec![Meant::perhaps(write)]
}

/// `ultimo valore`, `sommando`, `totale`.
fn accumulated(text: &str) -> Vec<Meant> {
    const STEMS: [(&str, &str); 6] = [
        ("ultim", "ultimo"),
        ("somm", "somma"),
        ("total", "somma"),
        ("cumul", "somma"),
        ("medi", "media"),
        ("prim", "primo"),
    ];
    let folded = fold(text);
    let found = STEMS.iter().find(|(stem, _)| folded.starts_with(stem));
    found.map(|(_, write)| Meant::perhaps(*write)).into_iter().collect()
}

/// Whether a target says that something is to be done.
fn is_done(text: &str) -> bool {
    const DONE: [&str; 22] = [
        "si/no",
        "si / no",
        "si-no",
        "on/off",
        "on",
        "fatto",
        "fatta",
        "realizzato",
        "realizzata",
        "realizzazione",
        "attuato",
        "attuata",
        "attuazione",
        "completato",
        "completata",
        "completamento",
        "adozione",
        "adottato",
        "adottata",
        "approvazione",
        "attivazione",
        "vero",
    ];
    DONE.contains(&&*crate::value::fold_name(text.trim_end_matches('.')))
}

/// `2026/2028`, `dal 2026 al 2028`, `2026, 2027, 2028`.
fn years(text: &str) -> Vec<Meant> {
    let years: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match (years.first(), years.last()) {
        // `2026-28`
        (Some(first), Some(last)) if first.len() == 4 && last.len() == 2 => {
            let century = first.get(..2).unwrap_or("20");
            vec![Meant::sure(format!("{first}-{century}{last}"))]
        }
        (Some(first), Some(last)) if first != last => vec![Meant::sure(format!("{first}-{last}"))],
        (Some(year), _) => vec![Meant::perhaps(*year)],
        _ => Vec::new(),
    }
}

/// `il 31/01/2026`, `31 gennaio 2026`.
fn day(text: &str) -> Vec<Meant> {
    let bare = after(text, &["il", "in data", "con delibera del"]).unwrap_or(text);
    read_date(bare, Hints::default())
        .map(|(day, sure)| Meant { sure, ..Meant::sure(day) })
        .into_iter()
        .collect()
}

/// `unità di misura giorni`, `unità organizzativa Tributi`: words of a label, not a unit.
pub(super) fn unit(span: Span, words: &str) -> Option<Diagnostic> {
    if let Some(end) = vocabulary::phrase_end(words, "di misura") {
        let meant = Meant::sure(words.get(end..)?.trim());
        return (!meant.value.is_empty())
            .then(|| faults_words::in_own_words(span, Keyword::Unit.spelling(), words, &meant));
    }
    let office =
        vocabulary::phrase_end(words, "organizzativa").or_else(|| vocabulary::phrase_end(words, "operativa"));
    office.filter(|end| *end < words.len()).map(|_| {
        let note = say!(
            "`unità` è l'unità di misura; l'unità organizzativa si scrive `ufficio \"…\"`, chi ne ha l'incarico `assegnato \"…\"`",
            "`unità` is the unit of measurement; the organisational unit is written `ufficio \"…\"`, who is charged with it `assegnato \"…\"`"
        );
        faults::unexpected(span, words, Text::same("`unità`"), note)
    })
}

/// `lineare`, `on/off`, `proporzionale al target`.
fn scoring(text: &str) -> Vec<Meant> {
    const LINEAR: [&str; 4] = ["lineare", "proporzionalmente", "in proporzione", "proporzionale"];
    const WHOLE: [&str; 7] =
        ["on/off", "si/no", "booleano", "binario", "0/100", "tutto/niente", "tutto o nulla"];
    let is = |names: &[&str]| after(text, names).is_some();
    if is(&LINEAR) {
        return vec![Meant::perhaps("proporzionale")];
    }
    if is(&WHOLE) { vec![Meant::perhaps("tutto o niente")] } else { Vec::new() }
}
