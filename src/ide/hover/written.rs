//! Attributes in words, as they are written: of a plan with errors too.

use super::known::Known;
use super::markdown::escape;
use crate::diagnostics::{Text, say};
use crate::output::figures;
use crate::resolve::KpiDecl;
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{
    Accumulation, Algorithm, AttributeValue, Expression, ExpressionKind, Head, Item, Literal, Operator,
    Scoring, Target, Weight, When, Who,
};
use crate::value::{normal, show_number};

/// An operand of an algorithm.
pub(super) enum Operand<'t> {
    /// A shared measure, by its identifier.
    Measure(&'t str),
    /// A text, and where it stands: the same text twice is one operand.
    Quoted { text: &'t str, spans: Vec<Span> },
}

/// The operands of an algorithm by first appearance, which is how keys number them.
pub(super) fn operands(algorithm: &Algorithm) -> Vec<Operand<'_>> {
    let mut found = Vec::new();
    for expression in expressions(algorithm) {
        collect(expression, &mut found);
    }
    found
}

fn expressions(algorithm: &Algorithm) -> Vec<&Expression> {
    match algorithm {
        Algorithm::Absolute(of) | Algorithm::Change(of) | Algorithm::Date(of) | Algorithm::YesNo(of) => {
            of.iter().collect()
        }
        Algorithm::Ratio { parts, .. } => parts.iter().flat_map(|parts| [&parts.0, &parts.1]).collect(),
        Algorithm::WeightedMean(_) => Vec::new(),
        Algorithm::Formula { expression, .. } => vec![expression],
    }
}

fn collect<'t>(expression: &'t Expression, found: &mut Vec<Operand<'t>>) {
    match &expression.kind {
        ExpressionKind::Measure(name, _) => {
            let known =
                |operand: &Operand<'_>| matches!(operand, Operand::Measure(ident) if **ident == *name.node);
            if !found.iter().any(known) {
                found.push(Operand::Measure(&name.node));
            }
        }
        ExpressionKind::Operand(quoted, _) => {
            let wanted = normal(&quoted.node);
            let known = found.iter_mut().find_map(|operand| match operand {
                Operand::Quoted { text, spans } if normal(text) == wanted => Some(spans),
                _ => None,
            });
            match known {
                Some(spans) => spans.push(quoted.span),
                None => found.push(Operand::Quoted { text: &quoted.node, spans: vec![quoted.span] }),
            }
        }
        ExpressionKind::Constant(_) => {}
        ExpressionKind::Negate(inner) => collect(inner, found),
        ExpressionKind::Binary(_, left, right) => {
            collect(left, found);
            collect(right, found);
        }
        ExpressionKind::Window { of, .. } => collect(of, found),
        ExpressionKind::Extreme(_, of) => of.iter().for_each(|inner| collect(inner, found)),
    }
}

/// `rapporto % «Iniziative avviate» / «Iniziative previste»`, in Markdown.
pub(super) fn algorithm(algorithm: &Algorithm) -> String {
    let called = |name: &str, of: &Option<Expression>| match of {
        Some(of) => format!("{name} {}", expression(of, Binds::Loosely)),
        None => name.to_owned(),
    };
    match algorithm {
        Algorithm::Absolute(of) => called("valore assoluto", of),
        Algorithm::Change(of) => called("variazione %", of),
        Algorithm::Date(of) => called("data", of),
        Algorithm::YesNo(of) => called("sì/no", of),
        Algorithm::Ratio { percent, parts, per } => {
            let mut out = if *percent { "rapporto %" } else { "rapporto" }.to_owned();
            if let Some(parts) = parts {
                let (left, right) = (&parts.0, &parts.1);
                out.push_str(&format!(
                    " {} / {}",
                    expression(left, Binds::Tightly),
                    expression(right, Binds::Tightly)
                ));
            }
            if let Some(per) = per {
                out.push_str(&format!(" ogni {}", show_number(&per.node.into(), 4)));
            }
            out
        }
        Algorithm::WeightedMean(of) => {
            let codes: Vec<String> = of
                .iter()
                .map(|part| format!("{}{}", escape(&part.code.node), if part.children { ".\\*" } else { "" }))
                .collect();
            format!("media ponderata {}", codes.join(", ")).trim_end().to_owned()
        }
        Algorithm::Formula { expression: of, percent } => {
            format!("formula {}{}", expression(of, Binds::Loosely), if *percent { " in %" } else { "" })
        }
    }
}

/// How strongly what is around an expression binds it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binds {
    Loosely,
    Tightly,
}

fn expression(of: &Expression, around: Binds) -> String {
    let back = |years: u32| if years == 0 { String::new() } else { format!("\\[anno-{years}\\]") };
    match &of.kind {
        ExpressionKind::Measure(name, years) => format!("{}{}", escape(&name.node), back(*years)),
        ExpressionKind::Operand(text, years) => format!("«{}»{}", escape(&text.node), back(*years)),
        ExpressionKind::Constant(number) => literal(number),
        ExpressionKind::Negate(inner) => format!("−{}", expression(inner, Binds::Tightly)),
        ExpressionKind::Binary(operator, left, right) => {
            let (left, right) = (expression(left, Binds::Tightly), expression(right, Binds::Tightly));
            let sign = match operator {
                Operator::Subtract => "−",
                Operator::Multiply => "×",
                Operator::Add => "+",
                Operator::Divide => "/",
            };
            match around {
                Binds::Loosely => format!("{left} {sign} {right}"),
                Binds::Tightly => format!("({left} {sign} {right})"),
            }
        }
        ExpressionKind::Window { mean, of, first, last } => {
            let name = if *mean { "media" } else { "somma" };
            let of = expression(of, Binds::Loosely);
            let year = |back: u32| if back == 0 { "anno".to_owned() } else { format!("anno-{back}") };
            format!("{name}({of}\\[{}..{}\\])", year(*first), year(*last))
        }
        ExpressionKind::Extreme(greatest, of) => {
            let name = if *greatest { "max" } else { "min" };
            let of: Vec<String> = of.iter().map(|inner| expression(inner, Binds::Loosely)).collect();
            format!("{name}({})", of.join("; "))
        }
    }
}

fn literal(literal: &Literal) -> String {
    escape(&literal.value.show())
}

/// `2025: ≥ 5%`, in Markdown.
pub(super) fn target(target: &Target) -> String {
    let values: Vec<String> = target.values.iter().map(literal).collect();
    let sign = target
        .comparator
        .map_or_else(String::new, |comparator| format!("{} ", figures::sign(comparator.node)));
    let value = format!("{sign}{}", values.join(", "));
    match target.when.as_ref().map(|when| when.node) {
        None => value,
        Some(When::Period(period)) => format!("{period}: {value}"),
        Some(When::Years(first, last)) => format!("{first}-{last}: {value}"),
    }
}

/// All targets of a KPI: its own, else those of its entry of the catalogue.
pub(super) fn targets(kpi: &KpiDecl<'_>) -> Vec<String> {
    let of = |item: &Item| -> Vec<String> {
        item.all(Keyword::Target)
            .filter_map(|attribute| match &attribute.value {
                AttributeValue::Target(written) => Some(target(written)),
                _ => None,
            })
            .collect()
    };
    let own = of(kpi.item);
    if own.is_empty() { kpi.indicator.map(of).unwrap_or_default() } else { own }
}

/// All baselines, as the targets.
pub(super) fn baselines(kpi: &KpiDecl<'_>) -> Vec<String> {
    let of = |item: &Item| -> Vec<String> {
        item.all(Keyword::Baseline)
            .filter_map(|attribute| match &attribute.value {
                AttributeValue::Baseline(Some(period), value) => {
                    Some(format!("{}: {}", period.node, literal(value)))
                }
                AttributeValue::Baseline(None, value) => Some(literal(value)),
                _ => None,
            })
            .collect()
    };
    let own = of(kpi.item);
    if own.is_empty() { kpi.indicator.map(of).unwrap_or_default() } else { own }
}

/// `30%`, `1/3`, `2 punti`.
pub(super) fn weight(weight: &Weight) -> Text {
    let show = |number: &rust_decimal::Decimal| show_number(&(*number).into(), 4);
    match weight {
        Weight::Percent(number) => Text::same(format!("{}%", show(number))),
        Weight::Fraction(parts) => Text::same(format!("{}/{}", show(&parts.0), show(&parts.1))),
        Weight::Points(number) => {
            let points = show(number);
            say!("{points} punti", "{points} points")
        }
    }
}

/// The rule that reaches a KPI, and from where: `proporzionale (dal piano)`.
pub(super) fn scoring(known: &Known<'_>, kpi: &KpiDecl<'_>) -> Option<Text> {
    if kpi.item.is_broken(Keyword::Scoring) {
        return None;
    }
    let from_entry = |entry: &Item| {
        let code = escape(kpi.code.unwrap_or(""));
        Some((rule_of(entry)?, say!(" (dal catalogo, {code})", " (from the catalogue, {code})")))
    };
    let from_above = || {
        let mut next = kpi.objective;
        // Parents are free of cycles; the count only bounds the walk.
        for _ in 0..=known.outline.objectives.len() {
            let objective = known.outline.objectives.get(next?)?;
            if let Some(rule) = rule_of(objective.item) {
                let code = escape(objective.code.unwrap_or(""));
                return Some((rule, say!(" (da {code})", " (from {code})")));
            }
            next = objective.parent;
        }
        None
    };
    let from_plan = || Some((rule_of(known.outline.plan?)?, say!(" (dal piano)", " (from the plan)")));
    let usual =
        || (Text::same("proporzionale"), say!(" (se non si scrive altro)", " (where nothing is written)"));
    let (rule, origin) = rule_of(kpi.item)
        .map(|rule| (rule, Text::default()))
        .or_else(|| kpi.indicator.and_then(from_entry))
        .or_else(from_above)
        .or_else(from_plan)
        .unwrap_or_else(usual);
    Some(Text { it: rule.it + &origin.it, en: rule.en + &origin.en })
}

fn rule_of(item: &Item) -> Option<Text> {
    match &item.attribute(Keyword::Scoring)?.value {
        AttributeValue::Scoring(rule) => Some(Text::same(match rule.as_ref() {
            Scoring::AllOrNothing => "tutto o niente".to_owned(),
            Scoring::Proportional { inverse: false } => "proporzionale".to_owned(),
            Scoring::Proportional { inverse: true } => "proporzionale inverso".to_owned(),
            Scoring::Direct => "diretto".to_owned(),
            Scoring::FromBaseline => "da storico".to_owned(),
            Scoring::Bands(name) => format!("fasce {}", escape(&name.node)),
        })),
        _ => None,
    }
}

/// The text of a describing attribute, in Markdown.
pub(super) fn describing(item: &Item, keyword: Keyword) -> Option<String> {
    Some(match &item.attribute(keyword)?.value {
        AttributeValue::Text(text) | AttributeValue::Label(text) | AttributeValue::Unit(text) => {
            escape(&text.node)
        }
        AttributeValue::Accumulate(how) => accumulation(*how).to_owned(),
        AttributeValue::Who(list) => {
            let names: Vec<String> = list
                .iter()
                .map(|who| match who {
                    Who::Structure(name) => escape(&name.node),
                    Who::Text(text) => format!("«{}»", escape(&text.node)),
                })
                .collect();
            names.join(", ")
        }
        AttributeValue::Tolerance(value) => literal(value),
        _ => return None,
    })
}

fn accumulation(how: Accumulation) -> &'static str {
    match how {
        Accumulation::Sum => "somma",
        Accumulation::Last => "ultimo",
        Accumulation::Mean => "media",
        Accumulation::First => "primo",
    }
}

/// `fonte: rilevazione interna`, of each of these attributes that an item has.
pub(super) fn described(item: &Item, keywords: &[Keyword]) -> Vec<String> {
    keywords
        .iter()
        .filter_map(|keyword| Some(format!("{keyword}: {}", describing(item, *keyword)?)))
        .collect()
}

/// The title of an item, or nothing.
pub(super) fn title(item: &Item) -> &str {
    match &item.head {
        Some(
            Head::Plan { title: Some(title) }
            | Head::Objective { title: Some(title), .. }
            | Head::Kpi { title: Some(title), .. }
            | Head::Measure { title: Some(title), .. }
            | Head::Indicator { title: Some(title), .. }
            | Head::Structure { title: Some(title), .. },
        ) => &title.node,
        _ => "",
    }
}
