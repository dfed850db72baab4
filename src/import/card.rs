//! What stands between the tables: the document's first lines, and cards with the labels of an objective.

use super::code;
use super::draft::{Kind, Node};
use super::fate::Fate;
use super::grid::{Place, Placed, plain};
use super::header::years_in;
use super::measure::quoted;
use super::rows::Reader;
use super::value::{Beside, Sort, amount};
use crate::diagnostics::Text;
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
    parent: Option<(String, String, Place)>,
    texts: Vec<(Label, String)>,
    /// The label whose text the next lines are.
    open: Option<Label>,
    /// Where it began.
    start: Option<Place>,
}

impl Card {
    fn names_an_objective(&self) -> bool {
        self.code.is_some() || self.title.is_some()
    }

    fn text(&self, label: Label) -> Vec<&str> {
        self.texts.iter().filter(|(own, _)| *own == label).map(|(_, text)| text.as_str()).collect()
    }
}

impl Reader<'_> {
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
            self.named(place, code, title);
            return self.ledger.tell(place, Fate::Objective);
        }
        self.prose(place, line.into_owned());
    }

    /// Two cells: a label and its value, or an objective's code and title.
    fn pair(&mut self, place: Place, first: &str, (at, value): (Place, &str)) {
        if let Some(code) = code::whole(first) {
            self.named(place, code, value.to_owned());
            self.ledger.tell(place, Fate::ObjectiveCode);
            return self.ledger.tell(at, Fate::Objective);
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
    fn named(&mut self, place: Place, code: String, title: String) {
        self.begin(place);
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
        self.ledger.tell(place, Fate::Label);
    }

    /// The text of a label.
    fn fill(&mut self, place: Place, label: Label, text: &str) {
        match label {
            Label::Code => match code::whole(text) {
                Some(code) => {
                    self.card.code = Some(code);
                    self.ledger.tell(place, Fate::ObjectiveCode);
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
                self.ledger.tell(place, Fate::Objective);
            }
            Label::Parent => match code::split(text) {
                Some((code, title)) => {
                    self.card.parent = Some((code, title, place));
                    self.ledger.tell(place, Fate::Area);
                }
                None => self.ledger.tell(place, Fate::NoCode),
            },
            label => {
                self.card.texts.push((label, text.to_owned()));
                self.ledger.tell(place, Fate::ObjectiveText);
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
                node.attributes.push(("nota", quoted(&note)));
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
            self.draft.title = Some(line);
            self.ledger.tell(place, Fate::PlanTitle);
        } else {
            self.draft.preface.push(line);
            self.ledger.tell(place, Fate::PlanText);
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
            self.ledger.tell(start, Fate::NoCode);
            return false;
        };
        self.coded = true;
        let mut node = Node::new(Kind::Objective, code, card.title.clone());
        if let Some((area, title, place)) = &card.parent {
            self.area(area, title, *place);
            node.parent = Some(area.clone());
        }
        node.attributes = attributes(&card);
        self.draft.push(node);
        true
    }

    /// The area that a card names: declared once, by the first title.
    fn area(&mut self, code: &str, title: &str, place: Place) {
        let known = self.draft.of_code(code).find(|(_, node)| node.kind == Kind::Area);
        let known = known.map(|(_, node)| node.title.clone().unwrap_or_default());
        match known {
            None => self.draft.push(Node::new(Kind::Area, code.to_owned(), Some(title.to_owned()))),
            Some(kept) if fold_name(&kept) != fold_name(title) => {
                let detail = || Text::same(format!("{code} «{kept}»"));
                self.ledger.tell_of(place, Fate::AreaOtherTitle, detail);
            }
            Some(_) => {}
        }
    }
}

/// What the card's texts are in a plan.
fn attributes(card: &Card) -> Vec<(&'static str, String)> {
    let paragraphs = |label: Label| card.text(label).into_iter().map(quoted).collect::<Vec<_>>();
    let mut attributes = Vec::new();
    for (keyword, label) in [
        ("missione", Label::Mission),
        ("programma", Label::Program),
        ("descrizione", Label::Description),
        ("responsabile", Label::Responsible),
        ("ufficio", Label::Office),
    ] {
        let texts = paragraphs(label);
        if !texts.is_empty() {
            attributes.push((keyword, texts.join("\n")));
        }
    }
    let resources = card.text(Label::Resources).join(" ");
    if !resources.is_empty() {
        let money =
            amount(&resources, Beside::default()).filter(|amount| amount.sort == Sort::Money && !amount.more);
        attributes
            .push(("risorse", money.map_or_else(|| quoted(&resources), |amount| amount.text.into_owned())));
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
