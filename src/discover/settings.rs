//! Finds the `connlint.toml` that governs a file: the nearest one upward from the file's folder.
//!
//! The search ends at the folder that holds `.git`; outside a repository it ends at the working directory or at a folder
//! that was named, whichever of those around the file is further up. Settings of several files are not mixed. Each folder is looked
//! at once and each file read once, however many threads ask.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::git::Index;
use super::{Governing, Listed, Unread, names, read};
use crate::catalog::Catalog;
use crate::config::{Config, Flags};
use crate::file::File;
use crate::settings::NAME;

/// Which settings are asked.
#[derive(Clone, Debug)]
pub enum Which {
    /// For each file the nearest ones.
    Nearest,
    /// Those of this file, for all files.
    This(PathBuf),
    None,
}

/// Answers what holds for a file.
#[derive(Debug)]
pub struct Lookup {
    /// The working directory.
    folder: PathBuf,
    /// Folders that were named.
    arguments: Vec<PathBuf>,
    flags: Flags,
    /// The sources of the command line, which count instead of those of any settings.
    catalog: Option<&'static Catalog>,
    /// What holds where no settings do.
    plain: Arc<Config>,
    /// `None`: every file has to look for its own.
    governing: Option<Option<Arc<Governing>>>,
    /// Where what is staged is read.
    index: OnceLock<Arc<Index>>,
    folders: Mutex<HashMap<PathBuf, Standing>>,
    files: Mutex<HashMap<PathBuf, Arc<Governing>>>,
}

/// What lies above a folder.
#[derive(Clone, Debug, Default)]
struct Standing {
    in_repository: bool,
    /// The nearest folder that holds settings, this one included.
    nearest: Option<PathBuf>,
}

impl Lookup {
    /// For the files and folders that were named. Settings that were named must be there.
    pub fn new(
        which: Which,
        paths: &[PathBuf],
        flags: Flags,
        catalog: Option<&'static Catalog>,
    ) -> Result<Lookup, Unread> {
        let folder = env::current_dir().unwrap_or_default();
        let plain = Config {
            catalog: catalog.unwrap_or_default(),
            submission: flags.submission.unwrap_or(false),
            platform: flags.platform,
            levels: flags.levels.clone(),
            no_ignores: flags.no_ignores,
            without_excerpts: flags.without_excerpts,
            ..Config::default()
        };
        let arguments = paths.iter().map(|path| absolute(&folder, path));
        let mut lookup = Lookup {
            arguments: arguments.filter(|path| path.is_dir()).collect(),
            folder,
            flags,
            catalog,
            plain: Arc::new(plain),
            governing: None,
            index: OnceLock::new(),
            folders: Mutex::default(),
            files: Mutex::default(),
        };
        match which {
            Which::Nearest => {}
            Which::None => lookup.governing = Some(None),
            Which::This(path) => {
                let base = lookup.folder.clone();
                // Whoever names it may well have it come through a pipe.
                let file = read(&path, LARGEST)?;
                let governing = Governing::of(file, &path, &lookup.folder, base, catalog)?;
                let governing = Arc::new(governing);
                lookup.files().insert(path, governing.clone());
                lookup.governing = Some(Some(governing));
            }
        }
        Ok(lookup)
    }

    /// From now on settings are read where the files are that git named.
    pub fn follow(&self, listed: &Listed) {
        if let Some(index) = &listed.index {
            let _ = self.index.set(Arc::clone(index));
        }
    }

    /// The settings that govern the files of a folder.
    pub fn governing(&self, folder: &Path) -> Option<Arc<Governing>> {
        if let Some(governing) = &self.governing {
            return governing.clone();
        }
        let folder = absolute(&self.folder, folder);
        let Standing {
            in_repository,
            nearest,
        } = self.standing(&mut lock(&self.folders), &folder);
        let home = nearest?;
        if !in_repository {
            let around = self.arguments.iter().chain([&self.folder]);
            let around = around.filter(|around| folder.starts_with(around));
            let end = around.min_by_key(|around| around.as_os_str().len());
            if !home.starts_with(end.unwrap_or(&folder)) {
                return None;
            }
        }
        let path = self.relative(&home).join(NAME);
        if let Some(known) = self.files().get(&path) {
            return Some(known.clone());
        }
        let read = self
            .read(&path, home.clone())
            .unwrap_or_else(|unread| Governing::unreadable(unread, home));
        // Another thread may have been faster; then its answer is everybody's.
        let mut files = self.files();
        Some(files.entry(path).or_insert_with(|| Arc::new(read)).clone())
    }

    /// Somebody who asks about files in the order of their folders.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor {
            lookup: self,
            last: None,
        }
    }

    /// What holds where no settings do.
    pub fn plain(&self) -> &Arc<Config> {
        &self.plain
    }

    /// All settings that were read so far, in the order of their paths.
    pub fn all(&self) -> Vec<Arc<Governing>> {
        let mut all: Vec<_> = self.files().values().cloned().collect();
        all.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        all
    }

    /// A folder as it is called from the working directory, where that lies in it.
    fn relative(&self, folder: &Path) -> PathBuf {
        match self.folder.strip_prefix(folder) {
            Ok(steps) => steps.iter().map(|_| "..").collect(),
            Err(_) => folder.to_owned(),
        }
    }

    fn read(&self, path: &Path, base: PathBuf) -> Result<Governing, Unread> {
        let file = match self.staged(path)? {
            Some(file) => file,
            None => on_disk(path)?,
        };
        Governing::of(file, path, &self.folder, base, self.catalog)
    }

    /// Settings as they are in the index of git, if that is what is checked. What is not in it lies on the disk all the
    /// same.
    fn staged(&self, path: &Path) -> Result<Option<File>, Unread> {
        // Of a link the index has only where it leads.
        let Some(index) = self.index.get().filter(|_| !path.is_symlink()) else {
            return Ok(None);
        };
        let shown = names::shown(path, &self.folder);
        let whole = absolute(&self.folder, path);
        let home = whole.parent().map(fs::canonicalize);
        let real = home
            .and_then(Result::ok)
            .map_or(whole.clone(), |home| home.join(NAME));
        let mut bytes = Vec::new();
        match index.read_any(&real, LARGEST, &mut bytes) {
            Ok(true) => Ok(Some(File { path: shown, bytes })),
            Ok(false) => Ok(None),
            Err(message) => Err(Unread::new(shown, message)),
        }
    }

    /// Whether a folder holds settings.
    fn is_there(&self, settings: &Path) -> bool {
        // A link that leads nowhere is there as well, and cannot be read.
        settings.symlink_metadata().is_ok() || matches!(self.staged(settings), Ok(Some(_)) | Err(_))
    }

    fn files(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Governing>>> {
        lock(&self.files)
    }

    fn standing(&self, folders: &mut HashMap<PathBuf, Standing>, folder: &Path) -> Standing {
        if let Some(known) = folders.get(folder) {
            return known.clone();
        }
        let own = self.is_there(&folder.join(NAME)).then(|| folder.to_owned());
        let above = match folder.parent() {
            _ if folder.join(".git").exists() => Standing {
                in_repository: true,
                nearest: None,
            },
            Some(parent) => self.standing(folders, parent),
            None => Standing::default(),
        };
        let standing = Standing {
            nearest: own.or(above.nearest),
            ..above
        };
        folders.insert(folder.to_owned(), standing.clone());
        standing
    }
}

/// Remembers the folder of the last file, which is the folder of the next one nearly always.
#[derive(Debug)]
pub struct Cursor<'l> {
    lookup: &'l Lookup,
    last: Option<Place>,
}

/// A folder.
#[derive(Debug)]
struct Place {
    /// As it was written.
    folder: PathBuf,
    governing: Option<Arc<Governing>>,
    prefix: String,
    /// What holds for the last file.
    config: Option<Arc<Config>>,
}

impl Cursor<'_> {
    /// What holds for a file; `None` where its settings are not understood.
    ///
    /// Lent and not shared, because threads that count owners of one thing for every file wait for each other.
    pub fn config(&mut self, path: &str) -> Option<&Arc<Config>> {
        let (folder, name) = match memchr::memrchr(b'/', path.as_bytes()) {
            None => ("", path),
            Some(0) => ("/", &path[1..]),
            Some(at) => (&path[..at], &path[at + 1..]),
        };
        let (lookup, place) = (self.lookup, self.place(Path::new(folder)));
        let Some(governing) = &place.governing else {
            return Some(&lookup.plain);
        };
        let inside = format!("{}{name}", place.prefix);
        place.config = governing.config(&inside, &lookup.flags);
        place.config.as_ref()
    }

    /// The settings that govern a file, and what it is called in their globs.
    pub fn governing(&mut self, path: &Path) -> Option<(Arc<Governing>, String)> {
        let (folder, name) = names::divided(path);
        let place = self.place(folder);
        let governing = place.governing.clone()?;
        let name = name.to_string_lossy();
        Some((governing, format!("{}{name}", place.prefix)))
    }

    /// Whether a file that was named is left out all the same: a walk would not come to it.
    pub(super) fn leaves_out(&mut self, path: &Path) -> bool {
        self.governing(path)
            .is_some_and(|(governing, inside)| governing.leaves_out_wherever(&inside))
            || self.left_out_above(path).is_some()
    }

    /// The folder above a file that is not entered, whatever settings there are in it: which settings leave it out, and
    /// what it is called there.
    pub fn left_out_above(&mut self, path: &Path) -> Option<(Arc<Governing>, String)> {
        let lookup = self.lookup;
        let path = absolute(&lookup.folder, path);
        let home = path.parent().unwrap_or(&path);
        let in_repository = lookup
            .standing(&mut lock(&lookup.folders), home)
            .in_repository;
        let is_top = |folder: &Path| match in_repository {
            true => folder.join(".git").exists(),
            false => folder == lookup.folder,
        };
        let mut folders = home.ancestors().take_while(|folder| !is_top(folder));
        folders.find_map(|folder| {
            let (governing, inside) = self.governing(folder)?;
            let is_left_out = governing.leaves_out_folder(&inside);
            is_left_out.then_some((governing, inside))
        })
    }

    /// Whether a folder is not entered.
    pub(super) fn leaves_out_folder(&mut self, path: &Path) -> bool {
        self.governing(path)
            .is_some_and(|(governing, inside)| governing.leaves_out_folder(&inside))
    }

    fn place(&mut self, folder: &Path) -> &mut Place {
        let lookup = self.lookup;
        let found = |folder: &Path| {
            let governing = lookup.governing(folder);
            let prefix = governing.as_ref().map(|governing| {
                let folder = absolute(&lookup.folder, folder);
                governing.prefix(&folder)
            });
            Place {
                folder: folder.to_owned(),
                governing,
                prefix: prefix.unwrap_or_default(),
                config: None,
            }
        };
        match &mut self.last {
            // As texts, because paths are compared part by part.
            Some(last) if last.folder.as_os_str() == folder.as_os_str() => {}
            last => *last = Some(found(folder)),
        }
        self.last.get_or_insert_with(|| found(folder))
    }
}

/// Settings are short; what is longer is another file.
const LARGEST: u64 = 1 << 20;

fn on_disk(path: &Path) -> Result<File, Unread> {
    let why = match fs::metadata(path) {
        Ok(about) if about.is_dir() => "it is a folder",
        // Reading it could wait for ever.
        Ok(about) if !about.is_file() => "it is a pipe or a device",
        Err(_) if path.is_symlink() => "it is a link that leads nowhere",
        _ => return read(path, LARGEST),
    };
    let here = env::current_dir().unwrap_or_default();
    Err(Unread::new(names::shown(path, &here), why))
}

/// A path from the root, without `.` and `..` as far as its name alone tells.
pub(super) fn absolute(folder: &Path, path: &Path) -> PathBuf {
    let whole = folder.join(path);
    super::follow::normal(&whole).unwrap_or(whole)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
