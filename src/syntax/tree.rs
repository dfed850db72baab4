//! The syntax tree: what is written, unresolved and untyped, every piece with its place.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::keyword::{ItemKeyword, Keyword};
use crate::source::{Span, Spanned};
pub use crate::value::LiteralValue;
use crate::value::{Comparator, Period};

/// A text between quotes; several in a row are its paragraphs, joined by line ends.
pub type Quoted = Spanned<Arc<str>>;
/// An identifier or code as written, spaces and final dots dropped.
pub type Name = Spanned<Arc<str>>;

/// A file: its items in order. Items that could not be read are there with what could.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// In the order of the file.
    pub items: Vec<Item>,
    /// First bytes of the items that were read with a fault, in order: these are read anew after any edit.
    pub faulty: Vec<u32>,
}

/// An item with the attributes that could be read.
#[derive(Debug, Clone)]
pub struct Item {
    /// From its keyword to the end of its last attribute.
    pub span: Span,
    /// What starts it.
    pub keyword: Spanned<ItemKeyword>,
    /// Its first line; `None` if that could not be read.
    pub head: Option<Head>,
    /// In the order of the file.
    pub attributes: Vec<Attribute>,
    /// The attributes that stand here but could not be read: checks that need them stay silent.
    pub broken: Vec<Keyword>,
    /// Where the first attribute of each keyword stands in the list, for an item of many.
    pub firsts: Option<Box<FxHashMap<Keyword, usize>>>,
}

/// The first line of an item.
#[derive(Debug, Clone)]
pub enum Head {
    /// `piano "…"`
    Plan {
        /// The title.
        title: Option<Quoted>,
    },
    /// `usa "…"`
    Import {
        /// Relative to the file.
        path: Quoted,
    },
    /// `area`, `obiettivo`, `azione`
    Objective {
        /// Unique in the plan.
        code: Name,
        /// The title.
        title: Option<Quoted>,
    },
    /// `kpi [IDENT] [CODE] ["title"]`
    Kpi {
        /// A word with a lower-case letter.
        ident: Option<Name>,
        /// The printed code.
        code: Option<Name>,
        /// The title.
        title: Option<Quoted>,
    },
    /// `misura IDENT "…"`
    Measure {
        /// Unique in the plan.
        ident: Name,
        /// The title.
        title: Option<Quoted>,
    },
    /// `indicatore CODE "…"`
    Indicator {
        /// Unique in the catalogue.
        code: Name,
        /// The title.
        title: Option<Quoted>,
    },
    /// `struttura IDENT "…"`
    Structure {
        /// Unique in the plan.
        ident: Name,
        /// The title.
        title: Option<Quoted>,
    },
    /// `fasce IDENT su …` with its rows.
    Bands {
        /// Unique in the plan.
        ident: Name,
        /// What the bands are about.
        basis: Basis,
        /// In the order of the file.
        rows: Vec<Row>,
        /// Whether a row could not be read.
        broken: bool,
    },
    /// `rettifica KEY PERIOD SCORE`
    Override {
        /// The objective's code.
        objective: Name,
        /// The KPI's identifier, code or title.
        kpi: Name,
        /// Exactly one period.
        period: Spanned<Period>,
        /// In points of 100; whether the `%` is there.
        score: Spanned<Decimal>,
        /// Whether a `%` follows.
        percent: bool,
    },
}

/// What scoring bands are about (`language.md` §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// `su valore`: the actual.
    Value,
    /// `su percentuale raggiunta`: the share of the target that was reached.
    Reached,
    /// `su giorni di ritardo`: whole days after the target date.
    DaysLate,
}

/// One end of a band.
#[derive(Debug, Clone)]
pub struct Bound {
    /// Where it is.
    pub value: Literal,
    /// Whether the band holds it.
    pub inclusive: bool,
}

/// A row of `fasce`.
#[derive(Debug, Clone)]
pub struct Row {
    /// All of it.
    pub span: Span,
    /// `None`: open downwards.
    pub from: Option<Bound>,
    /// `None`: open upwards.
    pub to: Option<Bound>,
    /// A bare `oltre`: begins where the row before ends, with whatever that one leaves out.
    pub rest: bool,
    /// The score at the lower and the upper end, in points; equal unless interpolated.
    pub score: (Spanned<Decimal>, Spanned<Decimal>),
}

/// A written value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Where.
    pub span: Span,
    /// What.
    pub value: LiteralValue,
}

/// An attribute with its place and its keyword's place.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// From its keyword to its end.
    pub span: Span,
    /// The keyword.
    pub keyword: AttributeKeyword,
    /// What it says.
    pub value: AttributeValue,
}

/// An attribute's keyword, which begins where the attribute begins: a large plan has a million of them.
#[derive(Clone, Copy)]
pub struct AttributeKeyword {
    /// Which.
    pub node: Keyword,
    /// Where it ends, in bytes of the file.
    pub end: u32,
}

/// Its end is a place, as spans are, and says nothing of what is written.
impl std::fmt::Debug for AttributeKeyword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}

impl Attribute {
    /// Where its keyword stands.
    pub fn keyword_span(&self) -> Span {
        Span { end: self.keyword.end, ..self.span }
    }
}

/// What an attribute says.
#[derive(Debug, Clone)]
pub enum AttributeValue {
    /// `descrizione`, `nota`, `fonte`, `ente`, `missione`, … and `motivo`, `autore`.
    Text(Quoted),
    /// `tipologia`, `livello`, `frequenza`: words or a text.
    Label(Quoted),
    /// `unità`
    Unit(Name),
    /// `assegnato`, `responsabile`, `ufficio`
    Who(Vec<Who>),
    /// `dato "…" "…"`
    Datum(Box<(Quoted, Quoted)>),
    /// `risorse`
    Resources(Box<(Option<Decimal>, Option<Quoted>)>),
    /// `aggiornamento`
    Update(Box<(Option<NaiveDate>, Quoted)>),
    /// `consenti`
    Exception(Box<(Name, Quoted)>),
    /// `in`
    Parent(Name),
    /// `peso`
    Weight(Weight),
    /// `pesi uguali`
    EqualWeights,
    /// `pesi incompleti motivo`
    IncompleteWeights(Quoted),
    /// `algoritmo`
    Algorithm(Box<Algorithm>),
    /// `target`
    Target(Box<Target>),
    /// `storico`
    Baseline(Option<Spanned<Period>>, Box<Literal>),
    /// `tolleranza`
    Tolerance(Box<Literal>),
    /// `punteggio`
    Scoring(Box<Scoring>),
    /// `cumula`
    Accumulate(Accumulation),
    /// `non disponibili`
    Missing(MissingPolicy),
    /// `richiede`
    Required(Vec<Name>),
    /// `approvato`
    Approved(NaiveDate),
    /// `anni`
    Years(i32, i32),
    /// `esercizio`
    Exercise(i32),
}

/// A structure's identifier or a free text where a structure goes.
#[derive(Debug, Clone)]
pub enum Who {
    /// Of a `struttura`.
    Structure(Name),
    /// Anything else.
    Text(Quoted),
}

/// A written weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weight {
    /// `30%`
    Percent(Decimal),
    /// `1/3`
    Fraction(Box<(Decimal, Decimal)>),
    /// `2 punti`
    Points(Decimal),
}

/// A written `target`.
#[derive(Debug, Clone)]
pub struct Target {
    /// For which years or period; the `esercizio` when not written.
    pub when: Option<Spanned<When>>,
    /// `None` for a bare `n.d.`; of a bare `sì` or `no` its place is that of the value.
    pub comparator: Option<Spanned<Comparator>>,
    /// One, or one a year.
    pub values: Vec<Literal>,
}

/// The years or the period of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// `2026-2027`
    Years(i32, i32),
    /// `2025`, `2025-S1`
    Period(Period),
}

/// A written scoring rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scoring {
    /// `tutto o niente`
    AllOrNothing,
    /// `proporzionale [scostamento]` (`inverse` false) or `proporzionale inverso`.
    Proportional {
        /// For a missed `<=`: 100·target/actual.
        inverse: bool,
    },
    /// `diretto`
    Direct,
    /// `da storico`
    FromBaseline,
    /// `fasce NOME`
    Bands(Name),
}

/// How the parts of a year make the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Accumulation {
    /// `somma`
    Sum,
    /// `ultimo`
    Last,
    /// `media`
    Mean,
    /// `primo`
    First,
}

/// What an unavailable KPI does to its objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingPolicy {
    /// `esclusi`: left out, the other weights renormalised.
    #[default]
    Excluded,
    /// `zero`: scores 0, marked.
    Zero,
    /// `errore`: no result.
    Error,
}

/// A written algorithm.
#[derive(Debug, Clone)]
pub enum Algorithm {
    /// `valore assoluto [m]`
    Absolute(Option<Expression>),
    /// `rapporto [%] a / b [ogni n]`
    Ratio {
        /// Written `rapporto %`.
        percent: bool,
        /// `None` when only described.
        parts: Option<Box<(Expression, Expression)>>,
        /// `ogni n`
        per: Option<Spanned<Decimal>>,
    },
    /// `variazione % [m]`
    Change(Option<Expression>),
    /// `media ponderata …`; empty: of one's own direct children.
    WeightedMean(Vec<RollupOf>),
    /// `data [m]`
    Date(Option<Expression>),
    /// `sì/no [m]`
    YesNo(Option<Expression>),
    /// `formula … [in %]`
    Formula {
        /// What to compute.
        expression: Expression,
        /// Whether the quotient is read as a percentage.
        percent: bool,
    },
}

/// What a rollup names: `A.1` or `A.1.*`.
#[derive(Debug, Clone)]
pub struct RollupOf {
    /// The code, without `.*`.
    pub code: Name,
    /// Whether its children are meant.
    pub children: bool,
}

/// An expression over measures, with its place.
#[derive(Debug, Clone)]
pub struct Expression {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// Kinds of expressions.
#[derive(Debug, Clone)]
pub enum ExpressionKind {
    /// A measure's identifier, `years_back` years before the one evaluated.
    Measure(Name, u32),
    /// A quoted operand.
    Operand(Quoted, u32),
    /// A number in a formula.
    Constant(Literal),
    /// `-x`
    Negate(Box<Expression>),
    /// `a + b` and the like.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `somma(m[anno-3..anno-1])`, `media(…)`: from `first` to `last` years back.
    Window {
        /// `somma` (false) or `media` (true).
        mean: bool,
        /// A measure or a quoted operand.
        of: Box<Expression>,
        /// The earliest year, in years back.
        first: u32,
        /// The latest year, in years back.
        last: u32,
    },
    /// `min(a; b)` (false) or `max(a; b)` (true).
    Extreme(bool, Vec<Expression>),
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operator {
    /// As written.
    pub fn sign(self) -> char {
        match self {
            Operator::Add => '+',
            Operator::Subtract => '-',
            Operator::Multiply => '*',
            Operator::Divide => '/',
        }
    }
}

impl Algorithm {
    /// What it computes with, in the order it is written.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let (one, two) = match self {
            Algorithm::Absolute(of) | Algorithm::Change(of) | Algorithm::Date(of) | Algorithm::YesNo(of) => {
                (of.as_ref(), None)
            }
            Algorithm::Ratio { parts: Some(parts), .. } => (Some(&parts.0), Some(&parts.1)),
            Algorithm::Formula { expression, .. } => (Some(expression), None),
            Algorithm::Ratio { parts: None, .. } | Algorithm::WeightedMean(_) => (None, None),
        };
        one.into_iter().chain(two)
    }
}

impl Item {
    /// The empty span after its first line's name and title, where an attribute can be added.
    pub fn after_head(&self) -> Span {
        let name_and_title = match &self.head {
            Some(Head::Plan { title }) => [None, title.as_ref()],
            Some(Head::Import { path }) => [None, Some(path)],
            Some(
                Head::Objective { code: name, title }
                | Head::Measure { ident: name, title }
                | Head::Indicator { code: name, title }
                | Head::Structure { ident: name, title },
            ) => [Some(name), title.as_ref()],
            Some(Head::Kpi { ident, code, title }) => [code.as_ref().or(ident.as_ref()), title.as_ref()],
            Some(Head::Bands { ident, .. }) => [Some(ident), None],
            Some(Head::Override { .. }) | None => [None, None],
        };
        let last = name_and_title.into_iter().flatten().next_back();
        last.map_or(self.keyword.span, |name| name.span).after()
    }

    /// The first readable attribute of a keyword.
    pub fn attribute(&self, keyword: Keyword) -> Option<&Attribute> {
        match &self.firsts {
            Some(firsts) => self.attributes.get(*firsts.get(&keyword)?),
            None => self.attributes.iter().find(|attribute| attribute.keyword.node == keyword),
        }
    }

    /// Adds an attribute.
    pub fn push(&mut self, attribute: Attribute) {
        /// Fewer are gone through as fast.
        const MANY: usize = 24;
        let (at, keyword) = (self.attributes.len(), attribute.keyword.node);
        self.attributes.push(attribute);
        match &mut self.firsts {
            Some(firsts) => {
                firsts.entry(keyword).or_insert(at);
            }
            None if at == MANY => {
                let mut firsts = FxHashMap::default();
                for (at, attribute) in self.attributes.iter().enumerate() {
                    firsts.entry(attribute.keyword.node).or_insert(at);
                }
                self.firsts = Some(Box::new(firsts));
            }
            None => {}
        }
    }

    /// Takes its last attribute away, if it is of that keyword.
    pub fn pop(&mut self, keyword: Keyword) {
        let popped = self.attributes.pop_if(|attribute| attribute.keyword.node == keyword);
        if let (Some(_), Some(firsts)) = (popped, &mut self.firsts) {
            let last = self.attributes.len();
            firsts.retain(|_, at| *at != last);
        }
    }

    /// All readable attributes of a keyword.
    pub fn all(&self, keyword: Keyword) -> impl Iterator<Item = &Attribute> {
        let first = match &self.firsts {
            Some(firsts) => firsts.get(&keyword).copied().unwrap_or(self.attributes.len()),
            None => 0,
        };
        let from = self.attributes.get(first..).unwrap_or_default();
        from.iter().filter(move |attribute| attribute.keyword.node == keyword)
    }

    /// Whether it may have an attribute of this keyword after all: none could be read, but something here could not.
    pub fn may_have(&self, keyword: Keyword) -> bool {
        self.attribute(keyword).is_none() && (self.head.is_none() || !self.broken.is_empty())
    }

    /// Whether an attribute of this keyword is written here but could not be read.
    pub fn is_broken(&self, keyword: Keyword) -> bool {
        self.broken.contains(&keyword)
    }
}
