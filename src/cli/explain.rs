//! `piaoc explain`: the page of a code, what a word of the language means, or the list of all that can be asked.

use clap::ArgMatches;

use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::diagnostics::render::terminal::severity_word;
use crate::diagnostics::{Code, Lang, nearest, pages, say};
use crate::reference::{self, Topic};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let lang = outside.lang;
    let wanted: Vec<&str> =
        matches.get_many::<String>("about").unwrap_or_default().map(|word| word.trim()).collect();
    let wanted = wanted.join(" ");
    if wanted.is_empty() {
        list(outside)?;
        return Ok(Exit::Fine);
    }
    if let Some(code) = Code::named(&wanted) {
        outside.print(&pages::render(code, lang))?;
        return Ok(Exit::Fine);
    }
    let topics = Topic::named(&wanted);
    if topics.is_empty() {
        return Err(unknown(&wanted));
    }
    for (index, topic) in topics.into_iter().enumerate() {
        let between = if index == 0 { "" } else { "\n" };
        outside.print(&format!("{between}{}", page(topic, lang)))?;
    }
    Ok(Exit::Fine)
}

fn list(outside: &mut Outside<'_>) -> std::io::Result<()> {
    let lang = outside.lang;
    for code in Code::ALL {
        let severity = severity_word(code.severity());
        let title = pages::title(*code, lang);
        outside.print_line(&format!("{}  {:12}  {title}", code.name(), severity.get(lang)))?;
    }
    let head = say!(
        "Argomenti, per esempio `piaoc explain cumula`:",
        "Topics, for instance `piaoc explain cumula`:"
    );
    outside.print(&format!("\n{}\n", head.get(lang)))?;
    let mut line = String::new();
    for name in Topic::all().map(Topic::heading) {
        let width = line.chars().count().saturating_add(name.chars().count()).saturating_add(5);
        if !line.is_empty() && width > outside.width {
            outside.print_line(&format!("  {line},"))?;
            line.clear();
        }
        line.push_str(if line.is_empty() { "" } else { ", " });
        line.push_str(&name);
    }
    outside.print_line(&format!("  {line}"))
}

/// What the reference says of a topic, its examples set in.
fn page(topic: Topic, lang: Lang) -> String {
    let mut out = format!("{}\n\n", topic.heading());
    let mut example = false;
    for line in reference::text(topic, lang).lines() {
        if line.starts_with("```") {
            example = !example;
            continue;
        }
        out.push_str(if example && !line.is_empty() { "    " } else { "" });
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn unknown(wanted: &str) -> Refusal {
    let message =
        say!("non c'è niente da spiegare su `{wanted}`", "there is nothing to explain about `{wanted}`");
    let topics: Vec<String> = Topic::all().flat_map(Topic::names).collect();
    let codes = Code::ALL.iter().map(|code| code.name());
    let next = match nearest(wanted, codes.chain(topics.iter().map(String::as_str))) {
        Some(near) => say!(
            "forse volevi dire `{near}`; `piaoc explain` elenca codici e argomenti",
            "perhaps you meant `{near}`; `piaoc explain` lists codes and topics"
        ),
        None => say!("`piaoc explain` elenca codici e argomenti", "`piaoc explain` lists codes and topics"),
    };
    Refusal::with_next(message, next)
}
