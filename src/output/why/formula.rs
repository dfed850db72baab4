//! Arithmetic with the numbers in it, as `why` prints it: `100 × (12 − 8) / 20`. The numbers have as many decimals as it
//! takes to come to the printed result again, by whoever reckons it with them.

use crate::calculation::{Expr, Function, Leaf};
use crate::output::figures;
use crate::plan::Operator;
use crate::value::{Exact, Type, Value};

/// How strongly an expression holds its parts together: what binds less than needed stands in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    Sum,
    Product,
    Atom,
}

/// Decimals of numbers, to begin with and at most.
const PLACES: u32 = 4;
const MORE_PLACES: u32 = 10;
const MOST_PLACES: u32 = 24;

/// Arithmetic over known numbers.
#[derive(Debug, Clone)]
pub(super) enum Formula {
    /// A number as a value of its type is shown; without a value, `n.d.`.
    Number(Option<Exact>, Shown),
    /// A date, a sì: what no number stands for.
    Word(String),
    /// `−a`
    Negate(Box<Formula>),
    /// `a ∘ b`
    Binary(Operator, Box<Formula>, Box<Formula>),
    /// `|a|`
    Abs(Box<Formula>),
    /// `max(a; b)`
    Call(Function, Vec<Formula>),
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a value of this type: a percentage with its sign, in points.
    Of(Type),
    /// As a performance in points is: `83,38`.
    Points,
    /// As a performance is that stands for a value: `83,38%`.
    Performance,
    /// A number of the rule, a weight, a count: with its own decimals.
    Plain,
}

/// What a function is called in the language.
fn name(function: Function) -> &'static str {
    match function {
        Function::Sum => "somma",
        Function::Mean => "media",
        Function::Least => "min",
        Function::Greatest => "max",
    }
}

impl Formula {
    /// A number of the formula itself.
    pub fn plain(number: Exact) -> Formula {
        Formula::Number(Some(number), Shown::Plain)
    }

    /// A value of a type.
    pub fn value(value: &Value, kind: Type) -> Formula {
        match value {
            Value::Amount(number) => Formula::Number(Some(number.clone()), Shown::Of(kind)),
            Value::Date(_) | Value::Boolean(_) => Formula::Word(value.show(kind, None, PLACES)),
        }
    }

    /// `a ∘ b`
    pub fn binary(operator: Operator, left: Formula, right: Formula) -> Formula {
        Formula::Binary(operator, Box::new(left), Box::new(right))
    }

    /// The sum of some terms, from the left.
    pub fn sum(terms: impl IntoIterator<Item = Formula>) -> Option<Formula> {
        terms.into_iter().reduce(|sum, term| Formula::binary(Operator::Add, sum, term))
    }

    /// The arithmetic of a score, its quantities being these.
    pub fn of_score(expr: &Expr, leaf: &dyn Fn(Leaf) -> Formula) -> Formula {
        let of = |inner: &Expr| Formula::of_score(inner, leaf);
        match expr {
            Expr::Leaf(quantity) => leaf(*quantity),
            Expr::Number(number) => Formula::plain(Exact::from(*number)),
            Expr::Subtract(left, right) => Formula::binary(Operator::Subtract, of(left), of(right)),
            Expr::Multiply(left, right) => Formula::binary(Operator::Multiply, of(left), of(right)),
            Expr::Divide(left, right) => Formula::binary(Operator::Divide, of(left), of(right)),
            Expr::Abs(inner) => Formula::Abs(Box::new(of(inner))),
            Expr::Points(inner) | Expr::Percent(inner) => of(inner),
        }
    }

    /// Whether it is the number 1.
    pub fn is_one(&self) -> bool {
        matches!(self, Formula::Number(Some(number), _) if *number == Exact::one())
    }

    /// What there is no number for.
    pub fn none() -> Formula {
        Formula::Number(None, Shown::Plain)
    }

    /// As text, such that its numbers as printed give `result` again as `print` prints it; where no decimals do, or there
    /// is no result, with the usual ones. `alike`: the usual ones would show two numbers as one.
    pub fn text(&self, result: &Exact, print: &dyn Fn(&Exact) -> String, alike: bool) -> String {
        let first = if alike { MORE_PLACES } else { PLACES };
        let wanted = print(result);
        let enough = |places: &u32| self.reckoned(*places).is_some_and(|made| print(&made) == wanted);
        if let Some(places) = (first..=MOST_PLACES).find(enough) {
            return self.written(places).0;
        }
        self.half_way(result, &wanted, print).unwrap_or_else(|| self.written(first).0)
    }

    /// Where a result lies half-way between two printed ones, digits that never end do not tell which it is: with the
    /// result itself before it is rounded.
    fn half_way(&self, result: &Exact, wanted: &str, print: &dyn Fn(&Exact) -> String) -> Option<String> {
        let whole = |places: &u32| result.round_to(*places) == *result && print(result) == wanted;
        let decimals = (PLACES.saturating_sub(2)..=MOST_PLACES).find(whole)?;
        let enough =
            |places: &u32| self.reckoned(*places).is_some_and(|made| made.round_to(decimals) == *result);
        let places = (PLACES..=MOST_PLACES).find(enough)?;
        Some(format!("{} = {}", self.written(places).0, figures::number_to(result, decimals)))
    }

    /// As text, with the usual decimals.
    pub fn plainly(&self) -> String {
        self.written(PLACES).0
    }

    /// What it gives with its numbers rounded to so many decimals.
    fn reckoned(&self, places: u32) -> Option<Exact> {
        let of = |inner: &Formula| inner.reckoned(places);
        match self {
            Formula::Number(number, shown) => Some(shown.rounded(number.as_ref()?, places)),
            Formula::Word(_) => None,
            Formula::Negate(inner) => Some(-of(inner)?),
            Formula::Abs(inner) => Some(of(inner)?.abs()),
            Formula::Binary(operator, left, right) => {
                let (left, right) = (of(left)?, of(right)?);
                Some(match operator {
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => Exact::ratio(&left, &right)?,
                })
            }
            Formula::Call(function, parts) => function.of(parts.iter().map(of).collect::<Option<_>>()?),
        }
    }

    fn written(&self, places: u32) -> (String, Binds) {
        let within = |inner: &Formula, needed: Binds| {
            let (text, binds) = inner.written(places);
            if binds < needed { format!("({text})") } else { text }
        };
        match self {
            Formula::Number(None, _) => (figures::UNAVAILABLE.to_owned(), Binds::Atom),
            Formula::Number(Some(number), shown) => {
                let binds = if number.is_negative() { Binds::Sum } else { Binds::Atom };
                (shown.print(number, places), binds)
            }
            Formula::Word(text) => (text.clone(), Binds::Atom),
            Formula::Negate(inner) => (format!("−{}", within(inner, Binds::Atom)), Binds::Sum),
            Formula::Abs(inner) => (format!("|{}|", inner.written(places).0), Binds::Atom),
            Formula::Binary(operator, left, right) => {
                let (sign, binds, right_needs) = match operator {
                    Operator::Add => ("+", Binds::Sum, Binds::Product),
                    Operator::Subtract => ("−", Binds::Sum, Binds::Product),
                    Operator::Multiply => ("×", Binds::Product, Binds::Product),
                    Operator::Divide => ("/", Binds::Product, Binds::Atom),
                };
                (format!("{} {sign} {}", within(left, binds), within(right, right_needs)), binds)
            }
            Formula::Call(function, parts) => {
                let parts: Vec<String> = parts.iter().map(|part| part.written(places).0).collect();
                (format!("{}({})", name(*function), parts.join("; ")), Binds::Atom)
            }
        }
    }
}

impl Shown {
    fn print(self, number: &Exact, places: u32) -> String {
        match self {
            Shown::Of(kind) => figures::bare_to(number, kind, places),
            Shown::Points if places == PLACES => figures::points(number),
            Shown::Performance if places == PLACES => figures::performance(number),
            Shown::Performance => figures::bare_to(number, Type::Percent, places),
            Shown::Points | Shown::Plain => figures::number_to(number, places),
        }
    }

    /// The number that is printed.
    fn rounded(self, number: &Exact, places: u32) -> Exact {
        match self {
            Shown::Points | Shown::Performance if places == PLACES => number.round_to(2),
            Shown::Of(Type::Money) => number.round_to(places),
            _ => figures::as_printed(number, places),
        }
    }
}
