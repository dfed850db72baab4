//! Which rule of the grammar reads what.

use super::keyword::{ItemKeyword, Keyword};
use super::parse::Rule;

/// The rule of an item's first line.
pub(super) fn rule_of_head(item: ItemKeyword) -> Rule {
    match item {
        ItemKeyword::Plan => Rule::plan_head,
        ItemKeyword::Use => Rule::import_head,
        ItemKeyword::Area => Rule::area_head,
        ItemKeyword::Objective => Rule::objective_head,
        ItemKeyword::Action => Rule::action_head,
        ItemKeyword::Kpi => Rule::kpi_head,
        ItemKeyword::Measure => Rule::measure_head,
        ItemKeyword::Indicator => Rule::indicator_head,
        ItemKeyword::Structure => Rule::structure_head,
        ItemKeyword::Bands => Rule::bands_head,
        ItemKeyword::Override => Rule::override_head,
    }
}

/// The rule of an attribute.
pub(super) fn rule_of(keyword: Keyword) -> Rule {
    match keyword {
        Keyword::Weight => Rule::weight,
        Keyword::EqualWeights => Rule::equal_weights,
        Keyword::IncompleteWeights => Rule::incomplete_weights,
        Keyword::Algorithm => Rule::algorithm,
        Keyword::Target => Rule::target,
        Keyword::Baseline => Rule::baseline,
        Keyword::Tolerance => Rule::tolerance,
        Keyword::Scoring => Rule::scoring,
        Keyword::Accumulate => Rule::accumulate,
        Keyword::Missing => Rule::missing,
        Keyword::Required => Rule::required,
        Keyword::Approved => Rule::approved,
        Keyword::Years => Rule::years,
        Keyword::Exercise => Rule::exercise,
        Keyword::Assigned => Rule::assigned,
        Keyword::Responsible | Keyword::Office => Rule::responsible,
        Keyword::Resources => Rule::resources,
        Keyword::Update => Rule::update,
        Keyword::Exception => Rule::exception,
        Keyword::Datum => Rule::datum,
        Keyword::Unit => Rule::unit_of,
        Keyword::In => Rule::parent,
        Keyword::Frequency | Keyword::Kind | Keyword::Level => Rule::label_attribute,
        _ => Rule::text_attribute,
    }
}

/// Whether a rule is one of the keywords, which stand together in the grammar from the first to the last of these.
pub(super) fn is_keyword_rule(rule: Rule) -> bool {
    (Rule::kw_plan..=Rule::kw_impact).contains(&rule)
}
