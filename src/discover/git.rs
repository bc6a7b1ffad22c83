//! What git knows: which files are staged or have changed, and what its index holds of them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

mod command;
mod index;
mod place;

use command::{Git, first_line};
pub(super) use index::Index;
use place::Place;

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
    /// Those that were asked for and are nowhere: what is misspelt must not look like what has not changed.
    pub(super) missing: Vec<PathBuf>,
    /// Where they are read, if not from the disk.
    pub(super) index: Option<Arc<Index>>,
    /// The way from the working directory to the top of the repository.
    pub(super) top: PathBuf,
    /// The list of what this clone alone ignores.
    pub(super) exclude: PathBuf,
}

/// Asks git for files, below `paths` if there are any. Says why it could not.
pub fn changed(changes: &Changes, paths: &[PathBuf]) -> Result<Listed, String> {
    let (git, place) = Place::find()?;
    match changes {
        Changes::Staged => staged(git, &place, paths),
        Changes::Since(revision) => since(git, &place, revision, paths),
    }
}

fn staged(git: Git, place: &Place, paths: &[PathBuf]) -> Result<Listed, String> {
    let out = git.ask(
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
    Ok(Listed {
        paths: listed,
        missing: missing(git, "HEAD", paths),
        index: Some(Arc::new(Index::new(git, &place.top, blobs))),
        top: place.up.clone(),
        exclude: place.exclude.clone(),
    })
}

fn since(git: Git, place: &Place, revision: &str, paths: &[PathBuf]) -> Result<Listed, String> {
    let commit = format!("{revision}^{{commit}}");
    let known = match revision.starts_with('-') {
        true => Err(String::new()),
        false => git.ask(&["rev-parse", "--verify", "--quiet", &commit], &[], &[]),
    };
    let known = known.map_err(|_| unknown(git, revision))?;
    let known = first_line(&known);
    // In a clone without its history nobody can tell where the branch left, and the revision itself must do.
    let base = git
        .ask(&["merge-base", &known, "HEAD"], &[], &[])
        .map_or(known, |base| first_line(&base));
    let mut out = git.ask(
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
    out.extend(git.ask(&new, &[], below)?);
    let names = out.split(|&byte| byte == 0);
    // A repository inside this one is listed as a folder.
    let files = names.filter(|name| !name.is_empty() && !name.ends_with(b"/"));
    Ok(Listed {
        paths: files.map(|name| place.path(name)).collect(),
        missing: missing(git, &base, paths),
        index: None,
        top: place.up.clone(),
        exclude: place.exclude.clone(),
    })
}

/// CI seldom fetches more than it builds.
fn unknown(git: Git, revision: &str) -> String {
    let asked = ["rev-parse", "--is-shallow-repository"];
    let is_shallow = git.ask(&asked, &[], &[]);
    let hint = match is_shallow.is_ok_and(|answer| first_line(&answer) == "true") {
        true => "; this clone has only a part of the history, and more must be fetched first",
        false => "",
    };
    format!("git knows no revision `{revision}`{hint}")
}

/// The paths that are neither on the disk, nor in the index, nor in a commit.
fn missing(git: Git, commit: &str, paths: &[PathBuf]) -> Vec<PathBuf> {
    let is_known = |path: &PathBuf| {
        let one = std::slice::from_ref(path);
        let is_listed = |asked: &[&str]| git.ask(asked, &[], one).is_ok_and(|out| !out.is_empty());
        path.symlink_metadata().is_ok()
            || is_listed(&["ls-files", "-z"])
            || is_listed(&["ls-tree", "-z", commit])
    };
    paths
        .iter()
        .filter(|path| !is_known(path))
        .cloned()
        .collect()
}

/// Whatever the user's settings are, names are whole and relative to the top, and no program is called.
const DIFF: &[&str] = &[
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--ignore-submodules=all",
];
