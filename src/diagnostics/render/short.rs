//! Diagnostics one a line, as compilers write them and editors and `grep` read them:
//! `piano.piao:17:11: error[P0309]: …`.

use super::excerpt::place;
use super::terminal::severity_word;
use super::{Found, Report};
use crate::diagnostics::{Diagnostic, Lang, say, visible};
use crate::source::Sources;

/// One a line.
#[derive(Debug)]
pub struct Short {
    lang: Lang,
}

impl Short {
    /// In a language.
    pub fn new(lang: Lang) -> Short {
        Short { lang }
    }

    fn line(&self, sources: &Sources, diagnostic: &Diagnostic, level: &str) -> String {
        let place = place(sources, diagnostic.span);
        let (code, message) = (diagnostic.code.name(), visible(diagnostic.message.get(self.lang)));
        format!("{place}: {level}[{code}]: {message}")
    }
}

impl Report for Short {
    fn plan(&mut self, found: &Found) -> String {
        let mut out = String::new();
        for diagnostic in &found.diagnostics {
            let level = severity_word(diagnostic.severity);
            out.push_str(&self.line(&found.sources, diagnostic, level.get(self.lang)));
            out.push('\n');
        }
        for allowed in &found.allowed {
            let level = say!("consentito", "allowed");
            let reason = visible(&allowed.reason);
            out.push_str(&self.line(&found.sources, &allowed.diagnostic, level.get(self.lang)));
            out.push_str(&format!(" («{reason}»)\n"));
        }
        out
    }

    fn end(&mut self) -> String {
        String::new()
    }
}
