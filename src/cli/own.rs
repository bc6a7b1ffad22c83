//! The sources of a run: those that the vendor documents, and an organisation's own.

use connlint::catalog::{self, Catalog};
use connlint::connection_specs::{self, Specs};
use connlint::discover::{self, Unread};
use connlint::file::LineIndex;

use super::arguments::Own;
use super::{FAILED, say};

/// Answers of the service are small; what is larger is another file.
const LARGEST: u64 = 64 << 20;

/// The sources of a run, and what could not be read of them.
pub(crate) struct Loaded {
    pub(crate) catalog: &'static Catalog,
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

/// The catalogue, and the connection specs that could not be read. A file without any is the wrong file.
pub(crate) fn load(own: &Own) -> Result<Loaded, String> {
    let (mut answers, mut faults) = (Vec::new(), Vec::new());
    for path in &own.files {
        let (specs, broken) = read(path)?;
        answers.push(specs);
        faults.extend(broken);
    }
    let catalog = match answers.is_empty() {
        true => catalog::embedded(),
        false => connection_specs::join(catalog::embedded(), &answers),
    };
    Ok(Loaded { catalog, faults })
}

/// The connection specs in a file, and what is wrong with the others.
pub(crate) fn read(path: &std::path::Path) -> Result<(Specs, Vec<Unread>), String> {
    let failed = |unread: Unread| format!("cannot read `{}`: {}", unread.path, unread.message);
    let file = discover::read(path, LARGEST).map_err(failed)?;
    let text = file
        .text()
        .map_err(|_| format!("cannot read `{}`: it is not UTF-8", file.path))?;
    let specs = connection_specs::read(&file.path, text);
    let lines = LineIndex::new(&file.bytes);
    let faults = specs.faults.iter().map(|fault| {
        let place = lines.position(&file.bytes, fault.span.start);
        Unread {
            path: file.path.clone(),
            message: format!(
                "line {}, column {}: {}",
                place.line, place.column, fault.message
            ),
        }
    });
    let mut faults: Vec<Unread> = faults.collect();
    match specs.items.is_empty() {
        true => Err(failed(faults.swap_remove(0))),
        false => Ok((specs, faults)),
    }
}
