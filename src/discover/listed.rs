//! Takes of the files that git names those that a walk through the repository would come to.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ignored::Ignored;
use super::settings::absolute;
use super::{Cursor, Event, Job, Listed, Lookup, Origin, Selection, Unread, contents, names};

/// Tells `found` of every file that is taken, and of those whose names tell that they hold no request.
pub(super) fn listed(selection: &Selection, git: &Listed, found: &mut dyn FnMut(Event)) {
    let here = env::current_dir().unwrap_or_default();
    let top = absolute(&here, &git.top);
    let mut way = Way {
        ignored: selection
            .ignore
            .then(|| Ignored::new(top.clone(), &absolute(&here, &git.exclude))),
        settings: selection.lookup.as_deref().map(Lookup::cursor),
        tools: selection.ignore,
        folders: HashMap::new(),
        top,
    };
    for path in &git.missing {
        let message = contents::because(&io::ErrorKind::NotFound.into());
        let shown = names::shown(path, &here);
        found(Event::Unread(Unread::new(shown, message)));
    }
    for path in &git.paths {
        let shown = names::shown(path, &here);
        let is_file = || fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
        match way.take(&absolute(&here, path)) {
            Taken::No => {}
            Taken::Skipped => found(Event::Skipped(shown)),
            Taken::Yes if git.index.is_some() || is_file() => found(Event::Found(Job {
                path: Some(path.clone()),
                shown,
                origin: Origin::Folder,
            })),
            Taken::Yes => {}
        }
    }
}

enum Taken {
    Yes,
    /// Its name, or that of a folder on the way, tells that it holds no request.
    Skipped,
    No,
}

/// What lies on the way from the top of a repository to its files.
struct Way<'a> {
    top: PathBuf,
    settings: Option<Cursor<'a>>,
    ignored: Option<Ignored>,
    /// Whether the folders of tools are left out.
    tools: bool,
    /// What became of the folders so far.
    folders: HashMap<PathBuf, Entered>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Entered {
    Yes,
    /// For its name.
    Skipped,
    No,
}

impl Way<'_> {
    /// Whether a walk would take a file, whose path is whole.
    fn take(&mut self, path: &Path) -> Taken {
        let folders = path.ancestors().skip(1);
        let folders: Vec<&Path> = folders.take_while(|folder| *folder != self.top).collect();
        for folder in folders.into_iter().rev() {
            match self.enter(folder) {
                Entered::Yes => {}
                Entered::Skipped => return Taken::Skipped,
                Entered::No => return Taken::No,
            }
        }
        let settings = self.settings.as_mut();
        let brought_in = match settings.and_then(|settings| settings.governing(path)) {
            Some((governing, name)) if governing.leaves_out_wherever(&name) => return Taken::No,
            Some((governing, name)) => governing.brings_in(&name),
            None => false,
        };
        if self.is_ignored(path, false) {
            return Taken::No;
        }
        match brought_in || names::is_plausible(path.file_name().unwrap_or_default()) {
            true => Taken::Yes,
            false => Taken::Skipped,
        }
    }

    fn enter(&mut self, folder: &Path) -> Entered {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let settings = self.settings.as_mut();
        let entered = if !names::is_entered(folder, self.tools) {
            Entered::Skipped
        } else if settings.is_some_and(|settings| settings.leaves_out_folder(folder))
            || self.is_ignored(folder, true)
        {
            Entered::No
        } else {
            Entered::Yes
        };
        self.folders.insert(folder.to_owned(), entered);
        entered
    }

    fn is_ignored(&mut self, path: &Path, is_folder: bool) -> bool {
        let ignored = self.ignored.as_mut();
        ignored.is_some_and(|ignored| ignored.leaves_out(path, is_folder))
    }
}
