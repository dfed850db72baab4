//! How grave a house wants a warning or hint to be taken: `[lint]` of `piaoc.toml`, `--allow`, `--warn`, `--deny`.
//! Errors are what they are.

use rustc_hash::FxHashMap;

use super::{Code, Severity, nearest};

/// What a house says of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not looked for.
    Allow,
    /// A warning.
    Warn,
    /// An error: the check fails. Results are still computed, since the plan says what it means.
    Deny,
}

impl Level {
    /// The level of its name.
    pub fn named(name: &str) -> Option<Level> {
        Some(match name {
            "allow" => Level::Allow,
            "warn" => Level::Warn,
            "deny" => Level::Deny,
            _ => return None,
        })
    }
}

/// What a level is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lint {
    /// One code.
    Code(Code),
    /// `warnings`: all that would be a warning.
    Warnings,
    /// `hints`: all that would be a hint.
    Hints,
}

/// Why a name stands for nothing that has a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLint {
    /// It is that of an error, which stays one.
    Error(Code),
    /// It is nobody's; with the nearest that would do.
    Unknown(Option<&'static str>),
}

impl Lint {
    /// The code or group of a name, in any case.
    ///
    /// # Errors
    /// When there is none of that name, or it is an error's.
    pub fn named(name: &str) -> Result<Lint, NoLint> {
        match name.to_ascii_lowercase().as_str() {
            WARNINGS => return Ok(Lint::Warnings),
            HINTS => return Ok(Lint::Hints),
            _ => {}
        }
        match Code::named(name) {
            Some(code) if code.severity() == Severity::Error => Err(NoLint::Error(code)),
            Some(code) => Ok(Lint::Code(code)),
            None => {
                let names = Code::adjustable().map(Code::name).chain([WARNINGS, HINTS]);
                Err(NoLint::Unknown(nearest(name, names)))
            }
        }
    }
}

const WARNINGS: &str = "warnings";
const HINTS: &str = "hints";

/// The levels that were given. A code's own goes before its group's; but a group can be denied whole, whatever was
/// said of its codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    codes: FxHashMap<Code, Level>,
    warnings: Option<Level>,
    hints: Option<Level>,
}

impl Levels {
    /// Gives a level; what was given before for the same is forgotten.
    pub fn set(&mut self, lint: Lint, level: Level) {
        match lint {
            Lint::Code(code) => {
                self.codes.insert(code, level);
            }
            Lint::Warnings => self.warnings = Some(level),
            Lint::Hints => self.hints = Some(level),
        }
    }

    /// These with others over them. What the others say of a group goes before what these say of its codes.
    #[must_use]
    pub fn with(mut self, over: &Levels) -> Levels {
        self.codes.retain(|code, _| match code.severity() {
            Severity::Warning => over.warnings.is_none(),
            _ => over.hints.is_none(),
        });
        self.codes.extend(&over.codes);
        Levels {
            codes: self.codes,
            warnings: over.warnings.or(self.warnings),
            hints: over.hints.or(self.hints),
        }
    }

    /// How grave a code is; `None`: not to be looked for.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        let usual = code.severity();
        if usual == Severity::Error {
            return Some(usual);
        }
        let own = self.codes.get(&code).copied();
        let group = |severity| if severity == Severity::Warning { self.warnings } else { self.hints };
        let level = match own {
            Some(Level::Warn) if self.warnings == Some(Level::Deny) => Some(Level::Deny),
            Some(own) => Some(own),
            None => match group(usual) {
                // A hint that the house wants as warnings is denied with the warnings.
                Some(Level::Warn) if self.warnings == Some(Level::Deny) => Some(Level::Deny),
                other => other,
            },
        };
        match level {
            Some(Level::Allow) => None,
            Some(Level::Warn) => Some(Severity::Warning),
            Some(Level::Deny) => Some(Severity::Error),
            None => Some(usual),
        }
    }

    /// Whether a code is looked for.
    pub fn wants(&self, code: Code) -> bool {
        self.severity(code).is_some()
    }
}
