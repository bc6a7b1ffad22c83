//! Checks a text as the program does.

use std::sync::Arc;

use connlint::check::{Checked, Files, Followed, check};
use connlint::config::Config;
use connlint::file::File;

/// Checks one text under a file name. No body is followed, and a Bruno collection adds nothing.
pub(crate) fn check_text(path: &str, text: &[u8], config: &Config) -> Checked {
    let file = Arc::new(File {
        path: path.to_owned(),
        bytes: text.to_vec(),
    });
    let mut all = check(&file, &NoFiles, config);
    assert_eq!(all.len(), 1, "{path}: a body was followed");
    all.remove(0)
}

struct NoFiles;

impl Files for NoFiles {
    fn follow(&self, _: &File, path: &str) -> Followed {
        match path {
            "folder.bru" | "collection.bru" => Followed::Missing,
            "bruno.json" => Followed::Contents(Arc::new(File {
                path: path.to_owned(),
                bytes: b"{}".to_vec(),
            })),
            _ => Followed::NotFollowed,
        }
    }
}
