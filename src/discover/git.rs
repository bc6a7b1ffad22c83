//! What git knows: which files are staged or have changed, and what its index holds of them.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::contents::{because, too_large};
use super::names::from_bytes;

/// Which files git is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// What is staged, as it is staged.
    Staged,
    /// What differs from the commit at which the current branch left a revision, and what git does not know yet.
    Since(String),
}

/// The files that git named.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Relative to the working directory.
    pub(super) paths: Vec<PathBuf>,
    /// Where they are read, if not from the disk.
    pub(super) index: Option<Arc<Index>>,
}

/// Asks git for files, below `paths` if there are any. Says why it could not.
pub fn changed(changes: &Changes, paths: &[PathBuf]) -> Result<Listed, String> {
    let place = Place::find()?;
    match changes {
        Changes::Staged => staged(&place, paths),
        Changes::Since(revision) => since(&place, revision, paths),
    }
}

fn staged(place: &Place, paths: &[PathBuf]) -> Result<Listed, String> {
    let out = git(
        &[
            "diff",
            "--cached",
            "--raw",
            "-z",
            "--no-abbrev",
            "--diff-filter=ACMT",
        ],
        DIFF,
        paths,
    )?;
    let mut blobs = HashMap::new();
    let mut listed = Vec::new();
    let mut fields = out.split(|&byte| byte == 0);
    while let (Some(about), Some(name)) = (fields.next(), fields.next()) {
        let about = String::from_utf8_lossy(about);
        let about: Vec<&str> = about.split(' ').collect();
        // Links and other repositories are no files.
        if let [_, mode, _, blob, _] = about[..]
            && mode.starts_with("100")
        {
            let path = place.path(name);
            blobs.insert(path.clone(), blob.to_owned());
            listed.push(path);
        }
    }
    let index = Index {
        top: fs::canonicalize(&place.top).unwrap_or_else(|_| place.top.clone()),
        blobs,
        reader: Mutex::default(),
    };
    Ok(Listed {
        paths: listed,
        index: Some(Arc::new(index)),
    })
}

fn since(place: &Place, revision: &str, paths: &[PathBuf]) -> Result<Listed, String> {
    let commit = format!("{revision}^{{commit}}");
    let known = match revision.starts_with('-') {
        true => Err(String::new()),
        false => git(&["rev-parse", "--verify", "--quiet", &commit], &[], &[]),
    };
    let known = known.map_err(|_| format!("git knows no revision `{revision}`"))?;
    let known = first_line(&known);
    // In a clone without its history nobody can tell where the branch left, and the revision itself must do.
    let base =
        git(&["merge-base", &known, "HEAD"], &[], &[]).map_or(known, |base| first_line(&base));
    let mut out = git(
        &["diff", "--name-only", "-z", "--diff-filter=ACMT", &base],
        DIFF,
        paths,
    )?;
    let everything = [place.up.clone()];
    let below = if paths.is_empty() && !place.up.as_os_str().is_empty() {
        &everything[..]
    } else {
        paths
    };
    let new = [
        "ls-files",
        "--others",
        "--exclude-standard",
        "--full-name",
        "-z",
    ];
    out.extend(git(&new, &[], below)?);
    let names = out.split(|&byte| byte == 0);
    // A repository inside this one is listed as a folder.
    let files = names.filter(|name| !name.is_empty() && !name.ends_with(b"/"));
    Ok(Listed {
        paths: files.map(|name| place.path(name)).collect(),
        index: None,
    })
}

/// Whatever the user's settings are, names are whole and relative to the top, and no program is called.
const DIFF: &[&str] = &[
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--ignore-submodules=all",
];

/// Where the working directory is in its repository.
struct Place {
    top: PathBuf,
    /// From the top to here, with a slash behind it unless it is empty.
    prefix: Vec<u8>,
    /// From here to the top; empty at the top.
    up: PathBuf,
}

impl Place {
    fn find() -> Result<Place, String> {
        let asked = [
            "rev-parse",
            "--show-toplevel",
            "--show-prefix",
            "--show-cdup",
        ];
        let out = git(&asked, &[], &[])?;
        let mut lines = out.split(|&byte| byte == b'\n');
        let mut next = || lines.next().unwrap_or_default();
        Ok(Place {
            top: from_bytes(next()),
            prefix: next().to_vec(),
            up: from_bytes(next()),
        })
    }

    /// A name from the top, as a path from the working directory.
    fn path(&self, name: &[u8]) -> PathBuf {
        match name.strip_prefix(&self.prefix[..]) {
            Some(inside) => from_bytes(inside),
            None => self.up.join(from_bytes(name)),
        }
    }
}

/// What git answers, or why it does not.
fn git(asked: &[&str], more: &[&str], paths: &[PathBuf]) -> Result<Vec<u8>, String> {
    let mut command = command();
    command.args(asked).args(more);
    if !paths.is_empty() {
        command.arg("--").args(paths);
    }
    let answer = command.output().map_err(|error| started(&error))?;
    if answer.status.success() {
        return Ok(answer.stdout);
    }
    let said = first_line(&answer.stderr);
    let said = said
        .trim_start_matches("fatal: ")
        .trim_start_matches("error: ");
    Err(format!("git says: {said}"))
}

fn command() -> Command {
    let mut command = Command::new("git");
    // Names are names, not patterns; a hook must not keep its own commit from the index.
    command
        .arg("--literal-pathspecs")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

fn started(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no program `git`".to_owned(),
        _ => format!("`git` cannot be started: {}", because(error)),
    }
}

fn first_line(bytes: &[u8]) -> String {
    let line = bytes.split(|&byte| byte == b'\n').next();
    String::from_utf8_lossy(line.unwrap_or_default()).into_owned()
}

/// The contents of the index, which one `git` reads for all threads.
#[derive(Debug)]
pub(super) struct Index {
    /// The folder of the repository, canonical.
    top: PathBuf,
    /// What is staged, by path from the working directory.
    blobs: HashMap<PathBuf, String>,
    reader: Mutex<Option<Reader>>,
}

impl Index {
    /// Reads a file that is staged into `buffer`, or says why not.
    pub(super) fn read(
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
    pub(super) fn read_any(
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

    fn object(&self, name: &str, max_size: u64, buffer: &mut Vec<u8>) -> Result<bool, String> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if reader.is_none() {
            *reader = Some(Reader::start().map_err(|error| started(&error))?);
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
    fn start() -> io::Result<Reader> {
        let mut child = command()
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
