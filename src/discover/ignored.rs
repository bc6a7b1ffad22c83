//! What `.gitignore` and `.ignore` say of one path, for those who do not come to it through its folders.
//!
//! It is what the walker says on its way: `.ignore` counts more than `.gitignore`, the file in the nearer folder more than
//! the one further up, and what is ignored in one repository is no matter of another one around it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The lists around the files of one repository, each read once.
pub(super) struct Ignored {
    /// The top of the repository, and the list that is in no folder.
    top: PathBuf,
    exclude: Gitignore,
    folders: HashMap<PathBuf, Lists>,
}

/// The lists of one folder.
struct Lists {
    own: Gitignore,
    git: Gitignore,
    is_repository: bool,
}

impl Ignored {
    /// For a repository; all paths are whole.
    pub(super) fn new(top: PathBuf, exclude: &Path) -> Ignored {
        Ignored {
            exclude: list(&top, exclude),
            top,
            folders: HashMap::new(),
        }
    }

    /// Whether something is left out for its own name. Whether a folder above it is, is another question.
    pub(super) fn leaves_out(&mut self, path: &Path, is_folder: bool) -> bool {
        let Ignored {
            top,
            exclude,
            folders,
        } = self;
        let (mut own, mut git, mut alone) = (Match::None, Match::None, Match::None);
        let mut is_outside = false;
        for folder in path.ancestors().skip(1) {
            if !folders.contains_key(folder) {
                folders.insert(folder.to_owned(), Lists::of(folder));
            }
            let Some(lists) = folders.get(folder) else {
                continue;
            };
            own = first(own, || verdict(&lists.own, path, is_folder));
            if !is_outside {
                git = first(git, || verdict(&lists.git, path, is_folder));
            }
            if folder == top {
                alone = first(alone, || verdict(exclude, path, is_folder));
            }
            is_outside |= lists.is_repository;
        }
        first(first(own, || git), || alone).is_ignore()
    }
}

impl Lists {
    fn of(folder: &Path) -> Lists {
        Lists {
            own: list(folder, &folder.join(".ignore")),
            git: list(folder, &folder.join(".gitignore")),
            is_repository: [".git", ".jj"]
                .iter()
                .any(|name| folder.join(name).exists()),
        }
    }
}

/// A list, as far as it can be read, for what is in a folder.
fn list(folder: &Path, file: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    // Reading something else could wait for ever.
    if file.is_file() {
        let _ = builder.add(file);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

fn verdict(list: &Gitignore, path: &Path, is_folder: bool) -> Match<()> {
    list.matched(path, is_folder).map(|_| ())
}

fn first(one: Match<()>, other: impl FnOnce() -> Match<()>) -> Match<()> {
    match one {
        Match::None => other(),
        one => one,
    }
}
