//! The reserved words, in one table: the splitter, the parser, the suggestions and the tests read it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

macro_rules! keywords {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $spelling:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),* }
        impl $name {
            /// Every one of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// As the language prints it.
            pub const fn spelling(self) -> &'static str {
                match self { $($name::$variant => $spelling),* }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.spelling())
            }
        }
    };
}

keywords! {
    /// Starts an item when it is the first word of a line.
    ItemKeyword {
        Plan = "piano", Use = "usa", Area = "area", Objective = "obiettivo", Action = "azione", Kpi = "kpi",
        Measure = "misura", Indicator = "indicatore", Structure = "struttura", Bands = "fasce",
        Override = "rettifica",
    }
}

keywords! {
    /// Starts an attribute wherever it stands in an item.
    Keyword {
        Entity = "ente", Years = "anni", Exercise = "esercizio", Scoring = "punteggio",
        Missing = "non disponibili", Approved = "approvato", Required = "richiede", In = "in",
        Unit = "unità", Accumulate = "cumula", Source = "fonte", Frequency = "frequenza",
        Responsible = "responsabile", Kind = "tipologia", Assigned = "assegnato", Weight = "peso",
        EqualWeights = "pesi uguali", IncompleteWeights = "pesi incompleti", Reason = "motivo", Author = "autore",
        Algorithm = "algoritmo", Target = "target", Baseline = "storico", Tolerance = "tolleranza",
        Description = "descrizione", Note = "nota", Datum = "dato", Exception = "consenti",
        Update = "aggiornamento", Level = "livello", Mission = "missione", Programme = "programma",
        Resources = "risorse", Office = "ufficio", CostCentre = "centro di costo",
        Involved = "soggetti coinvolti", Expected = "risultati attesi", Benefits = "benefici attesi",
        Impact = "impatto organizzativo",
    }
}

/// Words that are reserved though they start nothing by themselves (`language.md` §1).
pub const RESERVED: &[&str] = &["ogni", "entro", "in", "su"];
/// Words that can't be a unit without quotes.
pub const NO_UNIT: &[&str] = &["a", "da", "fino", "oltre", "sotto", "meno", "punti"];

impl Keyword {
    /// The items on which it may stand.
    pub fn allowed_on(self, item: ItemKeyword) -> bool {
        use ItemKeyword as I;
        let objective = matches!(item, I::Area | I::Objective | I::Action);
        match self {
            Keyword::Description | Keyword::Note | Keyword::Datum => item != I::Use,
            Keyword::Entity
            | Keyword::Years
            | Keyword::Exercise
            | Keyword::Missing
            | Keyword::Approved
            | Keyword::Required => item == I::Plan,
            Keyword::Scoring | Keyword::Assigned | Keyword::Kind => {
                objective || matches!(item, I::Plan | I::Kpi | I::Indicator)
            }
            Keyword::Source | Keyword::Frequency | Keyword::Responsible => {
                objective || matches!(item, I::Plan | I::Kpi | I::Indicator | I::Measure)
            }
            Keyword::In => objective || item == I::Structure,
            Keyword::Unit | Keyword::Accumulate => matches!(item, I::Measure | I::Kpi | I::Indicator),
            Keyword::Algorithm | Keyword::Tolerance => matches!(item, I::Kpi | I::Indicator),
            Keyword::Weight => objective || matches!(item, I::Kpi | I::Indicator),
            Keyword::Target => matches!(item, I::Kpi | I::Indicator),
            Keyword::Baseline => matches!(item, I::Kpi | I::Indicator),
            Keyword::EqualWeights | Keyword::IncompleteWeights => objective,
            Keyword::Reason | Keyword::Author => item == I::Override,
            Keyword::Exception => item != I::Use,
            Keyword::Update => objective || matches!(item, I::Kpi | I::Plan),
            Keyword::Level
            | Keyword::Mission
            | Keyword::Programme
            | Keyword::Resources
            | Keyword::Office
            | Keyword::CostCentre
            | Keyword::Involved
            | Keyword::Expected
            | Keyword::Benefits
            | Keyword::Impact => objective || (matches!(self, Keyword::Office) && item == I::Kpi),
        }
    }

    /// Whether it may stand more than once on one item (`language.md` §2).
    pub fn repeats(self) -> bool {
        matches!(
            self,
            Keyword::Target
                | Keyword::Baseline
                | Keyword::Update
                | Keyword::Datum
                | Keyword::Note
                | Keyword::Exception
        )
    }
}

/// Lower case, without accents or the apostrophe that stands for one: `UNITA'` and `unità` are one word.
pub fn fold(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return word.to_ascii_lowercase();
    }
    word.trim_end_matches(['\'', '’'])
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Of the item keywords with each first letter the lengths, as bits: nearly every word of a plan is none of them, and is
/// told so by its first letter and its length.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which would refuse it")]
const LENGTHS: [u32; 26] = {
    let mut lengths = [0u32; 26];
    let mut all = ItemKeyword::ALL;
    while let [keyword, rest @ ..] = all {
        let spelling = keyword.spelling().as_bytes();
        if let [first, ..] = spelling {
            lengths[(*first - b'a') as usize] |= 1 << spelling.len();
        }
        all = rest;
    }
    lengths
};

/// The item keyword that a word is.
pub fn item_keyword(word: &str) -> Option<ItemKeyword> {
    let first = *word.as_bytes().first()? | 0x20;
    let lengths = LENGTHS.get(usize::from(first.checked_sub(b'a')?))?;
    if lengths >> word.len().min(31) & 1 == 0 {
        return None;
    }
    ItemKeyword::ALL.iter().copied().find(|keyword| same(keyword.spelling(), word))
}

/// The attribute keywords that begin with a word, each with the further words to match (none: `""`).
pub fn keywords_from(word: &str) -> &'static [(Keyword, &'static str)] {
    static TABLE: OnceLock<FxHashMap<String, Vec<(Keyword, &'static str)>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table: FxHashMap<String, Vec<(Keyword, &'static str)>> = FxHashMap::default();
        for keyword in Keyword::ALL {
            let (first, more) = keyword.spelling().split_once(' ').unwrap_or((keyword.spelling(), ""));
            table.entry(fold(first)).or_default().push((*keyword, more));
        }
        table
    });
    let mut lower = [0u8; LONGEST];
    let Some(lower) = lower.get_mut(..word.len()) else { return &[] };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let plain = std::str::from_utf8(lower).ok().and_then(|word| table.get(word));
    let found = plain.or_else(|| is_unit(word).then(|| table.get("unita")).flatten());
    found.map(Vec::as_slice).unwrap_or_default()
}

/// Whether a word is `unità`, the one keyword with an accent: composed, decomposed, left out or as an apostrophe.
fn is_unit(word: &str) -> bool {
    let word: String = word.nfc().flat_map(char::to_lowercase).collect();
    matches!(word.as_str(), "unità" | "unita" | "unita'" | "unita’")
}

/// No word of a keyword has more bytes than this.
const LONGEST: usize = 16;

/// Whether a word is reserved and so no identifier, unit or code.
pub fn is_reserved(word: &str) -> bool {
    item_keyword(word).is_some()
        || keywords_from(word).iter().any(|(_, more)| more.is_empty())
        || RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}

fn same(spelling: &str, word: &str) -> bool {
    spelling.eq_ignore_ascii_case(word)
}
