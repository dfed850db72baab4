//! Characters that cannot be seen. Signs of direction make a line read in another order than it stands: a target of 90
//! can look like one of 09, and a comment like a target; words of Arabic or Hebrew need none of them. Others (a zero width
//! blank, a soft hyphen) come with a text that was copied, and make of a word another one that looks the same.

use crate::diagnostics::{Code, Diagnostic, Edit, is_override, say};
use crate::source::{FileId, Span};
use crate::value::is_invisible;

/// How many kinds a message names.
const MOST_NAMED: usize = 5;

/// The lines of a file that hold some, each once.
pub fn look(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut start = 0usize;
    for line in text.split_inclusive('\n') {
        if !line.is_ascii() && line.chars().any(is_invisible) {
            found.extend(of_line(file, start, &signs(line)));
        }
        start = start.saturating_add(line.len());
    }
    found
}

/// The characters of a line that cannot be seen and have nothing to do there: what only joins letters or says where a
/// word of another script ends belongs there, and in a comment nothing reads it.
fn signs(line: &str) -> Vec<(usize, char)> {
    let comment = line.trim_start().starts_with('#');
    let other_script = line.chars().any(is_of_other_script);
    let counts =
        |c: char| is_override(c) || is_invisible(c) && !comment && !(other_script && belongs_to_scripts(c));
    line.char_indices().filter(|(_, c)| counts(*c)).collect()
}

/// Joiners, marks of direction, and what makes an emoji of several signs.
fn belongs_to_scripts(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Letters from Hebrew on, and emoji.
fn is_of_other_script(c: char) -> bool {
    let code = u32::from(c);
    !is_invisible(c)
        && (c.is_alphabetic() && (0x590..0x1E00).contains(&code) || matches!(code, 0x2600..0x2800 | 0x2C00..))
}

fn of_line(file: FileId, start: usize, signs: &[(usize, char)]) -> Option<Diagnostic> {
    let place = |(at, sign): &(usize, char)| {
        let at = start.saturating_add(*at);
        Span::new(file, at as u32, at.saturating_add(sign.len_utf8()) as u32)
    };
    let turns = signs.iter().find(|(_, sign)| is_override(*sign));
    let first = turns.or(signs.first())?;
    let edits = signs.iter().map(|sign| Edit { span: place(sign), text: String::new() }).collect();
    let mend = say!("togli i segni invisibili della riga", "remove the line's invisible signs");
    if let Some((_, sign)) = turns {
        let name = name_of(*sign);
        let fault = Diagnostic::new(
            Code::TurnedText,
            place(first),
            say!(
                "un segno invisibile ({name}) cambia l'ordine in cui si legge la riga",
                "an invisible sign ({name}) changes the order in which the line is read"
            ),
        );
        let seen = say!(
            "ciò che si vede non è ciò che `piaoc` legge; di solito arriva con un testo copiato",
            "what is seen is not what `piaoc` reads; it usually comes with a text that was copied"
        );
        return Some(fault.note(seen).fix_all(mend, edits));
    }
    let mut names: Vec<String> = Vec::new();
    for name in signs.iter().map(|(_, sign)| name_of(*sign)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(MOST_NAMED);
    let names = names.join(", ");
    let message = match signs.len() {
        1 => say!(
            "nella riga c'è un carattere che non si vede ({names})",
            "the line holds a character that cannot be seen ({names})"
        ),
        many => say!(
            "nella riga ci sono {many} caratteri che non si vedono ({names})",
            "the line holds {many} characters that cannot be seen ({names})"
        ),
    };
    let why = say!(
        "di solito arriva con un testo copiato da una pagina o da un PDF; in una parola la rende un'altra, che sembra uguale",
        "it usually comes with a text copied from a page or a PDF; within a word it makes it another one that looks the same"
    );
    Some(Diagnostic::new(Code::TurnedText, place(first), message).note(why).fix_all(mend, edits).safely())
}

fn name_of(sign: char) -> String {
    format!("U+{:04X}", u32::from(sign))
}
