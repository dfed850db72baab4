//! After `algoritmo`: its name, then what it is computed from.

use super::items::has_children;
use super::scene::Scene;
use super::snippet::Insert;
use super::texts::outside;
use super::{CompletionKind, Offer, values};
use crate::diagnostics::say;
use crate::reference::{AlgorithmName, Topic};
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::Algorithm;
use crate::value::Type;

/// The type that an algorithm gives by itself.
pub(super) fn kind(algorithm: &Algorithm) -> Option<Type> {
    match algorithm {
        Algorithm::Ratio { percent: true, .. }
        | Algorithm::Formula { percent: true, .. }
        | Algorithm::Change(_)
        | Algorithm::WeightedMean(_) => Some(Type::Percent),
        Algorithm::Ratio { per: Some(_), .. } => Some(Type::Number),
        Algorithm::Date(_) => Some(Type::Date),
        Algorithm::YesNo(_) => Some(Type::Boolean),
        Algorithm::Absolute(_) | Algorithm::Ratio { .. } | Algorithm::Formula { .. } => None,
    }
}

pub(super) fn offers(scene: &Scene<'_>) -> Vec<Offer> {
    let argument = scene.argument();
    let Some((name, length)) = AlgorithmName::at_start(argument) else {
        return scene.continuing(names(scene));
    };
    let rest = argument.get(length..).unwrap_or("").trim();
    if name == AlgorithmName::WeightedMean {
        return if rest.is_empty() || rest.ends_with(',') { rollups(scene) } else { Vec::new() };
    }
    let mut found = Vec::new();
    let percent = rest.starts_with('%');
    let operands = rest.trim_start_matches('%').trim();
    if operands.is_empty() || operands.ends_with(['/', '+', '-', '−', '*', '×', '÷', '(', ';']) {
        if matches!(name, AlgorithmName::Ratio | AlgorithmName::Change) && !percent && operands.is_empty() {
            found.push(Offer::word(CompletionKind::Value, "%"));
        }
        found.extend(self::operands(scene, name));
    } else {
        found.extend(after_operand(scene, name, operands));
    }
    found
}

/// The algorithms, each with operands to fill in.
fn names(scene: &Scene<'_>) -> Vec<Offer> {
    let forms = [
        (AlgorithmName::Ratio, "rapporto %", "rapporto % \"‹Istanze evase›\" / \"‹Istanze pervenute›\""),
        (AlgorithmName::Ratio, "rapporto", "rapporto \"‹Giorni trascorsi›\" / \"‹Istanze evase›\""),
        (AlgorithmName::Absolute, "valore assoluto", "valore assoluto \"‹Numero di iniziative›\""),
        (AlgorithmName::Change, "variazione %", "variazione % \"‹Utenti serviti›\""),
        (AlgorithmName::Date, "data", "data \"‹Attivazione del servizio›\""),
        (AlgorithmName::YesNo, "sì/no", "sì/no \"‹Documento adottato›\""),
        (AlgorithmName::Formula, "formula", "formula (\"‹Proventi›\" - \"‹Oneri›\") / \"‹Proventi›\" in %"),
    ];
    let offer = |(name, label, insert): (AlgorithmName, &str, Insert)| {
        let offer = Offer::new(CompletionKind::Value, label, insert).bare(label);
        offer.about(Topic::Algorithm(name), scene.lang)
    };
    let forms = forms.into_iter().map(|(name, label, template)| (name, label, Insert::of(template, &[])));
    let rollup = rollup(scene).map(|insert| (AlgorithmName::WeightedMean, "media ponderata", insert));
    forms.chain(rollup).map(offer).collect()
}

/// A rollup of one's own children or, where there are none, of another objective.
fn rollup(scene: &Scene<'_>) -> Option<Insert> {
    if has_children(scene) {
        return Some(Insert::plain("media ponderata"));
    }
    let other = rollups(scene).into_iter().next()?;
    Some(Insert::of("media ponderata ‹›", &[&other.label]))
}

fn operands(scene: &Scene<'_>, name: AlgorithmName) -> Vec<Offer> {
    let measures = scene.declared(&[ItemKeyword::Measure]);
    let mut found = values::names(scene, measures, CompletionKind::Measure);
    let detail = say!("un dato solo di questo indicatore", "data of this indicator alone");
    found.push(Offer::value("\"‹dato›\"", &[]).detail(detail.get(scene.lang)));
    if name == AlgorithmName::Formula {
        for template in [
            "somma(‹dato›[anno-2..anno])",
            "media(‹dato›[anno-3..anno-1])",
            "min(‹dato›; ‹altro›)",
            "max(‹dato›; ‹altro›)",
        ] {
            let quoted = template.replace("‹dato›", "\"‹dato›\"").replace("‹altro›", "\"‹altro dato›\"");
            let label = template.replace(['‹', '›'], "");
            found.push(Offer::new(CompletionKind::Value, label, Insert::of(&quoted, &[])));
        }
    }
    found
}

/// After an operand: what an algorithm can go on with.
fn after_operand(scene: &Scene<'_>, name: AlgorithmName, operands: &str) -> Vec<Offer> {
    let divided = outside(operands).words.contains(['/', '÷']);
    match name {
        AlgorithmName::Ratio if !divided => vec![Offer::value("/ \"‹dato›\"", &[]).bare("/")],
        AlgorithmName::Ratio => {
            let detail = say!("tanti ogni 1.000", "so many for each 1.000");
            vec![Offer::value("ogni ‹1.000›", &[]).detail(detail.get(scene.lang))]
        }
        AlgorithmName::Formula => {
            let detail = say!("letto come percentuale", "read as a percentage");
            vec![Offer::word(CompletionKind::Value, "in %").detail(detail.get(scene.lang))]
        }
        _ => Vec::new(),
    }
}

/// What a rollup can name: other objectives, or the children of one that has some; what lies below comes first.
fn rollups(scene: &Scene<'_>) -> Vec<Offer> {
    let own = scene.objective().and_then(|at| scene.code_of(at)).unwrap_or_default();
    let below = |code: &str, above: &str| code.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
    let kinds = [ItemKeyword::Area, ItemKeyword::Objective, ItemKeyword::Action];
    let mut codes = scene.declared(&kinds);
    // An objective can't average itself, nor what it is part of.
    codes.retain(|named| named.name != own && !below(&own, &named.name));
    codes.sort_by_key(|named| !below(&named.name, &own));
    let has_children = codes.first().is_some_and(|named| below(&named.name, &own));
    let mut found = values::names(scene, codes, CompletionKind::Objective);
    if has_children {
        let children = Offer::word(CompletionKind::Objective, format!("{own}.*"));
        let detail = say!("tutti quelli direttamente sotto", "all that are directly below");
        found.insert(0, children.detail(detail.get(scene.lang)));
    }
    found
}
