//! Checks a file of the repository as the program does.

use std::path::PathBuf;
use std::sync::Arc;

use connlint::check::{Checked, check};
use connlint::config::Config;
use connlint::discover::{Disk, Selection};
use connlint::file::File;

/// Checks bytes in the place of the file `path`, which is relative to the root of the package, and
/// the bodies that they name. The first is the file itself.
pub(crate) fn check_file(path: &str, bytes: &[u8], config: &Config) -> Vec<Checked> {
    let file = Arc::new(File {
        path: path.to_owned(),
        bytes: bytes.to_vec(),
    });
    let disk = Disk::new(&Selection {
        paths: vec![PathBuf::from("fixtures")],
        stdin_name: None,
        ignore: false,
        lookup: None,
        force_exclude: false,
        max_size: 1 << 20,
        threads: 1,
        git: None,
    });
    check(&file, &disk, config)
}
