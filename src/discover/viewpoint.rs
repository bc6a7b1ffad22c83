//! How files are called from the folder of another one, wherever the program was started.

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::names;
use super::settings::absolute;

/// The working directory, and the folder of a file that names others.
#[derive(Debug)]
pub struct Viewpoint {
    here: PathBuf,
    there: PathBuf,
}

impl Viewpoint {
    /// From the folder that a file lies in.
    pub fn of(file: &Path) -> Viewpoint {
        let here = env::current_dir().unwrap_or_default();
        let file = absolute(&here, file);
        Viewpoint {
            there: real(file.parent().unwrap_or(&here).to_owned()),
            here,
        }
    }

    /// Whether the folder lies in one of these, or is one of them; the working directory if there are none.
    pub fn lies_in(&self, folders: &[PathBuf]) -> bool {
        let mut folders = folders.iter().map(|folder| absolute(&self.here, folder));
        match folders.len() {
            0 => self.there.starts_with(&self.here),
            _ => folders.any(|folder| self.there.starts_with(folder)),
        }
    }

    /// What a file is called there that reports call `shown`.
    pub fn name(&self, shown: &str) -> String {
        let path = absolute(&self.here, Path::new(shown));
        // A link that is a file has a name of its own; one on the way to it has none.
        let path = match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => real(folder.to_owned()).join(name),
            _ => path,
        };
        relative(&path, &self.there)
    }

    /// What reports may call a file that has this name there.
    pub fn shown(&self, name: &str) -> [String; 2] {
        let path = self.path(name);
        [relative(&path, &self.here), names::shown(&path, &self.here)]
    }

    /// Whether there is such a file.
    pub fn is_there(&self, name: &str) -> bool {
        // A folder that may not be looked into hides what is there.
        self.path(name).try_exists().unwrap_or(true)
    }

    fn path(&self, name: &str) -> PathBuf {
        absolute(&self.there, Path::new(name))
    }
}

/// The same without links, as far as it is there. Where names of files have a form of their own without them, as on
/// Windows, it is left as it is.
fn real(path: PathBuf) -> PathBuf {
    match cfg!(unix) {
        true => fs::canonicalize(&path).unwrap_or(path),
        false => path,
    }
}

/// A path from a folder, with `/`, and with `..` where it lies outside. Both are whole.
fn relative(path: &Path, folder: &Path) -> String {
    let common = path.components().zip(folder.components());
    let common = common.take_while(|(one, other)| one == other).count();
    // Where they have not even the drive in common there is no way from one to the other.
    if common == 0 {
        return names::shown(path, folder);
    }
    let up = folder
        .components()
        .skip(common)
        .map(|_| Component::ParentDir);
    let down = path.components().skip(common);
    let parts = up
        .chain(down)
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_lead_to_the_same_file() {
        let from = |here: &str, there: &str| Viewpoint {
            here: here.into(),
            there: there.into(),
        };
        for (here, there, shown, name) in [
            ("/r", "/r", "a/b.json", "a/b.json"),
            ("/r/a", "/r", "b.json", "a/b.json"),
            ("/r/a", "/r", "../c.json", "c.json"),
            ("/r", "/r/.ci", "a/b.json", "../a/b.json"),
            ("/r", "/r", "../x/b.json", "../x/b.json"),
            ("/r", "/r", "/x/b.json", "../x/b.json"),
            ("/r", "/r", "/r/b.json", "b.json"),
        ] {
            let viewpoint = from(here, there);
            assert_eq!(viewpoint.name(shown), name, "{here} {there} {shown}");
            let back = viewpoint.shown(name);
            if shown != "/r/b.json" {
                assert!(back.iter().any(|one| one == shown), "{shown}: {back:?}");
            }
        }
    }
}
