//! Fixtures: inputs, and next to each what is said about it.

use std::path::{Path, PathBuf};

use connlint::config::Config;

use super::folders::read;
use super::paths::relative;
use super::settings::{governed, settings};

/// An input of a fixture folder.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    /// The path from the root of the package, with `/`.
    pub(crate) shown: String,
    /// What is said about it; there need not be such a file.
    pub(crate) golden: PathBuf,
    /// The same input with the safe fixes applied; there need not be such a file.
    pub(crate) fixed: PathBuf,
    /// The `connlint.toml` of the case; there need not be such a file.
    pub(crate) settings: PathBuf,
    pub(crate) config: Config,
}

/// What the name of a file in a fixture folder says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Case,
    Golden,
    Fixed,
    Settings,
}

pub(crate) fn kind(path: &Path) -> Kind {
    let (stem, extension) = parts(path);
    match (stem, extension) {
        (_, "out") => Kind::Golden,
        (_, "toml") => Kind::Settings,
        (stem, _) if stem.ends_with(".fixed") => Kind::Fixed,
        _ => Kind::Case,
    }
}

impl Case {
    pub(crate) fn new(path: &Path, root: &Path) -> Case {
        let (stem, extension) = parts(path);
        let extension = match extension {
            "" => String::new(),
            extension => format!(".{extension}"),
        };
        let settings_file = path.with_file_name(format!("{stem}.toml"));
        let mut config = settings(stem.split('.'));
        if settings_file.exists() {
            let text = String::from_utf8(read(&settings_file)).expect("settings are UTF-8");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            config = governed(&config, &text, &name);
        }
        Case {
            path: path.to_owned(),
            shown: relative(path, root),
            golden: path.with_file_name(format!("{stem}.out")),
            fixed: path.with_file_name(format!("{stem}.fixed{extension}")),
            settings: settings_file,
            config,
        }
    }
}

/// The name of a file up to its last dot, and what follows.
fn parts(path: &Path) -> (&str, &str) {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.unwrap_or_else(|| panic!("{}: not a name in UTF-8", path.display()));
    name.rsplit_once('.').unwrap_or((name, ""))
}
