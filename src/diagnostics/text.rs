//! Sentences in the languages of the users.

use serde::{Deserialize, Serialize};

use super::visible::visible;

/// A language that `piaoc` speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Italian, the language of the plans.
    #[default]
    It,
    /// English.
    En,
}

/// One sentence in Italian and English. Numbers in it are written as in a plan (decimal comma) in both. Made by `say!`
/// it is one line, whatever the names in it hold: their hidden characters are shown ([`visible`]).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// Words that are the same in both languages (a name, a number, the user's own text).
    pub fn same(text: impl Into<String>) -> Text {
        let it = shown(text.into());
        Text { en: it.clone(), it }
    }

    /// A sentence of ours with the user's words in it. `closed`: it ends a line.
    pub fn of(it: String, en: String, closed: bool) -> Text {
        if !closed {
            return Text { it: shown(it), en: shown(en) };
        }
        let line = |text: String| visible(text.strip_suffix('\n').unwrap_or(&text)).into_owned() + "\n";
        Text { it: line(it), en: line(en) }
    }

    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::It => &self.it,
            Lang::En => &self.en,
        }
    }
}

fn shown(text: String) -> String {
    match visible(&text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(shown) => shown,
    }
}

/// `say!("testo {x}", "text {x}")`: a [`Text`] from two format strings that capture the same names.
macro_rules! say {
    ($it:literal, $en:literal $(,)?) => {
        $crate::diagnostics::Text::of(format!($it), format!($en), $it.ends_with('\n'))
    };
}
pub(crate) use say;

/// So many indicators.
pub fn indicators(count: usize) -> Text {
    match count {
        1 => say!("1 indicatore", "1 indicator"),
        _ => say!("{count} indicatori", "{count} indicators"),
    }
}
