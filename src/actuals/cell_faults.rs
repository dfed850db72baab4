//! What can be wrong with the values, outcomes and states of a table: each from its data to its words.

use super::Subject;
use super::cell::{Misfit, Unreadable};
use super::faults::{Place, declared, short};
use super::keys::Key;
use super::merge::Clash;
use super::table::as_cell;
use super::words::{OUTCOMES, STATES, denies};
use crate::diagnostics::{Code, Diagnostic, Text, nearest, say};
use crate::plan::Plan;
use crate::source::{Sources, Span};
use crate::value::{Mark, Type, show_date};

/// Whose value a cell holds: its name, its place in the plan and the type that it wants.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'p> {
    name: &'p str,
    span: Span,
    want: Option<Type>,
}

impl<'p> Owner<'p> {
    /// The owner of the cells of a subject.
    pub fn of(plan: &'p Plan, subject: Subject) -> Owner<'p> {
        let (span, name) = declared(plan, Key::Value(subject));
        Owner { name, span, want: wanted(plan, subject) }
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
}

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
            let fault = place
                .fault(
                    code,
                    say!("`{text}` non è una data del calendario", "`{text}` is not a day of the calendar"),
                )
                .note(say!(
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
        Unreadable::Unknown => {
            let fault = place.fault(
                code,
                say!("non capisco il valore `{text}`", "I do not understand the value `{text}`"),
            );
            let wanted = example(owner.want.unwrap_or(Type::Number), manner.mark);
            owner.label(fault).note(say!(
                "qui va per esempio `{wanted}`; `n.d.` se il valore non c'è; un commento va nella colonna `nota`",
                "here goes for instance `{wanted}`; `n.d.` if there is no value; a remark goes in the column `note`"
            ))
        }
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
                "se in tutto il file i decimali hanno il punto, aggiungi `--decimal punto`",
                "if decimals have a point in the whole file, add `--decimal point`"
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
                "se in tutto il file i decimali hanno la virgola, aggiungi `--decimal virgola`",
                "if decimals have a comma in the whole file, add `--decimal comma`"
            )),
    }
}

/// The code of a value of the wrong type.
pub fn code_of_misfit(misfit: &Misfit) -> Code {
    match misfit {
        Misfit::Percent(_) => Code::CellPercent,
        Misfit::Serial(_) => Code::ExcelDate,
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
    let Some(want) = owner.want else { return place.fault(code, Text::same(text)) };
    let Text { it, en } = want.name();
    let wanted = example(want, manner.mark);
    let fault = match misfit {
        Misfit::Percent(meant) => return owner.label(bare_percent(place, &text, meant)),
        Misfit::Serial(day) => {
            let day = show_date(*day);
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
            let found = found.name();
            let (found_it, found_en) = (found.it, found.en);
            place.fault(
                code,
                say!(
                    "`{text}` è {found_it}, mentre `{name}` vuole {it}",
                    "`{text}` is {found_en}, but `{name}` wants {en}"
                ),
            )
        }
        Misfit::Counted(unit) => place.fault(
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
    meant.iter().fold(fault, |fault, meant| {
        fault.fix(say!("scrivi `{meant}`", "write `{meant}`"), place.span, meant.clone()).safely()
    })
}

/// An `esito` that says unavailable beside a value.
pub fn value_beside_unavailable(
    place: &Place<'_>,
    text: &str,
    outcome: &Place<'_>,
    words: &str,
) -> Diagnostic {
    let (text, words) = (short(text), short(words));
    place
        .fault(
            Code::ValueBesideUnavailable,
            say!(
                "c'è il valore `{text}` ma l'esito è `{words}`",
                "there is the value `{text}` but the outcome is `{words}`"
            ),
        )
        .also(outcome.span, say!("l'esito è qui", "the outcome is here"))
        .note(say!(
            "togli il valore, oppure correggi l'esito in `kpi validato`",
            "take the value away, or correct the outcome to `validated`"
        ))
}

/// An `esito` that is none.
pub fn unknown_outcome(place: &Place<'_>, text: &str) -> Diagnostic {
    let written = short(text);
    let fault = place.fault(
        Code::UnknownOutcome,
        say!("non conosco l'esito `{written}`", "I do not know the outcome `{written}`"),
    );
    // Of two denials which was meant can't be told: `non validato` is neither of them.
    let fault = if super::words::denies(text) { fault } else { with_nearest(fault, place, text, &OUTCOMES) };
    fault.note(say!(
        "un esito è `kpi validato`, `kpi non disponibile` o `kpi non definito`, oppure la cella resta vuota",
        "an outcome is `validated`, `not available` or `not defined`, or the cell stays empty"
    ))
}

/// A state that is none.
pub fn unknown_state(place: &Place<'_>, text: &str) -> Diagnostic {
    let written = short(text);
    let fault = place.fault(
        Code::UnknownState,
        say!("non conosco lo stato `{written}`", "I do not know the state `{written}`"),
    );
    with_nearest(fault, place, text, &STATES).note(say!(
        "uno stato è `raggiunto`, `in linea`, `in ritardo`, `non dovuto` o `non disponibile`",
        "a state is `reached`, `on track`, `late`, `not due` or `unavailable`"
    ))
}

fn with_nearest(fault: Diagnostic, place: &Place<'_>, text: &str, words: &[&'static str]) -> Diagnostic {
    let alike = words.iter().copied().filter(|word| denies(word) == denies(text));
    match nearest(&short(text), alike) {
        Some(word) => {
            fault.fix(say!("forse volevi scrivere `{word}`", "perhaps you meant `{word}`"), place.span, word)
        }
        None => fault,
    }
}

/// `avanzamento` without `stato`.
pub fn progress_without_state(place: &Place<'_>, progress: &Place<'_>) -> Diagnostic {
    place
        .fault(
            Code::UnknownState,
            say!("c'è un avanzamento ma manca lo stato", "there is a progress but the state is missing"),
        )
        .also(progress.span, say!("l'avanzamento è qui", "the progress is here"))
        .note(say!(
            "uno stato è `raggiunto`, `in linea`, `in ritardo`, `non dovuto` o `non disponibile`",
            "a state is `reached`, `on track`, `late`, `not due` or `unavailable`"
        ))
}

/// `avanzamento` that is no percentage.
pub fn bad_progress(place: &Place<'_>, text: &str) -> Diagnostic {
    let text = short(text);
    place.fault(Code::CellType, say!("`{text}` non è un avanzamento", "`{text}` is not a progress")).note(
        say!(
            "l'avanzamento è una percentuale, per esempio `50%`",
            "the progress is a percentage, for instance `50%`"
        ),
    )
}

/// A value on the row of an objective.
pub fn value_of_objective(plan: &Plan, place: &Place<'_>, key: Key) -> Diagnostic {
    let (span, name) = declared(plan, key);
    place
        .fault(
            Code::CellType,
            say!(
                "`{name}` è un obiettivo, e un obiettivo non ha un valore suo",
                "`{name}` is an objective, and an objective has no value of its own"
            ),
        )
        .also(span, say!("`{name}` è dichiarato qui", "`{name}` is declared here"))
        .note(say!(
            "il suo valore si calcola dai suoi KPI: scrivi quelli, per esempio `{name}/trend_turismo`; qui vanno solo stato, avanzamento e motivo",
            "its value is computed from its KPIs: write those, for instance `{name}/trend_turismo`; here go only state, progress and reason"
        ))
}

/// A state on the row of a measure.
pub fn state_of_measure(plan: &Plan, place: &Place<'_>, key: Key) -> Diagnostic {
    let (span, name) = declared(plan, key);
    place
        .fault(
            Code::CellType,
            say!(
                "`{name}` è una misura, e una misura non ha uno stato",
                "`{name}` is a measure, and a measure has no state"
            ),
        )
        .also(span, say!("`{name}` è dichiarata qui", "`{name}` is declared here"))
        .note(say!(
            "uno stato si dichiara sulla riga di un KPI o di un obiettivo",
            "a state is declared on the row of a KPI or of an objective"
        ))
}

/// One key and period twice in a file, or in two files that say different things.
pub fn clash(plan: &Plan, sources: &Sources, place: &Place<'_>, clash: &Clash) -> Diagnostic {
    let (name, period, row) = (declared(plan, clash.key).1, clash.period, clash.first_row);
    if clash.code() == Code::RepeatedFact {
        return place
            .fault(
                Code::RepeatedFact,
                say!(
                    "`{name}` per {period} c'è già alla riga {row}",
                    "`{name}` for {period} is already in row {row}"
                ),
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
    let (Text { it, en }, path) = (said(clash.second), sources.path(clash.second.file));
    let (Text { it: first_it, en: first_en }, first_path) =
        (said(clash.first), sources.path(clash.first.file));
    place
        .fault(
            Code::FilesDisagree,
            say!(
                "`{name}` per {period} è {it} in `{path}` ma {first_it} in `{first_path}` (riga {row})",
                "`{name}` for {period} is {en} in `{path}` but {first_en} in `{first_path}` (row {row})"
            ),
        )
        .also(clash.first, say!("l'altro valore è qui", "the other value is here"))
        .note(say!(
            "togli il valore sbagliato da uno dei due file",
            "take the wrong value out of one of the two files"
        ))
}
