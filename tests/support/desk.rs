//! A plan and its tables in memory, run through the one entry; what comes out as the user would read it.

#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use piaoc::analysis::{self, EvalOptions};
use piaoc::diagnostics::{Code, Diagnostic, Lang};
use piaoc::output::{View, json, text};
use piaoc::source::{Memory, Sources};
use piaoc::value::Period;
use serde_json::Value;

/// The plan's name on the desk.
pub const PLAN: &str = "piano.piao";

/// What lies there.
#[derive(Clone, Default)]
pub struct Desk {
    memory: Memory,
    tables: Vec<PathBuf>,
    options: EvalOptions,
}

impl Desk {
    /// A desk with a plan.
    pub fn new(plan: impl Into<Vec<u8>>) -> Desk {
        Desk::default().with(PLAN, plan)
    }

    /// Puts a further file there; a table (`.csv`) is among the actuals.
    pub fn with(mut self, name: &str, content: impl Into<Vec<u8>>) -> Desk {
        self.memory.insert(name, content);
        if name.ends_with(".csv") {
            self.tables.push(PathBuf::from(name));
        }
        self
    }

    /// Asks for a period rather than the latest.
    pub fn at(mut self, period: &str) -> Desk {
        self.options.period = Some(Period::parse(period).unwrap());
        self
    }

    /// All that is said of the plan, one a line: see [`lines`].
    pub fn check(&self) -> Vec<String> {
        self.said(|_| true)
    }

    /// [`Desk::check`] without what the plan could only say better.
    pub fn faults(&self) -> Vec<String> {
        self.said(bears_on_it)
    }

    fn said(&self, wanted: impl Fn(&Diagnostic) -> bool) -> Vec<String> {
        let mut checked = analysis::check(&self.memory, Path::new(PLAN));
        assert!(checked.plan.is_some() || !checked.diagnostics.is_empty(), "no plan, and nothing said");
        checked.diagnostics.retain(wanted);
        lines(&checked.sources, &checked.diagnostics)
    }

    /// The contract's JSON, or the faults.
    pub fn eval(&self) -> Result<Value, Vec<String>> {
        let text = self.render(json::render)?;
        Ok(serde_json::from_str(&text).unwrap_or_else(|error| panic!("no JSON: {error}\n{text}")))
    }

    /// The terminal's tree without colours, or the faults.
    pub fn text(&self) -> Result<String, Vec<String>> {
        self.render(|view| text::render(view, &text::Style { color: false, width: 100 }))
    }

    /// What is shown of the results, or the faults.
    pub fn render<T>(&self, show: impl FnOnce(&View<'_>) -> T) -> Result<T, Vec<String>> {
        let evaluated = analysis::evaluate(&self.memory, Path::new(PLAN), &self.tables, self.options);
        let analysis::Evaluated { plan, computed } = &evaluated;
        let analysis::Computed { sources, facts, evaluation, diagnostics, allowed, .. } = computed;
        match (plan, evaluation) {
            (Some(plan), Some(evaluation)) => {
                Ok(show(&View { plan, facts, evaluation, sources, diagnostics, allowed, lang: Lang::It }))
            }
            _ => {
                assert!(!diagnostics.is_empty(), "no result, and nothing said");
                let mut faults = diagnostics.clone();
                faults.retain(bears_on_it);
                Err(lines(sources, &faults))
            }
        }
    }

    /// The result without what depends on how the files are written: their checksums, the places of remarks.
    pub fn result(&self) -> Value {
        let mut result = self.eval().unwrap_or_else(|faults| panic!("no result:\n{}", faults.join("\n")));
        let fields = result.as_object_mut().unwrap();
        fields.remove("inputs");
        fields.remove("diagnostics");
        result
    }
}

/// Whether it is more than what the plan could say better.
fn bears_on_it(found: &Diagnostic) -> bool {
    !found.code.is_lint() || found.code <= Code::FieldMissing
}

/// One a diagnostic: code, file, line and column, and what is underlined: ``P0106 piano.piao:3:8 `0.123` ``.
pub fn lines(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<String> {
    let line = |diagnostic: &Diagnostic| {
        let (start, _) = sources.range(diagnostic.span);
        let underlined: String = sources.text(diagnostic.span).chars().take(60).collect();
        let (code, path) = (diagnostic.code.name(), sources.path(diagnostic.span.file));
        format!("{code} {path}:{}:{} `{underlined}`", start.line, start.column)
    };
    diagnostics.iter().map(line).collect()
}

/// The KPI of a key in a result.
pub fn kpi<'a>(result: &'a Value, key: &str) -> &'a Value {
    let objectives = result.get("objectives").and_then(Value::as_array).unwrap();
    let mut kpis =
        objectives.iter().filter_map(|objective| objective.get("kpis")).filter_map(Value::as_array).flatten();
    kpis.find(|kpi| kpi.get("key").and_then(Value::as_str) == Some(key)).unwrap_or_else(|| panic!("no {key}"))
}

/// The area, objective or action of a code in a result.
pub fn objective<'a>(result: &'a Value, code: &str) -> &'a Value {
    let lists =
        ["areas", "objectives"].into_iter().filter_map(|list| result.get(list)).filter_map(Value::as_array);
    let mut all = lists.flatten();
    all.find(|item| item.get("code").and_then(Value::as_str) == Some(code))
        .unwrap_or_else(|| panic!("no {code}"))
}
