//! `piaoc form`: the workbook on which offices report their values.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::inputs::Inputs;
use super::progress::Bar;
use super::refusal::Refusal;
use super::write::Target;
use super::{Exit, Outside, actuals, check::exit_of};
use crate::analysis;
use crate::diagnostics::render::terminal::Terminal;
use crate::diagnostics::{Diagnostic, Lang, Text, any_error, nearest, say};
use crate::form::{self, Form, LeftOut, Unwritten};
use crate::plan::Plan;
use crate::value::{Period, fold_name};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned().unwrap_or_default();
    let period = actuals::period(matches.get_one::<String>("period").map_or("", String::as_str))?;
    let output = path("output");
    must_be_workbook(&output)?;
    let target = Target::new(&output)?;
    let inputs = Inputs::of(matches, Some(&target));
    target.must_be_no_input(&inputs)?;
    if output.exists() && !matches.get_flag("force") {
        return Err(already_there(&output));
    }
    let given: Vec<PathBuf> = matches.get_many::<PathBuf>("actuals").into_iter().flatten().cloned().collect();
    let checked = analysis::check(&inputs, &path("plan"));
    let computed = analysis::read_actuals(&inputs, &checked, &given, actuals::decimal(matches));
    // What the plan could say better is for who writes it: `piaoc check` has it.
    let said: Vec<Diagnostic> =
        computed.diagnostics.iter().filter(|found| actuals::bears_on_results(found)).cloned().collect();
    if !said.is_empty() {
        let mut terminal = Terminal::new(outside.err_diagnostics());
        let text = terminal.render(&computed.sources, &said);
        outside.remark(&text)?;
        outside.remark(&terminal.summary())?;
    }
    let Some(plan) = checked.plan.as_ref().filter(|_| !any_error(&computed.diagnostics)) else {
        let exit = exit_of(&said);
        return Ok(if exit == Exit::Fine { Exit::Errors } else { exit });
    };
    target.must_be_no_input(&inputs)?;
    must_be_of_plan(plan, period)?;
    let mut form = form::ask(plan, &computed.facts, period);
    if let Some(wanted) = matches.get_one::<String>("structure") {
        only(plan, &mut form, wanted)?;
    }
    if form.offices.is_empty() {
        return Err(nothing_due(&form));
    }
    let lang = outside.lang;
    let mut bar = Bar::new(outside, say!("scrivo il modulo", "writing the form"));
    let made = form::write(plan, &form, lang, &mut |done, of| bar.at(done, of));
    bar.end()?;
    let bytes = made.map_err(unwritten)?;
    target.put(&inputs, &bytes, outside)?;
    let text = summary(&form, &output, outside);
    outside.print(&text)?;
    Ok(Exit::Fine)
}

fn must_be_workbook(path: &Path) -> Result<(), Refusal> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return Ok(());
    }
    let shown = path.display();
    Err(Refusal::with_next(
        say!(
            "il modulo è una cartella di Excel, e `{shown}` non finisce in .xlsx",
            "the form is an Excel workbook, and `{shown}` does not end in .xlsx"
        ),
        say!("per esempio `-o raccolta.xlsx`", "for example `-o form.xlsx`"),
    ))
}

/// A form that an office has filled in must not be lost by a second run.
fn already_there(path: &Path) -> Refusal {
    let shown = path.display();
    Refusal::with_next(
        say!(
            "`{shown}` c'è già, e potrebbe essere già compilato",
            "`{shown}` is already there, and may be filled in"
        ),
        say!(
            "scegli un altro nome, oppure aggiungi `--force` per sostituirlo",
            "choose another name, or add `--force` to replace it"
        ),
    )
}

fn must_be_of_plan(plan: &Plan, period: Period) -> Result<(), Refusal> {
    let (first, last) = plan.years;
    if period.year <= last {
        return Ok(());
    }
    Err(Refusal::said(say!(
        "il piano è degli anni {first}-{last}: per {period} non chiede dati",
        "the plan is of the years {first}-{last}: it asks for no values of {period}"
    )))
}

fn unwritten(why: Unwritten) -> Refusal {
    match why {
        Unwritten::LongKey(key) => Refusal::with_next(
            say!(
                "la chiave `{key}…` è più lunga di quanto una cella può contenere",
                "the key `{key}…` is longer than a cell can hold"
            ),
            say!(
                "dai all'indicatore un nome breve: `kpi nome \"titolo\"`",
                "give the indicator a short identifier: `kpi name \"title\"`"
            ),
        ),
        Unwritten::Refused(why) => {
            Refusal::said(say!("non riesco a fare il modulo: {why}", "I cannot make the form: {why}"))
        }
    }
}

fn nothing_due(form: &Form) -> Refusal {
    let period = form.period;
    let message = match left_out(form) {
        Some(Text { it, en }) => say!(
            "il piano non chiede alcun dato per {period} (indicatori {it})",
            "the plan asks for no value of {period} (indicators {en})"
        ),
        None => say!(
            "il piano non chiede alcun dato: tutti i suoi indicatori si calcolano da altri",
            "the plan asks for no value: all of its indicators are computed from others"
        ),
    };
    let year = period.year;
    match period.is_part() {
        true => Refusal::with_next(
            message,
            say!(
                "per tutto ciò che è dovuto entro l'anno: `--period {year}`",
                "for all that is due within the year: `--period {year}`"
            ),
        ),
        false => Refusal::said(message),
    }
}

/// Leaves one office, with those within it.
fn only(plan: &Plan, form: &mut Form, wanted: &str) -> Result<(), Refusal> {
    let same = |name: &str| fold_name(name) == fold_name(wanted);
    let titled: Vec<&str> = plan
        .structures
        .iter()
        .filter(|structure| same(&structure.title))
        .map(|structure| structure.ident.as_str())
        .collect();
    if titled.len() > 1 && !plan.structures.iter().any(|structure| same(&structure.ident)) {
        return Err(several_called(wanted, &titled));
    }
    let asked: Vec<String> = form.offices.iter().filter_map(|office| office.name.clone()).collect();
    form.only(plan, wanted);
    if !form.offices.is_empty() {
        return Ok(());
    }
    let period = form.period;
    let declared = || plan.structures.iter().flat_map(|structure| [&structure.ident, &structure.title]);
    let is_declared = declared().any(|name| same(name));
    let message = match is_declared {
        true => say!(
            "alla struttura `{wanted}` non è chiesto alcun dato per {period}",
            "no value of {period} is asked of the office `{wanted}`"
        ),
        false => say!("il piano non ha una struttura `{wanted}`", "the plan has no office `{wanted}`"),
    };
    let near = nearest(wanted, declared().chain(&asked).map(String::as_str)).filter(|_| !is_declared);
    let next = match (near, asked.is_empty()) {
        (Some(near), _) => say!("volevi dire `{near}`?", "did you mean `{near}`?"),
        (None, true) => say!(
            "il piano non assegna indicatori a strutture: scrivi `assegnato` o `responsabile`",
            "the plan assigns no indicators to offices: write `assegnato` or `responsabile`"
        ),
        (None, false) => {
            let mut list = asked.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
            if asked.len() > MOST_NAMED {
                list.push_str(", …");
            }
            say!("hanno dati da comunicare: {list}", "those with values to report are: {list}")
        }
    };
    Err(Refusal::with_next(message, next))
}

/// A title that several structures have names none of them.
fn several_called(wanted: &str, idents: &[&str]) -> Refusal {
    let list = idents.iter().map(|ident| format!("`{ident}`")).collect::<Vec<_>>().join(", ");
    let count = idents.len();
    Refusal::with_next(
        say!("{count} strutture si chiamano `{wanted}`", "{count} offices are called `{wanted}`"),
        say!("scegline una con il suo nome breve: {list}", "choose one by its identifier: {list}"),
    )
}

/// How many offices a message names.
const MOST_NAMED: usize = 12;

/// What the form holds, and which indicators it leaves out.
fn summary(form: &Form, output: &Path, outside: &Outside<'_>) -> String {
    let (shown, period) = (output.display(), form.period);
    let head = say!("Ecco il modulo `{shown}` per {period}:\n", "Here is the form `{shown}` for {period}:\n");
    let mut text = head.get(outside.lang).to_owned();
    let nobody = say!("senza struttura", "without office");
    for office in &form.offices {
        let name = office.name.as_deref().unwrap_or(nobody.get(outside.lang));
        let count = office.questions.len();
        let line = match count {
            1 => say!("  {name}: 1 dato\n", "  {name}: 1 value\n"),
            _ => say!("  {name}: {count} dati\n", "  {name}: {count} values\n"),
        };
        text.push_str(line.get(outside.lang));
    }
    if let Some(Text { it, en }) = left_out(form) {
        let line = say!("Indicatori non richiesti ({it})\n", "Indicators not asked for ({en})\n");
        text.push_str(line.get(outside.lang));
    }
    text
}

/// How many indicators are left out, by reason.
fn left_out(form: &Form) -> Option<Text> {
    let count = |why: LeftOut| form.left_out.iter().filter(|unasked| unasked.why == why).count();
    let (no_target, not_due, other) =
        (count(LeftOut::NoTarget), count(LeftOut::NotDue), count(LeftOut::OtherFrequency));
    let known = count(LeftOut::Known);
    let period = form.period;
    let year = period.year;
    let reasons = [
        (
            no_target,
            say!("senza target per il {year}: {no_target}", "without target for {year}: {no_target}"),
        ),
        (not_due, say!("non ancora dovuti: {not_due}", "not due yet: {not_due}")),
        (other, say!("che non si rilevano in {period}: {other}", "not reported in {period}: {other}")),
        (
            known,
            say!("già noti da periodi precedenti: {known}", "known from earlier periods already: {known}"),
        ),
    ];
    let said: Vec<Text> = reasons.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    if said.is_empty() {
        return None;
    }
    let joined = |lang| said.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(", ");
    Some(Text { it: joined(Lang::It), en: joined(Lang::En) })
}
