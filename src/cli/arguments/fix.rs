//! The words of `piaoc fix`.

use clap::{Arg, ArgAction, Command};

use super::{Words, plans};

/// The command.
pub(super) fn fix(say: Words) -> Command {
    Command::new("fix")
        .about(
            say.pick(
                "Corregge da solo ciò che ha un rimedio sicuro",
                "Mends by itself what has a safe remedy",
            ),
        )
        .override_usage(say.pick("piaoc fix PIANO... [OPZIONI]", "piaoc fix PLAN... [OPTIONS]"))
        .arg(plans(say).help(say.pick(
            "File .piao, o cartelle: anche i file e i CSV che i piani usano",
            "Files .piao, or folders: also the files and CSVs that the plans use",
        )))
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help(say.pick(
            "Mostra che cosa cambierebbe, e non scrive nulla",
            "Shows what would change, and writes nothing",
        )))
        .arg(
            Arg::new("code")
                .long("code")
                .value_name(say.pick("CODICE", "CODE"))
                .action(ArgAction::Append)
                .help(say.pick(
                    "Corregge solo questo codice, per esempio P0110; si può ripetere",
                    "Mends only this code, for example P0110; may be repeated",
                )),
        )
        .after_help(say.with_exits(&[
            ("piaoc fix piano.piao --dry-run", "prima uno sguardo", "a look first"),
            ("piaoc fix piano.piao", "poi le correzioni", "then the repairs"),
            ("piaoc fix piani/ --code P0419", "un solo tipo di avviso", "one kind of warning only"),
        ]))
}
