//! Signs of direction that make a line read in another order than it stands: a target of 90 can look like one of 09, and
//! a comment like a target. Words of Arabic or Hebrew need none of them.

use crate::diagnostics::{Code, Diagnostic, Edit, is_override, say};
use crate::source::{FileId, Span};

/// The bytes that all of these signs begin with.
const BEGINNINGS: [&[u8]; 2] = [b"\xE2\x80", b"\xE2\x81"];

/// The lines of a file that hold some, each once.
pub fn look(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut signs: Vec<(usize, char)> = BEGINNINGS
        .iter()
        .flat_map(|bytes| memchr::memmem::find_iter(text.as_bytes(), bytes))
        .filter_map(|at| Some((at, text.get(at..)?.chars().next()?)))
        .filter(|(_, sign)| is_override(*sign))
        .collect();
    signs.sort_unstable();
    let same_line = |a: &(usize, char), b: &(usize, char)| {
        text.get(a.0..b.0).is_some_and(|between| !between.contains('\n'))
    };
    signs.chunk_by(same_line).filter_map(|signs| of_line(file, signs)).collect()
}

fn of_line(file: FileId, signs: &[(usize, char)]) -> Option<Diagnostic> {
    let place =
        |(at, sign): &(usize, char)| Span::new(file, *at as u32, at.saturating_add(sign.len_utf8()) as u32);
    let (first, sign) = signs.first().map(|first| (place(first), first.1))?;
    let name = format!("U+{:04X}", u32::from(sign));
    let edits = signs.iter().map(|sign| Edit { span: place(sign), text: String::new() }).collect();
    Some(
        Diagnostic::new(
            Code::TurnedText,
            first,
            say!(
                "un segno invisibile ({name}) cambia l'ordine in cui si legge la riga",
                "an invisible sign ({name}) changes the order in which the line is read"
            ),
        )
        .note(say!(
            "ciò che si vede non è ciò che `piaoc` legge; di solito arriva con un testo copiato",
            "what is seen is not what `piaoc` reads; it usually comes with a text that was copied"
        ))
        .fix_all(say!("togli i segni invisibili della riga", "remove the line's invisible signs"), edits),
    )
}
