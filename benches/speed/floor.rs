//! The least that a program must do which validates files: walk, read, parse, answer yes or no.

use std::fs;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use jsonschema::Validator;
use serde_json::Value;

use super::schema;

/// How many requests of a file or a folder are not valid. A file that does not parse counts as one.
pub(crate) fn count_invalid(path: &Path) -> io::Result<usize> {
    let schema: Value = serde_json::from_str(schema::REQUEST)?;
    let validator = jsonschema::validator_for(&schema).map_err(io::Error::other)?;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    if path.is_dir() {
        in_folder(path, &validator, threads)
    } else {
        in_file(path, &validator, threads)
    }
}

/// A single file, whose items are validated on all threads where it holds an array.
fn in_file(path: &Path, validator: &Validator, threads: usize) -> io::Result<usize> {
    let Ok(json) = serde_json::from_slice::<Value>(&fs::read(path)?) else {
        return Ok(1);
    };
    let invalid = match json.as_array() {
        None => usize::from(!validator.is_valid(&json)),
        Some(items) => in_items(items, validator, threads),
    };
    // The process ends here, and a floor does not tidy up first.
    mem::forget(json);
    Ok(invalid)
}

fn in_items(items: &[Value], validator: &Validator, threads: usize) -> usize {
    let invalid = |items: &[Value]| {
        items
            .iter()
            .filter(|item| !validator.is_valid(item))
            .count()
    };
    let share = items.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = items
            .chunks(share)
            .map(|share| scope.spawn(move || invalid(share)))
            .collect();
        workers.into_iter().map(join).sum()
    })
}

/// A folder, walked on all threads.
fn in_folder(path: &Path, validator: &Validator, threads: usize) -> io::Result<usize> {
    let queue = Queue::new(path.to_owned());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| work(&queue, validator)))
            .collect();
        workers.into_iter().map(join).sum()
    })
}

fn join<T>(worker: thread::ScopedJoinHandle<'_, T>) -> T {
    worker
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What one thread does: takes folders until there are none.
fn work(queue: &Queue, validator: &Validator) -> io::Result<usize> {
    let mut invalid = Ok(0);
    while let Some(folder) = queue.take() {
        let found = files_of(&folder, queue, validator);
        queue.done();
        invalid = invalid.and_then(|before| Ok(before + found?));
    }
    invalid
}

fn files_of(folder: &Path, queue: &Queue, validator: &Validator) -> io::Result<usize> {
    let mut invalid = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            queue.put(entry.path());
        } else if kind.is_file() {
            let bytes = fs::read(entry.path())?;
            let valid = serde_json::from_slice(&bytes).is_ok_and(|json| validator.is_valid(&json));
            invalid += usize::from(!valid);
        }
    }
    Ok(invalid)
}

/// The folders that wait to be read.
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    folders: Vec<PathBuf>,
    /// Threads that read a folder and may find more of them.
    busy: usize,
}

impl Queue {
    fn new(first: PathBuf) -> Queue {
        let state = State {
            folders: vec![first],
            busy: 0,
        };
        Queue {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    fn put(&self, folder: PathBuf) {
        self.state().folders.push(folder);
        self.changed.notify_one();
    }

    /// The next folder, or `None` where no more can come.
    fn take(&self) -> Option<PathBuf> {
        let mut state = self.state();
        loop {
            if let Some(folder) = state.folders.pop() {
                state.busy += 1;
                return Some(folder);
            }
            if state.busy == 0 {
                return None;
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A folder that was taken has been read.
    fn done(&self) {
        let mut state = self.state();
        state.busy -= 1;
        if state.busy == 0 {
            self.changed.notify_all();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
