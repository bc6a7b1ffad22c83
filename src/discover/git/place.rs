//! Which repository is meant, and where the working directory is in it.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::command::Git;
use crate::discover::names::from_bytes;

/// Where the working directory is in its repository.
pub(super) struct Place {
    /// The top of the work tree, from the root.
    pub(super) top: PathBuf,
    /// From the top to here, with a slash behind it unless it is empty.
    prefix: Vec<u8>,
    /// From here to the top; empty at the top.
    pub(super) up: PathBuf,
    /// Where git keeps what it knows, from the root.
    home: PathBuf,
    /// The list of what this clone alone ignores.
    pub(super) exclude: PathBuf,
    is_inside: bool,
}

/// Variables by which another repository is meant than the one around the working directory. Git sets them for hooks, and
/// what a hook calls elsewhere inherits them.
const DIR: &str = "GIT_DIR";
const TREE: &str = "GIT_WORK_TREE";
const INDEX: &str = "GIT_INDEX_FILE";

impl Place {
    /// The repository that git means here, and how to ask it. Where that is not the one in which the working directory
    /// lies, what git names would be something else than what lies here, or nothing: then it says so.
    pub(super) fn find() -> Result<(Git, Place), String> {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let told = Git::default();
        let told = (told, Place::of(told)?);
        let found = match set(DIR).or(set(TREE)) {
            None => told,
            Some(_) => Place::choose(told, set(TREE).is_some())?,
        };
        let place = &found.1;
        if !place.is_inside {
            let top = place.top.display();
            return Err(format!(
                "the current folder is not in the work tree `{top}` of the repository that git means here"
            ));
        }
        if let Some(index) = set(INDEX) {
            place.refuse_foreign(index)?;
        }
        Ok(found)
    }

    /// Chooses between the repository that variables tell and the one around the working directory, if there is one.
    fn choose(told: (Git, Place), is_tree_told: bool) -> Result<(Git, Place), String> {
        let alone = Git::by_folder();
        let Ok(around) = Place::of(alone) else {
            return Ok(told);
        };
        match told.1.home == around.home {
            // Told where the repository is but not where its work tree begins, git takes every folder for its top.
            true if !is_tree_told => Ok((alone, around)),
            true => Ok(told),
            false if is_tree_told && told.1.top.starts_with(&around.top) => Ok(told),
            false => Err(format!(
                "{DIR} or {TREE} names another repository (`{}`) than the one around the current folder (`{}`)",
                told.1.home.display(),
                around.home.display()
            )),
        }
    }

    fn of(git: Git) -> Result<Place, String> {
        let asked = [
            "rev-parse",
            "--show-toplevel",
            "--show-prefix",
            "--show-cdup",
            "--absolute-git-dir",
            "--is-inside-work-tree",
            "--git-path",
            "info/exclude",
        ];
        let out = git.ask(&asked, &[], &[])?;
        let mut lines = out.split(|&byte| byte == b'\n');
        let mut next = || lines.next().unwrap_or_default();
        Ok(Place {
            top: from_bytes(next()),
            prefix: next().to_vec(),
            up: from_bytes(next()),
            home: from_bytes(next()),
            is_inside: next() == b"true",
            exclude: from_bytes(next()),
        })
    }

    /// A hook's index may be any file, but one that is not there holds nothing, and one of another repository something
    /// else.
    fn refuse_foreign(&self, index: OsString) -> Result<(), String> {
        let index = self.top.join(index);
        let home = index.parent().unwrap_or(Path::new("/"));
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if real(home) == real(&self.home) {
            return Ok(());
        }
        let what = match fs::exists(&index) {
            Ok(false) => "a file that is not there",
            _ if home.join("HEAD").is_file() && home.join("objects").is_dir() => {
                "the index of another repository"
            }
            _ => return Ok(()),
        };
        Err(format!("{INDEX} names {what} (`{}`)", index.display()))
    }

    /// A name from the top, as a path from the working directory.
    pub(super) fn path(&self, name: &[u8]) -> PathBuf {
        match name.strip_prefix(&self.prefix[..]) {
            Some(inside) => from_bytes(inside),
            None => self.up.join(from_bytes(name)),
        }
    }
}
