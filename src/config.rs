//! What the user asked for.

use crate::catalog::{Catalog, Platform};
use crate::diagnostic::Severity;
use crate::placeholder::OwnDialects;

/// Settings of a run.
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
    /// Nobody will look at excerpts of the files: what may be shown of them need not be found out.
    pub without_excerpts: bool,
    /// Levels by rule id; `None` is off. Rules that are not named have their own level.
    pub levels: Vec<(&'static str, Option<Severity>)>,
}
