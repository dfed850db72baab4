//! A `consenti` with nothing to allow any more.

use crate::diagnostics::{Code, Diagnostic, Levels, Text, say};
use crate::source::FileId;
use crate::types::Exceptions;

/// What the exceptions allow that never came. What only actuals can show (P05), and what is not looked for, is not
/// judged; nor is a library's, which another plan may need.
pub fn unused(exceptions: &Exceptions, plan_file: FileId, levels: &Levels) -> Vec<Diagnostic> {
    let judged = |code: Code| levels.wants(code) && code.is_lint();
    let own = exceptions.unused().filter(|exception| exception.span.file == plan_file);
    let idle = own.filter(|exception| judged(exception.code));
    idle.map(|exception| {
        let code = exception.code.name();
        Diagnostic::new(
            Code::UnusedException,
            exception.span,
            say!(
                "qui `{code}` non c'è più: niente da consentire",
                "there is no `{code}` here any more: nothing to allow"
            ),
        )
        .note(if exception.of_plan { everywhere() } else { in_its_item() })
        .fix(say!("togli `consenti {code}`", "remove `consenti {code}`"), exception.span, "")
        .safely()
    })
    .collect()
}

fn everywhere() -> Text {
    say!(
        "togli la riga: nasconderebbe il prossimo avviso vero",
        "remove the line: it would hide the next true warning"
    )
}

fn in_its_item() -> Text {
    say!(
        "togli la riga: nasconderebbe il prossimo avviso vero; `consenti` vale solo nella voce in cui è scritto",
        "remove the line: it would hide the next true warning; `consenti` holds only in the item it is written in"
    )
}
