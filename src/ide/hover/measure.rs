//! The cards of a measure and of a KPI's own operand, with their values.

use super::known::Known;
use super::markdown::{Card, escape};
use super::written::described;
use super::{kpi, written};
use crate::actuals::{Fact, FactValue, Subject};
use crate::diagnostics::{Text, say};
use crate::ide::cursor::Cursor;
use crate::ide::names::Symbol;
use crate::output::figures;
use crate::plan::{KpiId, MeasureId};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::Head;

/// No more values are shown: the latest.
const MOST_VALUES: usize = 24;
/// No more names are listed.
const MOST_NAMES: usize = 12;

/// The shared measure of an identifier.
pub(super) fn card(known: &Known<'_>, ident: &str) -> Option<String> {
    let item = known.outline.measures.get(ident)?;
    let mut card = Card::new("misura", ident, written::title(item));
    card.list(&described(
        item,
        &[Keyword::Unit, Keyword::Accumulate, Keyword::Source, Keyword::Frequency, Keyword::Responsible],
    ));
    if let Some(id) = known.measure(ident) {
        values(known, Subject::Measure(id), &mut card);
    }
    let users = known.users(&Symbol::Measure(ident.to_owned()));
    card.paragraph(&used_by(known, &users));
    Some(card.finish())
}

/// The quoted operand of this number of the item at the place: a KPI's, or an entry's of the catalogue.
pub(super) fn operand_card(known: &Known<'_>, cursor: &Cursor, number: usize, text: &str) -> Option<String> {
    match &cursor.item.as_ref()?.item.head {
        Some(Head::Kpi { ident, code, title }) => {
            let name = ident.as_ref().or(code.as_ref()).or(title.as_ref())?;
            let index = known.kpi(cursor.objective.as_deref()?, &name.node)?;
            let key = format!("{}/{number}", known.key(known.outline.kpis.get(index)?));
            let mut card = Card::new(&known.say(&say!("operando", "operand")), &key, text);
            if let Some(id) = operand(known, index, number) {
                values(known, Subject::Measure(id), &mut card);
            }
            Some(card.finish())
        }
        Some(Head::Indicator { code, .. }) => {
            let mut card = Card::new(&known.say(&say!("operando", "operand")), &format!("…/{number}"), text);
            let code = escape(&code.node);
            card.paragraph(&known.say(&say!(
                "ogni indicatore che usa {code} ne ha uno suo",
                "each indicator that uses {code} has one of its own"
            )));
            Some(card.finish())
        }
        _ => None,
    }
}

/// The operand of a KPI in the plan.
fn operand(known: &Known<'_>, index: usize, number: usize) -> Option<MeasureId> {
    known.plan()?.kpis.get(index)?.operands.get(number.checked_sub(1)?).copied()
}

/// A measure or operand of the plan, and a KPI's own value, as a row of a table names them.
pub(super) fn subject_card(known: &Known<'_>, subject: Subject) -> Option<String> {
    let plan = known.plan()?;
    match subject {
        Subject::Kpi(KpiId(index)) => kpi::card(known, index as usize),
        Subject::Measure(id) => {
            let measure = plan.measure(id);
            if measure.owner.is_none() {
                return card(known, &measure.key);
            }
            let kind = known.say(&say!("operando", "operand"));
            let mut card = Card::new(&kind, &measure.key, &measure.title);
            values(known, subject, &mut card);
            Some(card.finish())
        }
    }
}

/// The values of a measure by period, with the cells they stand in.
fn values(known: &Known<'_>, subject: Subject, card: &mut Card) {
    let Some(computed) = &known.state.computed else { return };
    let mut facts: Vec<&Fact> = computed.facts.list.iter().filter(|fact| fact.subject == subject).collect();
    facts.sort_by_key(|fact| fact.period);
    let earlier = facts.len().saturating_sub(MOST_VALUES);
    let rows: Vec<Vec<String>> = facts
        .into_iter()
        .skip(earlier)
        .map(|fact| vec![fact.period.to_string(), value(known, fact), place(known, fact)])
        .collect();
    let columns = [
        (known.say(&say!("periodo", "period")), false),
        (known.say(&say!("valore", "value")), true),
        (known.say(&say!("dove", "where")), false),
    ];
    card.table(&columns, &rows);
    if earlier > 0 {
        card.paragraph(&known.say(&say!("e {earlier} valori precedenti", "and {earlier} earlier values")));
    }
}

fn value(known: &Known<'_>, fact: &Fact) -> String {
    let unit = match (fact.subject, known.plan()) {
        (Subject::Measure(id), Some(plan)) => plan.measure(id).unit.as_deref(),
        (Subject::Kpi(id), Some(plan)) => plan.kpi(id).unit.as_deref(),
        (_, None) => None,
    };
    match &fact.value {
        FactValue::Given(given) => match (given.value(), given.kind()) {
            (Some(value), Some(kind)) => escape(&figures::value(&value, kind, unit)),
            _ => figures::UNAVAILABLE.to_owned(),
        },
        FactValue::Unavailable(said) if **said == *figures::UNAVAILABLE => escape(said),
        FactValue::Unavailable(said) => format!("{} ({})", figures::UNAVAILABLE, escape(said)),
        FactValue::Empty => known.say(&say!("vuoto, ma validato", "empty, but validated")),
    }
}

/// `q2.csv riga 3`, `modulo.xlsx Staff!E14`
fn place(known: &Known<'_>, fact: &Fact) -> String {
    let path = known.state.sources().path(fact.cell.file);
    let name = escape(path.rsplit(['/', '\\']).next().unwrap_or(path));
    if let Some(cell) = known.state.sources().cell(fact.cell) {
        return format!("{name} {}", escape(&cell));
    }
    let row = fact.row;
    known.say(&say!("{name} riga {row}", "{name} line {row}"))
}

/// `usata da A.1/trend_turismo, A.2/trend_imprese e altri 3`
pub(super) fn used_by(known: &Known<'_>, users: &[usize]) -> String {
    let keys = users.iter().take(MOST_NAMES).filter_map(|index| known.outline.kpis.get(*index));
    let keys: Vec<String> = keys.map(|kpi| escape(&known.key(kpi))).collect();
    let list = keys.join(", ");
    let more = match users.len().saturating_sub(MOST_NAMES) {
        0 => Text::default(),
        more => say!(" e altri {more}", " and {more} more"),
    };
    let Text { it, en } = more;
    known.say(&match users.len() {
        0 => say!("nessun indicatore ne fa uso", "no indicator uses it"),
        _ => say!("in uso da: {list}{it}", "used by: {list}{en}"),
    })
}
