//! Loads the bodies that commands name (`-d @body.json`).

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::git::Index;
use super::{Lookup, Selection, contents, names};
use crate::check::{Files, Followed};
use crate::config::Config;
use crate::file::File;
use crate::text::HOLE;

/// The files on disk, as far as a command may name them: inside the root of the file it stands in.
#[derive(Debug)]
pub struct Disk {
    /// The working directory, canonical.
    folder: PathBuf,
    /// The folders among the arguments, canonical.
    arguments: Vec<PathBuf>,
    max_size: u64,
    /// Where what is staged is read.
    index: Option<Arc<Index>>,
    lookup: Option<Arc<Lookup>>,
    /// Root of each folder that holds a file with a command.
    roots: Mutex<HashMap<PathBuf, PathBuf>>,
}

impl Disk {
    pub fn new(selection: &Selection) -> Self {
        let folder = env::current_dir()
            .and_then(fs::canonicalize)
            .unwrap_or_default();
        let folders = selection
            .paths
            .iter()
            .filter_map(|path| fs::canonicalize(path).ok());
        Disk {
            arguments: folders.filter(|path| path.is_dir()).collect(),
            folder,
            max_size: selection.max_size,
            index: selection.git.as_ref().and_then(|git| git.index.clone()),
            lookup: selection.lookup.clone(),
            roots: Mutex::default(),
        }
    }

    /// The folder that nothing named by a file in `home` may leave: the working tree around it, else
    /// the folder that was asked for, else its own.
    fn root(&self, home: &Path) -> PathBuf {
        let mut roots = self.roots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(root) = roots.get(home) {
            return root.clone();
        }
        let tree = home.ancestors().find(|folder| folder.join(".git").exists());
        let asked = || {
            self.arguments
                .iter()
                .chain([&self.folder])
                .map(PathBuf::as_path)
                .find(|path| home.starts_with(path))
        };
        let root = tree.or_else(asked).unwrap_or(home).to_owned();
        roots.insert(home.to_owned(), root.clone());
        root
    }

    /// What is staged of a file that no longer lies where it did.
    fn staged(&self, path: &Path) -> Option<Followed> {
        let index = self.index.as_ref()?;
        let mut bytes = Vec::new();
        match index.read_any(path, self.max_size, &mut bytes) {
            // Of a link the index has only where it leads.
            Ok(true) if index.is_file(path) => Some(Followed::Contents(Arc::new(File {
                path: names::shown(path, &self.folder),
                bytes,
            }))),
            Ok(false) => None,
            Ok(true) | Err(_) => Some(Followed::NotFollowed),
        }
    }

    /// The file itself, if it may be read.
    fn load(&self, path: &Path) -> Option<Arc<File>> {
        if !fs::metadata(path).ok()?.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        // What is not in the index yet lies on the disk all the same.
        let staged = match &self.index {
            Some(index) => index.read_any(path, self.max_size, &mut bytes).ok()?,
            None => false,
        };
        if !staged {
            contents::read(Some(path), self.max_size, &mut bytes).ok()?;
        }
        Some(Arc::new(File {
            path: names::shown(path, &self.folder),
            bytes,
        }))
    }
}

impl Files for Disk {
    fn follow(&self, from: &File, path: &str) -> Followed {
        if !is_told(path) {
            return Followed::NotFollowed;
        }
        let home = self.folder.join(&from.path);
        let home = home.parent().unwrap_or(&self.folder);
        // A file that is staged need not lie in its folder any more.
        let staged = || normal(home).filter(|_| self.index.is_some());
        let home = fs::canonicalize(home).ok().or_else(staged);
        let home = home.unwrap_or_else(|| self.folder.clone());
        let root = self.root(&home);
        // A script may be meant to run where it lies, or from the root of its repository.
        let mut missing = false;
        for base in [&home, &self.folder] {
            let named = base.join(path);
            if let Ok(real) = fs::canonicalize(&named) {
                let inside = real.starts_with(&root);
                return inside
                    .then(|| self.load(&real))
                    .flatten()
                    .map_or(Followed::NotFollowed, Followed::Contents);
            }
            let gone = normal(&named).filter(|named| named.starts_with(&root));
            if let Some(staged) = gone.as_deref().and_then(|gone| self.staged(gone)) {
                return staged;
            }
            missing |= gone.is_some();
        }
        if missing {
            Followed::Missing
        } else {
            Followed::NotFollowed
        }
    }

    fn config(&self, file: &File) -> Option<Arc<Config>> {
        self.lookup.as_ref()?.cursor().config(&file.path).cloned()
    }
}

/// Whether a path is what it says: nothing in it is left to a shell or a template.
fn is_told(path: &str) -> bool {
    let open = |c: char| {
        matches!(
            c,
            '$' | '`' | '{' | '}' | '<' | '>' | '%' | '*' | '?' | HOLE
        ) || c.is_control()
    };
    let marked = |mark| path.matches(mark).count() > 1;
    !path.is_empty()
        && path != "-"
        && !path.starts_with('~')
        && !path.contains(open)
        && !is_of_another_system(path)
        && !marked("__")
        && !marked("@@")
}

/// Whether a path is one of Windows, and this is another system: what lies there cannot be told.
fn is_of_another_system(path: &str) -> bool {
    MAIN_SEPARATOR != '\\' && path.contains('\\')
}

/// A path without `.` and `..`, by its name alone; `None` where it leaves the top.
pub(super) fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            other => normal.push(other),
        }
    }
    Some(normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_something_left_open_is_not_told() {
        for path in [
            "body.json",
            "../bodies/oracle db.json",
            "/srv/a__b.json",
            "a@b.json",
        ] {
            assert!(is_told(path), "{path}");
        }
        for path in [
            "",
            "-",
            "$DIR/a.json",
            "{DIR}/a.json",
            "~/a.json",
            "a\u{FFFC}.json",
            "__DIR__/a",
            "%DIR%/a",
            "a\0b",
        ] {
            assert!(!is_told(path), "{path}");
        }
    }

    #[test]
    fn a_path_of_windows_is_told_there_alone() {
        for path in [r"C:\bodies\a.json", r".\a.json"] {
            assert_eq!(is_told(path), cfg!(windows), "{path}");
        }
    }

    #[test]
    fn a_path_is_normal_by_its_name_alone() {
        assert_eq!(
            normal(Path::new("/a/./b/../c")),
            Some(PathBuf::from("/a/c"))
        );
        assert_eq!(normal(Path::new("../c")), None);
    }

    #[test]
    fn bodies_are_followed_inside_the_root_only() {
        let top = env::temp_dir().join(format!("connlint-follow-{}", std::process::id()));
        let inner = top.join("tree/scripts");
        fs::create_dir_all(inner.join("bodies")).expect("a folder");
        fs::create_dir_all(top.join("tree/.git")).expect("a folder");
        fs::write(inner.join("bodies/a.json"), "{}").expect("a file");
        fs::write(top.join("outside.json"), "{}").expect("a file");
        let selection = Selection {
            paths: vec![inner.clone()],
            stdin_name: None,
            ignore: true,
            lookup: None,
            force_exclude: false,
            max_size: 3,
            threads: 1,
            git: None,
        };
        let disk = Disk::new(&selection);
        let from = File {
            path: inner.join("run.sh").to_string_lossy().into_owned(),
            bytes: Vec::new(),
        };
        let follow = |path: &str| match disk.follow(&from, path) {
            Followed::Contents(file) => String::from_utf8_lossy(&file.bytes).into_owned(),
            Followed::Missing => "missing".to_owned(),
            Followed::NotFollowed => "not followed".to_owned(),
        };
        assert_eq!(follow("bodies/a.json"), "{}");
        assert_eq!(follow("../scripts/./bodies/a.json"), "{}");
        assert_eq!(follow("b.json"), "missing");
        assert_eq!(follow("../../outside.json"), "not followed");
        assert_eq!(follow("../../nothing.json"), "not followed");
        assert_eq!(follow("/dev/null"), "not followed");
        assert_eq!(follow("bodies"), "not followed", "a folder");
        assert_eq!(follow("$BODY"), "not followed");
        fs::write(inner.join("bodies/large.json"), "[1,2]").expect("a file");
        assert_eq!(
            follow("bodies/large.json"),
            "not followed",
            "over the limit"
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(top.join("outside.json"), inner.join("link.json"))
                .expect("a link");
            assert_eq!(follow("link.json"), "not followed", "a link that leads out");
        }
        fs::remove_dir_all(&top).expect("cleaned up");
    }
}
