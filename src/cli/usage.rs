//! What clap says of a command line it can't read, as a colleague would say it, in both languages.

use std::ffi::OsString;
use std::io;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::refusal::Refusal;
use super::{Exit, Outside, arguments};
use crate::diagnostics::{Text, say};

/// Prints help, version or the fault.
pub(super) fn report(error: &Error, arguments: &[OsString], outside: &mut Outside<'_>) -> io::Result<Exit> {
    let rendered = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = if outside.out_color { rendered.ansi().to_string() } else { rendered.to_string() };
            // Whoever closes the pipe has read enough.
            let _ = outside.print(&text).and_then(|()| outside.flush());
            return Ok(Exit::Fine);
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = if outside.err_color { rendered.ansi().to_string() } else { rendered.to_string() };
            outside.remark(&text)?;
        }
        _ => {
            let (message, next) = words(error);
            let command = named_command(arguments);
            let try_help = say!("prova `piaoc{command} --help`", "try `piaoc{command} --help`");
            let next = others_with(error, &command).or(next);
            let next = match next {
                Some(Text { it, en }) => {
                    let (help_it, help_en) = (try_help.it, try_help.en);
                    say!("{it}; o {help_it}", "{en}; or {help_en}")
                }
                None => try_help,
            };
            outside.refuse(&Refusal::with_next(message, next))?;
        }
    }
    Ok(Exit::CouldNotRun)
}

/// What is wrong and, where clap has a suggestion, what was meant.
fn words(error: &Error) -> (Text, Option<Text>) {
    let argument = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let choices = text(error, ContextKind::ValidValue);
    let one_of = (!choices.is_empty()).then(|| say!("scegli fra: {choices}", "choose one of: {choices}"));
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = text(error, ContextKind::InvalidSubcommand);
            say!("non conosco il comando `{command}`", "I do not know the command `{command}`")
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            say!("non conosco l'opzione `{argument}`", "I do not know the option `{argument}`")
        }
        ErrorKind::UnknownArgument => {
            say!("`{argument}` è di troppo", "`{argument}` is one argument too many")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = argument.replace(", ", "`, `");
            say!("manca `{missing}`", "`{missing}` is missing")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            say!("dopo `{argument}` manca il valore", "the value after `{argument}` is missing")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say!("`{value}` non va bene per `{argument}`", "`{value}` does not suit `{argument}`")
        }
        ErrorKind::ArgumentConflict => say!(
            "`{argument}` è scritto due volte, o non va con il resto",
            "`{argument}` is written twice, or does not go with the rest"
        ),
        ErrorKind::InvalidUtf8 => {
            say!("un argomento non è testo leggibile (UTF-8)", "an argument is no readable text (UTF-8)")
        }
        ErrorKind::MissingSubcommand => say!("manca il comando", "the command is missing"),
        _ => say!("non capisco gli argomenti", "I do not understand the arguments"),
    };
    (message, suggestion(error).or(one_of))
}

/// The commands that take an option which the one that was given does not know.
fn others_with(error: &Error, given: &str) -> Option<Text> {
    let option = text(error, ContextKind::InvalidArg);
    let long = option.strip_prefix("--").filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let command = arguments::command(crate::diagnostics::Lang::En);
    let takes = |command: &&clap::Command| {
        let mut options = command.get_arguments().filter_map(|argument| argument.get_long());
        command.get_name() != given.trim() && options.any(|known| known == long)
    };
    let names: Vec<String> =
        command.get_subcommands().filter(takes).map(|command| format!("`{}`", command.get_name())).collect();
    let names = names.join(", ");
    (!names.is_empty())
        .then(|| say!("`{option}` è un'opzione di {names}", "`{option}` is an option of {names}"))
}

fn suggestion(error: &Error) -> Option<Text> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let meant = kinds.into_iter().map(|kind| text(error, kind)).find(|meant| !meant.is_empty())?;
    Some(say!("forse volevi scrivere `{meant}`", "perhaps you meant `{meant}`"))
}

/// What clap knows, in plain words: lists divided by commas, options without the name of their value.
fn text(error: &Error, kind: ContextKind) -> String {
    let option = |text: &str| match text.split_once(' ') {
        Some((name, _)) if name.starts_with("--") => name.to_owned(),
        _ => text.trim_end_matches('.').trim_matches(['<', '>']).to_owned(),
    };
    match error.get(kind) {
        Some(ContextValue::String(text)) => option(text),
        Some(ContextValue::Strings(list)) => {
            list.iter().map(|text| option(text)).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}

/// ` check`, if the command line names a command: whose help is worth reading.
fn named_command(given: &[OsString]) -> String {
    let command = arguments::command(crate::diagnostics::Lang::En);
    let named = given.iter().skip(1).find(|argument| {
        command.get_subcommands().any(|subcommand| argument.as_os_str() == subcommand.get_name())
    });
    named.map_or_else(String::new, |name| format!(" {}", name.to_string_lossy()))
}
