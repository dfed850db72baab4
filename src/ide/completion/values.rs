//! What can follow a keyword: names, words, values of the right type.

use std::collections::BTreeSet;

use super::declared::Named;
use super::items::{begun_kpis, fresh_code};
use super::known::{Others, Share};
use super::scene::Scene;
use super::snippet::Insert;
use super::{CompletionKind, Offer, algorithm, fitting, said, targets};
use crate::diagnostics::{Code, Text, pages, say};
use crate::reference::{RuleName, Topic};
use crate::syntax::PieceKind;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{AttributeValue, Item};
use crate::value::{Period, Type};

/// What can stand in the piece.
pub(super) fn offers(scene: &Scene<'_>, piece: PieceKind) -> Vec<Offer> {
    match piece {
        PieceKind::Head => head(scene),
        PieceKind::Attribute(keyword) => attribute(scene, keyword),
        PieceKind::Row => Vec::new(),
    }
}

fn attribute(scene: &Scene<'_>, keyword: Keyword) -> Vec<Offer> {
    let first = scene.argument().trim().is_empty();
    let list = first || scene.argument().trim_end().ends_with(',');
    match keyword {
        Keyword::Algorithm => algorithm::offers(scene),
        Keyword::Scoring => scoring(scene),
        Keyword::Target => targets::target(scene),
        Keyword::Assigned | Keyword::Responsible | Keyword::Office if list => structures(scene, keyword),
        Keyword::Exception if first => exceptions(scene),
        Keyword::Required if list => required(),
        Keyword::Weight if first => weights(scene),
        Keyword::In if first => parents(scene),
        Keyword::Unit => scene.continuing(units(scene)),
        Keyword::Accumulate if first => words(scene, &ACCUMULATIONS),
        Keyword::Missing if first => words(scene, &POLICIES),
        Keyword::Kind => scene.continuing(labels(
            scene,
            keyword,
            &[
                "efficacia",
                "efficienza",
                "economicità",
                "qualità",
                "impatto",
                "salute finanziaria",
                "salute organizzativa",
            ],
        )),
        Keyword::Frequency => {
            scene.continuing(labels(scene, keyword, &["annuale", "semestrale", "trimestrale", "mensile"]))
        }
        Keyword::Level => scene.continuing(labels(scene, keyword, &["strategico", "operativo"])),
        Keyword::Years if first => years(scene),
        Keyword::Exercise if first => each_year(scene),
        Keyword::Approved if first => {
            vec![Offer::value("‹›", &[&format!("31/01/{}", scene.years().first)])]
        }
        Keyword::Baseline => targets::baseline(scene),
        Keyword::Tolerance if first => {
            let kind = scene.item().and_then(|item| scene.kind(&item));
            vec![Offer::value(targets::tolerance(kind), &[])]
        }
        Keyword::Resources if first => vec![Offer::value("‹10.000,00› €", &[])],
        Keyword::IncompleteWeights if first => vec![Offer::value("motivo \"‹perché›\"", &[])],
        _ if first => said::offers(scene, keyword),
        _ => Vec::new(),
    }
}

fn head(scene: &Scene<'_>) -> Vec<Offer> {
    let Some(keyword) = scene.item_keyword() else { return Vec::new() };
    let argument = scene.argument();
    let first = argument.trim().is_empty();
    let titled = argument.contains(['"', '«', '“']);
    let mut found = match keyword {
        ItemKeyword::Override => return override_head(scene),
        ItemKeyword::Kpi if !titled => {
            let mut found =
                names(scene, scene.declared(&[ItemKeyword::Indicator]), CompletionKind::Indicator);
            found.extend(begun_kpis(scene));
            found
        }
        ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action if first => {
            let detail = say!("il prossimo codice libero", "the next free code");
            let code = Offer::word(CompletionKind::Value, fresh_code(scene, keyword));
            return vec![code.detail(detail.get(scene.lang))];
        }
        ItemKeyword::Bands => return bases(scene),
        _ => Vec::new(),
    };
    let named = matches!(keyword, ItemKeyword::Plan | ItemKeyword::Kpi) || !first;
    if named && !titled && keyword != ItemKeyword::Use {
        let detail = say!("il titolo", "the title");
        found.push(Offer::value("\"‹Titolo›\"", &[]).detail(detail.get(scene.lang)));
    }
    found
}

/// After `rettifica`: a key, a period, a score, a reason.
fn override_head(scene: &Scene<'_>) -> Vec<Offer> {
    let argument = scene.argument().trim();
    if argument.is_empty() {
        let kpis = scene.declared_kpis().into_iter().filter(|kpi| kpi.objective.is_some());
        let label = |kpi: &Named<'_>| key(kpi.objective.as_deref().unwrap_or(""), &kpi.name);
        let offer = |kpi: Named<'_>, key| Offer::word(CompletionKind::Kpi, key).detail(kpi.title);
        return fitting(scene.typed(), kpis, label, offer);
    }
    let last = argument.rsplit(char::is_whitespace).next().unwrap_or("");
    if Period::parse(last).is_some() {
        return vec![Offer::value("‹100›% motivo \"‹perché›\"", &[])];
    }
    if last.ends_with('%') { Vec::new() } else { each_year(scene) }
}

/// A KPI's key as a plan writes it, a title in quotes.
pub(super) fn key(objective: &str, name: &str) -> String {
    if name.contains(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/'))) {
        return format!("{objective}/\"{}\"", name.replace('"', "\"\""));
    }
    format!("{objective}/{name}")
}

/// After `fasce NOME`.
fn bases(scene: &Scene<'_>) -> Vec<Offer> {
    let mut parts = scene.argument().split_whitespace();
    let after: Vec<&str> = parts.by_ref().skip(1).collect();
    if scene.argument().trim().is_empty() || !matches!(after.as_slice(), [] | ["su"]) {
        return Vec::new();
    }
    let bases = [
        ("valore", say!("il valore rilevato", "the actual value")),
        ("percentuale raggiunta", say!("quanta parte del target", "how much of the target")),
        ("giorni di ritardo", say!("giorni dopo la scadenza", "days after the deadline")),
    ];
    let before = if after.is_empty() { "su " } else { "" };
    let offer = |(basis, detail): (&str, Text)| {
        Offer::word(CompletionKind::Value, format!("{before}{basis}")).detail(detail.get(scene.lang))
    };
    bases.into_iter().map(offer).collect()
}

/// Rows of `fasce`.
pub(super) fn rows() -> Vec<Offer> {
    let rows = [
        ("fino a", "fino a ‹60› -> ‹0›%"),
        ("da … a meno di", "da ‹60› a meno di ‹80› -> ‹50›%"),
        ("da", "da ‹80› -> ‹100›%"),
        ("sotto", "sotto ‹60› -> ‹0›%"),
        ("oltre", "oltre -> ‹100›%"),
    ];
    let offer =
        |(label, template): (&str, &str)| Offer::new(CompletionKind::Value, label, Insert::of(template, &[]));
    rows.into_iter().map(offer).collect()
}

/// Declared names, each with its title.
pub(super) fn names(scene: &Scene<'_>, found: Vec<Named<'_>>, kind: CompletionKind) -> Vec<Offer> {
    let label = |named: &Named<'_>| named.name.to_string();
    let offer = |named: Named<'_>, label| Offer::word(kind, label).detail(named.title);
    fitting(scene.typed(), found.into_iter(), label, offer)
}

/// Declared names but for the one of the item here.
pub(super) fn others<'a>(scene: &Scene<'a>, keywords: &[ItemKeyword]) -> Vec<Named<'a>> {
    let own = scene.range().and_then(|range| scene.first_line_of(&range)).map(|(name, _)| name);
    let mut found = scene.declared(keywords);
    found.retain(|named| Some(&named.name) != own.as_ref());
    found
}

fn structures(scene: &Scene<'_>, keyword: Keyword) -> Vec<Offer> {
    let mut found = names(scene, scene.declared(&[ItemKeyword::Structure]), CompletionKind::Structure);
    found.extend(said::offers(scene, keyword));
    found.push(Offer::value("\"‹nome dell'ufficio›\"", &[]));
    found
}

fn parents(scene: &Scene<'_>) -> Vec<Offer> {
    if scene.item_keyword() == Some(ItemKeyword::Structure) {
        return names(scene, others(scene, &[ItemKeyword::Structure]), CompletionKind::Structure);
    }
    let kinds = [ItemKeyword::Area, ItemKeyword::Objective, ItemKeyword::Action];
    names(scene, others(scene, &kinds), CompletionKind::Objective)
}

/// Everything that can be allowed: what is no error.
fn exceptions(scene: &Scene<'_>) -> Vec<Offer> {
    let offer = |code: Code| {
        let insert = Insert::of("{} \"‹perché›\"", &[code.name()]);
        let offer = Offer::new(CompletionKind::Value, code.name(), insert).bare(code.name());
        offer.detail(pages::title(code, scene.lang))
    };
    Code::adjustable().map(offer).collect()
}

/// The fields that `richiede` may name: what a KPI can have, have inherited or take from its measures.
fn required() -> Vec<Offer> {
    let fields = [
        Keyword::Source,
        Keyword::Unit,
        Keyword::Kind,
        Keyword::Frequency,
        Keyword::Assigned,
        Keyword::Responsible,
        Keyword::Description,
        Keyword::Baseline,
        Keyword::Office,
    ];
    fields.iter().map(|keyword| Offer::word(CompletionKind::Value, keyword.spelling())).collect()
}

fn weights(scene: &Scene<'_>) -> Vec<Offer> {
    let Some(range) = scene.range() else { return Vec::new() };
    let is_kpi = range.keyword == ItemKeyword::Kpi;
    let share = match scene.above.and_then(|above| scene.code_of(above)) {
        _ if is_kpi => scene.share_of_kpi(Others::Only),
        Some(code) => scene.share_of_objective(&code, range.keyword),
        None => Share::None,
    };
    let siblings = scene.kpis(Others::Only).len();
    let mut found = Vec::new();
    let mut offer = |offer: Offer, detail: Text| found.push(offer.detail(detail.get(scene.lang)));
    if let Share::Of(share) = &share {
        let whole = Offer::word(CompletionKind::Value, share);
        offer(whole, say!("quel che manca a 100%", "what is left of 100%"));
    }
    if is_kpi && siblings > 0 && share == Share::None {
        let part = format!("1/{}", siblings.saturating_add(1));
        offer(
            Offer::word(CompletionKind::Value, part),
            say!("una parte uguale per tutti", "an equal part for each"),
        );
    }
    if siblings == 0 || !matches!(share, Share::Of(_) | Share::Taken) {
        let points = Offer::value("‹2› punti", &[]);
        offer(points, say!("punti, che non devono fare 100", "points, which need not make 100"));
    }
    found
}

/// The types, and the labels used elsewhere.
fn units(scene: &Scene<'_>) -> Vec<Offer> {
    let kind = scene.item().and_then(|item| scene.kind(&item));
    let own = kind.and_then(Type::unit);
    let types = [
        ("%", Type::Percent),
        ("giorni", Type::Days),
        ("ore", Type::Hours),
        ("€", Type::Money),
        ("data", Type::Date),
        ("sì/no", Type::Boolean),
    ];
    let mut found: Vec<Offer> = types
        .into_iter()
        .map(|(unit, kind)| {
            let fits = u32::from(own != Some(unit));
            Offer::word(CompletionKind::Unit, unit).detail(kind.name().get(scene.lang)).group(fits)
        })
        .collect();
    let known: BTreeSet<&str> = types.iter().map(|(unit, _)| *unit).collect();
    let used = used_labels(scene, Keyword::Unit).into_iter().filter(|unit| !known.contains(unit.as_str()));
    found.extend(used.map(|unit| Offer::word(CompletionKind::Unit, quoted_words(&unit)).group(1)));
    found
}

/// A label as it is written: several words in quotes.
fn quoted_words(label: &str) -> String {
    if label.contains(char::is_whitespace) {
        format!("\"{}\"", label.replace('"', "\"\""))
    } else {
        label.to_owned()
    }
}

/// Usual words of a label, and those used elsewhere.
fn labels(scene: &Scene<'_>, keyword: Keyword, usual: &[&str]) -> Vec<Offer> {
    let used = used_labels(scene, keyword);
    let further = usual.iter().map(|word| (*word).to_owned()).filter(|word| !used.contains(word));
    let all: Vec<String> = used.iter().cloned().chain(further).collect();
    all.iter().map(|word| Offer::word(CompletionKind::Value, word)).collect()
}

/// The labels that the plan uses, as the analysis last saw it.
fn used_labels(scene: &Scene<'_>, keyword: Keyword) -> BTreeSet<String> {
    let trees = scene.state.iter().flat_map(|state| &state.checked.trees);
    let labels = trees.flat_map(|(_, tree)| &tree.items).filter_map(|item: &Item| {
        match &item.attribute(keyword)?.value {
            AttributeValue::Unit(label) | AttributeValue::Label(label) => Some(&label.node),
            _ => None,
        }
    });
    let mut found: BTreeSet<String> = BTreeSet::new();
    for label in labels {
        if !found.contains(&**label) {
            found.insert(label.to_string());
        }
    }
    found
}

const ACCUMULATIONS: [(&str, &str, &str); 4] = [
    ("somma", "l'anno è la somma delle sue parti", "the year is the sum of its parts"),
    ("ultimo", "l'anno è l'ultima delle sue parti", "the year is the last of its parts"),
    ("media", "l'anno è la media delle sue parti", "the year is the mean of its parts"),
    ("primo", "l'anno è la prima delle sue parti", "the year is the first of its parts"),
];

const POLICIES: [(&str, &str, &str); 3] = [
    ("esclusi", "gli altri si ripartiscono il peso", "the others share the weight"),
    ("zero", "vale 0, ed è segnato", "scores 0, and is marked"),
    ("errore", "nessun risultato", "no result"),
];

fn words(scene: &Scene<'_>, words: &[(&str, &str, &str)]) -> Vec<Offer> {
    let offer = |(word, it, en): &(&str, &str, &str)| {
        let detail = say!("{it}", "{en}");
        Offer::word(CompletionKind::Value, *word).detail(detail.get(scene.lang))
    };
    words.iter().map(offer).collect()
}

fn years(scene: &Scene<'_>) -> Vec<Offer> {
    let first = scene.years().first;
    vec![Offer::value("‹›", &[&format!("{first}-{}", first.saturating_add(2))])]
}

fn each_year(scene: &Scene<'_>) -> Vec<Offer> {
    let years = scene.years();
    let all = (years.first..=years.last).take(20);
    all.map(|year| Offer::word(CompletionKind::Value, year.to_string())).collect()
}

/// After `punteggio`.
fn scoring(scene: &Scene<'_>) -> Vec<Offer> {
    let rule = |words: &str, name: RuleName| {
        Offer::word(CompletionKind::Value, words).about(Topic::Rule(name), scene.lang)
    };
    let mut found = vec![
        rule("proporzionale", RuleName::Proportional),
        rule("proporzionale inverso", RuleName::Proportional),
        rule("tutto o niente", RuleName::AllOrNothing),
        rule("diretto", RuleName::Direct),
        rule("da storico", RuleName::FromBaseline),
    ];
    for bands in scene.declared(&[ItemKeyword::Bands]) {
        let label = format!("fasce {}", bands.name);
        let offer = Offer::word(CompletionKind::Bands, label);
        found.push(offer.about(Topic::Rule(RuleName::Bands), scene.lang));
    }
    scene.continuing(found)
}
