//! Whole items: what stands at the start of a line. Their defaults make a plan without errors.

use std::collections::HashSet;

use super::known::{Others, Share, is_objective};
use super::scene::Scene;
use super::snippet::Insert;
use super::{CompletionKind, Offer};
use crate::diagnostics::{Text, say};
use crate::reference::Topic;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::read_item;
use crate::syntax::tree::{Head, Item};
use crate::value::normal;

/// Groups of offers at the start of a line, in their order.
pub(super) mod group {
    /// What the item above lacks.
    pub const NEEDED: u32 = 1;
    /// The item that nearly always follows, but for an indented line below an indicator.
    pub const NEXT: u32 = 2;
    /// Attributes of the item above.
    pub const ATTRIBUTES: u32 = 4;
    /// Attributes that the item above has and may have once more.
    pub const REPEATED: u32 = 5;
    /// Other items, before the attributes on a line that is not indented, else after them.
    pub const ITEMS: (u32, u32) = (3, 6);
}

/// A small plan to start from.
const WHOLE_PLAN: &str = "\
piano \"‹Piano della performance 2025-2027›\"
  ente       \"‹Comune di Esempio›\"
  anni       ‹2025-2027›
  punteggio  proporzionale

area ‹A› \"‹Servizi ai cittadini›\"

obiettivo ‹A.1› \"‹Risposte più rapide›\"

kpi ‹tempo_medio› \"‹Tempo medio di risposta›\"
  peso       ‹60›%
  algoritmo  rapporto \"‹Giorni trascorsi›\" / \"‹Istanze evase›\"
  target     <= ‹20› giorni

kpi ‹nei_termini› \"‹Istanze evase nei termini›\"
  peso       ‹40›%
  algoritmo  rapporto % \"‹Istanze evase nei termini›\" / \"‹Istanze pervenute›\"
  target     >= ‹90›%
";

const PLAN: &str = "\
piano \"‹Piano della performance 2025-2027›\"
  ente       \"‹Comune di Esempio›\"
  anni       ‹2025-2027›
  punteggio  proporzionale
";

/// The items that can start here.
pub(super) fn offers(scene: &Scene<'_>) -> Vec<Offer> {
    let next = next_items(scene);
    let others = if scene.is_indented() { group::ITEMS.1 } else { group::ITEMS.0 };
    let rest = ORDER.iter().filter(|keyword| !next.contains(keyword)).map(|keyword| (keyword, others));
    // Below an indicator an indented line is for another attribute of it.
    let of_kpi = scene.is_indented() && scene.item_keyword() == Some(ItemKeyword::Kpi);
    let following = if of_kpi { group::ITEMS.1 } else { group::NEXT };
    let all = next.iter().map(|keyword| (keyword, following)).chain(rest);
    let mut found = Vec::new();
    for (keyword, group) in all {
        found.extend(of_keyword(scene, *keyword).into_iter().map(|offer| Offer {
            at_margin: true,
            group,
            ..offer.about(Topic::Item(*keyword), scene.lang).bare(keyword.spelling())
        }));
    }
    found
}

/// From the commonest to the rarest.
const ORDER: &[ItemKeyword] = &[
    ItemKeyword::Plan,
    ItemKeyword::Kpi,
    ItemKeyword::Objective,
    ItemKeyword::Area,
    ItemKeyword::Action,
    ItemKeyword::Measure,
    ItemKeyword::Structure,
    ItemKeyword::Indicator,
    ItemKeyword::Bands,
    ItemKeyword::Override,
    ItemKeyword::Use,
];

/// What nearly always comes next.
fn next_items(scene: &Scene<'_>) -> &'static [ItemKeyword] {
    let has = |keyword: ItemKeyword| scene.ranges.iter().any(|range| range.keyword == keyword);
    match scene.item_keyword() {
        None if scene.plan().is_none() => &[ItemKeyword::Plan],
        None => &[],
        Some(ItemKeyword::Objective | ItemKeyword::Action | ItemKeyword::Kpi)
            if scene.objective().is_some() =>
        {
            &[ItemKeyword::Kpi]
        }
        Some(ItemKeyword::Area) => &[ItemKeyword::Objective],
        Some(_) if !has(ItemKeyword::Area) && !has(ItemKeyword::Objective) => {
            &[ItemKeyword::Area, ItemKeyword::Objective]
        }
        Some(_) => &[],
    }
}

fn of_keyword(scene: &Scene<'_>, keyword: ItemKeyword) -> Vec<Offer> {
    let item = |insert: Insert| vec![Offer::new(CompletionKind::Item, keyword.spelling(), insert)];
    let fresh = |stem: &str| fresh_name(scene, keyword, stem);
    match keyword {
        ItemKeyword::Plan => plan(scene),
        ItemKeyword::Kpi => kpis(scene, Others::All),
        ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action => item(objective(scene, keyword)),
        ItemKeyword::Measure => item(Insert::of(
            "misura ‹› \"‹Istanze pervenute›\"\n  unità   ‹istanze›\n  cumula  somma\n  fonte   \"‹protocollo informatico›\"",
            &[&fresh("istanze")],
        )),
        ItemKeyword::Structure => {
            item(Insert::of("struttura ‹› \"‹Ufficio protocollo›\"", &[&fresh("protocollo")]))
        }
        ItemKeyword::Indicator => item(Insert::of(
            "indicatore ‹› \"‹Tempo medio di evasione›\"\n  algoritmo  rapporto \"‹Giorni trascorsi›\" / \"‹Istanze evase›\"",
            &[&fresh("KP1")],
        )),
        ItemKeyword::Bands => item(Insert::of(
            "fasce ‹› su valore\n  sotto ‹60›               -> ‹0›%\n  da ‹60› a meno di ‹80›   -> ‹50›%\n  da ‹80›                  -> ‹100›%",
            &[&fresh("fasce_1")],
        )),
        ItemKeyword::Override => overrides(scene),
        ItemKeyword::Use => item(Insert::of("usa \"‹misure-comuni.piao›\"", &[])),
    }
}

fn plan(scene: &Scene<'_>) -> Vec<Offer> {
    if scene.plan().is_some() {
        return Vec::new();
    }
    let whole = say!("un piccolo piano intero, da riempire", "a whole small plan, to fill in");
    vec![
        Offer::new(CompletionKind::Snippet, "piano completo", Insert::of(WHOLE_PLAN.trim_end(), &[]))
            .detail(whole.get(scene.lang)),
        Offer::new(CompletionKind::Item, ItemKeyword::Plan.spelling(), Insert::of(PLAN.trim_end(), &[])),
    ]
}

/// The forms of a KPI that the first line begins to name: `kpi t` is the beginning of `kpi tempo medio`.
pub(super) fn begun_kpis(scene: &Scene<'_>) -> Vec<Offer> {
    let Some(range) = scene.range().filter(|_| !scene.line_goes_on()) else { return Vec::new() };
    let mut forms = kpis(scene, Others::Only);
    forms.retain(|offer| offer.label.contains(' ') && scene.replaced(&offer.label).0.start == range.start);
    let finish = |offer: Offer| Offer { at_margin: true, group: group::NEXT, ..offer };
    let about = |offer: Offer| offer.about(Topic::Item(ItemKeyword::Kpi), scene.lang);
    forms.into_iter().map(finish).map(about).collect()
}

/// A KPI in its usual forms: the word that the form adds to the label, what it is, its attributes. `others` says
/// whether it is a further one or the one that the place is in.
fn kpis(scene: &Scene<'_>, others: Others) -> Vec<Offer> {
    // Under no objective a KPI is an error.
    if scene.objective().is_none() {
        return Vec::new();
    }
    let year = scene.years().exercise.to_string();
    let forms = [
        (
            "kpi",
            say!("una percentuale: tanti su tanti", "a percentage: so many of so many"),
            "  algoritmo  rapporto % \"‹Istanze evase nei termini›\" / \"‹Istanze pervenute›\"\n  target     >= ‹90›%",
            "",
        ),
        (
            "kpi conteggio",
            say!("quante cose si fanno", "how many things are done"),
            "  algoritmo  valore assoluto \"‹Numero di iniziative›\"\n  target     >= ‹10›",
            "",
        ),
        (
            "kpi tempo medio",
            say!("giorni divisi per pratiche", "days divided by cases"),
            "  algoritmo  rapporto \"‹Giorni trascorsi›\" / \"‹Istanze evase›\"\n  target     <= ‹30› giorni",
            "",
        ),
        (
            "kpi scadenza",
            say!("una cosa da fare entro una data", "something to do by a date"),
            "  target     entro ‹31/12/{}›",
            year.as_str(),
        ),
        (
            "kpi sì/no",
            say!("una cosa fatta o non fatta", "something done or not done"),
            "  algoritmo  sì/no\n  target     sì",
            "",
        ),
        (
            "kpi variazione",
            say!("quanto cresce o cala da un anno all'altro", "how much it grows or falls in a year"),
            "  algoritmo  variazione % \"‹Utenti serviti›\"\n  target     >= ‹5›%",
            "",
        ),
    ];
    let taken = scene.kpis(others);
    let number = taken.len().saturating_add(1).to_string();
    let ident = fresh_ident(&taken, &number);
    let weight = match scene.share_of_kpi(others) {
        Share::Of(share) => Insert::weight_line(&share),
        Share::Points => "  peso       ‹1› punti\n".to_owned(),
        Share::None | Share::Taken => String::new(),
    };
    let form = |(label, detail, attributes, year): (&str, Text, &str, &str)| {
        let template = format!("kpi ‹› \"‹Titolo dell'indicatore {number}›\"\n{weight}{attributes}");
        let kind = if label == "kpi" { CompletionKind::Item } else { CompletionKind::Snippet };
        let template = template.replace("‹31/12/{}›", &format!("‹31/12/{year}›"));
        Offer::new(kind, label, Insert::of(&template, &[&ident])).detail(detail.get(scene.lang))
    };
    let mut found: Vec<Offer> = forms.into_iter().map(form).collect();
    if has_children(scene) {
        let template =
            format!("kpi ‹› \"‹Media degli obiettivi collegati›\"\n{weight}  algoritmo  media ponderata");
        let detail = say!("la media degli obiettivi che stanno sotto", "the mean of the objectives below");
        let offer =
            Offer::new(CompletionKind::Snippet, "kpi media ponderata", Insert::of(&template, &[&ident]));
        found.push(offer.detail(detail.get(scene.lang)));
    }
    found
}

/// Whether some declared code extends the one of the objective here.
pub(super) fn has_children(scene: &Scene<'_>) -> bool {
    let Some(own) = scene.objective().and_then(|at| scene.code_of(at)) else { return false };
    let below = |name: &str| name.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let mut all = scene.declarations().iter();
    all.any(|one| {
        matches!(one.keyword, ItemKeyword::Objective | ItemKeyword::Action) && below(&one.named.name)
    })
}

fn fresh_ident(taken: &[Item], number: &str) -> String {
    let is_taken = |name: &str| {
        taken.iter().any(|item| match &item.head {
            Some(Head::Kpi { ident: Some(ident), .. }) => ident.node.eq_ignore_ascii_case(name),
            _ => false,
        })
    };
    let plain = format!("indicatore_{number}");
    let further = (2..1000).map(|more| format!("{plain}_{more}"));
    std::iter::once(plain.clone()).chain(further).find(|name| !is_taken(name)).unwrap_or(plain)
}

/// A name of this kind that nothing has.
fn fresh_name(scene: &Scene<'_>, keyword: ItemKeyword, stem: &str) -> String {
    next_free(scene, &[keyword], stem.to_owned())
}

/// The name itself or, where it is taken, the first after it that is not.
fn next_free(scene: &Scene<'_>, keywords: &[ItemKeyword], first: String) -> String {
    let declared = scene.declarations().iter().filter(|one| keywords.contains(&one.keyword));
    let taken: HashSet<&str> = declared.map(|one| &*one.named.name).collect();
    let mut name = first;
    for _ in 0..=taken.len() {
        if !taken.contains(name.as_str()) {
            break;
        }
        name = after(&name);
    }
    name
}

/// The code or name after one: `A.2` after `A.1`, `B` after `A`, `01_07` after `01_06`.
fn after(code: &str) -> String {
    let digits = code.len().saturating_sub(code.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    let (stem, number) = code.split_at_checked(code.len().saturating_sub(digits)).unwrap_or((code, ""));
    if let Ok(number) = number.parse::<u64>() {
        return format!("{stem}{:0digits$}", number.saturating_add(1));
    }
    // A letter standing alone is a number in the alphabet; a word gets one.
    let alone = stem.rsplit('.').next().is_some_and(|last| last.chars().count() == 1);
    match stem.chars().next_back() {
        Some(last @ ('A'..='Y' | 'a'..='y')) if alone => {
            let next = char::from_u32(u32::from(last).saturating_add(1)).unwrap_or(last);
            format!("{}{next}", stem.strip_suffix(last).unwrap_or(stem))
        }
        _ => format!("{stem}_2"),
    }
}

/// The code that an area, an objective or an action here would have.
pub(super) fn fresh_code(scene: &Scene<'_>, keyword: ItemKeyword) -> String {
    // An item whose first line is being written is the one to name.
    let own = usize::from(!scene.at_line_start());
    let above = scene.above.map_or(0, |above| above.saturating_add(1)).saturating_sub(own);
    let above = scene.ranges.get(..above).unwrap_or_default();
    let nearest = |wanted: &[ItemKeyword]| {
        let at = above.iter().rposition(|range| wanted.contains(&range.keyword))?;
        Some((above.get(at)?.keyword, scene.code_of(at)?))
    };
    use ItemKeyword::{Action, Area, Objective};
    let first = match (keyword, nearest(&[Area, Objective, Action]), nearest(&[Area])) {
        (Area, _, area) => area.map_or_else(|| "A".to_owned(), |(_, code)| code),
        (Action, Some((Objective, code)), _) => format!("{code}.1"),
        (Objective, Some((Area, code)), _) => format!("{code}.1"),
        (_, Some((Objective | Action, code)), _) => code,
        (_, Some((_, code)), _) => format!("{code}.1"),
        (_, None, _) => "A.1".to_owned(),
    };
    next_free(scene, &[Area, Objective, Action], first)
}

fn objective(scene: &Scene<'_>, keyword: ItemKeyword) -> Insert {
    let code = fresh_code(scene, keyword);
    let title = match keyword {
        ItemKeyword::Area => "Titolo dell'area",
        ItemKeyword::Action => "Titolo dell'azione",
        _ => "Titolo dell'obiettivo",
    };
    let weight = match scene.share_of_objective(&code, keyword) {
        Share::Of(share) => format!("\n{}", Insert::weight_line(&share).trim_end()),
        Share::Points => "\n  peso  ‹1› punti".to_owned(),
        Share::None | Share::Taken => String::new(),
    };
    Insert::of(&format!("{{}} ‹› \"‹{title}›\"{weight}"), &[keyword.spelling(), &code])
}

/// So many KPIs are looked at for one without an override.
const MOST_LOOKED_AT: usize = 200;

/// An override of the last KPI that has none, so that it is valid.
fn overrides(scene: &Scene<'_>) -> Vec<Offer> {
    let ranges = scene.ranges.iter().filter(|range| range.keyword == ItemKeyword::Override);
    let taken: Vec<(String, String)> = ranges
        .filter_map(|range| match read_item(scene.file, scene.text, *range).head? {
            Head::Override { objective, kpi, .. } => Some((objective.node.to_string(), normal(&kpi.node))),
            _ => None,
        })
        .collect();
    let above =
        scene.ranges.get(..scene.above.map_or(0, |above| above.saturating_add(1))).unwrap_or_default();
    let kpis = above.iter().enumerate().rev().filter(|(_, range)| range.keyword == ItemKeyword::Kpi);
    let free = kpis.take(MOST_LOOKED_AT).find_map(|(at, range)| {
        let objective = scene.objective_at(at).and_then(|at| scene.code_of(at))?;
        let (name, _) = scene.first_line_of(range)?;
        let is_free = !taken.contains(&(objective.clone(), normal(&name)));
        is_free.then(|| super::values::key(&objective, &name))
    });
    let Some(key) = free else { return Vec::new() };
    let year = scene.years().exercise.to_string();
    let insert =
        Insert::of("rettifica ‹› ‹› ‹100›%\n  motivo  \"‹perché›\"\n  autore  \"‹OIV›\"", &[&key, &year]);
    vec![Offer::new(CompletionKind::Item, ItemKeyword::Override.spelling(), insert)]
}

impl Insert {
    /// The template of a weight's line.
    fn weight_line(share: &str) -> String {
        match share.strip_suffix('%') {
            Some(number) => format!("  peso       ‹{number}›%\n"),
            None => format!("  peso       ‹{share}›\n"),
        }
    }
}

impl Scene<'_> {
    /// The code of an area, objective or action, by its place in the ranges.
    pub fn code_of(&self, at: usize) -> Option<String> {
        let range = self.ranges.get(at).filter(|range| is_objective(range.keyword))?;
        self.first_line_of(range).map(|(code, _)| code.into_owned())
    }

    /// Whether the KPIs of the objective here weigh the same by its word.
    pub fn weighs_equally(&self) -> bool {
        let range = self.objective().and_then(|at| self.ranges.get(at));
        range.is_some_and(|range| {
            let item = read_item(self.file, self.text, *range);
            item.attribute(Keyword::EqualWeights).is_some()
        })
    }
}
