//! The attributes that the item above can still take, each with a value that is valid as it stands.

use super::items::group;
use super::known::{Others, Share};
use super::scene::Scene;
use super::snippet::Insert;
use super::{CompletionKind, Offer, said, targets, values};
use crate::diagnostics::{Text, say};
use crate::reference::Topic;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{Algorithm, AttributeValue, Head, Item};
use crate::value::Type;

/// From the most useful to the rarest.
const ORDER: &[Keyword] = &[
    Keyword::Entity,
    Keyword::Years,
    Keyword::Target,
    Keyword::Weight,
    Keyword::Algorithm,
    Keyword::Unit,
    Keyword::Accumulate,
    Keyword::Source,
    Keyword::EqualWeights,
    Keyword::Reason,
    Keyword::Author,
    Keyword::Scoring,
    Keyword::Assigned,
    Keyword::Responsible,
    Keyword::Kind,
    Keyword::Baseline,
    Keyword::Frequency,
    Keyword::Tolerance,
    Keyword::Description,
    Keyword::Note,
    Keyword::In,
    Keyword::Level,
    Keyword::Office,
    Keyword::Mission,
    Keyword::Programme,
    Keyword::Resources,
    Keyword::CostCentre,
    Keyword::Involved,
    Keyword::Expected,
    Keyword::Benefits,
    Keyword::Impact,
    Keyword::Datum,
    Keyword::Exercise,
    Keyword::Missing,
    Keyword::Required,
    Keyword::Approved,
    Keyword::Update,
    Keyword::IncompleteWeights,
    Keyword::Exception,
];

pub(super) fn offers(scene: &Scene<'_>) -> Vec<Offer> {
    let (Some(item), Some(on)) = (scene.item(), scene.item_keyword()) else { return Vec::new() };
    let present = scene.present();
    let here = Here { scene, item: &item, on, kind: scene.kind(&item) };
    let needed = here.needed(&present);
    let mut found = Vec::new();
    if on == ItemKeyword::Bands && scene.at_line_start() {
        found.extend(values::rows().into_iter().map(|offer| offer.group(group::NEEDED)));
    }
    for keyword in ORDER {
        let allowed = keyword.allowed_on(on) && (keyword.repeats() || !present.contains(keyword));
        if !allowed || !here.makes_sense(*keyword, &present) {
            continue;
        }
        let Some(insert) = here.with_value(*keyword) else { continue };
        let group = match (needed.contains(keyword), present.contains(keyword)) {
            (true, _) => group::NEEDED,
            (_, true) => group::REPEATED,
            _ => group::ATTRIBUTES,
        };
        let offer = Offer::new(CompletionKind::Attribute, keyword.spelling(), insert);
        let offer = offer.about(Topic::Attribute(*keyword), scene.lang).bare(keyword.spelling());
        let is_taken = *keyword == Keyword::Weight && here.share() == Some(Share::Taken);
        let detail = if is_taken { taken().get(scene.lang).to_owned() } else { String::new() };
        found.push(offer.detail(detail).group(group));
    }
    if scene.at_line_start() && !scene.is_indented() {
        // At the margin stand items: what belongs to one is indented, as plans are printed.
        found.iter_mut().for_each(|offer| offer.insert.text.insert_str(0, "  "));
    }
    found
}

/// Beside a weight of which there is none to propose.
fn taken() -> Text {
    say!(
        "gli altri hanno già tutto il peso: quello che scrivi qui va tolto a loro",
        "the others have all the weight already: what you write here must be taken from them"
    )
}

/// The item above, and what is known of it.
struct Here<'a, 't> {
    scene: &'a Scene<'t>,
    item: &'a Item,
    on: ItemKeyword,
    kind: Option<Type>,
}

impl Here<'_, '_> {
    /// What the item should not be without.
    fn needed(&self, present: &[Keyword]) -> Vec<Keyword> {
        let lacks = |keyword: &Keyword| !present.contains(keyword);
        let wanted: &[Keyword] = match self.on {
            ItemKeyword::Plan if present.contains(&Keyword::Exercise) => &[],
            ItemKeyword::Plan => &[Keyword::Years],
            ItemKeyword::Kpi if self.is_rollup() => &[],
            ItemKeyword::Kpi => &[Keyword::Target],
            ItemKeyword::Override => &[Keyword::Reason],
            ItemKeyword::Indicator => &[Keyword::Algorithm],
            ItemKeyword::Measure => &[Keyword::Unit],
            _ => &[],
        };
        let mut needed: Vec<Keyword> = wanted.iter().copied().filter(lacks).collect();
        let weighed = self.on == ItemKeyword::Kpi
            && lacks(&Keyword::Weight)
            && self.scene.kpis(Others::Only).iter().any(|kpi| kpi.attribute(Keyword::Weight).is_some());
        if weighed {
            needed.push(Keyword::Weight);
        }
        needed
    }

    fn is_rollup(&self) -> bool {
        let algorithm = self.item.attribute(Keyword::Algorithm).map(|attribute| &attribute.value);
        matches!(algorithm, Some(AttributeValue::Algorithm(algorithm))
            if matches!(algorithm.as_ref(), Algorithm::WeightedMean(_)))
    }

    /// Whether the attribute would be no fault here.
    fn makes_sense(&self, keyword: Keyword, present: &[Keyword]) -> bool {
        let no_kpi_weighs =
            || self.scene.kpis(Others::All).iter().all(|kpi| kpi.attribute(Keyword::Weight).is_none());
        match (keyword, self.on) {
            (Keyword::Weight | Keyword::Target, ItemKeyword::Indicator) => false,
            (Keyword::Weight, ItemKeyword::Kpi) => {
                !self.scene.weighs_equally() && self.scene.share_of_kpi(Others::Only) != Share::None
            }
            (Keyword::EqualWeights, on) => {
                on != ItemKeyword::Area && !present.contains(&Keyword::IncompleteWeights) && no_kpi_weighs()
            }
            (Keyword::IncompleteWeights, on) => {
                on != ItemKeyword::Area && !present.contains(&Keyword::EqualWeights)
            }
            (Keyword::Tolerance, _) => self.kind.is_some_and(|kind| kind != Type::Boolean),
            // The catalogue's algorithm and unit are the KPI's.
            (Keyword::Algorithm | Keyword::Unit, ItemKeyword::Kpi) => !self.is_of_catalogue(),
            (Keyword::Target, ItemKeyword::Kpi) => {
                !present.contains(&Keyword::Target) || self.year_without_target().is_some()
            }
            _ => true,
        }
    }

    fn is_of_catalogue(&self) -> bool {
        let Some(Head::Kpi { code: Some(code), .. }) = &self.item.head else { return false };
        self.scene.declared(&[ItemKeyword::Indicator]).iter().any(|entry| *entry.name == *code.node)
    }

    /// The first year of the plan for which no target is written.
    fn year_without_target(&self) -> Option<i32> {
        use crate::syntax::tree::When;
        let years = self.scene.years();
        let covers = |year: i32| {
            self.item.all(Keyword::Target).any(|attribute| match &attribute.value {
                AttributeValue::Target(target) => match target.when.as_ref().map(|when| when.node) {
                    Some(When::Years(first, last)) => (first..=last).contains(&year),
                    Some(When::Period(period)) => !period.is_part() && period.year == year,
                    None => year == years.exercise,
                },
                _ => false,
            })
        };
        (years.first..=years.last).take(20).find(|year| !covers(*year))
    }

    /// The attribute with a value; `None` where there is none to give.
    fn with_value(&self, keyword: Keyword) -> Option<Insert> {
        let word = keyword.spelling();
        let years = self.scene.years();
        let with = |template: &str| Some(Insert::of(&format!("{{}} {template}"), &[word]));
        let filled =
            |template: &str, value: &str| Some(Insert::of(&format!("{{}} {template}"), &[word, value]));
        match keyword {
            Keyword::Years => filled("‹›", &format!("{}-{}", years.first, years.first.saturating_add(2))),
            Keyword::Exercise => filled("‹›", &years.exercise.to_string()),
            Keyword::Scoring if matches!(self.on, ItemKeyword::Kpi | ItemKeyword::Indicator) => {
                with("‹tutto o niente›")
            }
            Keyword::Scoring => with("‹proporzionale›"),
            Keyword::Missing => with("‹esclusi›"),
            Keyword::Approved => filled("‹›", &format!("31/01/{}", years.first)),
            Keyword::Required => with("‹fonte›"),
            Keyword::In => self.parent().and_then(|parent| filled("‹›", &parent)),
            Keyword::Unit => filled("‹›", self.unit()),
            // There is no sum of dates.
            Keyword::Accumulate if matches!(self.kind, Some(Type::Date | Type::Boolean)) => with("‹ultimo›"),
            Keyword::Accumulate => with("‹somma›"),
            Keyword::Frequency => with("‹annuale›"),
            Keyword::Kind => with("‹efficacia›"),
            Keyword::Level => with("‹operativo›"),
            Keyword::Responsible | Keyword::Assigned | Keyword::Office => {
                match self.scene.declared(&[ItemKeyword::Structure]).first() {
                    Some(structure) => filled("‹›", &structure.name),
                    None => filled("\"‹›\"", self.said(keyword).as_deref().unwrap_or("nome dell'ufficio")),
                }
            }
            Keyword::Weight => match self.share()? {
                Share::Of(share) => with(
                    &share
                        .strip_suffix('%')
                        .map_or(format!("‹{share}›"), |number| format!("‹{number}›%")),
                ),
                Share::Points => with("‹1› punti"),
                Share::Taken => Some(Insert::plain(format!("{word} "))),
                Share::None => None,
            },
            Keyword::EqualWeights => Some(Insert::plain(word)),
            Keyword::IncompleteWeights => with("motivo \"‹perché›\""),
            Keyword::Algorithm => with("‹valore assoluto›"),
            Keyword::Target => with(&self.target()),
            Keyword::Baseline => with(&targets::sample(self.kind, years.exercise.saturating_sub(1))),
            Keyword::Tolerance => with(targets::tolerance(self.kind)),
            Keyword::Datum => with("\"‹Delibera›\" \"‹n. 1 del 31/01/2025›\""),
            Keyword::Exception => with("‹P0401› \"‹perché›\""),
            Keyword::Update => filled("‹› \"‹che cosa è cambiato›\"", &format!("15/07/{}", years.exercise)),
            Keyword::Resources => with("‹10.000,00› €"),
            Keyword::Entity => with("\"‹Comune di Esempio›\""),
            Keyword::Author => with("\"‹OIV›\""),
            Keyword::Reason => with("\"‹perché›\""),
            Keyword::Source => {
                filled("\"‹›\"", self.said(keyword).as_deref().unwrap_or("rilevazione interna"))
            }
            Keyword::Description
            | Keyword::Note
            | Keyword::Mission
            | Keyword::Programme
            | Keyword::CostCentre
            | Keyword::Involved
            | Keyword::Expected
            | Keyword::Benefits
            | Keyword::Impact => with("\"‹testo›\""),
        }
    }

    /// What the plan says most often elsewhere, as it stands between quotes.
    fn said(&self, keyword: Keyword) -> Option<String> {
        said::texts(self.scene.state, keyword).into_iter().next().map(|text| text.replace('"', "\"\""))
    }

    /// Something that the item can be part of.
    fn parent(&self) -> Option<String> {
        let kinds: &[ItemKeyword] = match self.on {
            ItemKeyword::Structure => &[ItemKeyword::Structure],
            _ => &[ItemKeyword::Area],
        };
        values::others(self.scene, kinds).into_iter().next().map(|named| named.name.into_owned())
    }

    fn unit(&self) -> &'static str {
        match self.kind {
            Some(Type::Date) => "data",
            Some(Type::Boolean) => "sì/no",
            Some(kind) => kind.unit().unwrap_or("iniziative"),
            None => "iniziative",
        }
    }

    /// What the siblings leave to weigh; `None` where that can't be known.
    fn share(&self) -> Option<Share> {
        if self.on == ItemKeyword::Kpi {
            return Some(self.scene.share_of_kpi(Others::Only));
        }
        let code = self.scene.above.and_then(|above| self.scene.code_of(above))?;
        Some(match self.scene.share_of_objective(&code, self.on) {
            // It has no weighted sibling: alone it is the whole.
            Share::None => Share::Of("100%".to_owned()),
            share => share,
        })
    }

    /// The template of a target of the KPI's type, for the first year that has none.
    fn target(&self) -> String {
        let years = self.scene.years();
        let has_one = self.item.attribute(Keyword::Target).is_some();
        let further = self.year_without_target().filter(|_| has_one);
        let bound = targets::bound(self.kind, further.unwrap_or(years.exercise));
        further.map_or(bound.clone(), |year| format!("‹{year}› {bound}"))
    }
}
