//! The commands and their options, with help in both languages. clap's builder rather than its derive, since every
//! text depends on the language.

mod check;
mod export;
mod fix;
mod form;
mod import;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use clap_complete::Shell;

use crate::diagnostics::Lang;

/// Options of every command stand after a command's own in its help.
const LAST: usize = 900;

/// The whole command line in a language.
pub fn command(lang: Lang) -> Command {
    let say = Words(lang);
    let root = Command::new("piaoc")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say.pick(
            "Controlla, calcola e spiega i piani della performance scritti in file .piao",
            "Checks, computes and explains performance plans written in .piao files",
        ))
        .override_usage(say.pick("piaoc COMANDO [OPZIONI]", "piaoc COMMAND [OPTIONS]"))
        .after_help(say.examples(&[
            (
                "piaoc init nuovo-piano",
                "un piano commentato da cui cominciare",
                "a commented plan to start from",
            ),
            ("piaoc check piano.piao", "gli errori di un piano", "what is wrong in a plan"),
            ("piaoc eval piano.piao --actuals consuntivo.csv", "i risultati", "the results"),
            (
                "piaoc why piano.piao A.1 --actuals consuntivo.csv",
                "da dove viene un numero",
                "where a number comes from",
            ),
        ]))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("it|en")
                .global(true)
                .display_order(LAST)
                .hide_possible_values(true)
                .value_parser(["it", "en"])
                .help(say.pick(
                    "Lingua: italiano o inglese (altrimenti PIAOC_LANG, altrimenti quella del sistema)",
                    "Language: Italian or English (otherwise PIAOC_LANG, otherwise the system's)",
                )),
        )
        .arg(
            Arg::new("color")
                .long("color")
                .value_name("auto|always|never")
                .global(true)
                .display_order(LAST)
                .hide_possible_values(true)
                .value_parser(["auto", "always", "never"])
                .help(say.pick(
                    "Colori: solo su un terminale (auto), sempre o mai; NO_COLOR li spegne",
                    "Colours: only on a terminal (auto), always or never; NO_COLOR turns them off",
                )),
        )
        .arg(
            Arg::new("allow-outside")
                .long("allow-outside")
                .action(ArgAction::SetTrue)
                .global(true)
                .display_order(LAST)
                .help(say.pick(
                    "Legge anche i file fuori dal progetto che piani e piaoc.toml nominano",
                    "Reads also files outside of the project that plans and piaoc.toml name",
                )),
        )
        .subcommands([
            check::check(say),
            eval(say),
            why(say),
            form::form(say),
            export::export(say),
            fmt(say),
            test(say),
            fix::fix(say),
            check::lints(say),
            explain(say),
            init(say),
            import::import(say),
            lsp(say),
            completions(say),
        ]);
    in_language(root, say)
}

fn eval(say: Words) -> Command {
    with_actuals(Command::new("eval"), say)
        .about(say.pick("Calcola i risultati di un piano", "Computes the results of a plan"))
        .override_usage(say.pick(
            "piaoc eval PIANO [--actuals FILE]... [OPZIONI]",
            "piaoc eval PLAN [--actuals FILE]... [OPTIONS]",
        ))
        .arg(format(say, &["text", "json", "csv", "markdown"]))
        .arg(
            Arg::new("calculation")
                .long("calculation")
                .value_name(say.pick("CHIAVE", "KEY"))
                .num_args(0..=1)
                .default_missing_value("piano")
                .conflicts_with("actuals")
                .help(say.pick(
                    "Mostra come si calcola, prima dei consuntivi: un indicatore, un obiettivo o tutto il piano (testo o json)",
                    "Shows how it is computed, before any actual: an indicator, an objective or the whole plan (text or json)",
                )),
        )
        .after_help(say.with_exits(&[
            (
                "piaoc eval piano.piao --actuals consuntivo.csv",
                "l'ultimo periodo dei dati",
                "the latest period of the data",
            ),
            (
                "piaoc eval piano.piao --actuals q1.csv --actuals q2.csv --period 2025-T2",
                "un trimestre, da due file",
                "a quarter, from two files",
            ),
            (
                "piaoc eval piano.piao --actuals consuntivo.csv --format markdown > relazione.md",
                "una tabella per la relazione",
                "a table for the report",
            ),
            (
                "piaoc eval piano.piao --calculation A.1/tempo_medio",
                "i passi con cui si calcola",
                "the steps by which it is computed",
            ),
        ]))
}

fn why(say: Words) -> Command {
    with_actuals(Command::new("why"), say)
        .about(say.pick("Spiega da dove viene un numero", "Explains where a number comes from"))
        .override_usage(say.pick(
            "piaoc why PIANO CHIAVE [--actuals FILE]... [OPZIONI]",
            "piaoc why PLAN KEY [--actuals FILE]... [OPTIONS]",
        ))
        .arg(
            Arg::new("key")
                .value_name(say.pick("CHIAVE", "KEY"))
                .required(true)
                .index(2)
                .display_order(2)
                .help(say.pick(
                    "Un obiettivo (A.1), un indicatore (A.1/tempo_medio) o il piano intero (piano)",
                    "An objective (A.1), an indicator (A.1/tempo_medio) or the whole plan (piano)",
                )),
        )
        .arg(format(say, &["text", "json"]))
        .after_help(say.with_exits(&[
            (
                "piaoc why piano.piao A.1 --actuals consuntivo.csv",
                "un obiettivo, dai suoi indicatori",
                "an objective, from its indicators",
            ),
            (
                "piaoc why piano.piao A.1/tempo_medio --actuals consuntivo.csv",
                "un indicatore, fino alle celle",
                "an indicator, down to the cells",
            ),
        ]))
}

fn fmt(say: Words) -> Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    Command::new("fmt")
        .about(say.pick(
            "Mette in ordine spazi e colonne dei file .piao, e nient'altro",
            "Puts blanks and columns of .piao files in order, and nothing else",
        ))
        .override_usage(say.pick("piaoc fmt PERCORSO... [OPZIONI]", "piaoc fmt PATH... [OPTIONS]"))
        .arg(
            path("path", say.pick("PERCORSO", "PATH"))
                .required(true)
                .num_args(1..)
                .action(ArgAction::Append)
                .help(say.pick(
                    "File .piao, o cartelle con tutti i loro file .piao; `-` legge da standard input e scrive il risultato",
                    "Files .piao, or folders with all their .piao files; `-` reads standard input and writes the result",
                )),
        )
        .arg(flag(
            "check",
            say.pick(
                "Non scrive: elenca i file da riordinare, e se ce ne sono l'esito è 1",
                "Writes nothing: lists the files that would change, and exits with 1 if there are any",
            ),
        ))
        .arg(flag(
            "diff",
            say.pick("Non scrive: mostra che cosa cambierebbe", "Writes nothing: shows what would change"),
        ))
        .after_help(say.with_exits(&[
            ("piaoc fmt piano.piao", "riordina il file", "puts the file in order"),
            ("piaoc fmt --check piani/", "per un controllo automatico", "for an automatic check"),
            ("piaoc fmt --diff piano.piao", "prima di scrivere, guardare", "to look before writing"),
        ]))
}

fn test(say: Words) -> Command {
    Command::new("test")
        .about(say.pick(
            "Esegue le prove scritte accanto ai piani, nei file .prove",
            "Runs the scenarios written beside plans, in files .prove",
        ))
        .override_usage(say.pick("piaoc test [PERCORSO]... [OPZIONI]", "piaoc test [PATH]... [OPTIONS]"))
        .arg(
            path("path", say.pick("PERCORSO", "PATH")).num_args(0..).action(ArgAction::Append).help(say.pick(
                "File .prove, o cartelle: di una cartella tutti quelli che contiene; senza, la cartella corrente",
                "Files .prove, or folders: of a folder all those below it; without, the current folder",
            )),
        )
        .arg(Arg::new("coverage").long("coverage").action(ArgAction::SetTrue).help(say.pick(
            "Elenca gli indicatori e le fasce che nessuna prova raggiunge",
            "Lists the indicators and bands that no scenario reaches",
        )))
        .arg(Arg::new("update").long("update").action(ArgAction::SetTrue).help(say.pick(
            "Scrive i risultati in un file nuovo da rileggere, piano.nuovo.prove accanto a piano.prove",
            "Writes the results into a new file for review, piano.nuovo.prove beside piano.prove",
        )))
        .arg(format(say, &["text", "junit", "json"]))
        .after_help(say.with_exits(&[
            ("piaoc test", "tutte le prove della cartella", "all scenarios of the folder"),
            ("piaoc test --coverage", "e che cosa non provano", "and what they leave out"),
            ("piaoc test --format junit > prove.xml", "per un sistema di CI", "for a CI system"),
        ]))
}

fn explain(say: Words) -> Command {
    Command::new("explain")
        .about(say.pick(
            "Spiega il codice di un errore o di un avviso, o una parola della lingua",
            "Explains the code of an error or a warning, or a word of the language",
        ))
        .override_usage(say.pick("piaoc explain [CODICE | ARGOMENTO]", "piaoc explain [CODE | TOPIC]"))
        .arg(Arg::new("about").value_name(say.pick("CODICE", "CODE")).num_args(0..).help(say.pick(
            "Per esempio P0309, o `cumula`, `periodi`, `fasce`; senza, elenca tutti i codici e gli argomenti",
            "For example P0309, or `cumula`, `periodi`, `fasce`; without, it lists all codes and topics",
        )))
        .after_help(say.examples(&[
            (
                "piaoc explain P0309",
                "che cosa significa e come si corregge",
                "what it means and how to mend it",
            ),
            ("piaoc explain cumula", "come le parti fanno l'anno", "how its parts make the year"),
            ("piaoc explain", "tutti i codici e gli argomenti", "all codes and topics"),
        ]))
}

fn init(say: Words) -> Command {
    Command::new("init")
        .about(say.pick(
            "Scrive un piccolo piano commentato e il suo consuntivo",
            "Writes a small commented plan and its actuals",
        ))
        .override_usage(say.pick("piaoc init CARTELLA", "piaoc init FOLDER"))
        .arg(
            path("folder", say.pick("CARTELLA", "FOLDER"))
                .value_hint(ValueHint::DirPath)
                .required(true)
                .help(say.pick(
                    "Una cartella nuova o vuota: quello che c'è non viene mai toccato",
                    "A new or empty folder: what is there is never touched",
                )),
        )
        .after_help(say.examples(&[(
            "piaoc init nuovo-piano",
            "scrive nuovo-piano/piano.piao e nuovo-piano/consuntivo.csv",
            "writes nuovo-piano/piano.piao and nuovo-piano/consuntivo.csv",
        )]))
}

fn lsp(say: Words) -> Command {
    Command::new("lsp")
        .about(say.pick(
            "Il servizio per gli editor: parla il Language Server Protocol su standard input e output",
            "The service for editors: speaks the Language Server Protocol over standard input and output",
        ))
        .override_usage("piaoc lsp [--stdio]")
        .arg(Arg::new("stdio").long("stdio").action(ArgAction::SetTrue).help(say.pick(
            "Standard input e output: è l'unico modo, e si può non scriverlo",
            "Standard input and output: the only way, and may be left out",
        )))
        .after_help(say.examples(&[(
            "piaoc lsp",
            "lo avvia l'editor, non una persona: `editor/README.md` dice come",
            "the editor starts it, not a person: `editor/README.md` tells how",
        )]))
}

fn completions(say: Words) -> Command {
    Command::new("completions")
        .about(
            say.pick(
                "Stampa il completamento dei comandi per una shell",
                "Prints the completions for a shell",
            ),
        )
        .override_usage("piaoc completions SHELL")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .hide_possible_values(true)
                .value_parser(value_parser!(Shell))
                .help("bash, elvish, fish, powershell, zsh"),
        )
        .after_help(say.examples(&[(
            "piaoc completions bash > ~/.local/share/bash-completion/completions/piaoc",
            "per bash",
            "for bash",
        )]))
}

/// A plan and the files and options that evaluating it takes.
fn with_actuals(command: Command, say: Words) -> Command {
    command
        .arg(
            path("plan", say.pick("PIANO", "PLAN"))
                .required(true)
                .index(1)
                .display_order(1)
                .help(say.pick("Il file .piao", "The .piao file")),
        )
        .arg(path("actuals", "FILE").long("actuals").action(ArgAction::Append).help(say.pick(
            "Un consuntivo (CSV, XLSX, XLS, ODS), una cartella che ne contiene, o un nome con `*` tra apici ('moduli/*.xlsx'); si può ripetere. Senza, valgono quelli di `piaoc.toml` accanto al piano",
            "Actuals (CSV, XLSX, XLS, ODS), a folder of them, or a name with `*` in quotes ('forms/*.xlsx'); may be repeated. Without, those of `piaoc.toml` beside the plan",
        )))
        .arg(Arg::new("period").long("period").value_name("P").help(say.pick(
            "2025, 2025-S1, 2025-T2 o 2025-06; altrimenti l'ultimo periodo dei dati",
            "2025, 2025-S1, 2025-T2 or 2025-06; otherwise the latest period of the data",
        )))
        .arg(
            Arg::new("decimal")
                .long("decimal")
                .value_name("comma|point")
                .hide_possible_values(true)
                .value_parser([
                    PossibleValue::new("comma").alias("virgola"),
                    PossibleValue::new("point").alias("punto"),
                ])
                .help(say.pick(
                    "Il segno dei decimali nei CSV, se non è quello del separatore (`;` virgola, `,` punto)",
                    "The decimal mark of the CSV files, if not the separator's own (`;` comma, `,` point)",
                )),
        )
}

fn path(id: &'static str, name: &'static str) -> Arg {
    Arg::new(id)
        .value_name(name)
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(std::path::PathBuf))
}

/// One or several plans, or folders of plans.
fn plans(say: Words) -> Arg {
    path("plan", say.pick("PIANO", "PLAN")).required(true).num_args(1..).action(ArgAction::Append)
}

fn format(say: Words, formats: &'static [&'static str]) -> Arg {
    let list = formats.join(", ");
    Arg::new("format")
        .long("format")
        .value_name(say.pick("FORMATO", "FORMAT"))
        .hide_possible_values(true)
        .value_parser(formats.to_vec())
        .help(match say.0 {
            Lang::It => format!("Come scrivere: {list} (altrimenti text)"),
            Lang::En => format!("How to write: {list} (otherwise text)"),
        })
}

/// What clap writes by itself, in the language: headings, `--help`, `--version`.
fn in_language(command: Command, say: Words) -> Command {
    let template = say.pick(
        "{about-with-newline}\nUso: {usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    );
    let is_root = command.has_subcommands();
    let command = command
        .help_template(template)
        .subcommand_help_heading(say.pick("Comandi", "Commands"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .display_order(LAST)
                .help(say.pick("Questo aiuto, con esempi", "This help, with examples")),
        )
        .mut_args(|argument| {
            let heading = if argument.is_positional() {
                say.pick("Argomenti", "Arguments")
            } else {
                say.pick("Opzioni", "Options")
            };
            argument.help_heading(heading)
        });
    if !is_root {
        return command;
    }
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .display_order(LAST)
        .help_heading(say.pick("Opzioni", "Options"))
        .help(say.pick("La versione", "The version"));
    command.arg(version).mut_subcommands(|subcommand| in_language(subcommand, say))
}

/// Chooses words.
#[derive(Clone, Copy)]
struct Words(Lang);

impl Words {
    fn pick(self, it: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Lang::It => it,
            Lang::En => en,
        }
    }

    /// Command lines, each with what it is for.
    fn examples(self, examples: &[(&str, &'static str, &'static str)]) -> String {
        let mut out = String::from(self.pick("Esempi:", "Examples:"));
        for (line, it, en) in examples {
            out.push_str(&format!("\n  # {}\n  {line}", self.pick(it, en)));
        }
        out
    }

    /// The same, and the exit codes of a command that reads plans.
    fn with_exits(self, examples: &[(&str, &'static str, &'static str)]) -> String {
        let exits = self.pick(
            "Codice di uscita: 0 tutto bene, 1 errori in ciò che è stato letto, 2 non si è potuto eseguire",
            "Exit code: 0 fine, 1 errors in what was read, 2 could not run",
        );
        format!("{}\n\n{exits}", self.examples(examples))
    }
}
