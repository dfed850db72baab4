//! Sentences in the languages of the users.

use serde::{Deserialize, Serialize};

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

/// One sentence in Italian and English. Numbers in it are written as in a plan (decimal comma) in both.
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
        let it = text.into();
        Text { en: it.clone(), it }
    }

    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::It => &self.it,
            Lang::En => &self.en,
        }
    }
}

/// `say!("testo {x}", "text {x}")`: a [`Text`] from two format strings that capture the same names.
macro_rules! say {
    ($it:literal, $en:literal $(,)?) => {
        $crate::diagnostics::Text { it: format!($it), en: format!($en) }
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
