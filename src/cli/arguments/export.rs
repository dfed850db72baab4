//! The words of `piaoc export`.

use clap::{Arg, ArgAction, Command};

use super::{Words, path, with_actuals};

/// The command.
pub(super) fn export(say: Words) -> Command {
    with_actuals(Command::new("export"), say)
        .about(say.pick(
            "Scrive i risultati in una cartella di Excel che si ricalcola, o nella tabella da pubblicare; senza consuntivi, il piano come è approvato",
            "Writes the results into an Excel workbook that recomputes itself, or the table to publish; without actuals, the plan as approved",
        ))
        .override_usage(say.pick(
            "piaoc export PIANO [--actuals FILE]... -o FILE.xlsx [OPZIONI]",
            "piaoc export PLAN [--actuals FILE]... -o FILE.xlsx [OPTIONS]",
        ))
        .arg(path("output", "FILE").short('o').long("output").help(say.pick(
            "Il file da scrivere, .xlsx o .csv; un'esportazione di prima viene sostituita",
            "The file to write, .xlsx or .csv; an earlier export is replaced",
        )))
        .arg(
            Arg::new("no-actuals").long("no-actuals").action(ArgAction::SetTrue).conflicts_with("actuals").help(
                say.pick(
                    "Il piano come è approvato, anche se `piaoc.toml` nomina dei consuntivi; con --period, solo i target di quell'anno",
                    "The plan as approved, even if `piaoc.toml` names actuals; with --period, only the targets of that year",
                ),
            ),
        )
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help(say.pick(
            "Sostituisce anche un file che non è un'esportazione o che è stato modificato",
            "Replaces also a file that is no export or was changed since",
        )))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name(say.pick("FORMATO", "FORMAT"))
                .hide_possible_values(true)
                .value_parser(["xlsx", "csv"])
                .help(say.pick(
                    "xlsx o csv, se il nome del file non lo dice; csv senza file va su standard output",
                    "xlsx or csv, if the file's name does not tell; csv without a file goes to standard output",
                )),
        )
        .after_help(say.with_exits(&[
            (
                "piaoc export piano.piao --actuals consuntivo.csv -o risultati.xlsx",
                "cambiando un consuntivo in Excel cambia la performance",
                "changing an actual in Excel changes the performance",
            ),
            (
                "piaoc export piano.piao --actuals consuntivo.csv -o tabella.csv",
                "la tabella come si pubblica, per Excel italiano",
                "the table as it is published, for Italian Excel",
            ),
            (
                "piaoc export piano.piao -o piano.xlsx",
                "obiettivi, indicatori, pesi e target di tutti gli anni, prima dei consuntivi",
                "objectives, indicators, weights and targets of all years, before any actuals",
            ),
        ]))
}
