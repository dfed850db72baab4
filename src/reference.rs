//! The short reference: for every word of the language a few lines and an example, as an editor and `piaoc explain` show
//! them. They stand in `reference/it.md` and `reference/en.md`, one `## heading` a word; their examples are run as tests.

mod printed;

use crate::diagnostics::Lang;
use crate::syntax::keyword::{ItemKeyword, Keyword, fold};
use crate::syntax::tree::{Algorithm, Scoring};

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $italian:literal $english:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),* }
        impl $name {
            /// Every one of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// As the language prints it.
            pub fn spelling(self) -> &'static str {
                match self { $($name::$variant => $italian),* }
            }

            /// The other spelling that it answers to; the same where there is none.
            pub fn english(self) -> &'static str {
                match self { $($name::$variant => $english),* }
            }

            /// The one with which a text begins, in any spelling, and how many bytes of the text its words take.
            pub fn at_start(text: &str) -> Option<($name, usize)> {
                Self::ALL.iter().find_map(|name| {
                    let spellings = [name.spelling(), name.english()];
                    let found = spellings.into_iter().find_map(|spelling| words_at_start(text, spelling));
                    found.map(|length| (*name, length))
                })
            }
        }
    };
}

names! {
    /// An algorithm.
    AlgorithmName {
        Absolute "valore assoluto" "absolute",
        Ratio "rapporto" "ratio",
        Change "variazione" "change",
        WeightedMean "media ponderata" "weighted mean",
        Date "data" "date",
        YesNo "sì/no" "yes/no",
        Formula "formula" "formula",
    }
}

names! {
    /// A scoring rule.
    RuleName {
        AllOrNothing "tutto o niente" "tutto o niente",
        Proportional "proporzionale" "proporzionale",
        Direct "diretto" "diretto",
        FromBaseline "da storico" "da storico",
        Bands "fasce" "fasce",
    }
}

names! {
    /// What no word of the language stands for, and officers ask about.
    Subject {
        Periods "periodi" "periods",
        Actuals "consuntivi" "actuals",
        Keys "chiavi" "keys",
        Missing "dati mancanti" "missing values",
        Rounding "arrotondamento" "rounding",
        Scenarios "prove" "scenarios",
        Performance "performance" "performance",
        States "stati" "states",
        Provisional "dati provvisori" "provisional",
        Coverage "copertura" "coverage",
        Marks "segni" "marks",
        Losses "punti persi" "points lost",
        Share "quota" "share",
        Outcome "esito" "validation",
        Types "tipi di valore" "kinds of value",
        Form "modulo" "form",
        Workbook "foglio di calcolo" "workbook",
    }
}

impl AlgorithmName {
    /// The name of a written algorithm.
    pub fn of(algorithm: &Algorithm) -> AlgorithmName {
        match algorithm {
            Algorithm::Absolute(_) => AlgorithmName::Absolute,
            Algorithm::Ratio { .. } => AlgorithmName::Ratio,
            Algorithm::Change(_) => AlgorithmName::Change,
            Algorithm::WeightedMean(_) => AlgorithmName::WeightedMean,
            Algorithm::Date(_) => AlgorithmName::Date,
            Algorithm::YesNo(_) => AlgorithmName::YesNo,
            Algorithm::Formula { .. } => AlgorithmName::Formula,
        }
    }
}

impl RuleName {
    /// The name of a written rule.
    pub fn of(scoring: &Scoring) -> RuleName {
        match scoring {
            Scoring::AllOrNothing => RuleName::AllOrNothing,
            Scoring::Proportional { .. } => RuleName::Proportional,
            Scoring::Direct => RuleName::Direct,
            Scoring::FromBaseline => RuleName::FromBaseline,
            Scoring::Bands(_) => RuleName::Bands,
        }
    }
}

/// How many bytes the words of `spelling` take at the start of a text, if they stand there, blanks before them
/// included. Case, accents and the width of blanks do not count.
fn words_at_start(text: &str, spelling: &str) -> Option<usize> {
    let mut rest = text;
    for word in spelling.split(' ') {
        rest = rest.trim_start();
        let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '/' | '\'' | '\u{300}'));
        let (found, after) = rest.split_at_checked(rest.find(ends).unwrap_or(rest.len()))?;
        let same = |(found, word): (&str, &str)| fold(found) == fold(word);
        let parts = found.split('/').count() == word.split('/').count();
        (parts && found.split('/').zip(word.split('/')).all(same)).then_some(())?;
        rest = after;
    }
    Some(text.len().saturating_sub(rest.len()))
}

/// What a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A word that starts an item.
    Item(ItemKeyword),
    /// A word that starts an attribute.
    Attribute(Keyword),
    /// An algorithm.
    Algorithm(AlgorithmName),
    /// A scoring rule.
    Rule(RuleName),
    /// Anything else that is worth explaining.
    Subject(Subject),
}

impl Topic {
    /// Every one of them.
    pub fn all() -> impl Iterator<Item = Topic> {
        let items = ItemKeyword::ALL.iter().map(|keyword| Topic::Item(*keyword));
        let attributes = Keyword::ALL.iter().map(|keyword| Topic::Attribute(*keyword));
        let algorithms = AlgorithmName::ALL.iter().map(|name| Topic::Algorithm(*name));
        let rules = RuleName::ALL.iter().map(|name| Topic::Rule(*name));
        let subjects = Subject::ALL.iter().map(|subject| Topic::Subject(*subject));
        items.chain(attributes).chain(algorithms).chain(rules).chain(subjects)
    }

    /// Those that a reader may mean by a word: `fasce` is both an item and a scoring rule. Case, accents and what comes
    /// before (`punteggio`, `algoritmo`) do not count.
    pub fn named(wanted: &str) -> Vec<Topic> {
        let folded = |text: &str| text.split_whitespace().map(fold).collect::<Vec<_>>().join(" ");
        let wanted = folded(wanted);
        let printed = printed::topics(|word| folded(word) == wanted);
        let named = Topic::all().filter(|topic| topic.names().iter().any(|name| folded(name) == wanted));
        let mut found: Vec<Topic> = named.collect();
        found.extend(printed.filter(|topic| !found.contains(topic)).collect::<Vec<_>>());
        found
    }

    /// What it answers to: its heading first.
    pub fn names(self) -> Vec<String> {
        let mut names = vec![self.heading()];
        match self {
            Topic::Item(_) | Topic::Attribute(_) => {}
            Topic::Algorithm(name) => names.extend([name.spelling(), name.english()].map(str::to_owned)),
            Topic::Rule(name) => names.extend([name.spelling(), name.english()].map(str::to_owned)),
            Topic::Subject(name) => names.push(name.english().to_owned()),
        }
        names.extend(names.first().and_then(|name| name.strip_prefix("algoritmo ")).map(str::to_owned));
        names
    }

    /// Its heading in the pages.
    pub fn heading(self) -> String {
        match self {
            Topic::Item(keyword) => keyword.to_string(),
            Topic::Attribute(keyword) => keyword.to_string(),
            Topic::Algorithm(AlgorithmName::Change) => "algoritmo variazione %".to_owned(),
            Topic::Algorithm(name) => format!("algoritmo {}", name.spelling()),
            Topic::Rule(name) => format!("punteggio {}", name.spelling()),
            Topic::Subject(name) => name.spelling().to_owned(),
        }
    }
}

/// The page with all the texts.
pub fn page(lang: Lang) -> &'static str {
    match lang {
        Lang::It => include_str!("reference/it.md"),
        Lang::En => include_str!("reference/en.md"),
    }
}

/// What there is to say about a word, in Markdown.
pub fn text(topic: Topic, lang: Lang) -> &'static str {
    let heading = topic.heading();
    let sections = page(lang).split("\n## ").skip(1);
    let mut named = sections.filter_map(|section| section.split_once('\n'));
    named.find(|(name, _)| *name == heading).map_or("", |(_, text)| text.trim())
}
