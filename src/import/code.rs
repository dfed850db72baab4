//! Codes at the beginning of a printed title: `A.1 - Attrattività`, `01_01_OS 01`, `A.1.4.1. Servizi`.

/// Whether a word is a code: capitals and digits in parts, of more than one part, or a single capital.
pub(super) fn is_code(word: &str) -> bool {
    let mut letters = word.chars();
    if let (Some(first), None) = (letters.next(), letters.next()) {
        return first.is_ascii_uppercase();
    }
    let parts: Vec<&str> = word.split(['.', '_']).collect();
    let clean =
        |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    parts.len() > 1 && parts.iter().all(clean) && word.chars().any(|c| c.is_ascii_digit())
}

/// `OS1`, `OB12`, which only what divides them from a title shows to be codes.
fn is_short(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = word.len().saturating_sub(digits.len());
    (1..=4).contains(&letters)
        && (1..=3).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A printed title as its code and the rest.
pub(super) fn split(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let word = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '.' | '_');
    let end = text.find(|c: char| !word(c)).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    // `02_01L'e-government`: a blank was lost, and the code ends with its last digit.
    let glued = rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’');
    let (head, rest) = if glued && head.contains(['.', '_']) {
        let end = head.rfind(|c: char| c.is_ascii_digit())?.saturating_add(1);
        text.split_at(end)
    } else if glued {
        return None;
    } else {
        (head, rest)
    };
    let code = head.trim_end_matches(['.', '_']);
    let divided = rest.trim_start().starts_with(['-', '–', '—', ':']);
    let title = rest.trim_start_matches([' ', '-', '–', '—', ':', '.']).trim();
    let is_code = is_code(code) || divided && is_short(code);
    (is_code && !title.is_empty()).then(|| (code.to_owned(), title.to_owned()))
}

/// A cell that holds a code and nothing else, blanks in it dropped: `01_04_OS 01`.
pub(super) fn whole(text: &str) -> Option<String> {
    let code: String = text.split_whitespace().collect();
    let code = code.trim_end_matches('.').to_owned();
    (is_code(&code) && code.len() > 1).then_some(code)
}

/// A code of what stands in a column of codes: letters, digits, dots and `_`, blanks dropped (`3`, `ob. 2`).
pub(super) fn made_of(text: &str) -> Option<String> {
    let code: String = text.split_whitespace().collect::<String>().to_uppercase().replace(['-', '/'], "_");
    let code = code.trim_matches(['.', '_']).to_owned();
    let clean = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    let letters = code.chars().any(|c| c.is_ascii_uppercase());
    let parts = code.split(['.', '_']).all(clean) && code.len() <= 24;
    (parts && !code.is_empty()).then(|| if letters { code } else { format!("OB{code}") })
}
