//! Diagnostics as workflow commands of GitHub, which show them beside the lines of a pull request:
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use super::json::{self, DiagnosticJson};
use super::{Base, Found, Report};
use crate::diagnostics::{Lang, visible};

/// One command a diagnostic.
#[derive(Debug)]
pub struct Github {
    lang: Lang,
    base: Base,
}

impl Github {
    /// In a language, with files relative to a folder: that of the repository.
    pub fn new(lang: Lang, base: Base) -> Github {
        Github { lang, base }
    }

    fn command(&self, found: &DiagnosticJson) -> String {
        let name = match found.severity {
            "error" => "error",
            "warning" => "warning",
            _ => "notice",
        };
        let (start, end) = (found.range.start, found.range.end);
        let file = property(&visible(&self.base.path(&found.file)));
        let mut places = format!("file={file},line={},endLine={}", start.line, end.line);
        // Columns are understood within one line only.
        if start.line == end.line {
            places.push_str(&format!(",col={},endColumn={}", start.column, end.column));
        }
        let mut message = visible(&found.message).into_owned();
        for note in &found.notes {
            message.push('\n');
            message.push_str(&visible(note));
        }
        format!("::{name} {places},title={}::{}\n", found.code, data(&message))
    }
}

impl Report for Github {
    fn plan(&mut self, found: &Found) -> String {
        let all = json::diagnostics(&found.sources, &found.diagnostics, self.lang);
        all.iter().map(|found| self.command(found)).collect()
    }

    fn end(&mut self) -> String {
        String::new()
    }
}

/// What follows `::` in a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
