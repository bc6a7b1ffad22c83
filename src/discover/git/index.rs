//! What the index of git holds.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

use super::command::{Git, started};
use crate::discover::contents::{because, too_large};

/// The contents of the index, which one `git` reads for all threads.
#[derive(Debug)]
pub(in crate::discover) struct Index {
    git: Git,
    /// The folder of the repository, canonical.
    top: PathBuf,
    /// What is staged, by path from the working directory.
    blobs: HashMap<PathBuf, String>,
    reader: Mutex<Option<Reader>>,
}

impl Index {
    pub(super) fn new(git: Git, top: &Path, blobs: HashMap<PathBuf, String>) -> Index {
        Index {
            git,
            top: fs::canonicalize(top).unwrap_or_else(|_| top.to_owned()),
            blobs,
            reader: Mutex::default(),
        }
    }

    /// Reads a file that is staged into `buffer`, or says why not.
    pub(in crate::discover) fn read(
        &self,
        path: &Path,
        max_size: u64,
        buffer: &mut Vec<u8>,
    ) -> Result<(), String> {
        let blob = self.blobs.get(path).map(String::as_str);
        match blob.map(|blob| self.object(blob, max_size, buffer)) {
            Some(Ok(true)) => Ok(()),
            Some(Ok(false)) | None => Err("it is not in git's index".to_owned()),
            Some(Err(message)) => Err(message),
        }
    }

    /// Reads what the index has of a canonical path into `buffer`. Answers whether it has anything.
    pub(in crate::discover) fn read_any(
        &self,
        path: &Path,
        max_size: u64,
        buffer: &mut Vec<u8>,
    ) -> Result<bool, String> {
        let inside = path.strip_prefix(&self.top).ok().and_then(Path::to_str);
        match inside.filter(|inside| !inside.contains('\n')) {
            Some(inside) => {
                let name = format!(":{}", inside.replace(std::path::MAIN_SEPARATOR, "/"));
                self.object(&name, max_size, buffer)
            }
            None => Ok(false),
        }
    }

    /// Whether what the index has of a canonical path is a file, and not a link or another repository.
    pub(in crate::discover) fn is_file(&self, path: &Path) -> bool {
        let asked = ["ls-files", "--stage", "-z"];
        let listed = self.git.ask(&asked, &[], &[path.to_owned()]);
        listed.is_ok_and(|listed| listed.starts_with(b"100"))
    }

    fn object(&self, name: &str, max_size: u64, buffer: &mut Vec<u8>) -> Result<bool, String> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if reader.is_none() {
            *reader = Some(Reader::start(self.git).map_err(|error| started(&error))?);
        }
        let Some(started) = reader.as_mut() else {
            return Ok(false);
        };
        let size = started.read(name, max_size, buffer);
        match size.map_err(|error| format!("git does not answer: {}", because(&error)))? {
            Some(size) if size > max_size => Err(too_large(max_size)),
            size => Ok(size.is_some()),
        }
    }
}

/// A `git` that is told the names of objects and answers with their contents.
#[derive(Debug)]
struct Reader {
    child: Child,
    names: ChildStdin,
    contents: BufReader<ChildStdout>,
}

impl Reader {
    fn start(git: Git) -> io::Result<Reader> {
        let mut child = git
            .command()
            .args([OsStr::new("cat-file"), OsStr::new("--batch")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (names, contents) = (child.stdin.take(), child.stdout.take());
        match (names, contents) {
            (Some(names), Some(contents)) => Ok(Reader {
                child,
                names,
                contents: BufReader::new(contents),
            }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// The size of an object, and in `buffer` its contents unless they are too large; `None` where it is not there.
    fn read(&mut self, name: &str, max_size: u64, buffer: &mut Vec<u8>) -> io::Result<Option<u64>> {
        buffer.clear();
        writeln!(self.names, "{name}")?;
        self.names.flush()?;
        let mut about = String::new();
        if self.contents.read_line(&mut about)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        // `<id> blob <size>`, or the name again and that it is missing.
        let size = about.trim_end().rsplit_once(" blob ");
        let Some(size) = size.and_then(|(_, size)| size.parse::<u64>().ok()) else {
            return Ok(None);
        };
        let mut contents = (&mut self.contents).take(size);
        match size > max_size {
            true => drop(io::copy(&mut contents, &mut io::sink())?),
            false => drop(contents.read_to_end(buffer)?),
        }
        self.contents.read_exact(&mut [0])?;
        Ok(Some(size))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It would end by itself, but later.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
