//! `connlint.toml`: what a team has settled about its request files.
//!
//! The file is read strictly: whatever is not understood is a fault with its place, because a setting that silently does
//! nothing is worse than none. [`keys`] is the one table of what there is; the reader, the JSON Schema for editors and the
//! file that `connlint config init` writes are made from it.

use std::ops::Range;

use crate::catalog::{self, Catalog, HeaderValue, Platform, Scope, Source};
use crate::config::{Config, Expected, Flags, Levels};
use crate::diagnostic::Severity;
use crate::find::{self, Found};
use crate::placeholder::{OwnDialects, Pattern};
use crate::rule::listed;

mod globs;
pub mod keys;
mod read;
mod schema;
mod shown;
mod starter;

pub use globs::Globs;
pub use read::read;
pub use schema::schema;
pub use shown::shown;
pub use starter::starter;

/// What the file is called.
pub const NAME: &str = "connlint.toml";

/// A value, and where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    pub value: T,
    /// Bytes of the file, quotes included.
    pub span: Range<usize>,
}

/// Something in the file that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the file.
    pub span: Range<usize>,
    /// Lower case, no final stop; quotes nothing that is not near a known word.
    pub message: String,
    pub help: Option<String>,
}

/// The contents of one file.
#[derive(Debug, Default)]
pub struct Settings {
    pub submission: Option<Given<bool>>,
    pub platform: Option<Given<Platform>>,
    /// Paths and globs of connection specs.
    pub sources: Vec<Given<String>>,
    pub placeholders: Vec<Given<Pattern>>,
    pub include: Globs,
    pub exclude: Globs,
    pub rules: Vec<Given<Level>>,
    pub overrides: Vec<Override>,
    /// Where known keys and their values stand: nothing else of the file is known to be harmless.
    pub known: Vec<Range<usize>>,
}

/// The level of a rule; `None` is off.
pub type Level = (&'static str, Option<Severity>);

/// What holds for some of the files.
#[derive(Debug, Default)]
pub struct Override {
    pub files: Globs,
    pub rules: Vec<Given<Level>>,
    pub platform: Option<Given<Platform>>,
    pub source: Option<Given<String>>,
    pub sandbox: Option<Given<String>>,
    pub organization: Option<Given<String>>,
}

impl Settings {
    /// The team's own dialects of placeholders. They are never freed: whoever asks keeps them for the whole run.
    pub fn dialects(&self) -> Option<&'static OwnDialects> {
        let patterns = self.placeholders.iter().map(|given| given.value.clone());
        let patterns: Vec<Pattern> = patterns.collect();
        let dialects = OwnDialects::new(&patterns)?;
        Some(Box::leak(Box::new(dialects)))
    }

    /// The sources that the overrides name, in their order, and the names that nobody has.
    pub fn named_sources(&self, catalog: &Catalog) -> (Vec<Option<&'static Source>>, Vec<Fault>) {
        let mut faults = Vec::new();
        let sources = self.overrides.iter().map(|one| {
            let given = one.source.as_ref()?;
            named(catalog, &given.value)
                .map_err(|(message, help)| {
                    faults.push(Fault {
                        span: given.span.clone(),
                        message,
                        help,
                    });
                })
                .ok()
        });
        (sources.collect(), faults)
    }

    /// The overrides that are for a file, by number. The path is relative to the folder that globs start from.
    pub fn overrides_for(&self, path: &str) -> Vec<usize> {
        let all = self.overrides.iter().enumerate();
        all.filter(|(_, one)| one.files.cover(path))
            .map(|(index, _)| index)
            .collect()
    }

    /// What holds for files to which these overrides apply. Of several that say the same thing the last counts, and flags
    /// of the command line count more than any.
    pub fn config(&self, overrides: &[usize], learned: &Learned, flags: &Flags) -> Config {
        let own = || overrides.iter().map(|&index| &self.overrides[index]);
        let last = |text: fn(&Override) -> &Option<Given<String>>| {
            own().rev().find_map(|one| text(one).clone())
        };
        let given =
            |rules: &[Given<Level>]| -> Levels { rules.iter().map(|given| given.value).collect() };
        let mut levels = given(&self.rules);
        levels.extend(own().flat_map(|one| given(&one.rules)));
        levels.extend(&flags.levels);
        let platform = own()
            .rev()
            .find_map(|one| one.platform.as_ref())
            .or(self.platform.as_ref());
        let source = overrides
            .iter()
            .rev()
            .find_map(|&index| *learned.sources.get(index)?);
        Config {
            catalog: learned.catalog,
            submission: flags
                .submission
                .or(self.submission.as_ref().map(|given| given.value))
                .unwrap_or(false),
            platform: flags.platform.or(platform.map(|given| given.value)),
            placeholders: learned.placeholders,
            expected: Expected {
                source,
                sandbox: last(|one| &one.sandbox).map(|given| given.value),
                organization: last(|one| &one.organization).map(|given| given.value),
                told_by: learned.path.clone(),
            },
            no_ignores: flags.no_ignores,
            without_excerpts: flags.without_excerpts,
            levels,
        }
    }
}

/// What was made of a file of settings once for all files that it governs.
#[derive(Debug)]
pub struct Learned {
    /// The file, as shown.
    pub path: String,
    pub catalog: &'static Catalog,
    pub placeholders: Option<&'static OwnDialects>,
    /// For each override the source that it names.
    pub sources: Vec<Option<&'static Source>>,
}

/// What the id of every organisation ends in.
fn organization_suffix() -> &'static str {
    match catalog::header_of(Scope::Organization).map(|header| header.value) {
        Some(HeaderValue::Suffix(suffix)) => suffix,
        _ => "",
    }
}

/// The one source that somebody means, or what to say.
fn named(catalog: &Catalog, wanted: &str) -> Result<&'static Source, (String, Option<String>)> {
    let titles = |sources: &[&Source]| -> Vec<String> {
        let named = sources.iter().map(|source| format!("`{}`", source.slug));
        named.collect()
    };
    match find::find(catalog, wanted) {
        Found::Sources(sources) => match sources[..] {
            [one] => Ok(one),
            _ => {
                let listed = listed(titles(&sources), "and");
                let message = "several sources go by this id".to_owned();
                Err((message, Some(format!("name one of {listed}"))))
            }
        },
        Found::Foreign(foreign) => {
            let message = format!("this is the id of {} ({})", foreign.name, foreign.kind);
            Err((message, Some("name a source".to_owned())))
        }
        Found::Nothing(near) => {
            let help = match &titles(&near)[..] {
                [] => "`connlint sources` lists them".to_owned(),
                near => format!("the nearest is {}", listed(near.to_vec(), "or")),
            };
            Err(("there is no source of this name".to_owned(), Some(help)))
        }
    }
}

#[cfg(test)]
mod tests;
