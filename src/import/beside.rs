//! What stands beside an imported plan: with which actuals it is evaluated, and what the table published of it, as a
//! scenario that `piaoc test` holds against what comes out.

use super::draft::{Draft, Kpi};
use super::measure::quoted;

/// The file of the actuals, and of the plan, beside one another.
pub const PLAN: &str = "piano.piao";
/// See [`PLAN`].
pub const ACTUALS: &str = "consuntivo.csv";

/// `piaoc.toml` of a plan with actuals.
pub(super) fn settings() -> String {
    format!(
        "# Con quali dati si valuta il piano: li leggono `piaoc eval`, `piaoc check` e l'editor.\n[eval]\nactuals = [\"{ACTUALS}\"]\nplan = \"{PLAN}\"\n"
    )
}

/// A performance as it was published, as a scenario can hold it: a percentage, or a number of points of 100. `None` where
/// it is not certain to be one: `1` may be all or a hundredth of it.
pub(super) fn published(text: &str) -> Option<String> {
    let digits = text.trim().trim_end_matches('%').trim_end();
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == ',');
    let whole = digits.split(',').next().and_then(|whole| whole.parse::<u32>().ok())?;
    let certain = text.trim().ends_with('%') || whole > 1;
    (plain && digits.matches(',').count() <= 1 && !digits.ends_with(',') && certain && whole <= 100)
        .then(|| format!("{digits}%"))
}

/// `piano.prove`: the published performances, in the order of the plan. `None` where there are none.
pub(super) fn scenario(draft: &Draft<'_>) -> Option<String> {
    let exercise = draft.periods?.exercise;
    let mut lines = String::new();
    for node in &draft.nodes {
        let mut expect = |key: &str, score: Option<&String>| {
            if let Some(score) = score {
                lines.push_str(&format!("  attesa  performance {key} = {score}\n"));
            }
        };
        expect(&node.code, node.score.as_ref());
        for kpi in &node.kpis {
            expect(&format!("{}/{}", node.code, name(kpi)), kpi.score.as_ref());
        }
    }
    (!lines.is_empty()).then(|| {
        format!(
            "# Le performance pubblicate nella tabella: `piaoc test` dice quali non seguono dai consuntivi.\nprova \"performance pubblicate\"\n  consuntivi  \"{ACTUALS}\"\n  periodo     {exercise}\n{lines}"
        )
    })
}

/// What a key says of a KPI: a title in quotes.
fn name(kpi: &Kpi<'_>) -> String {
    let name = kpi.name();
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/'));
    if plain { name.to_owned() } else { quoted(name) }
}
