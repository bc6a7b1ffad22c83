//! From arguments to files: the only module that walks folders and reads what it finds there.
//!
//! Paths are walked on one thread and read, checked and forgotten on the others, so that memory does
//! not grow with the number of files. Whatever cannot be read is reported and keeps nobody from
//! checking the rest.

use std::env;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use crate::file::{File, Position};

mod contents;
mod follow;
mod git;
mod governing;
mod ignored;
mod listed;
mod names;
mod settings;
mod specs;
mod viewpoint;
mod walk;

pub use follow::Disk;
pub use git::{Changes, Listed, changed};
pub use governing::Governing;
pub use settings::{Cursor, Lookup, Which};
pub use specs::specs;
pub use viewpoint::Viewpoint;

/// What to read, and how.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Files, folders, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// What standard input is called.
    pub stdin_name: Option<String>,
    /// Whether `.gitignore`, `.ignore` and the folders of tools are left out.
    pub ignore: bool,
    /// Settings that leave files of folders out; with `force_exclude` also what was named.
    pub lookup: Option<Arc<Lookup>>,
    pub force_exclude: bool,
    /// Files of more bytes are reported and not read.
    pub max_size: u64,
    pub threads: usize,
    /// What git named; the paths above are then read no more.
    pub git: Option<Listed>,
}

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was named, or is standard input.
    Named,
    /// It lies in a folder that was named.
    Folder,
}

/// Something selected that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    pub path: String,
    /// Why, with the place if there is one; lower case, no final stop.
    pub message: String,
    /// Where what is wrong stands, if the file itself could be read.
    pub place: Option<Position>,
}

impl Unread {
    pub fn new(path: String, message: impl Into<String>) -> Unread {
        Unread {
            path,
            message: message.into(),
            place: None,
        }
    }

    /// For what stands at a place of the file.
    pub fn at(path: String, place: Position, message: &str) -> Unread {
        let Position { line, column } = place;
        Unread {
            path,
            message: format!("line {line}, column {column}: {message}"),
            place: Some(place),
        }
    }
}

/// What remains of a run over files.
#[derive(Debug)]
pub struct Outcome<T> {
    /// One state a thread, in no order.
    pub states: Vec<T>,
    /// Sorted.
    pub unread: Vec<Unread>,
    /// Files of folders that hold no text or whose names say that they hold no request. Sorted.
    pub skipped: Vec<String>,
}

/// Shows every selected file to `visit`, once, on as many threads as asked for.
///
/// Each thread folds its files into a state of its own, which `state` makes. A file is dropped as
/// soon as `visit` returns unless it keeps a clone.
pub fn visit<T, S, V>(selection: &Selection, state: S, visit: V) -> Outcome<T>
where
    T: Send,
    S: Fn() -> T + Sync,
    V: Fn(&mut T, &Arc<File>, Origin) + Sync,
{
    let (sender, receiver) = mpsc::sync_channel::<Vec<Job>>(4 * selection.threads);
    let receiver = Mutex::new(receiver);
    thread::scope(|scope| {
        let mut workers = Vec::new();
        let mut here = Worker::new(selection, state());
        let (mut batch, mut full, mut found) = (Vec::new(), SMALL_BATCH, 0);
        let (mut unread, mut skipped) = (Vec::new(), Vec::new());
        walk::walk(selection, &mut |event| match event {
            Event::Found(job) => {
                batch.push(job);
                if batch.len() < full {
                    return;
                }
                found += full;
                full = (found / (16 * selection.threads.max(1))).clamp(SMALL_BATCH, LARGE_BATCH);
                let batch = mem::replace(&mut batch, Vec::with_capacity(full));
                if selection.threads <= 1 {
                    here.work(batch, &visit);
                    return;
                }
                if workers.is_empty() {
                    // Threads cost more than a handful of files does, hence not before the first full batch.
                    for _ in 0..selection.threads {
                        let mut worker = Worker::new(selection, state());
                        let (receiver, visit) = (&receiver, &visit);
                        workers.push(scope.spawn(move || {
                            while let Some(batch) = next(receiver) {
                                worker.work(batch, visit);
                            }
                            worker
                        }));
                    }
                }
                // Fails only when every worker has ended, which none does before the sender is dropped.
                let _ = sender.send(batch);
            }
            Event::Unread(file) => unread.push(file),
            Event::Skipped(path) => skipped.push(path),
        });
        here.work(batch, &visit);
        drop(sender);
        let mut states = Vec::with_capacity(workers.len() + 1);
        let ended = workers.into_iter().map(|worker| {
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        for worker in std::iter::once(here).chain(ended) {
            states.push(worker.state);
            unread.extend(worker.unread);
            skipped.extend(worker.skipped);
        }
        unread.sort_unstable();
        unread.dedup();
        skipped.sort_unstable();
        Outcome {
            states,
            unread,
            skipped,
        }
    })
}

impl Selection {
    /// Reads a file (`None`: standard input) into `buffer`, or says why not.
    fn read(&self, path: Option<&Path>, buffer: &mut Vec<u8>) -> Result<(), String> {
        let index = self.git.as_ref().and_then(|git| git.index.as_deref());
        match (index, path) {
            (Some(index), Some(path)) => index.read(path, self.max_size, buffer),
            _ => contents::read(path, self.max_size, buffer),
        }
    }
}

/// The paths that a file lists (`-`: standard input), one a line or, with `nul`, each with a NUL behind it. No path
/// can hold a NUL.
pub fn list(path: &Path, nul: bool) -> Result<Vec<PathBuf>, Unread> {
    let file = read(path, u64::MAX - 1)?;
    let bytes = match &*file.bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] if !nul => {
            let message = "it is UTF-16; write it as UTF-8".to_owned();
            return Err(Unread::new(file.path, message));
        }
        // Editors, and shells of Windows, mark what they write; no name begins so.
        [0xEF, 0xBB, 0xBF, rest @ ..] if !nul => rest,
        all => all,
    };
    if !nul && bytes.contains(&0) {
        let message = "a path holds a NUL; with `--null` each name ends with one".to_owned();
        return Err(Unread::new(file.path, message));
    }
    let names = bytes.split(|&byte| byte == if nul { 0 } else { b'\n' });
    let names = names.map(|name| match nul {
        true => name,
        false => name.strip_suffix(b"\r").unwrap_or(name),
    });
    // A list has no standard input; what is called so is a file.
    let path_of = |name: &[u8]| match name {
        b"-" => PathBuf::from("./-"),
        name => names::from_bytes(name),
    };
    Ok(names.filter(|name| !name.is_empty()).map(path_of).collect())
}

/// Reads one file that is no request, such as a setting; `-` is standard input.
pub fn read(path: &Path, max_size: u64) -> Result<File, Unread> {
    let stdin = path.as_os_str() == "-";
    let folder = env::current_dir().unwrap_or_default();
    let shown = names::shown(path, &folder);
    let mut bytes = Vec::new();
    match contents::read(Some(path).filter(|_| !stdin), max_size, &mut bytes) {
        Ok(()) => Ok(File { path: shown, bytes }),
        Err(message) => Err(Unread::new(shown, message)),
    }
}

/// Files that a thread takes at once: few at first, so that all threads start early, and more in a long run, in which
/// they would wake each other at the queue too often.
const SMALL_BATCH: usize = 32;
const LARGE_BATCH: usize = 256;

fn next(receiver: &Mutex<mpsc::Receiver<Vec<Job>>>) -> Option<Vec<Job>> {
    receiver.lock().ok()?.recv().ok()
}

/// A file to be read.
#[derive(Debug)]
struct Job {
    /// `None` is standard input.
    path: Option<PathBuf>,
    /// How the file is called in reports.
    shown: String,
    origin: Origin,
}

/// What a walk comes across.
#[derive(Debug)]
enum Event {
    Found(Job),
    Unread(Unread),
    Skipped(String),
}

/// A thread's own buffer and results.
struct Worker<'a, T> {
    selection: &'a Selection,
    state: T,
    buffer: Vec<u8>,
    unread: Vec<Unread>,
    skipped: Vec<String>,
}

impl<'a, T> Worker<'a, T> {
    fn new(selection: &'a Selection, state: T) -> Self {
        Worker {
            selection,
            state,
            buffer: Vec::new(),
            unread: Vec::new(),
            skipped: Vec::new(),
        }
    }

    fn work(&mut self, batch: Vec<Job>, visit: &impl Fn(&mut T, &Arc<File>, Origin)) {
        for job in batch {
            let path = job.path.as_deref();
            if let Err(message) = self.selection.read(path, &mut self.buffer) {
                self.unread.push(Unread::new(job.shown, message));
            } else if job.origin == Origin::Folder && contents::is_binary(&self.buffer) {
                self.skipped.push(job.shown);
            } else {
                // The buffer has room to spare, which a file that somebody keeps must not hold on to.
                let bytes = match self.buffer.len() {
                    0..=LARGE => self.buffer.as_slice().to_vec(),
                    _ => mem::take(&mut self.buffer),
                };
                let file = Arc::new(File {
                    path: job.shown,
                    bytes,
                });
                visit(&mut self.state, &file, job.origin);
            }
        }
    }
}

/// Above this size, in bytes, a file is not copied out of the buffer but takes it along.
const LARGE: usize = 1 << 20;
