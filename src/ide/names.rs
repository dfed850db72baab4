//! Which names an item declares and mentions, each with its place: definitions, references, renaming, hovers and
//! colours all read this.

use crate::source::Span;
use crate::syntax::tree::{
    Algorithm, Attribute, AttributeValue, Expression, ExpressionKind, Head, Item, Name, Scoring, Tree, Who,
};

/// What has a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Symbol {
    /// An area, objective or action, by its code.
    Objective(String),
    /// A KPI: the code of its objective, and its identifier, else its code, else its title.
    Kpi(String, String),
    /// A `misura`, by its identifier.
    Measure(String),
    /// An `indicatore`, by its code.
    Indicator(String),
    /// A `struttura`, by its identifier.
    Structure(String),
    /// `fasce`, by their identifier.
    Bands(String),
}

/// A symbol as it stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What is named.
    pub symbol: Symbol,
    /// Where its name stands.
    pub span: Span,
    /// Whether this is where it is declared.
    pub declares: bool,
}

/// All that a file mentions, in its order.
pub fn of_tree(tree: &Tree) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut objective = None;
    for item in &tree.items {
        of_item(item, objective, &mut |mention| mentions.push(mention));
        objective = objective_below(item, objective);
    }
    mentions
}

/// The objective to which a KPI after `item` belongs, if the one before it belonged to `objective`.
pub fn objective_below<'t>(item: &'t Item, objective: Option<&'t str>) -> Option<&'t str> {
    use crate::syntax::keyword::ItemKeyword as I;
    match (&item.head, item.keyword.node) {
        (_, I::Area) => None,
        (Some(Head::Objective { code, .. }), _) => Some(&*code.node),
        (None, I::Objective | I::Action) => None,
        _ => objective,
    }
}

/// What an item mentions; `objective` is the code of the objective above it.
pub fn of_item(item: &Item, objective: Option<&str>, found: &mut dyn FnMut(Mention)) {
    let mut finder = Finder { found };
    if let Some(head) = &item.head {
        finder.head(head, objective);
    }
    for attribute in &item.attributes {
        finder.attribute(attribute, item);
    }
}

struct Finder<'f> {
    found: &'f mut dyn FnMut(Mention),
}

impl Finder<'_> {
    fn declares(&mut self, symbol: Symbol, span: Span) {
        (self.found)(Mention { symbol, span, declares: true });
    }

    fn uses(&mut self, symbol: fn(String) -> Symbol, name: &Name) {
        (self.found)(Mention { symbol: symbol(name.node.to_string()), span: name.span, declares: false });
    }

    fn head(&mut self, head: &Head, objective: Option<&str>) {
        match head {
            Head::Objective { code, .. } => {
                self.declares(Symbol::Objective(code.node.to_string()), code.span)
            }
            Head::Measure { ident, .. } => self.declares(Symbol::Measure(ident.node.to_string()), ident.span),
            Head::Indicator { code, .. } => {
                self.declares(Symbol::Indicator(code.node.to_string()), code.span)
            }
            Head::Structure { ident, .. } => {
                self.declares(Symbol::Structure(ident.node.to_string()), ident.span);
            }
            Head::Bands { ident, .. } => self.declares(Symbol::Bands(ident.node.to_string()), ident.span),
            Head::Kpi { ident, code, title } => {
                let name = ident.as_ref().or(code.as_ref()).or(title.as_ref());
                if let (Some(name), Some(objective)) = (name, objective) {
                    self.declares(Symbol::Kpi(objective.to_owned(), name.node.to_string()), name.span);
                }
                if let Some(code) = code {
                    self.uses(Symbol::Indicator, code);
                }
            }
            Head::Override { objective, kpi, .. } => {
                self.uses(Symbol::Objective, objective);
                let symbol = Symbol::Kpi(objective.node.to_string(), kpi.node.to_string());
                (self.found)(Mention { symbol, span: kpi.span, declares: false });
            }
            Head::Plan { .. } | Head::Import { .. } => {}
        }
    }

    fn attribute(&mut self, attribute: &Attribute, item: &Item) {
        match &attribute.value {
            AttributeValue::Who(list) => {
                for who in list {
                    if let Who::Structure(name) = who {
                        self.uses(Symbol::Structure, name);
                    }
                }
            }
            AttributeValue::Parent(name) => match item.head {
                Some(Head::Structure { .. }) => self.uses(Symbol::Structure, name),
                _ => self.uses(Symbol::Objective, name),
            },
            AttributeValue::Scoring(scoring) => {
                if let Scoring::Bands(name) = scoring.as_ref() {
                    self.uses(Symbol::Bands, name);
                }
            }
            AttributeValue::Algorithm(algorithm) => self.algorithm(algorithm),
            _ => {}
        }
    }

    fn algorithm(&mut self, algorithm: &Algorithm) {
        match algorithm {
            Algorithm::Absolute(of) | Algorithm::Change(of) | Algorithm::Date(of) | Algorithm::YesNo(of) => {
                if let Some(expression) = of {
                    self.expression(expression);
                }
            }
            Algorithm::Ratio { parts, .. } => {
                if let Some(parts) = parts {
                    self.expression(&parts.0);
                    self.expression(&parts.1);
                }
            }
            Algorithm::WeightedMean(of) => {
                for part in of {
                    self.uses(Symbol::Objective, &part.code);
                }
            }
            Algorithm::Formula { expression, .. } => self.expression(expression),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Measure(name, _) => self.uses(Symbol::Measure, name),
            ExpressionKind::Operand(..) | ExpressionKind::Constant(_) => {}
            ExpressionKind::Negate(inner) => self.expression(inner),
            ExpressionKind::Binary(_, left, right) => {
                self.expression(left);
                self.expression(right);
            }
            ExpressionKind::Window { of, .. } => self.expression(of),
            ExpressionKind::Extreme(_, of) => of.iter().for_each(|inner| self.expression(inner)),
        }
    }
}
