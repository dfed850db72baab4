//! `piaoc fix`: what has a safe remedy is mended, and what is left is told.

use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::check::exit_of;
use super::inputs::Inputs;
use super::refusal::Refusal;
use super::write::Written;
use super::{Exit, Outside, diff, plans, write};
use crate::diagnostics::{Code, Diagnostic, Severity, Text, say, visible};
use crate::repair::{self, Change, Repair, Repaired, Wanted, Why, safe_fix};
use crate::source::{Disk, Loader};

/// So many of what is left are named; `piaoc check` shows them all.
const MOST_LEFT: usize = 20;

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let given: Vec<PathBuf> = matches.get_many::<PathBuf>("plan").into_iter().flatten().cloned().collect();
    let names = matches.get_many::<String>("code").into_iter().flatten();
    let wanted =
        Wanted { codes: names.map(|name| code(name)).collect::<Result<_, _>>()?, ..Wanted::default() };
    let plans = plans::find(&given)?;
    let inputs = Inputs::of(matches, None);
    let projects = plans.iter().filter_map(|plan| inputs.project(plan));
    let within = projects.chain(given.iter().map(|path| inputs.identity(path))).collect();
    let wanted = Wanted { within, ..wanted };
    let dry = matches.get_flag("dry-run");
    let repaired = match dry {
        true => repair::repair(&inputs, &plans, &wanted),
        false => {
            write::sweep(plans.iter().map(PathBuf::as_path));
            repair_files(&plans, &given, &wanted, &inputs, outside)?
        }
    };
    if dry {
        for change in &repaired.files {
            let Change { before, after } = change;
            let shown = diff::unified(&before.path, &before.text, after, outside.out_color);
            outside.print(&shown)?;
        }
    } else {
        for repair in &repaired.made {
            line(repair, &repair.what, outside)?;
        }
    }
    let left = left(&repaired, &wanted);
    tell_left(&repaired, &left, outside)?;
    close(&repaired, &left, dry, outside)?;
    let exits = repaired.plans.iter().map(|plan| exit_of(&plan.diagnostics));
    Ok(exits.max_by_key(|exit| exit.code()).unwrap_or(Exit::Fine))
}

fn code(name: &str) -> Result<Code, Refusal> {
    Code::named(name).ok_or_else(|| {
        Refusal::with_next(
            say!("non conosco il codice `{name}`", "I do not know the code `{name}`"),
            say!("`piaoc explain` elenca i codici", "`piaoc explain` lists the codes"),
        )
    })
}

/// The repairs, written; from the start again where a file was saved meanwhile.
fn repair_files(
    plans: &[PathBuf],
    given: &[PathBuf],
    wanted: &Wanted,
    inputs: &Inputs,
    outside: &mut Outside<'_>,
) -> Result<Repaired, Refusal> {
    let mut made = Vec::new();
    for _ in 0..write::MOST_TRIES {
        let mut repaired = repair::repair(inputs, plans, wanted);
        let (written, changed) = write_all(&repaired.files, given, inputs, outside)?;
        let Some(changed) = changed else {
            made.append(&mut repaired.made);
            return Ok(Repaired { made, ..repaired });
        };
        made.extend(repaired.made.into_iter().filter(|repair| written.contains(&repair.path.as_str())));
        write::tell_changed(&changed, outside)?;
    }
    Err(plans
        .first()
        .map_or_else(|| write::keeps_changing(Path::new("")), |plan| write::keeps_changing(plan)))
}

/// Writes the files, or none if one of them is no longer what was read; what was written, and the file that changed.
fn write_all<'c>(
    changes: &'c [Change],
    given: &[PathBuf],
    inputs: &Inputs,
    outside: &mut Outside<'_>,
) -> Result<(Vec<&'c str>, Option<PathBuf>), Refusal> {
    let mut to_write = Vec::new();
    for change in changes {
        let Some(after) = change.bytes() else { continue };
        let path = inputs.path(&change.before.path);
        to_write.push((change, write::place(&path, given)?, after));
    }
    let is_new = |(change, place, _): &&(&Change, PathBuf, Vec<u8>)| {
        Disk.read(place).ok().as_deref() != Some(change.before.bytes())
    };
    let mut written = Vec::new();
    if let Some((change, ..)) = to_write.iter().find(is_new) {
        return Ok((written, Some(PathBuf::from(&change.before.path))));
    }
    write::sweep(to_write.iter().map(|(_, place, _)| place.as_path()));
    for (change, place, after) in &to_write {
        if write::replace(place, change.before.bytes(), after, outside)? == Written::Changed {
            return Ok((written, Some(PathBuf::from(&change.before.path))));
        }
        written.push(change.before.path.as_str());
    }
    Ok((written, None))
}

/// `piano.piao:12 P0110 …`
fn line(repair: &Repair, what: &Text, outside: &mut Outside<'_>) -> io::Result<()> {
    let Repair { path, line, code, .. } = repair;
    let (code, what) = (code.name(), what.get(outside.lang));
    outside.print_line(&format!("{}:{line} {code} {what}", visible(path)))
}

/// Something that is still wrong, and why.
struct Left {
    repair: Repair,
    severity: Severity,
    why: Text,
}

/// Errors and warnings that no safe fix was sought or found for. A library says the same in every plan: once here.
fn left(repaired: &Repaired, wanted: &Wanted) -> Vec<Left> {
    let mut left: Vec<Left> = Vec::new();
    for plan in &repaired.plans {
        let asked = |found: &Diagnostic| wanted.codes.is_empty() || wanted.codes.contains(&found.code);
        // What has a safe fix and was asked for is told as refused.
        let told = |found: &Diagnostic| asked(found) && safe_fix(found).is_some();
        let remains = plan.diagnostics.iter().filter(|found| found.severity != Severity::Hint);
        for found in remains.filter(|found| !told(found)) {
            let (start, _) = plan.sources.range(found.span);
            let repair = Repair {
                path: plan.sources.path(found.span.file).to_owned(),
                line: start.line,
                code: found.code,
                message: found.message.clone(),
                what: Text::same(String::new()),
            };
            let why = match found.fixes.len() {
                _ if !asked(found) => say!("non chiesto con `--code`", "not asked for by `--code`"),
                0 => say!("da correggere a mano", "to be mended by hand"),
                1 => say!("il rimedio non è sicuro: decidi tu", "the remedy is not certain: you decide"),
                count => say!("{count} rimedi possibili: scegli tu", "{count} possible remedies: you choose"),
            };
            left.push(Left { repair, severity: found.severity, why });
        }
    }
    let key = |left: &Left| {
        (left.repair.path.clone(), left.repair.line, left.repair.code, left.repair.message.en.clone())
    };
    left.sort_by_cached_key(key);
    left.dedup_by_key(|left| key(left));
    left
}

fn tell_left(repaired: &Repaired, left: &[Left], outside: &mut Outside<'_>) -> io::Result<()> {
    for refused in &repaired.refused {
        let Text { it, en } = &refused.repair.message;
        let Text { it: why_it, en: why_en } = reason(&refused.why);
        let what = say!("non corretto: {it} ({why_it})", "not mended: {en} ({why_en})");
        line(&refused.repair, &what, outside)?;
    }
    for Left { repair, why, .. } in left.iter().take(MOST_LEFT) {
        let (Text { it, en }, Text { it: why_it, en: why_en }) = (&repair.message, why);
        line(repair, &say!("resta: {it} ({why_it})", "left: {en} ({why_en})"), outside)?;
    }
    let more = left.len().saturating_sub(MOST_LEFT);
    if more > 0 {
        let text =
            say!("… e altri {more}: li mostra `piaoc check`", "… and {more} more: `piaoc check` shows them");
        outside.print_line(text.get(outside.lang))?;
    }
    Ok(())
}

fn reason(why: &Why) -> Text {
    match why {
        Why::Stays => say!("il rimedio non basta", "the remedy is not enough"),
        Why::Brings(code, message) => {
            let (code, Text { it, en }) = (code.name(), message);
            say!("con il rimedio {code}: {it}", "with the remedy {code}: {en}")
        }
        Why::Outside => say!("il file è fuori dal progetto", "the file is outside of the project"),
        Why::Encoding => say!(
            "il file non si può riscrivere com'è salvato: salvalo con la codifica «UTF-8» e riprova",
            "the file cannot be written as it is saved: save it with the encoding “UTF-8” and try again"
        ),
    }
}

fn close(repaired: &Repaired, left: &[Left], dry: bool, outside: &mut Outside<'_>) -> io::Result<()> {
    let (made, files) = (repaired.made.len(), repaired.files.len());
    if made == 0 && left.is_empty() && repaired.refused.is_empty() {
        let none = say!("niente da correggere", "nothing to mend");
        return outside.print_line(none.get(outside.lang));
    }
    let places = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    let done = match (made, dry) {
        (0, _) => say!("niente da correggere con sicurezza", "nothing that can be mended with certainty"),
        (1, true) => say!("1 correzione da fare, non scritta", "1 repair to make, not written"),
        (_, true) => say!(
            "{made} correzioni da fare in {files} file, non scritte",
            "{made} repairs to make in {places}, not written"
        ),
        (1, false) => say!("1 correzione fatta", "1 repair made"),
        (_, false) => say!("{made} correzioni fatte in {files} file", "{made} repairs made in {places}"),
    };
    let refused = repaired.refused.iter().map(|refused| refused.repair.code.severity());
    let severities = left.iter().map(|left| left.severity).chain(refused);
    let errors = severities.filter(|severity| *severity == Severity::Error).count();
    let warnings = left.len().saturating_add(repaired.refused.len()).saturating_sub(errors);
    let errors = match errors {
        0 => None,
        1 => Some(say!("1 errore", "1 error")),
        _ => Some(say!("{errors} errori", "{errors} errors")),
    };
    let warnings = match warnings {
        0 => None,
        1 => Some(say!("1 avviso", "1 warning")),
        _ => Some(say!("{warnings} avvisi", "{warnings} warnings")),
    };
    let remains = match (errors, warnings) {
        (None, None) => say!("nient'altro da correggere", "nothing else to mend"),
        (Some(Text { it, en }), None) | (None, Some(Text { it, en })) => {
            say!("da vedere: {it}", "left: {en}")
        }
        (Some(Text { it, en }), Some(Text { it: more_it, en: more_en })) => {
            say!("da vedere: {it} e {more_it}", "left: {en} and {more_en}")
        }
    };
    let (Text { it, en }, Text { it: rest_it, en: rest_en }) = (done, remains);
    let text = say!("{it}; {rest_it}", "{en}; {rest_en}");
    outside.print_line(text.get(outside.lang))
}
