//! Which files the run is about: what was named, what a list names, or what git names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use connlint::discover::{self, Changes, Lookup, Selection, Unread};

use super::arguments::Check;

/// Other ways to name files.
#[derive(Args, Debug)]
pub(crate) struct Named {
    /// Check what is staged in git, as it is staged and not as it lies in the folder (for hooks);
    /// PATHS narrow it down
    #[arg(long, conflicts_with_all = ["since", "files_from"])]
    pub(crate) staged: bool,

    /// Check what has changed since the current branch left a revision of git, files that are not
    /// added yet included; PATHS narrow it down
    #[arg(long, value_name = "REV", conflicts_with = "files_from")]
    pub(crate) since: Option<String>,

    /// Check the files that a file lists, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,

    /// The names in the list end with a NUL each, as `git ls-files -z` and `find -print0` write them
    #[arg(long, short = '0', requires = "files_from")]
    pub(crate) null: bool,
}

/// Standard input can be read once.
pub(crate) fn refuse_to_read_twice(arguments: &Check) -> Result<(), String> {
    // Naming it twice among the files is one reading.
    let paths = arguments.paths.iter().find(|path| is_stdin(path));
    let list = arguments.named.files_from.iter();
    let readers = paths.into_iter().chain(list).chain(&arguments.own.files);
    match readers.filter(|path| is_stdin(path)).count() {
        0 | 1 => Ok(()),
        _ => Err("standard input (`-`) can be read only once".to_owned()),
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What was asked for, found out.
pub(crate) fn selection(arguments: &Check, lookup: &Arc<Lookup>) -> Result<Selection, String> {
    let Named {
        staged,
        since,
        files_from,
        null,
    } = &arguments.named;
    let changes = match since {
        Some(revision) => Some(Changes::Since(revision.clone())),
        None => staged.then_some(Changes::Staged),
    };
    let mut paths = arguments.paths.clone();
    let is_nothing_named = paths.is_empty() && files_from.is_none();
    if changes.is_some() && paths.iter().any(|path| is_stdin(path)) {
        return Err("git knows nothing of standard input (`-`)".to_owned());
    }
    let git = changes
        .map(|changes| discover::changed(&changes, &paths))
        .transpose()?;
    if let Some(listed) = &git {
        lookup.follow(listed);
    }
    match files_from {
        Some(list) => {
            let listed = discover::list(list, *null);
            let why =
                |Unread { path, message, .. }| format!("cannot read the list `{path}`: {message}");
            paths.extend(listed.map_err(why)?);
        }
        None if paths.is_empty() => paths.push(PathBuf::from(".")),
        None => {}
    }
    let threads = arguments.threads.map(usize::from);
    Ok(Selection {
        paths,
        stdin_name: arguments.stdin_filename.clone(),
        ignore: !arguments.no_ignore,
        lookup: Some(Arc::clone(lookup)),
        // Standing in a folder is not naming it.
        force_exclude: arguments.force_exclude || is_nothing_named,
        max_size: arguments.max_file_size,
        threads: threads
            .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
            .unwrap_or(1),
        git,
    })
}

/// The same in words.
pub(crate) fn described(arguments: &Check) -> String {
    let named = &arguments.named;
    let mut places: Vec<String> = arguments
        .paths
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let places_of = |what: String, places: &[String]| match places {
        [] => what,
        places => format!("{what}, in {}", places.join(", ")),
    };
    match (&named.since, &named.files_from) {
        _ if named.staged => places_of("what is staged".to_owned(), &places),
        (Some(revision), _) => places_of(format!("what has changed since {revision}"), &places),
        (_, Some(list)) => {
            places.push(format!("what {} lists", list.display()));
            places.join(", ")
        }
        _ if places.is_empty() => "the current folder".to_owned(),
        _ => places.join(", "),
    }
}
