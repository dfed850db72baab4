//! The words of `piaoc form`.

use clap::{Arg, ArgAction, Command};

use super::{Words, path, with_actuals};

/// The command.
pub(super) fn form(say: Words) -> Command {
    with_actuals(Command::new("form"), say)
        .about(say.pick(
            "Prepara il modulo Excel con cui le strutture comunicano i dati di un periodo",
            "Makes the Excel form on which offices report the values of a period",
        ))
        .override_usage(say.pick(
            "piaoc form PIANO --period P -o FILE.xlsx [OPZIONI]",
            "piaoc form PLAN --period P -o FILE.xlsx [OPTIONS]",
        ))
        .mut_arg("period", |period| {
            period.required(true).help(say.pick(
                "Di quale periodo sono i dati: 2025, 2025-S1, 2025-T2 o 2025-06",
                "Of which period the values are: 2025, 2025-S1, 2025-T2 or 2025-06",
            ))
        })
        .mut_arg("actuals", |actuals| {
            actuals.help(say.pick(
                "I dati che già ci sono: il modulo mostra l'anno prima, e ciò che è noto è già compilato; si può ripetere",
                "What is known already: the form shows the year before, and known values are filled in; may be repeated",
            ))
        })
        .arg(Arg::new("structure").long("structure").value_name("S").help(say.pick(
            "Solo una struttura (nome o titolo) e quelle che ne fanno parte",
            "Only one office (identifier or title) and those within it",
        )))
        .arg(
            path("output", "FILE.xlsx")
                .long("output")
                .short('o')
                .required(true)
                .help(say.pick("Il file da scrivere", "The file to write")),
        )
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help(say.pick(
            "Sostituisce il file se c'è già",
            "Replaces the file if it is already there",
        )))
        .after_help(say.with_exits(&[
            (
                "piaoc form piano.piao --period 2025-T2 -o raccolta.xlsx",
                "un foglio per struttura",
                "one sheet an office",
            ),
            (
                "piaoc form piano.piao --period 2025 --structure staff -o staff.xlsx",
                "il modulo di una sola struttura",
                "the form of one office alone",
            ),
            (
                "piaoc eval piano.piao --actuals raccolta.xlsx",
                "il modulo compilato è un consuntivo",
                "a filled form is a table of actuals",
            ),
        ]))
}
