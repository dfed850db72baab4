//! The options of `import`.

use clap::{Arg, ArgAction, Command, ValueHint};

use super::{Words, path};

pub(super) fn import(say: Words) -> Command {
    Command::new("import")
        .about(say.pick(
            "Fa un piano da una tabella, e dice che cosa ne è di ogni cella",
            "Makes a plan from a table, and tells what became of each cell",
        ))
        .override_usage(say.pick(
            "piaoc import TABELLA -o CARTELLA [--map \"COLONNA=RUOLO\"]... [--years ANNI]",
            "piaoc import TABLE -o FOLDER [--map \"COLUMN=ROLE\"]... [--years YEARS]",
        ))
        .arg(path("table", say.pick("TABELLA", "TABLE")).required(true).help(say.pick(
            "Una cartella di lavoro (.xlsx, .xlsm, .xls, .ods), un CSV, o il testo incollato di una tabella",
            "A workbook (.xlsx, .xlsm, .xls, .ods), a CSV, or the pasted text of a table",
        )))
        .arg(
            path("output", say.pick("CARTELLA", "FOLDER"))
                .short('o')
                .long("output")
                .value_hint(ValueHint::DirPath)
                .required(true)
                .help(say.pick("Una cartella nuova o vuota", "A new or empty folder")),
        )
        .arg(
            Arg::new("map")
                .long("map")
                .value_name(say.pick("COLONNA=RUOLO", "COLUMN=ROLE"))
                .action(ArgAction::Append)
                .help(say.pick(
                    "Che cos'è una colonna che ha un altro nome: obiettivo, indicatore, peso, target 2025, consuntivo, nota ...; si può ripetere",
                    "What a column of another name is: obiettivo, indicatore, peso, target 2025, consuntivo, nota ...; may be repeated",
                )),
        )
        .arg(Arg::new("years").long("years").value_name(say.pick("ANNI", "YEARS")).help(say.pick(
            "Gli anni del piano, 2025 o 2025-2027, se la tabella non li dice o ne dice altri",
            "The plan's years, 2025 or 2025-2027, if the table does not tell them or tells others",
        )))
        .after_help(say.with_exits(&[
            (
                "piaoc import tabella.xlsx -o piano",
                "scrive piano/piano.piao, il consuntivo e il resoconto",
                "writes piano/piano.piao, the actuals and the report",
            ),
            (
                "piaoc import tabella.xlsx -o piano --map \"Valore 2025=target 2025\"",
                "dice che cos'è una colonna",
                "says what a column is",
            ),
        ]))
}
