//! The faults of writing: each from its data to its words.

use super::expected::expected;
use super::keyword::{ItemKeyword, Keyword, fold};
use crate::diagnostics::{Code, Diagnostic, Text, nearest, say};
use crate::source::Span;
use crate::value::is_invisible;

/// Text or an attribute before the first item, or in a file that has none.
pub fn before_first_item(span: Span, word: &str, no_item: bool) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::BeforeFirstItem,
        span,
        if no_item {
            say!("in questo file non c'è nessuna voce", "there is no item in this file")
        } else {
            say!("`{word}` sta prima della prima voce", "`{word}` stands before the first item")
        },
    );
    let fault = fault.note(say!(
        "una voce comincia a inizio riga con una di queste parole: piano, usa, area, obiettivo, azione, kpi, misura, indicatore, struttura, fasce, rettifica",
        "an item begins at the start of a line with one of these words: piano, usa, area, obiettivo, azione, kpi, misura, indicatore, struttura, fasce, rettifica"
    ));
    match nearest(word, ItemKeyword::ALL.iter().map(|keyword| keyword.spelling())) {
        Some(meant) => fault.fix(
            say!("forse volevi scrivere `{meant}`", "perhaps you meant `{meant}`"),
            span,
            meant.to_owned(),
        ),
        None => fault,
    }
}

/// `<<<<<<<` and its kin.
pub fn merge_conflict(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::MergeConflict,
        span,
        say!("qui c'è il segno di un conflitto fra due versioni del file", "here is the mark of a conflict between two versions of the file"),
    )
    .note(say!(
        "il file contiene due versioni dello stesso testo, una prima e una dopo `=======`: tieni quella giusta e cancella l'altra e i tre segni",
        "the file holds two versions of the same text, one before and one after `=======`: keep the right one and delete the other and the three marks"
    ))
}

/// A quote that is not closed on its line.
pub fn open_string(span: Span, slice: &str) -> Diagnostic {
    let close = match slice.chars().next() {
        Some('«') => "»",
        Some('“') => "”",
        _ => "\"",
    };
    let trimmed = slice.trim_end();
    let end = Span::new(span.file, span.start, span.start.saturating_add(trimmed.len() as u32));
    Diagnostic::new(
        Code::OpenString,
        end,
        say!("manca {close} alla fine del testo", "{close} is missing at the end of the text"),
    )
    .note(say!(
        "un testo finisce sulla sua riga; per più capoversi scrivi più testi di seguito, ognuno tra virgolette",
        "a text ends on its line; for several paragraphs write several texts in a row, each in quotes"
    ))
    .fix(say!("chiudi le virgolette a fine riga", "close the quotes at the end of the line"), end.after(), close)
}

/// More than 200 parentheses within one another.
pub fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::TooDeep,
        span,
        say!("200 o più parentesi una dentro l'altra", "200 or more parentheses inside one another"),
    )
    .note(say!(
        "spezza il calcolo in più misure o in più indicatori",
        "split the calculation into several measures or indicators"
    ))
}

/// An item so full of faults that it is no plan's.
pub fn too_many_faults(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Unexpected,
        span,
        say!("questa voce ha più di 1000 errori", "this item has more than 1000 faults"),
    )
    .note(say!("il resto della voce non è stato letto", "the rest of the item was not read"))
}

/// A calculation of 400 operands or more.
pub fn too_many_operands(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::TooDeep,
        span,
        say!("questo calcolo ha troppi termini", "this calculation has too many terms"),
    )
    .note(say!(
        "un calcolo ha meno di 400 termini: spezzalo in più misure o in più indicatori",
        "a calculation has fewer than 400 terms: split it into several measures or indicators"
    ))
}

/// A piece that the grammar can't read from `at` on.
pub fn unexpected(at: Span, found: &str, keyword: Text, what: Text) -> Diagnostic {
    let (it, en) = (keyword.it, keyword.en);
    let message = if found.is_empty() {
        say!("{it}: manca qualcosa", "{en}: something is missing")
    } else if found.chars().all(is_invisible) {
        say!("{it}: qui c'è un carattere che non si vede", "{en}: here is a character that cannot be seen")
    } else {
        say!("{it}: non capisco `{found}`", "{en}: I do not understand `{found}`")
    };
    Diagnostic::new(Code::Unexpected, at, message).note(what)
}

/// Text where a quoted one belongs.
pub fn unquoted(span: Span, keyword: &str, text: &str) -> Diagnostic {
    let quoted = if text.contains('"') { format!("«{text}»") } else { format!("\"{text}\"") };
    Diagnostic::new(
        Code::Unquoted,
        span,
        say!("il testo di `{keyword}` va tra virgolette", "the text of `{keyword}` goes in quotes"),
    )
    .fix(say!("metti il testo tra virgolette", "put the text in quotes"), span, quoted)
}

/// A line in an item that starts with no keyword.
pub fn unknown_attribute(span: Span, word: &str, item: ItemKeyword) -> Diagnostic {
    let allowed =
        Keyword::ALL.iter().filter(|keyword| keyword.allowed_on(item)).map(|keyword| keyword.spelling());
    let near =
        nearest(word, allowed).or_else(|| nearest(word, ItemKeyword::ALL.iter().map(|k| k.spelling())));
    let fault = Diagnostic::new(
        Code::UnknownWord,
        span,
        say!("non conosco la parola `{word}`", "I do not know the word `{word}`"),
    );
    if matches!(fold(word).as_str(), "codice" | "codici" | "cod" | "code")
        && let Some(note) = where_codes_stand(item)
    {
        return fault.note(note);
    }
    match near {
        Some(meant) => fault.fix(
            say!("forse volevi scrivere `{meant}`", "perhaps you meant `{meant}`"),
            span,
            meant.to_owned(),
        ),
        None => {
            let list: Vec<&str> =
                Keyword::ALL.iter().filter(|k| k.allowed_on(item)).map(|k| k.spelling()).collect();
            let list = list.join(", ");
            let fault = fault.note(say!("in `{item}` possono stare: {list}", "`{item}` can have: {list}"));
            if !Keyword::Datum.allowed_on(item) {
                return fault;
            }
            fault.note(say!(
                "ciò per cui non c'è una parola si scrive `dato \"Nome\" \"contenuto\"`",
                "what there is no word for is written `dato \"Name\" \"content\"`"
            ))
        }
    }
}

/// A code is no attribute: where it stands.
fn where_codes_stand(item: ItemKeyword) -> Option<Text> {
    let head = match item {
        ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action => format!("{item} A.1 \"…\""),
        ItemKeyword::Kpi | ItemKeyword::Indicator => format!("{item} KP019 \"…\""),
        _ => return None,
    };
    Some(say!(
        "un codice non ha una riga sua: sta dopo `{item}`, prima del titolo (`{head}`); un altro codice si scrive `dato \"codice\" \"…\"`",
        "a code has no line of its own: it stands after `{item}`, before the title (`{head}`); another code is written `dato \"codice\" \"…\"`"
    ))
}

/// An attribute on an item that does not take it.
pub fn misplaced(span: Span, keyword: Keyword, item: ItemKeyword) -> Diagnostic {
    let homes: Vec<&str> = ItemKeyword::ALL
        .iter()
        .filter(|item| keyword.allowed_on(**item))
        .map(|item| item.spelling())
        .collect();
    let homes = homes.join(", ");
    let fault = Diagnostic::new(
        Code::Misplaced,
        span,
        say!("`{keyword}` non può stare in `{item}`", "`{keyword}` cannot stand in `{item}`"),
    );
    fault.note(say!(
        "`{keyword}` è una parola riservata: sta in {homes}; se è un nome o un'unità di misura, cambialo o mettilo tra virgolette",
        "`{keyword}` is a reserved word: it stands in {homes}; if it is a name or a unit, change it or put it in quotes"
    ))
}

/// `indicatore` followed by `peso` or `target`: the head of the tables' column, not the catalogue's entry.
pub fn kpi_meant(span: Span, keyword: Keyword, attribute: Span) -> Diagnostic {
    Diagnostic::new(Code::KpiMeant, span, say!("volevi dire `kpi`?", "did you mean `kpi`?"))
        .also(attribute, say!("`{keyword}` sta in un `kpi`", "`{keyword}` stands in a `kpi`"))
        .note(say!(
            "`indicatore` descrive una voce del catalogo, comune a più obiettivi; peso e target sono del `kpi` di un obiettivo",
            "`indicatore` describes an entry of the catalogue, shared by objectives; weight and target belong to the `kpi` of an objective"
        ))
        .fix(say!("scrivi `kpi`", "write `kpi`"), span, "kpi")
}

/// An attribute that may stand once stands again.
pub fn repeated(span: Span, keyword: Keyword, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Repeated,
        span,
        say!("`{keyword}` è scritto due volte", "`{keyword}` is written twice"),
    )
    .also(first, say!("la prima volta qui", "the first time here"))
    .note(say!("togline uno", "remove one of them"))
}

/// `56 anni`: a keyword where a unit was meant.
pub fn reserved_unit(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ReservedWord,
        span,
        say!("`{word}` è una parola riservata", "`{word}` is a reserved word"),
    )
    .note(say!("come unità di misura va tra virgolette", "as a unit it goes in quotes"))
    .fix(say!("metti `{word}` tra virgolette", "put `{word}` in quotes"), span, format!("\"{word}\""))
    .safely()
}

/// `1e100`, `0x10`: another program's way of writing a number, or a unit without its blank.
pub fn glued_unit(span: Span, digits: &str, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::GluedUnit,
        span,
        say!(
            "`{digits}{word}`: non so se è un numero solo o `{digits}` con l'unità `{word}`",
            "`{digits}{word}`: I do not know whether this is one number, or `{digits}` with the unit `{word}`"
        ),
    )
    .note(say!(
        "i numeri si scrivono per esteso, con la virgola per i decimali; prima dell'unità va uno spazio",
        "numbers are written out, with a comma for the decimals; a blank goes before the unit"
    ))
    .fix(say!("scrivi `{digits} {word}`", "write `{digits} {word}`"), span, format!("{digits} {word}"))
}

/// A keyword where a name belongs.
pub fn reserved_name(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ReservedWord,
        span,
        say!(
            "`{word}` è una parola riservata e non può essere un nome",
            "`{word}` is a reserved word and cannot be a name"
        ),
    )
    .note(say!("scegli un altro nome, per esempio `{word}_1`", "choose another name, for example `{word}_1`"))
}

/// A name that is written as no name can be.
pub fn bad_name(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadName,
        span,
        say!("`{word}` non può essere un codice", "`{word}` cannot be a code"),
    )
    .note(say!(
        "un codice è fatto di lettere, cifre e `_`, uniti da punti o trattini: A.1.2, M1C1-17 (quello di un indicatore anche da `/`: OB/1)",
        "a code is made of letters, digits and `_`, joined by dots or hyphens: A.1.2, M1C1-17 (an indicator's by `/` too: OB/1)"
    ))
}

/// `0.123`, `69.5`.
pub fn thousands(span: Span, digits: &str, meant: Option<String>) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::BadNumber,
        span,
        say!(
            "`{digits}`: il punto separa le migliaia, non i decimali",
            "`{digits}`: the dot divides thousands, not decimals"
        ),
    )
    .note(say!(
        "i decimali vogliono la virgola: 69,5; le migliaia il punto: 17.000,00",
        "decimals take a comma: 69,5; thousands a dot: 17.000,00"
    ));
    // `1234.567` may lack a dot, `06.2025` may be a month: only what has decimals like a number is surely one.
    let sure = digits.split_once('.').is_some_and(|(whole, decimals)| {
        let whole = whole.trim_start_matches(['-', '+', '\u{2212}', '\u{2013}']);
        whole == "0" || decimals.len() <= 2 && !whole.starts_with('0')
    });
    match meant {
        Some(meant) => {
            let fault = fault.fix(say!("scrivi `{meant}`", "write `{meant}`"), span, meant.clone());
            if sure { fault.safely() } else { fault }
        }
        None => fault,
    }
}

/// More digits than are handled.
pub fn too_large(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NumberTooLarge,
        span,
        say!("questo numero ha troppe cifre", "this number has too many digits"),
    )
    .note(say!("i numeri hanno al massimo 28 cifre", "numbers have at most 28 digits"))
}

/// An impossible day, or a year of two digits.
pub fn bad_date(span: Span, text: &str) -> Diagnostic {
    let year = text.rsplit(['/', '.']).next().unwrap_or("");
    let fault = Diagnostic::new(
        Code::BadDate,
        span,
        say!("`{text}` non è una data del calendario", "`{text}` is not a day of the calendar"),
    )
    .note(say!(
        "una data si scrive 31/12/2025, con l'anno di quattro cifre",
        "a date is written 31/12/2025, with a year of four digits"
    ));
    let Some(head) = text.strip_suffix(year).filter(|_| year.len() == 2) else { return fault };
    let whole = format!("{head}20{year}");
    match crate::value::parse_date(&whole) {
        Some(_) => fault.fix(say!("scrivi `{whole}`", "write `{whole}`"), span, whole.clone()),
        None => fault,
    }
}

/// `08:75`.
pub fn bad_clock(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadDate,
        span,
        say!("`{text}` non è una durata in ore e minuti", "`{text}` is no duration in hours and minutes"),
    )
    .note(say!(
        "i minuti vanno da 00 a 59: 08:30 sono otto ore e mezza",
        "minutes go from 00 to 59: 08:30 is eight hours and a half"
    ))
}

/// `99999`, `2025-S3`.
pub fn bad_period(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadPeriod,
        span,
        say!("`{text}` non è un anno né un periodo", "`{text}` is neither a year nor a period"),
    )
    .note(say!(
        "gli anni vanno dal 1900 al 2199; un periodo è 2025, 2025-S1 (semestre), 2025-T2 (trimestre) o 2025-06 (mese)",
        "years go from 1900 to 2199; a period is 2025, 2025-S1 (half-year), 2025-T2 (quarter) or 2025-06 (month)"
    ))
}

/// `=<`, `=>`, `>`, `<`.
pub fn bad_comparator(span: Span, written: &str, right: &'static str) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::BadComparator,
        span,
        say!("`{written}` non è un confronto", "`{written}` is not a comparison"),
    )
    .note(say!(
        "i confronti sono `>=` (almeno), `<=` (al massimo), `=` (esattamente) e `entro`",
        "the comparisons are `>=` (at least), `<=` (at most), `=` (exactly) and `entro`"
    ))
    .fix(say!("scrivi `{right}`", "write `{right}`"), span, right);
    // `> 5` may well mean 6 and more: only the signs put the wrong way round are surely these.
    if written.chars().count() == 2 { fault.safely() } else { fault }
}

/// A target without comparator.
pub fn no_comparator(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NoComparator,
        span,
        say!(
            "il target non dice se è un minimo o un massimo",
            "the target does not say whether it is a minimum or a maximum"
        ),
    )
    .note(say!(
        "scrivi `>=` (almeno), `<=` (al massimo) o `=` davanti al valore; per una data `entro`",
        "write `>=` (at least), `<=` (at most) or `=` before the value; for a date `entro`"
    ))
    .fix(say!("almeno: `>=`", "at least: `>=`"), span.before(), ">= ")
    .fix(say!("al massimo: `<=`", "at most: `<=`"), span.before(), "<= ")
}

/// A comparator without a value.
pub fn no_target_value(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoTargetValue, span, say!("al target manca il valore", "the target has no value"))
        .note(expected(Keyword::Target))
}

/// `peso 25`, `peso -5%`, `peso 1/0`.
pub fn bad_weight(span: Span, written: &str, percent: bool) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::BadWeight,
        span,
        say!("`{written}` non è un peso", "`{written}` is not a weight"),
    )
    .note(expected(Keyword::Weight));
    if !percent {
        return fault;
    }
    let with_fix = |fault: Diagnostic, whole: String| {
        fault.fix(say!("scrivi `{whole}`", "write `{whole}`"), span, whole.clone())
    };
    match share_of_one(written) {
        // `0,4`: a share as spreadsheets keep it. `1` may be a percentage as well.
        Some(points) => {
            let fault = with_fix(fault, format!("{points}%"));
            if written == "1" { with_fix(fault, "1%".to_owned()) } else { fault }
        }
        None => with_fix(fault, format!("{written}%")).safely(),
    }
}

/// The points of a percentage that a share of one is: 40 of `0,4`.
pub(super) fn share_of_one(written: &str) -> Option<String> {
    let share = crate::value::parse_number(written, crate::value::Mark::Comma).ok()?;
    let within = share > rust_decimal::Decimal::ZERO && share <= rust_decimal::Decimal::ONE;
    let points = share.checked_mul(rust_decimal::Decimal::ONE_HUNDRED).filter(|_| within)?;
    Some(points.normalize().to_string().replace('.', ","))
}

/// `peso 15` on an objective, where points are as likely as a percentage.
pub fn or_points(fault: Diagnostic, span: Span, written: &str) -> Diagnostic {
    let points = format!("{written} punti");
    fault.unsurely().fix(say!("oppure `{points}`", "or `{points}`"), span, points.clone())
}

/// `proventi - oneri / proventi` in a ratio.
pub fn ratio_shape(span: Span, fix: Option<String>) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::RatioShape,
        span,
        say!(
            "un rapporto ha una sola divisione, fra due quantità",
            "a ratio has exactly one division, between two quantities"
        ),
    )
    .note(say!(
        "metti tra parentesi ciò che si calcola prima: rapporto % (proventi - oneri) / proventi",
        "put what is computed first in parentheses: rapporto % (proventi - oneri) / proventi"
    ));
    match fix {
        Some(fix) => fault.fix(say!("scrivi `{fix}`", "write `{fix}`"), span, fix.clone()),
        None => fault,
    }
}

/// `rapporto % "A" "B"`: texts in a row, of which one would describe the indicator.
pub fn ratio_of_texts(span: Span, fix: Option<String>) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::RatioShape,
        span,
        say!("tra i due termini del rapporto manca `/`", "`/` is missing between the two terms of the ratio"),
    )
    .note(say!(
        "un testo solo descrive l'indicatore; i due termini di un rapporto si dividono: rapporto % \"Evase\" / \"Ricevute\"",
        "a single text describes the indicator; the two terms of a ratio are divided: rapporto % \"Evase\" / \"Ricevute\""
    ));
    match fix {
        Some(fix) => fault.fix(say!("scrivi `{fix}`", "write `{fix}`"), span, fix.clone()),
        None => fault,
    }
}

/// `m[anno-1..anno-3]`, a window elsewhere than in `somma` and `media`, and the like.
pub fn bad_window(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadWindow,
        span,
        say!("questa finestra di anni non si può calcolare", "this window of years cannot be computed"),
    )
    .note(say!(
        "una finestra va dal primo all'ultimo anno, dentro `somma` o `media`: media(m[anno-3..anno-1])",
        "a window goes from the first to the last year, inside `somma` or `media`: media(m[anno-3..anno-1])"
    ))
}
