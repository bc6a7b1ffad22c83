//! What the user asked for.

use crate::catalog::{Catalog, Platform, Source};
use crate::diagnostic::Severity;
use crate::placeholder::OwnDialects;

/// What holds for a file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The sources that requests can be for.
    pub catalog: &'static Catalog,
    /// The file is about to be sent: placeholders are wrong and secrets must be there.
    pub submission: bool,
    /// The cloud that Experience Platform runs on, if the user said so.
    pub platform: Option<Platform>,
    /// A team's own dialects of placeholders.
    pub placeholders: Option<&'static OwnDialects>,
    /// What the file is for, as far as the user said so.
    pub expected: Expected,
    /// Comments silence nothing, and nothing is said of them.
    pub no_ignores: bool,
    /// Nobody will look at excerpts of the files: what may be shown of them need not be found out.
    pub without_excerpts: bool,
    /// Levels by rule id; rules that are not named have their own level.
    pub levels: Levels,
}

/// Levels by rule id, of which `None` is off. Of several for one rule the last counts.
pub type Levels = Vec<(&'static str, Option<Severity>)>;

impl Config {
    /// The level that the user gave a rule; `None` where it keeps its own.
    pub fn level(&self, rule: &str) -> Option<Option<Severity>> {
        let mut levels = self.levels.iter();
        levels.rfind(|(id, _)| *id == rule).map(|(_, level)| *level)
    }
}

/// What a file is for.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Whom its requests are for.
    pub source: Option<&'static Source>,
    /// The name of the sandbox.
    pub sandbox: Option<String>,
    /// The id of the organisation.
    pub organization: Option<String>,
    /// The file that says so, as shown; empty where none does.
    pub told_by: String,
}

/// What the command line says, for all files alike.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub submission: Option<bool>,
    pub platform: Option<Platform>,
    pub levels: Levels,
    pub no_ignores: bool,
    pub without_excerpts: bool,
}
