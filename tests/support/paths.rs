//! Paths as they are shown.

use std::path::Path;

/// The path below `folder`, with `/`.
pub(crate) fn relative(path: &Path, folder: &Path) -> String {
    let below = path
        .strip_prefix(folder)
        .expect("the path lies in the folder");
    below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
