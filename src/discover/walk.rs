//! Finds the files that the arguments name.

use std::collections::HashSet;
use std::env;
use std::fs::{self, FileType};
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::listed::listed;
use super::{Cursor, Event, Job, Lookup, Origin, Selection, Unread, contents, names};
use crate::settings::NAME;

/// Tells `found` of every file, in no particular order.
pub(super) fn walk(selection: &Selection, found: &mut dyn FnMut(Event)) {
    if let Some(git) = &selection.git {
        return listed(selection, git, found);
    }
    let mut walk = Walk {
        selection,
        folder: env::current_dir().unwrap_or_default(),
        // One argument cannot name a file twice, and then nothing has to be remembered.
        seen: (selection.paths.len() > 1).then(HashSet::new),
        settings: selection.lookup.as_deref().map(Lookup::cursor),
        found,
    };
    for path in &selection.paths {
        walk.argument(path);
    }
}

struct Walk<'a> {
    selection: &'a Selection,
    /// The working directory, to which names in reports are relative.
    folder: PathBuf,
    /// Canonical paths of the files so far, where a file could be named twice.
    seen: Option<HashSet<PathBuf>>,
    settings: Option<Cursor<'a>>,
    found: &'a mut dyn FnMut(Event),
}

/// A folder that was named.
struct Folder<'r> {
    root: &'r Path,
    /// How it is called in reports.
    shown: String,
    /// Its canonical path, where files are recognised by theirs.
    base: PathBuf,
}

impl Folder<'_> {
    /// The rest of the path of something in it.
    fn inside<'p>(&self, path: &'p Path) -> &'p Path {
        // Walkers put names behind the path that they began with, so its letters are enough.
        let rest = path
            .to_str()
            .zip(self.root.to_str())
            .and_then(|(path, root)| path.strip_prefix(root)?.strip_prefix(MAIN_SEPARATOR));
        match rest {
            Some(rest) => Path::new(rest),
            None => path.strip_prefix(self.root).unwrap_or(path),
        }
    }
}

impl Walk<'_> {
    /// A file, a folder or standard input.
    fn argument(&mut self, path: &Path) {
        if path == "-" {
            let name = self.selection.stdin_name.clone();
            let is_excluded = name
                .as_ref()
                .is_some_and(|name| self.is_excluded(Path::new(name)));
            if !is_excluded && self.is_new(|| PathBuf::from("-")) {
                (self.found)(Event::Found(Job {
                    path: None,
                    shown: name.unwrap_or_else(|| "-".to_owned()),
                    origin: Origin::Named,
                }));
            }
            return;
        }
        let shown = names::shown(path, &self.folder);
        match fs::metadata(path) {
            Err(error) => self.unread(shown, contents::because(&error)),
            Ok(about) if about.is_dir() && self.is_below_excluded(path) => {}
            Ok(about) if about.is_dir() && self.selection.ignore => self.filtered(path),
            Ok(about) if about.is_dir() => self.unfiltered(path),
            Ok(about) if about.is_file() => {
                if self.is_excluded(path) {
                    return;
                }
                if self.is_new(|| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())) {
                    let job = Job {
                        path: Some(path.to_owned()),
                        shown,
                        origin: Origin::Named,
                    };
                    (self.found)(Event::Found(job));
                }
            }
            // Reading it could wait for ever, or never end.
            Ok(_) => self.unread(
                shown,
                "it is a pipe or a device; `-` reads standard input".to_owned(),
            ),
        }
    }

    /// Whether settings leave out what was named, if they are asked.
    fn is_excluded(&mut self, path: &Path) -> bool {
        let settings = self.settings.as_mut();
        let settings = settings.filter(|_| self.selection.force_exclude);
        settings.is_some_and(|settings| settings.leaves_out(path))
    }

    /// The same of a folder: what is left out takes nothing back by settings of its own.
    fn is_below_excluded(&mut self, folder: &Path) -> bool {
        let settings = self.settings.as_mut();
        let settings = settings.filter(|_| self.selection.force_exclude);
        let inside = folder.join(NAME);
        settings.is_some_and(|settings| settings.left_out_above(&inside).is_some())
    }

    /// A folder without what `.gitignore` and `.ignore` leave out.
    fn filtered(&mut self, root: &Path) {
        let lookup = self.selection.lookup.clone();
        let walk = ignore::WalkBuilder::new(root)
            .hidden(false)
            // The same files on every machine: what the user ignores everywhere does not count, nor
            // whether the folder was cloned or unpacked.
            .git_global(false)
            .require_git(false)
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                !is_folder
                    || entry.depth() == 0
                    || names::is_entered(entry.path(), true)
                        && !is_excluded(lookup.as_deref(), entry.path())
            })
            .build();
        let folder = self.folder_of(root);
        for entry in walk {
            match entry {
                Ok(entry) => {
                    if let Some(kind) = entry.file_type() {
                        self.entry(&folder, kind, entry.into_path());
                    }
                }
                Err(error) => {
                    let path = path_of(&error).unwrap_or(root).to_owned();
                    self.failed(&path, error.io_error());
                }
            }
        }
    }

    /// A folder with everything in it that is not hidden.
    fn unfiltered(&mut self, root: &Path) {
        let lookup = self.selection.lookup.clone();
        let walk = walkdir::WalkDir::new(root)
            .into_iter()
            .filter_entry(move |entry| {
                !entry.file_type().is_dir()
                    || entry.depth() == 0
                    || names::is_entered(entry.path(), false)
                        && !is_excluded(lookup.as_deref(), entry.path())
            });
        let folder = self.folder_of(root);
        for entry in walk {
            match entry {
                Ok(entry) => self.entry(&folder, entry.file_type(), entry.into_path()),
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_owned();
                    self.failed(&path, error.io_error());
                }
            }
        }
    }

    /// Something in a folder. Links are not followed, so that no loop is possible and nothing is read twice.
    fn entry(&mut self, folder: &Folder<'_>, kind: FileType, path: PathBuf) {
        if !kind.is_file() {
            return;
        }
        let inside = folder.inside(&path);
        let governing = self.settings.as_mut();
        let governing = governing.and_then(|settings| settings.governing(&path));
        let (mut left_out, mut brought_in) = (false, false);
        if let Some((governing, name)) = governing {
            left_out = match self.selection.force_exclude {
                true => governing.leaves_out_wherever(&name),
                false => governing.leaves_out(&name),
            };
            brought_in = governing.brings_in(&name);
        }
        if left_out {
            return;
        }
        let shown = names::below(&folder.shown, inside);
        if !brought_in && !names::is_plausible(names::divided(&path).1) {
            (self.found)(Event::Skipped(shown));
        } else if self.is_new(|| folder.base.join(inside)) {
            (self.found)(Event::Found(Job {
                path: Some(path),
                shown,
                origin: Origin::Folder,
            }));
        }
    }

    fn failed(&mut self, path: &Path, error: Option<&io::Error>) {
        let message = error.map_or_else(|| "it cannot be read".to_owned(), contents::because);
        self.unread(names::shown(path, &self.folder), message);
    }

    fn unread(&mut self, path: String, message: String) {
        (self.found)(Event::Unread(Unread::new(path, message)));
    }

    fn folder_of<'r>(&self, root: &'r Path) -> Folder<'r> {
        let base = match self.seen {
            Some(_) => fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()),
            None => PathBuf::new(),
        };
        Folder {
            root,
            shown: names::shown(root, &self.folder),
            base,
        }
    }

    fn is_new(&mut self, path: impl FnOnce() -> PathBuf) -> bool {
        self.seen.as_mut().is_none_or(|seen| seen.insert(path()))
    }
}

/// Whether settings keep a folder from being entered.
fn is_excluded(lookup: Option<&Lookup>, folder: &Path) -> bool {
    lookup.is_some_and(|lookup| lookup.cursor().leaves_out_folder(folder))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
