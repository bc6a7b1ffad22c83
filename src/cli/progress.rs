//! A line on the terminal while a long run goes on. It is gone when the run is.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A run that takes no longer says nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// Between one line and the next.
const PAUSE: Duration = Duration::from_millis(100);

/// Counts files, and shows how many they are.
#[derive(Debug)]
pub(crate) struct Progress {
    count: Arc<AtomicUsize>,
    /// Dropped when the run is over.
    run: Option<Sender<()>>,
    clock: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to count; says nothing unless somebody looks at standard error.
    pub(crate) fn start(quiet: bool) -> Progress {
        let mut progress = Progress {
            count: Arc::default(),
            run: None,
            clock: None,
        };
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if !quiet && !dumb && io::stderr().is_terminal() {
            let (sender, receiver) = mpsc::channel();
            let count = Arc::clone(&progress.count);
            progress.run = Some(sender);
            progress.clock = Some(thread::spawn(move || {
                let mut pause = PATIENCE;
                let mut width = 0;
                while receiver.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                    pause = PAUSE;
                    if let Some(line) = line(count.load(Ordering::Relaxed)) {
                        width = line.len();
                        draw(&line);
                    }
                }
                if width > 0 {
                    draw(&" ".repeat(width));
                    draw("");
                }
            }));
        }
        progress
    }

    /// One file more.
    pub(crate) fn step(&self) {
        // Threads that all count wait for each other, so they do only where somebody looks.
        if self.clock.is_some() {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.run.take());
        if let Some(clock) = self.clock.take() {
            // It was only drawing.
            let _ = clock.join();
        }
    }
}

/// Nothing before the first file: the program may be waiting for somebody to type.
fn line(count: usize) -> Option<String> {
    let files = if count == 1 { "file" } else { "files" };
    (count > 0).then(|| format!("{count} {files} so far"))
}

/// Begins the line anew. Where standard error is closed there is nobody to tell.
fn draw(text: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "\r{text}").and_then(|()| err.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_counts() {
        assert_eq!(line(0), None);
        assert_eq!(line(1).as_deref(), Some("1 file so far"));
        assert_eq!(line(12_000).as_deref(), Some("12000 files so far"));
    }
}
