//! What stands between the tables: the document's first lines, and cards with the labels of an objective.

use super::code;
use super::draft::{Kind, Node};
use super::drawn::{Cells, Drawn};
use super::fate::Fate;
use super::grid::{Place, Placed, plain};
use super::header::years_in;
use super::measure::quoted;
use super::rows::Reader;
use super::value::{Beside, Sort, amount};
use crate::diagnostics::{Text, say};
use crate::value::fold_name;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Code,
    Title,
    Parent,
    Mission,
    Program,
    Description,
    Resources,
    Responsible,
    Office,
    /// A title over other labels.
    Heading,
}

/// The labels before a table, of the objective whose table it is.
#[derive(Debug, Default)]
pub(super) struct Card {
    code: Option<String>,
    title: Option<String>,
    /// The cells with both.
    named: Cells,
    parent: Option<(String, String, Cells)>,
    texts: Vec<(Label, Drawn<String>)>,
    /// The label whose text the next lines are.
    open: Option<Label>,
    /// The cell of a label whose value is to come.
    label: Option<Place>,
    /// Where it began.
    start: Option<Place>,
}

impl Card {
    fn names_an_objective(&self) -> bool {
        self.code.is_some() || self.title.is_some()
    }

    /// The texts of a label as one, each written by itself.
    fn text(&self, label: Label, between: &str, write: impl Fn(&str) -> String) -> Option<Drawn<String>> {
        let mut all: Option<Drawn<String>> = None;
        for (_, text) in self.texts.iter().filter(|(own, _)| *own == label) {
            let written = write(&text.value);
            match &mut all {
                None => all = Some(text.with(written)),
                Some(all) => {
                    all.value = [all.value.as_str(), &written].join(between);
                    all.cells.extend(&text.cells);
                }
            }
        }
        all
    }
}

impl<'a> Reader<'a> {
    /// A line that is no row of a table.
    pub(super) fn card_row(&mut self, row: usize, texts: &[Placed<'_>]) {
        let Some((column, first)) = texts.first() else { return };
        let place = self.place(row, *column);
        if first.chars().all(|c| matches!(c, '-' | '#' | '|' | ' ')) {
            for (column, _) in texts {
                self.ledger.tell(self.place(row, *column), Fate::Divider);
            }
            return;
        }
        if let [_, (other, value)] = texts {
            let value = (self.place(row, *other), &**value);
            return self.pair(place, first, value);
        }
        if texts.len() > 2 {
            return;
        }
        let raw = self.raw(place).trim().to_owned();
        let line = plain(raw.trim_start_matches('#'));
        if let Some((label, value)) = labelled(&line) {
            self.label(place, label);
            if !value.is_empty() {
                self.fill(place, label, value);
            }
            return;
        }
        let printed = line.replace("** | **", " ").replace("** |", " ").replace('|', " ").replace("**", "");
        if raw.starts_with("**")
            && let Some((code, title)) = code::split(&printed)
        {
            return self.named(place, place, code, title);
        }
        self.prose(place, line.into_owned());
    }

    /// Two cells: a label and its value, or an objective's code and title.
    fn pair(&mut self, place: Place, first: &str, (at, value): (Place, &str)) {
        if let Some(code) = code::whole(first) {
            return self.named(place, at, code, value.to_owned());
        }
        match labelled(&format!("{}:", first.trim_end_matches(':'))) {
            Some((label, _)) => {
                self.label(place, label);
                self.fill(at, label, value);
            }
            None => {
                for place in [place, at] {
                    self.ledger.tell(place, Fate::LabelUnknown);
                }
            }
        }
    }

    /// An objective's code and title: a new card.
    fn named(&mut self, place: Place, at: Place, code: String, title: String) {
        self.begin(place);
        self.card.named.add(place, Fate::ObjectiveCode);
        self.card.named.add(at, Fate::Objective);
        self.card.code = Some(code);
        self.card.title = Some(title);
    }

    /// Closes what was there, and the table with it.
    fn begin(&mut self, place: Place) {
        self.open_card();
        self.header = None;
        self.card = Card { start: Some(place), ..Card::default() };
    }

    fn label(&mut self, place: Place, label: Label) {
        let another = label == Label::Mission || (label == Label::Title && self.card.names_an_objective());
        if another && (self.card.names_an_objective() || self.header.is_some()) {
            self.begin(place);
        }
        self.card.start.get_or_insert(place);
        self.card.open = (label != Label::Heading).then_some(label);
        self.card.label = Some(place);
        self.ledger.tell(place, Fate::LabelAlone);
    }

    /// The text of a label.
    fn fill(&mut self, place: Place, label: Label, text: &str) {
        let cells = |fate: Fate, own: &mut Option<Place>| {
            let mut cells = Cells::default();
            cells.add(place, fate);
            own.take().filter(|own| *own != place).into_iter().for_each(|own| cells.add(own, Fate::Label));
            cells
        };
        match label {
            Label::Code => match code::whole(text) {
                Some(code) => {
                    self.card.code = Some(code);
                    let cells = cells(Fate::ObjectiveCode, &mut self.card.label);
                    self.card.named.extend(&cells);
                }
                None => self.ledger.tell(place, Fate::NoCode),
            },
            Label::Title => {
                match code::split(text) {
                    Some((code, title)) => {
                        self.card.code = Some(code);
                        self.card.title = Some(title);
                    }
                    None => self.card.title = Some(text.to_owned()),
                }
                let cells = cells(Fate::Objective, &mut self.card.label);
                self.card.named.extend(&cells);
            }
            Label::Parent => match code::split(text) {
                Some((code, title)) => {
                    self.card.parent = Some((code, title, cells(Fate::Area, &mut self.card.label)));
                }
                None => self.ledger.tell(place, Fate::NoCode),
            },
            label => {
                let cells = cells(Fate::ObjectiveText, &mut self.card.label);
                self.card.texts.push((label, Drawn { value: text.to_owned(), cells }));
            }
        }
        let runs_on = matches!(label, Label::Description | Label::Resources);
        self.card.open = self.card.open.filter(|_| runs_on);
    }

    /// A line without label: of the label above, of the document's beginning, or of nothing.
    fn prose(&mut self, place: Place, line: String) {
        if let Some(label) = self.card.open {
            return self.fill(place, label, &line);
        }
        if self.header.is_some() && line.starts_with(['*', '\\']) {
            let note = line.trim_start_matches(['*', '\\', ' ']).to_owned();
            if let Some(node) = self.draft.current() {
                node.attributes.push(("nota", Drawn::of(quoted(&note), place, Fate::Note)));
                return self.ledger.tell(place, Fate::NoteBelow);
            }
        }
        if !self.draft.nodes.is_empty() || self.header.is_some() {
            return self.ledger.tell(place, Fate::Outside);
        }
        let line = line.trim_matches(['*', ' ']).to_owned();
        let years = years_in(&line);
        if self.draft.title_years.is_empty() && !years.is_empty() {
            self.draft.title_years = years;
        }
        if self.draft.title.is_none() {
            self.draft.title = Some(Drawn::of(line, place, Fate::PlanTitle));
        } else {
            self.draft.preface.push(Drawn::of(line, place, Fate::PlanText));
        }
    }

    /// The objective of the card, with its area; whether there was one.
    pub(super) fn open_card(&mut self) -> bool {
        let card = std::mem::take(&mut self.card);
        if !card.names_an_objective() {
            return false;
        }
        let start = card.start.unwrap_or(self.place(0, 0));
        let Some(code) = card.code.clone() else {
            // A card without code: its title is an objective's all the same.
            let Some(title) = card.title.clone() else {
                self.ledger.tell(start, Fate::NoCode);
                return false;
            };
            let code = self.draft.free_code("OB", self.draft.of_kind(Kind::Objective).saturating_add(1));
            self.ledger
                .tell_of(start, Fate::ObjectiveNumbered, || say!("obiettivo {code}", "objective {code}"));
            self.open_node(&card, Node { made: true, ..Node::new(Kind::Objective, code, Some(title)) });
            return true;
        };
        self.open_node(&card, Node::new(Kind::Objective, code, card.title.clone()));
        true
    }

    fn open_node(&mut self, card: &Card, mut node: Node<'a>) {
        node.named = card.named.clone();
        if let Some((area, title, cells)) = &card.parent {
            node.parent = self.area(area, title, cells);
        }
        node.attributes = attributes(card);
        self.draft.push(node);
    }

    /// The area that a card names: declared once, by the first title; another title is kept beside it.
    fn area(&mut self, code: &str, title: &str, cells: &Cells) -> Option<usize> {
        let known = self.draft.of_code(code).find(|(_, node)| node.kind == Kind::Area);
        let known = known.map(|(index, node)| (index, node.title.clone().unwrap_or_default()));
        let Some((index, kept)) = known else {
            let node = Node {
                named: cells.clone(),
                ..Node::new(Kind::Area, code.to_owned(), Some(title.to_owned()))
            };
            return Some(self.draft.push(node));
        };
        let other = fold_name(&kept) != fold_name(title);
        if other && let Some(origin) = cells.iter().next() {
            let detail = || Text::same(format!("{code} «{kept}»"));
            self.ledger.tell_of(origin.place, Fate::AreaOtherTitle, detail);
        }
        let node = self.draft.node(index)?;
        match other {
            true => {
                let text = format!("\"Altro titolo\" {}", quoted(title));
                node.attributes.push(("dato", Drawn { value: text, cells: cells.clone() }));
            }
            false => node.named.extend(cells),
        }
        Some(index)
    }
}

/// What the card's texts are in a plan.
fn attributes(card: &Card) -> Vec<(&'static str, Drawn<String>)> {
    let mut attributes = Vec::new();
    for (keyword, label) in [
        ("missione", Label::Mission),
        ("programma", Label::Program),
        ("descrizione", Label::Description),
        ("responsabile", Label::Responsible),
        ("ufficio", Label::Office),
    ] {
        if let Some(text) = card.text(label, "\n", quoted) {
            attributes.push((keyword, text));
        }
    }
    if let Some(resources) = card.text(Label::Resources, " ", str::to_owned) {
        let read = amount(&resources.value, Beside::default());
        let money = read.filter(|amount| amount.sort == Sort::Money && !amount.more);
        let written = money.map_or_else(|| quoted(&resources.value), |amount| amount.text.into_owned());
        attributes.push(("risorse", resources.with(written)));
    }
    attributes
}

/// A line that begins with a label, and what follows the colon.
fn labelled(line: &str) -> Option<(Label, &str)> {
    let (label, value) = line.split_once(':')?;
    let folded = fold_name(label);
    let name = folded.trim_matches(['*', '#', ' ']);
    let label = match name {
        "codice" => Label::Code,
        "obiettivo" => Label::Title,
        "descrizione" => Label::Description,
        "risorse economiche" | "risorse" => Label::Resources,
        "area di responsabilita" | "responsabile" => Label::Responsible,
        "ufficio" | "uffici" => Label::Office,
        "unita organizzative coinvolte" => Label::Heading,
        _ if name.starts_with("obiettivo strategico") || name.starts_with("ambito strategico") => {
            Label::Parent
        }
        _ if name.ends_with("missione") => Label::Mission,
        _ if name.ends_with("programma") => Label::Program,
        _ => return None,
    };
    Some((label, value.trim().trim_matches('*').trim()))
}
