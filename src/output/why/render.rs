//! An explanation as a tree for the terminal and as JSON.

use serde_json::{Value, json};

use super::{Explanation, Link, Place, Step};
use crate::diagnostics::Lang;
use crate::output::layout::{clean, width, wrap};
use crate::output::paint::{Brush, Tone};
use crate::output::text::Style;

/// A blank at which `wrap` does not break.
const UNBROKEN: &str = "\u{a0}";
/// A branch leaves its text at least so many columns.
const LEAST_TEXT: usize = 30;

/// The tree, wrapped to the terminal, with places dimmed and a newline at its end.
pub fn render_text(explanation: &Explanation, lang: Lang, style: &Style) -> String {
    let mut tree = Tree { lang, columns: style.columns(), brush: style.brush(), out: String::new() };
    tree.out.push_str(&tree.brush.paint(Tone::Dim, explanation.heading.get(lang)));
    tree.out.push('\n');
    tree.step(&explanation.root, "", "", "");
    tree.out
}

/// `{"what", "result", "file", "line", "column", "cell", "children"}`, nested; the root has `schema`, `key` and `period` too.
pub fn render_json(explanation: &Explanation, lang: Lang) -> String {
    let mut root = json!({
        "schema": 1,
        "key": explanation.key,
        "period": explanation.period.to_string(),
    });
    if let (Some(root), Value::Object(step)) = (root.as_object_mut(), to_value(&explanation.root, lang)) {
        root.extend(step);
    }
    crate::diagnostics::render::json::pretty(&root)
}

fn to_value(step: &Step, lang: Lang) -> Value {
    let place = step.place.as_ref();
    json!({
        "what": step.what.get(lang),
        "result": step.result.as_ref().map(|result| result.get(lang)),
        "file": place.map(|place| &place.file),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "cell": place.and_then(|place| place.cell.as_ref()),
        "children": step.children.iter().map(|child| to_value(child, lang)).collect::<Vec<_>>(),
    })
}

struct Tree {
    lang: Lang,
    columns: usize,
    brush: Brush,
    out: String,
}

impl Tree {
    /// A step behind `before` and its own `branch`; `under` is what the branch leaves below it.
    fn step(&mut self, step: &Step, before: &str, branch: &str, under: &str) {
        let below = format!("{before}{under}");
        let hanging = if step.children.is_empty() { "" } else { "│ " };
        let room = self.columns.saturating_sub(width(&below) + width(hanging));
        for (number, line) in self.lines(step, room).into_iter().enumerate() {
            let prefix = if number == 0 { format!("{before}{branch}") } else { format!("{below}{hanging}") };
            self.out.push_str(&self.brush.paint(Tone::Dim, &prefix));
            self.out.push_str(&line);
            self.out.push('\n');
        }
        // Deep down the tree goes on without leaning further to the right.
        let deep = width(&below) + 3 + LEAST_TEXT > self.columns;
        let last = step.children.len().saturating_sub(1);
        for (number, child) in step.children.iter().enumerate() {
            match (deep, number == last) {
                (true, _) => self.step(child, before, "└─ ", under),
                (false, true) => self.step(child, &below, "└─ ", "   "),
                (false, false) => self.step(child, &below, "├─ ", "│  "),
            }
        }
    }

    /// The text of a step in lines, its place dim at the end or on lines of its own.
    fn lines(&self, step: &Step, room: usize) -> Vec<String> {
        let mut text = clean(step.what.get(self.lang));
        if let Some(result) = &step.result {
            let link = match step.link {
                Link::Equals => " =",
                Link::Gives => " →",
                Link::Nothing => "",
            };
            // No line ends between the sign and what comes after it.
            let result = clean(result.get(self.lang)).replace(' ', UNBROKEN);
            text.push_str(&format!("{link}{UNBROKEN}{result}"));
        }
        let mut lines: Vec<String> =
            wrap(&text, room).into_iter().map(|line| line.replace(UNBROKEN, " ")).collect();
        let Some(place) = &step.place else { return lines };
        let place = self.place(place);
        match lines.last_mut() {
            Some(last) if width(last) + 2 + width(&place) <= room => {
                last.push_str("  ");
                last.push_str(&self.brush.paint(Tone::Dim, &place));
            }
            _ => lines.extend(wrap(&place, room).iter().map(|line| self.brush.paint(Tone::Dim, line))),
        }
        lines
    }

    /// `misure.csv riga 7: «19.027»`, `modulo.xlsx Staff!E14: «19.027»`; the last part of the path is enough for a reader.
    fn place(&self, place: &Place) -> String {
        let name = place.file.rsplit(['/', '\\']).next().unwrap_or(&place.file);
        let line = place.line;
        let at = match (&place.name, self.lang) {
            (Some(cell), _) => format!("{name} {cell}"),
            (None, Lang::It) => format!("{name} riga {line}"),
            (None, Lang::En) => format!("{name} line {line}"),
        };
        clean(&match &place.cell {
            Some(cell) if !cell.is_empty() => format!("{at}: `{cell}`"),
            _ => at,
        })
    }
}
