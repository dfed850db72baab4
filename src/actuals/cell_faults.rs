//! What can be wrong with the values of a table: each from its data to its words. The faults of outcomes and states are in
//! [`super::state_faults`].

use chrono::Days;

use super::Subject;
use super::cell::{self, Content, Misfit, Unreadable};
use super::faults::{Place, declared, short};
use super::keys::Key;
use super::merge::Clash;
use super::table::as_cell;
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::plan::{Algorithm, Plan};
use crate::source::{Sources, Span};
use crate::value::words::{Hints, number_word, read_day};
use crate::value::{Mark, Type, fold_name, show_date};

/// Whose value a cell holds: its name, its place in the plan and the type that it wants.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'p> {
    name: &'p str,
    span: Span,
    want: Option<Type>,
    /// Whether it is a change, whose cells may hold by mistake what it is a change of.
    change: bool,
}

impl<'p> Owner<'p> {
    /// The owner of the cells of a subject.
    pub fn of(plan: &'p Plan, subject: Subject) -> Owner<'p> {
        let (span, name) = declared(plan, Key::Value(subject));
        let change = match subject {
            Subject::Kpi(id) => matches!(plan.kpi(id).algorithm, Algorithm::Change(_)),
            Subject::Measure(_) => false,
        };
        Owner { name, span, want: wanted(plan, subject), change }
    }

    fn label(&self, fault: Diagnostic) -> Diagnostic {
        let name = self.name;
        match self.want.map(Type::name) {
            Some(Text { it, en }) => fault.also(
                self.span,
                say!("`{name}` è dichiarato qui e vuole {it}", "`{name}` is declared here and wants {en}"),
            ),
            None => fault,
        }
    }
}

/// The type that the cells of a subject must have, if the plan knows it.
pub fn wanted(plan: &Plan, subject: Subject) -> Option<Type> {
    match subject {
        Subject::Measure(id) => plan.measure(id).kind,
        Subject::Kpi(id) => Some(plan.kpi(id).kind),
    }
}

/// A file's manner of writing, for the words of a fix.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// What divides the cells.
    pub separator: u8,
    /// What divides the decimals.
    pub mark: Mark,
    /// Whether it is of a workbook whose days count from 1904.
    pub of_1904: bool,
}

/// Between the days that workbooks count from, those of 1900 and of 1904.
const BETWEEN: Days = Days::new(1462);

fn example(of: Type, mark: Mark) -> String {
    match (of, mark) {
        (Type::Number | Type::Percent, Mark::Point) => of.example().replace(',', "."),
        (Type::Money, Mark::Point) => "1250.00 €".to_owned(),
        _ => of.example().to_owned(),
    }
}

/// The code of a cell that can't be read.
pub fn code_of(fault: &Unreadable) -> Code {
    match fault {
        Unreadable::Mark(_) => Code::CellNumber,
        Unreadable::TooLarge => Code::NumberTooLarge,
        Unreadable::Date(_) => Code::BadDate,
        Unreadable::Foreign(_) => Code::ForeignCurrency,
        Unreadable::SpreadsheetError | Unreadable::Unknown => Code::CellType,
    }
}

/// A cell that can't be read.
pub fn unreadable(
    place: &Place<'_>,
    text: &str,
    fault: &Unreadable,
    owner: &Owner<'_>,
    manner: Manner,
) -> Diagnostic {
    let (code, text) = (code_of(fault), short(text));
    match fault {
        Unreadable::Mark(meant) => {
            let fault = wrong_mark(place, &text, manner.mark);
            meant.iter().fold(fault, |fault, meant| {
                fault.fix(
                    say!("scrivi `{meant}`", "write `{meant}`"),
                    place.span,
                    as_cell(meant, manner.separator),
                )
            })
        }
        Unreadable::TooLarge => place
            .fault(code, say!("questo numero ha troppe cifre", "this number has too many digits"))
            .note(say!("i numeri hanno al massimo 28 cifre", "numbers have at most 28 digits")),
        Unreadable::Date(meant) => {
            let said = match meant {
                Some(_) => say!(
                    "nella data `{text}` l'anno ha due cifre",
                    "the date `{text}` has a year of two digits"
                ),
                None => {
                    say!("`{text}` non è una data del calendario", "`{text}` is not a day of the calendar")
                }
            };
            let fault = place.fault(code, said).note(say!(
                "una data si scrive 31/12/2025, con l'anno di quattro cifre",
                "a date is written 31/12/2025, with a year of four digits"
            ));
            meant.iter().fold(fault, |fault, meant| {
                fault.fix(say!("scrivi `{meant}`", "write `{meant}`"), place.span, meant.clone())
            })
        }
        Unreadable::SpreadsheetError => owner.label(
            place
                .fault(
                    code,
                    say!(
                        "`{text}` è un errore del foglio di calcolo",
                        "`{text}` is an error of the spreadsheet"
                    ),
                )
                .note(say!(
                    "correggi la formula in Excel, o scrivi `n.d.` se il valore non c'è",
                    "mend the formula in Excel, or write `n.d.` if there is no value"
                )),
        ),
        Unreadable::Foreign(name) => owner.label(foreign(place, &text, name)),
        Unreadable::Unknown => {
            let fault = place.fault(
                code,
                say!("non capisco il valore `{text}`", "I do not understand the value `{text}`"),
            );
            let fault = owner.label(fault);
            // What is there already is no advice.
            if let Some((value, Text { it, en })) = begins_with_value(&text, manner.mark) {
                return fault.note(say!(
                    "nella cella va solo `{value}`: {it}",
                    "the cell takes just `{value}`: {en}"
                ));
            }
            if let Some(meant) = in_words(&text, owner.want) {
                return fault.fix(say!("scrivi `{meant}`", "write `{meant}`"), place.span, meant.clone());
            }
            let wanted = example(owner.want.unwrap_or(Type::Number), manner.mark);
            fault.note(say!(
                "qui va per esempio `{wanted}`; `n.d.` se il valore non c'è; un commento va nella colonna `nota`",
                "here goes for instance `{wanted}`; `n.d.` if there is no value; a remark goes in the column `note`"
            ))
        }
    }
}

/// `22 giugno 2026` where a date belongs, `due` where a number does.
fn in_words(text: &str, want: Option<Type>) -> Option<String> {
    match want.unwrap_or(Type::Number) {
        Type::Date => {
            let (day, guess) = read_day(text, Hints::default())?;
            guess.is_none().then(|| show_date(day))
        }
        Type::Number => number_word(&fold_name(text)).map(|number| number.to_string()),
        _ => None,
    }
}

/// `n.d. fino a marzo`, `90% (stima)`: a cell that says a value, and then more.
fn begins_with_value(text: &str, mark: Mark) -> Option<(String, Text)> {
    let (first, rest) = text.split_once(' ')?;
    let rest = rest.trim();
    let value = match cell::read(first, mark).ok()? {
        Content::Unavailable => "n.d.".to_owned(),
        Content::Value(_) => first.to_owned(),
        Content::Blank => return None,
    };
    let words = rest.contains(char::is_alphabetic) && !rest.contains(|c: char| c.is_ascii_digit());
    words.then(|| {
        (
            value,
            say!(
                "«{rest}» è un commento, e va nella colonna `nota`",
                "«{rest}» is a remark, and goes in the column `note`"
            ),
        )
    })
}

/// An amount that is not in euro.
fn foreign(place: &Place<'_>, text: &str, name: &str) -> Diagnostic {
    let fault = place.fault(
        Code::ForeignCurrency,
        say!("`{text}` è in `{name}`, non in euro", "`{text}` is in `{name}`, not in euro"),
    );
    if place.sheet.is_some() {
        fault.note(say!(
            "scrivi l'importo in euro; se lo è già, correggi il formato della cella (in Excel: Formato celle, Valuta, simbolo €)",
            "write the amount in euro; if it is so already, mend the format of the cell (in Excel: Format Cells, Currency, symbol €)"
        ))
    } else {
        fault.note(say!(
            "scrivi l'importo in euro, per esempio `1.250,00 €`",
            "write the amount in euro, for instance `1.250,00 €`"
        ))
    }
}

fn wrong_mark(place: &Place<'_>, text: &str, mark: Mark) -> Diagnostic {
    let code = Code::CellNumber;
    match mark {
        Mark::Comma => place
            .fault(
                code,
                say!(
                    "`{text}`: in questo file la virgola divide i decimali e il punto le migliaia",
                    "`{text}`: in this file the comma divides decimals and the dot thousands"
                ),
            )
            .note(say!(
                "se in tutto il file i decimali hanno il punto, aggiungi `--decimal punto`; se lo hanno solo in questo file, in `piaoc.toml` scrivi `{{ path = \"…\", decimal = \"point\" }}` al posto del suo nome",
                "if decimals have a point in the whole file, add `--decimal point`; if only in this file, write `{{ path = \"…\", decimal = \"point\" }}` for its name in `piaoc.toml`"
            )),
        Mark::Point => place
            .fault(
                code,
                say!(
                    "`{text}`: in questo file il punto divide i decimali e la virgola le migliaia",
                    "`{text}`: in this file the point divides decimals and the comma thousands"
                ),
            )
            .note(say!(
                "se in tutto il file i decimali hanno la virgola, aggiungi `--decimal virgola`; se la hanno solo in questo file, in `piaoc.toml` scrivi `{{ path = \"…\", decimal = \"comma\" }}` al posto del suo nome",
                "if decimals have a comma in the whole file, add `--decimal comma`; if only in this file, write `{{ path = \"…\", decimal = \"comma\" }}` for its name in `piaoc.toml`"
            )),
    }
}

/// The code of a value of the wrong type.
pub fn code_of_misfit(misfit: &Misfit) -> Code {
    match misfit {
        Misfit::Percent(_) => Code::CellPercent,
        Misfit::Serial(_) => Code::ExcelDate,
        Misfit::Foreign(_) => Code::ForeignCurrency,
        Misfit::Type(_) | Misfit::Counted(_) => Code::CellType,
    }
}

/// A value that is not of the type that its owner wants.
pub fn misfit(
    place: &Place<'_>,
    text: &str,
    misfit: &Misfit,
    owner: &Owner<'_>,
    manner: Manner,
) -> Diagnostic {
    let (code, text, name) = (code_of_misfit(misfit), short(text), owner.name);
    if let Misfit::Foreign(unit) = misfit {
        return owner.label(foreign(place, &text, unit));
    }
    let Some(want) = owner.want else { return place.fault(code, Text::same(text)) };
    let Text { it, en } = want.name();
    let wanted = example(want, manner.mark);
    let fault = match misfit {
        Misfit::Percent(meant) => {
            let fault = owner.label(bare_percent(place, &text, meant));
            return if owner.change { fault.unsurely() } else { fault };
        }
        Misfit::Serial(day) => {
            let later = if manner.of_1904 { day.checked_add_days(BETWEEN) } else { None };
            let day = show_date(later.unwrap_or(*day));
            return owner.label(
                place
                    .fault(
                        code,
                        say!(
                            "`{text}` è il numero con cui Excel conserva la data {day}",
                            "`{text}` is the number that Excel keeps for the date {day}"
                        ),
                    )
                    .note(say!(
                        "in Excel dai alla cella il formato Data prima di salvare",
                        "in Excel give the cell the format Date before saving"
                    ))
                    .fix(say!("scrivi `{day}`", "write `{day}`"), place.span, day.clone())
                    .safely(),
            );
        }
        Misfit::Type(found) => {
            let Text { it: found_it, en: found_en } = found.name();
            let fault = place.fault(
                code,
                say!(
                    "`{text}` è {found_it}, mentre `{name}` vuole {it}",
                    "`{text}` is {found_en}, but `{name}` wants {en}"
                ),
            );
            if *found == Type::Date && place.sheet.is_some() {
                fault.note(say!(
                    "se è un numero che Excel mostra come una data, dai alla cella il formato Numero",
                    "if it is a number that Excel shows as a date, give the cell the format Number"
                ))
            } else {
                fault
            }
        }
        Misfit::Counted(unit) | Misfit::Foreign(unit) => place.fault(
            code,
            say!(
                "`{text}` conta `{unit}`, mentre `{name}` vuole {it}",
                "`{text}` counts `{unit}`, but `{name}` wants {en}"
            ),
        ),
    };
    owner.label(fault).note(say!("qui va per esempio `{wanted}`", "here goes for instance `{wanted}`"))
}

/// A number without `%` where a percentage belongs.
pub fn bare_percent(place: &Place<'_>, text: &str, meant: &[String]) -> Diagnostic {
    let fault = place.fault(
        Code::CellPercent,
        say!(
            "`{text}` è un numero, e qui va una percentuale",
            "`{text}` is a number, and a percentage belongs here"
        ),
    );
    let fault = match meant {
        [_, _, ..] => fault.note(say!(
            "Excel conserva il 100% come 1: scegli che cosa vuol dire questo numero",
            "Excel keeps 100% as 1: choose what this number means"
        )),
        _ => fault.note(say!("una percentuale ha il suo segno", "a percentage has its sign")),
    };
    // Above 100 it may as well be an amount.
    let digits = |meant: &String| {
        meant.chars().take_while(|c| !matches!(c, ',' | '.' | '%')).filter(char::is_ascii_digit).count()
    };
    meant.iter().fold(fault, |fault, meant| {
        let fault = fault.fix(say!("scrivi `{meant}`", "write `{meant}`"), place.span, meant.clone());
        if digits(meant) < 3 || meant == "100%" { fault.safely() } else { fault }
    })
}

/// One key and period twice in a file, or in two files that say different things.
pub fn clash(plan: &Plan, sources: &Sources, place: &Place<'_>, clash: &Clash) -> Diagnostic {
    let (name, period) = (declared(plan, clash.key).1, clash.period);
    let row = clash.first_row;
    let (row_it, row_en) = match sources.cell(clash.first) {
        Some(cell) => (format!("in {cell}"), format!("in {cell}")),
        None => (format!("alla riga {row}"), format!("in row {row}")),
    };
    if clash.code() == Code::RepeatedFact {
        return place
            .fault(
                Code::RepeatedFact,
                say!("`{name}` per {period} c'è già {row_it}", "`{name}` for {period} is already {row_en}"),
            )
            .also(clash.first, say!("la prima volta è qui", "the first time is here"))
            .note(say!(
                "tieni una riga sola per chiave e periodo",
                "keep a single row for each key and period"
            ));
    }
    let said = |cell: Span| match sources.text(cell) {
        "" => say!("vuoto", "empty"),
        text => Text::same(format!("`{}`", short(text))),
    };
    // The place's own cell opens the message.
    let (Text { it, en }, path) = (said(clash.second), sources.path(clash.second.file));
    let (Text { it: first_it, en: first_en }, first_path) =
        (said(clash.first), sources.path(clash.first.file));
    let (row_it, row_en) = match sources.cell(clash.first) {
        Some(cell) => (cell.clone(), cell),
        None => (format!("riga {row}"), format!("row {row}")),
    };
    if path == first_path {
        return place
            .fault(
                Code::FilesDisagree,
                say!(
                    "`{name}` per {period} qui è {it}, ma in {row_it} è {first_it}",
                    "`{name}` for {period} is {en} here, but {first_en} in {row_en}"
                ),
            )
            .also(clash.first, say!("l'altro valore è qui", "the other value is here"))
            .note(say!(
                "togli il valore sbagliato da uno dei due fogli",
                "take the wrong value out of one of the two sheets"
            ));
    }
    place
        .fault(
            Code::FilesDisagree,
            say!(
                "`{name}` per {period} è {it} in `{path}` ma {first_it} in `{first_path}` ({row_it})",
                "`{name}` for {period} is {en} in `{path}` but {first_en} in `{first_path}` ({row_en})"
            ),
        )
        .also(clash.first, say!("l'altro valore è qui", "the other value is here"))
        .note(say!(
            "togli il valore sbagliato da uno dei due file",
            "take the wrong value out of one of the two files"
        ))
}
