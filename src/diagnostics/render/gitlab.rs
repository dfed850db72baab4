//! Diagnostics as a code quality report of GitLab, which shows them in a merge request:
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Base, Found, Report};
use crate::diagnostics::{Lang, Severity};

/// One list of all.
#[derive(Debug)]
pub struct Gitlab {
    lang: Lang,
    base: Base,
    fingerprints: Fingerprints,
    issues: Vec<Issue>,
}

#[derive(Debug, Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

impl Gitlab {
    /// In a language, with files relative to a folder: that of the repository.
    pub fn new(lang: Lang, base: Base) -> Gitlab {
        Gitlab { lang, base, fingerprints: Fingerprints::default(), issues: Vec::new() }
    }
}

impl Report for Gitlab {
    fn plan(&mut self, found: &Found) -> String {
        for diagnostic in &found.diagnostics {
            let path = self.base.path(found.sources.path(diagnostic.span.file));
            let code = diagnostic.code.name();
            let (start, end) = found.sources.range(diagnostic.span);
            self.issues.push(Issue {
                description: format!("{code}: {}", diagnostic.message.get(self.lang)),
                check_name: code,
                fingerprint: self.fingerprints.next(code, &path, &found.sources, diagnostic.span),
                severity: match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Hint => "info",
                },
                location: Location { path, lines: Lines { begin: start.line, end: end.line } },
            });
        }
        String::new()
    }

    fn end(&mut self) -> String {
        super::json::pretty(&self.issues)
    }
}
