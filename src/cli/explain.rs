//! `piaoc explain`: the page of a code, or the list of all codes.

use clap::ArgMatches;

use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::diagnostics::render::terminal::severity_word;
use crate::diagnostics::{Code, nearest, pages, say};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let lang = outside.lang;
    let Some(wanted) = matches.get_one::<String>("code") else {
        for code in Code::ALL {
            let severity = severity_word(code.severity());
            let title = pages::title(*code, lang);
            writeln!(outside.out, "{}  {:12}  {title}", code.name(), severity.get(lang))?;
        }
        return Ok(Exit::Fine);
    };
    let code = Code::named(wanted.trim()).ok_or_else(|| unknown(wanted))?;
    outside.out.write_all(pages::render(code, lang).as_bytes())?;
    Ok(Exit::Fine)
}

fn unknown(wanted: &str) -> Refusal {
    let message = say!("non c'è nessun codice `{wanted}`", "there is no code `{wanted}`");
    let next = match nearest(wanted, Code::ALL.iter().map(|code| code.name())) {
        Some(near) => say!(
            "forse volevi dire `{near}`; `piaoc explain` li elenca tutti",
            "perhaps you meant `{near}`; `piaoc explain` lists them all"
        ),
        None => say!("`piaoc explain` elenca tutti i codici", "`piaoc explain` lists all codes"),
    };
    Refusal::with_next(message, next)
}
