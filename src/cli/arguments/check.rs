//! `piaoc check` and `piaoc lints`.

use clap::{Arg, ArgAction, Command};

use super::{Words, format, path, plans};

/// What `--level` takes.
const LEVELS: [&str; 3] = ["error", "warning", "hint"];

pub(super) fn check(say: Words) -> Command {
    Command::new("check")
        .about(say.pick("Controlla uno o più piani", "Checks one or several plans"))
        .override_usage(say.pick("piaoc check PIANO... [OPZIONI]", "piaoc check PLAN... [OPTIONS]"))
        .arg(plans(say).help(say.pick(
            "File .piao, o cartelle: di una cartella tutti i piani che contiene",
            "Files .piao, or folders: of a folder all the plans below it",
        )))
        .arg(format(say, &["text", "short", "json", "sarif", "github", "gitlab"]))
        .arg(path("output", "FILE").long("output").help(say.pick(
            "Scrive in un file ciò che chiede --format, e sullo schermo il testo di sempre",
            "Writes to a file what --format asks for, and to the screen the usual text",
        )))
        .args(levels(say))
        .arg(
            Arg::new("level")
                .long("level")
                .value_name(LEVELS.join("|"))
                .hide_possible_values(true)
                .value_parser(LEVELS)
                .help(say.pick(
                    "Fin dove mostrare: altrimenti warning per chi legge, tutto per i programmi. Il codice di uscita non cambia",
                    "How far to show: otherwise warning for people, everything for programs. The exit code stays the same",
                )),
        )
        .arg(Arg::new("show-allowed").long("show-allowed").action(ArgAction::SetTrue).help(say.pick(
            "Mostra anche ciò che `consenti` permette, con il motivo",
            "Shows also what `consenti` allows, with the reason",
        )))
        .arg(
            Arg::new("watch")
                .long("watch")
                .value_name("poll")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("auto")
                .hide_possible_values(true)
                .value_parser(["auto", "poll"])
                .help(say.pick(
                    "Controlla di nuovo a ogni modifica, fino a Ctrl-C; `--watch=poll` per le cartelle di rete",
                    "Checks again at every change, until Ctrl-C; `--watch=poll` for network folders",
                )),
        )
        .after_help(say.with_exits(&[
            (
                "piaoc check piano.piao",
                "tutti gli errori, con il punto e il rimedio",
                "all faults, with place and remedy",
            ),
            ("piaoc check piani/", "ogni piano della cartella", "every plan of the folder"),
            (
                "piaoc check piano.piao --deny warnings",
                "in CI: anche un avviso fa fallire",
                "in CI: a warning fails too",
            ),
            (
                "piaoc check piani/ --format sarif --output piaoc.sarif",
                "per altri programmi",
                "for other programs",
            ),
        ]))
}

/// `--deny`, `--warn`, `--allow`.
fn levels(say: Words) -> [Arg; 3] {
    let level = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(say.pick("CODICE|warnings|hints", "CODE|warnings|hints"))
            .action(ArgAction::Append)
            .help(help)
    };
    [
        level(
            "deny",
            say.pick(
                "Prende come errore un avviso o suggerimento; si può ripetere, come le due opzioni seguenti",
                "Takes a warning or hint for an error; may be repeated, like the two options below",
            ),
        ),
        level("warn", say.pick("Prende come avviso", "Takes for a warning")),
        level("allow", say.pick("Non cerca affatto", "Does not look for it at all")),
    ]
}

pub(super) fn lints(say: Words) -> Command {
    Command::new("lints")
        .about(say.pick("Elenca gli avvisi e i suggerimenti", "Lists the warnings and hints"))
        .override_usage(say.pick("piaoc lints [OPZIONI]", "piaoc lints [OPTIONS]"))
        .arg(format(say, &["text", "json"]))
        .after_help(say.examples(&[
            (
                "piaoc lints",
                "con il livello che dà `piaoc.toml` in questa cartella, se c'è",
                "with the level that `piaoc.toml` in this folder gives, if there is one",
            ),
            ("piaoc explain P0407", "uno, con un esempio", "one, with an example"),
        ]))
}
