//! What can be wrong with the header of a table: each from its data to its words.

use super::columns::Name;
use super::faults::{Place, short};
use crate::diagnostics::{Code, Diagnostic, Text, nearest, say};

/// What a header lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderFault {
    /// It has no column that is known.
    Nothing,
    /// Neither `chiave` nor the pair.
    NoKey,
    /// `indicatore` alone.
    NoObjective,
    /// `obiettivo` alone.
    NoIndicator,
    /// Neither `periodo` nor periods as headers.
    NoPeriod,
    /// `periodo`, but no values.
    NoValue,
}

pub fn expected_header() -> Text {
    say!(
        "la prima riga dice che cosa c'è nelle colonne: `chiave;periodo;valore`, con `esito`, `nota`, `stato`, `avanzamento` e `motivo` se servono; al posto di `chiave` vanno bene `obiettivo;indicatore`, al posto di `periodo;valore` una colonna per periodo (`chiave;2025-S1;2025-S2`)",
        "the first row says what the columns hold: `key;period;value`, with `validation`, `note`, `status`, `progress` and `reason` where needed; `objective;indicator` may stand for `key`, and one column a period (`key;2025-S1;2025-S2`) for `period;value`"
    )
}

/// A header that does not do; `unknown` are the columns that mean nothing, one of which may be misspelt.
pub fn no_header(header: &Place<'_>, fault: HeaderFault, unknown: &[Place<'_>]) -> Diagnostic {
    let (lacks, name) = match fault {
        HeaderFault::Nothing => {
            (say!("qui manca l'intestazione della tabella", "the table's header is missing here"), Name::Key)
        }
        HeaderFault::NoKey => (say!("manca la colonna `chiave`", "there is no column `key`"), Name::Key),
        HeaderFault::NoObjective => (
            say!(
                "accanto a `indicatore` manca la colonna `obiettivo`",
                "beside `indicator` there is no column `objective`"
            ),
            Name::Objective,
        ),
        HeaderFault::NoIndicator => (
            say!(
                "accanto a `obiettivo` manca la colonna `indicatore`",
                "beside `objective` there is no column `indicator`"
            ),
            Name::Indicator,
        ),
        HeaderFault::NoPeriod => (
            say!(
                "manca la colonna `periodo`, e nessuna colonna ha un periodo (2025, 2025-S1, 2025-T2, 2025-06) per intestazione",
                "there is no column `period`, and no column has a period (2025, 2025-S1, 2025-T2, 2025-06) as its header"
            ),
            Name::Period,
        ),
        HeaderFault::NoValue => (
            say!("manca la colonna `valore` (o `stato`)", "there is no column `value` (or `status`)"),
            Name::Value,
        ),
    };
    let Text { it, en } = lacks;
    let Text { it: spot_it, en: spot_en } = header.spot();
    let fault = Diagnostic::new(Code::NoHeader, header.span, say!("{spot_it}: {it}", "{spot_en}: {en}"));
    let wanted = name.spelling();
    let misspelt =
        unknown.iter().find(|place| place.column.len() < 40 && nearest(place.column, [wanted]).is_some());
    match misspelt {
        Some(Place { column, span, .. }) => fault.fix(
            say!("forse `{column}` è `{wanted}`", "perhaps `{column}` is `{wanted}`"),
            *span,
            wanted,
        ),
        None => fault,
    }
    .note(expected_header())
}

/// Values both in `valore` and in columns of periods: which are meant can't be told.
pub fn values_twice(value: &Place<'_>, period: &Place<'_>) -> Diagnostic {
    let (column, other) = (short(value.column), short(period.column));
    value
        .fault(
            Code::NoHeader,
            say!(
                "i valori stanno sia in `{column}` sia in `{other}`",
                "the values stand both in `{column}` and in `{other}`"
            ),
        )
        .also(period.span, say!("una colonna per periodo", "a column for a period"))
        .note(say!(
            "tieni `periodo` e `valore`, oppure una colonna per periodo",
            "keep `periodo` and `valore`, or one column a period"
        ))
}

/// Two columns of one meaning.
pub fn column_twice(place: &Place<'_>, first: &Place<'_>) -> Diagnostic {
    let other = short(first.column);
    place
        .fault(
            Code::NoHeader,
            say!(
                "c'è già una colonna con lo stesso significato, `{other}`",
                "there is already a column of the same meaning, `{other}`"
            ),
        )
        .also(first.span, say!("la prima è qui", "the first is here"))
        .note(say!(
            "togline una, o cambia intestazione a quella che non serve",
            "take one away, or give the one that is not needed another header"
        ))
}
