//! What `connlint.toml` says to a run.

use std::sync::Arc;

use connlint::catalog::Catalog;
use connlint::config::Config;
use connlint::discover::{Governing, Lookup, Unread};
use connlint::report::faults;
use connlint::settings::Globs;

use super::arguments::Check;
use super::say_all;
use super::terminal::{self, Color};

/// Answers what holds for each file of a run.
pub(crate) fn lookup(
    arguments: &Check,
    catalog: Option<&'static Catalog>,
) -> Result<Arc<Lookup>, String> {
    let which = arguments.settings.which();
    let lookup = Lookup::new(which, &arguments.paths, arguments.flags(), catalog);
    lookup
        .map(Arc::new)
        .map_err(|unread| format!("cannot read `{}`: {}", unread.path, unread.message))
}

/// What holds for one file, also where its settings are not understood.
pub(crate) fn config(lookup: &Lookup, path: &str) -> Arc<Config> {
    let mut cursor = lookup.cursor();
    let config = cursor.config(path);
    config.unwrap_or_else(|| lookup.plain()).clone()
}

/// The settings that governed a run.
pub(crate) struct Settled {
    governing: Vec<Arc<Governing>>,
}

impl Settled {
    pub(crate) fn of(lookup: &Lookup) -> Settled {
        Settled {
            governing: lookup.all(),
        }
    }

    /// What is not understood, a line each, and what could not be read of the connection specs.
    pub(crate) fn unread(&self) -> Vec<Unread> {
        let all = self.governing.iter();
        all.flat_map(|one| {
            let specs = one.unread.iter().cloned();
            faults::lines(one).into_iter().chain(specs)
        })
        .collect()
    }

    /// Shows on standard error what is not understood, and how many files were not checked because of it.
    pub(crate) fn say(&self, color: Color, unsettled: usize) {
        let look = terminal::look_of_errors(color);
        for governing in &self.governing {
            say_all(&faults::draw(governing, look));
        }
        if unsettled > 0 {
            let files = if unsettled == 1 { "file" } else { "files" };
            say_all(&format!(
                "not checked: {unsettled} {files}, because the settings are not understood\n"
            ));
        }
    }

    /// Why files were not read that lie where the run looked, a line for all settings that say so.
    pub(crate) fn left_out(&self) -> Vec<String> {
        let all = self.governing.iter().filter(|one| one.has_left_out());
        let line = |one: &Arc<Governing>| {
            let given = |globs: &Globs| !globs.is_empty();
            let settings = &one.settings;
            let keys = match (given(&settings.exclude), given(&settings.include)) {
                (true, true) => "`exclude` or `include`",
                (false, _) => "`include`",
                (true, false) => "`exclude`",
            };
            format!("left out: files, by {keys} in {}", one.file.path)
        };
        all.map(line).collect()
    }

    /// Whether `say` shows this.
    pub(crate) fn has_said(&self, file: &Unread) -> bool {
        let mut all = self.governing.iter();
        all.any(|one| one.file.path == file.path && !one.faults.is_empty())
    }
}
