//! The sources of a run: those that the vendor documents, and an organisation's own.

use std::path::Path;

use connlint::catalog::{self, Catalog, Platform};
use connlint::config::Flags;
use connlint::connection_specs::{self, Specs};
use connlint::discover::{self, Lookup, Unread};
use connlint::report::faults;

use super::arguments::{Own, Settings};
use super::{FAILED, say};

/// The sources of a run, and what could not be read of them.
pub(crate) struct Loaded {
    pub(crate) catalog: &'static Catalog,
    /// The cloud that the settings name.
    pub(crate) platform: Option<Platform>,
    pub(crate) faults: Vec<Unread>,
}

impl Loaded {
    /// Tells what could not be read, which makes the exit code another one.
    pub(crate) fn said(&self, code: u8) -> u8 {
        for fault in &self.faults {
            say(&format!("not read: {}: {}", fault.path, fault.message));
        }
        if self.faults.is_empty() { code } else { FAILED }
    }
}

/// The sources that the command line names; `None` where it names none.
pub(crate) fn named(own: &Own) -> Result<(Option<&'static Catalog>, Vec<Unread>), String> {
    let (mut answers, mut faults) = (Vec::new(), Vec::new());
    for path in &own.files {
        let (specs, broken) = read(path)?;
        answers.push(specs);
        faults.extend(broken);
    }
    let catalog =
        (!answers.is_empty()).then(|| connection_specs::join(catalog::embedded(), &answers));
    Ok((catalog, faults))
}

/// The sources of a command that is about no file: those that it names, else those of the settings that hold in the
/// working directory.
pub(crate) fn load(own: &Own, settings: &Settings) -> Result<Loaded, String> {
    let (catalog, mut faults) = named(own)?;
    let lookup = Lookup::new(settings.which(), &[], Flags::default(), catalog)
        .map_err(|unread| format!("cannot read `{}`: {}", unread.path, unread.message))?;
    let config = lookup.cursor().config("").cloned();
    for governing in lookup.all() {
        if let Some(fault) = faults::lines(&governing).first() {
            return Err(format!(
                "{}: {}; --no-config leaves it aside",
                fault.path, fault.message
            ));
        }
        faults.extend(governing.unread.iter().cloned());
    }
    let config = config.unwrap_or_else(|| lookup.plain().clone());
    Ok(Loaded {
        catalog: config.catalog,
        platform: config.platform,
        faults,
    })
}

/// The connection specs in a file, and what is wrong with the others.
pub(crate) fn read(path: &Path) -> Result<(Specs, Vec<Unread>), String> {
    discover::specs(path)
        .map_err(|unread| format!("cannot read `{}`: {}", unread.path, unread.message))
}
