//! Which cell of a row belongs to which column, where the printed row has slipped against its header.
//!
//! Tables that were printed, scanned or pasted lose empty cells, and a comparator often has a column that the header does
//! not name. So cells are set against columns in their order, at the least cost: what a cell can't say in a column costs
//! most, a slip to the left or right a little, but only where it begins or ends.

use rustc_hash::FxHashMap;

use super::code;
use super::grid::Placed;
use super::header::{Header, Role};
use super::value::{is_comparator, is_number_like, is_value, is_weight};
use crate::actuals::{is_failed, outcome_of};

/// A column, or the comparator's place before the first target.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// The column of the header.
    pub column: usize,
    /// What its cells say.
    pub role: Role,
}

/// More cells than that in a row are no table of a plan: they stay where they stand.
const MOST: usize = 64;

const LOST: u32 = 80;
const DOUBTFUL: u32 = 12;
const MISFIT: u32 = 48;
/// Of a cell that stands in its column and is not understood there: words for a value, say. A few alone are no sign of a
/// slip, many are.
const UNREAD: u32 = 1;
/// Where a slip begins or ends.
const SLIP: u32 = 4;
/// How far cells stand right of their column: by the columns of comparators, which have no header.
const UNNAMED: usize = 3;
const NEVER: u32 = 160;

/// The least cost of a row that ends with a cell in a slot, and the pair of cell and slot before it.
type Step = (u32, Option<(usize, usize)>);

/// The column of each cell; `None` where no column takes it.
pub fn align(header: &Header, cells: &[Placed<'_>]) -> Vec<Option<Slot>> {
    if let Some(roles) = in_place(header, cells) {
        return roles;
    }
    let (slots, sign_named) = (slots(header), header.has(Role::Comparator));
    if cells.len() > MOST || slots.len() > MOST {
        let own: FxHashMap<usize, Role> = header.columns.iter().rev().copied().collect();
        let slot = |(column, _): &Placed<'_>| Some(Slot { column: *column, role: *own.get(column)? });
        return cells.iter().map(slot).collect();
    }
    // For each cell and slot the least cost of a row that ends with that cell there, and the pair before it.
    let mut best: Vec<Vec<Step>> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let mut line = Vec::with_capacity(slots.len());
        for (column, slot) in slots.iter().enumerate() {
            let slips = slot.role != Role::Comparator && slot.column != cell.0;
            let slipped = if slips { SLIP } else { 0 };
            let mut least = (lost(at).saturating_add(slipped), None);
            for (earlier, costs) in best.iter().enumerate() {
                for (before, (cost, _)) in costs.iter().enumerate().take(column) {
                    let pair = (cells.get(earlier), slots.get(before));
                    let (Some(cell_before), Some(slot_before)) = pair else { continue };
                    let between = lost(at.saturating_sub(earlier).saturating_sub(1));
                    let next = column.saturating_sub(before) == 1;
                    // A sign and a later target, each in the column that names it: the first target is empty.
                    let in_place = sign_named && cell_before.0 == slot_before.column && cell.0 == slot.column;
                    let step =
                        if in_place { 0 } else { step((cell_before, slot_before), (cell, slot), next) };
                    let cost = cost.saturating_add(between).saturating_add(step);
                    if cost < least.0 {
                        least = (cost, Some((earlier, before)));
                    }
                }
            }
            let misfit = match misfit(slot.role, &cell.1) {
                MISFIT if slot.column == cell.0 => UNREAD,
                other if cell.0 > slot.column.saturating_add(UNNAMED) => other.saturating_add(MISFIT),
                other => other,
            };
            line.push((least.0.saturating_add(misfit), least.1));
        }
        best.push(line);
    }
    trace(&best, &slots, cells.len())
}

/// The columns of cells that all stand in their own columns and say what belongs there, as those of most rows do: nothing
/// costs less.
fn in_place(header: &Header, cells: &[Placed<'_>]) -> Option<Vec<Option<Slot>>> {
    let sign_named = header.has(Role::Comparator);
    let (last_column, last_role) = header.columns.last()?;
    if *last_role == Role::Weight && cells.last().is_none_or(|(column, _)| column != last_column) {
        return None;
    }
    let mut roles = Vec::with_capacity(cells.len());
    let mut columns = header.columns.iter().peekable();
    let mut targets = 0usize;
    for (column, text) in cells {
        while columns.next_if(|(own, _)| own < column).is_some_and(|(_, role)| {
            targets = targets.saturating_add(usize::from(matches!(role, Role::Target(_))));
            true
        }) {}
        match columns.peek() {
            Some((own, role)) if own == column => {
                if misfit(*role, text) > 0 {
                    return None;
                }
                roles.push(Some(Slot { column: *column, role: *role }));
            }
            // The comparator's own column is without a name, right before the first target.
            Some((own, Role::Target(_)))
                if !sign_named && targets == 0 && *own == column.saturating_add(1) && is_comparator(text) =>
            {
                roles.push(Some(Slot { column: *own, role: Role::Comparator }));
            }
            _ => return None,
        }
    }
    Some(roles)
}

fn lost(cells: usize) -> u32 {
    LOST.saturating_mul(u32::try_from(cells).unwrap_or(u32::MAX))
}

/// The cheapest ending, followed back.
fn trace(best: &[Vec<Step>], slots: &[Slot], cells: usize) -> Vec<Option<Slot>> {
    let mut found = vec![None; cells];
    let weight_is_last = slots.last().is_some_and(|slot| slot.role == Role::Weight);
    let endings = best.iter().enumerate().flat_map(|(cell, line)| {
        let after = lost(cells.saturating_sub(cell).saturating_sub(1));
        line.iter().enumerate().map(move |(slot, (cost, _))| {
            // Where the weight is the last column, a row that ends before it has lost another cell, not its weight.
            let unweighed = weight_is_last && slot.saturating_add(1) < slots.len();
            let cost = cost.saturating_add(after).saturating_add(if unweighed { DOUBTFUL } else { 0 });
            (cost, cell, slot)
        })
    });
    let mut here = endings.min().map(|(_, cell, slot)| (cell, slot));
    while let Some((cell, slot)) = here {
        if let Some(found) = found.get_mut(cell) {
            *found = slots.get(slot).copied();
        }
        here = best.get(cell).and_then(|line| line.get(slot)).and_then(|(_, before)| *before);
    }
    found
}

/// The columns from left to right, with a place for the comparator where none is named.
fn slots(header: &Header) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut open = !header.has(Role::Comparator);
    for (column, role) in &header.columns {
        if open && matches!(role, Role::Target(_)) {
            slots.push(Slot { column: *column, role: Role::Comparator });
            open = false;
        }
        slots.push(Slot { column: *column, role: *role });
    }
    slots
}

type Pair<'a> = (&'a Placed<'a>, &'a Slot);

/// What it costs that one pair follows another, in the next slot or a later one.
fn step((cell_before, slot_before): Pair<'_>, (cell, slot): Pair<'_>, next_slot: bool) -> u32 {
    if slot_before.role == Role::Comparator {
        let next = cell.0.saturating_sub(cell_before.0) == 1;
        return match slot.role {
            Role::Target(_) if next && next_slot => 0,
            // The comparator stands before the first target.
            Role::Target(_) if next => DOUBTFUL,
            Role::Target(_) => MISFIT,
            _ => 20,
        };
    }
    if slot.role == Role::Comparator {
        return 0;
    }
    // The same distance between cells as between columns: no slip begins or ends here.
    if cell.0.abs_diff(cell_before.0) == slot.column.abs_diff(slot_before.column) { 0 } else { SLIP }
}

/// What it costs that a cell with this text stands in such a column.
fn misfit(role: Role, text: &str) -> u32 {
    // The error of a formula can stand in place of anything.
    if is_failed(text) && role != Role::Comparator {
        return 0;
    }
    if is_comparator(text) != (role == Role::Comparator) {
        return if role == Role::Unknown { 20 } else { NEVER };
    }
    let wordy = || text.chars().any(char::is_alphabetic) && !is_number_like(text);
    let fits = match role {
        Role::Comparator | Role::Unknown => true,
        // A number among the notes is rather another column's.
        Role::Notes => return if is_number_like(text) { DOUBTFUL } else { 0 },
        Role::Weight | Role::ObjectiveWeight => is_weight(text),
        Role::Target(_) | Role::Baseline(_) | Role::Actual(_) => is_value(text),
        Role::KpiScore | Role::ObjectiveScore => is_weight(text),
        Role::Validation => {
            let words = text.to_lowercase();
            words.contains("valid") || words.starts_with("kpi ") || outcome_of(text).is_some()
        }
        Role::Code | Role::ObjectiveCode => is_code(text),
        Role::Objective | Role::Area => wordy() || code::alone(text).is_some(),
        Role::Unit => text.chars().count() <= 14,
        _ => wordy(),
    };
    if fits { 0 } else { MISFIT }
}

/// `KP1264`, `M1C1-17`, `n. 3`, `3`: short and with a digit, or a code by its form.
fn is_code(text: &str) -> bool {
    let short = text.chars().count() <= 20 && !text.contains(['%', '€', '>', '<', '=']);
    short && (text.chars().any(|c| c.is_ascii_digit()) || code::alone(text).is_some())
}
