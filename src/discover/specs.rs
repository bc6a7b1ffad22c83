//! Reads what `GET /connectionSpecs` answered: files that the command line or the configuration names.

use std::path::{Path, PathBuf};

use super::{Unread, names, read};
use crate::connection_specs::{self, Specs};
use crate::file::LineIndex;
use crate::settings::Globs;

/// Answers of the service are small; what is larger is another file.
const LARGEST: u64 = 64 << 20;

/// The connection specs in a file, and what is wrong with the others. A file without any is the wrong file.
pub fn specs(path: &Path) -> Result<(Specs, Vec<Unread>), Unread> {
    let file = read(path, LARGEST)?;
    let text = file.text();
    let text = text.map_err(|_| Unread::new(file.path.clone(), "it is not UTF-8"))?;
    let specs = connection_specs::read(&file.path, text);
    let lines = LineIndex::new(&file.bytes);
    let faults = specs.faults.iter().map(|fault| {
        let place = lines.position(&file.bytes, fault.span.start);
        Unread::at(file.path.clone(), place, &fault.message)
    });
    let mut faults: Vec<Unread> = faults.collect();
    match specs.items.is_empty() {
        true => Err(faults.swap_remove(0)),
        false => Ok((specs, faults)),
    }
}

/// The files that a path or a glob stands for, sorted. Both start from `folder`; a path is returned whether or not it is
/// there.
pub(super) fn named(folder: &Path, text: &str) -> Vec<PathBuf> {
    let Some((start, globs)) = Globs::one(text) else {
        return vec![folder.join(text)];
    };
    let root = folder.join(start);
    let walk = walkdir::WalkDir::new(&root)
        .into_iter()
        .filter_entry(|entry| {
            !entry.file_type().is_dir()
                || entry.depth() == 0
                || names::is_entered(entry.path(), true)
        });
    let mut found: Vec<PathBuf> = walk
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .filter(|path| {
            let inside = path.strip_prefix(&root).unwrap_or(path);
            globs.name_file(&names::below(".", inside))
        })
        .collect();
    found.sort();
    found
}
