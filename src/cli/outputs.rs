//! The files that a run writes: nothing is lost to them, and they are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;

use connlint::check::{self, Files, Followed};
use connlint::config::Config;
use connlint::discover;
use connlint::file;
use connlint::settings::NAME;

use super::arguments::Check;

/// Refuses outputs that would take the place of something that the run reads, or of a request.
pub(crate) fn refuse_to_lose(arguments: &Check) -> Result<(), String> {
    let listed = arguments.named.files_from.as_deref();
    let mut inputs: Vec<(&Path, &str)> = Vec::new();
    inputs.extend(
        arguments
            .paths
            .iter()
            .map(|path| (&**path, "is to be checked")),
    );
    inputs.extend(
        arguments
            .baseline
            .path()
            .map(|path| (path, "holds the baseline")),
    );
    inputs.extend(listed.map(|path| (path, "lists the files to check")));
    inputs.extend(
        arguments
            .own
            .files
            .iter()
            .map(|path| (&**path, "describes connection specs")),
    );
    for output in arguments.reports.outputs() {
        let same = |(input, _): &&(&Path, &str)| place(input) == place(output);
        let role = match inputs.iter().find(same) {
            Some((_, role)) => role,
            None if output.file_name().is_some_and(|name| name == NAME) => "holds settings",
            None if holds_request(output, arguments.max_file_size) => "holds a request",
            None => continue,
        };
        return Err(format!(
            "`{}` {role}, and cannot hold the report too",
            output.display()
        ));
    }
    Ok(())
}

/// Where a file lies or will lie, whatever it is called.
pub(crate) fn place(path: &Path) -> PathBuf {
    let in_folder = || {
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        Some(folder.join(path.file_name()?))
    };
    let place = fs::canonicalize(path).ok().or_else(in_folder);
    place.unwrap_or_else(|| path.to_owned())
}

/// Whether somebody's request would be gone. A report of an earlier run holds none.
fn holds_request(path: &Path, max_size: u64) -> bool {
    struct Nothing;
    impl Files for Nothing {
        fn follow(&self, _: &file::File, _: &str) -> Followed {
            Followed::NotFollowed
        }
    }
    if !path.is_file() {
        return false;
    }
    let file = discover::read(path, max_size).map(Arc::new);
    let checked = file.map(|file| check::check(&file, &Nothing, &Config::default()));
    checked.is_ok_and(|checked| checked.iter().any(|checked| !checked.requests.is_empty()))
}

/// Writes a file, and puts it in its place when it is whole. What cannot be replaced, such as a device or a file in a
/// folder that may not be changed, is written to.
pub(crate) fn replace(
    path: &Path,
    write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
) -> Result<(), String> {
    // Behind a link lies the file that is meant.
    let place = place(path);
    let about = fs::metadata(&place);
    let fill = |file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    };
    let beside = beside(&place);
    let new = match &about {
        Ok(about) if !about.is_file() || about.permissions().readonly() => None,
        _ => File::create_new(&beside).ok(),
    };
    let is_replaced = match new {
        Some(new) => {
            let written = fill(new);
            let replaced = written.as_ref().is_ok_and(|()| {
                if let Ok(about) = &about {
                    let _ = fs::set_permissions(&beside, about.permissions());
                }
                fs::rename(&beside, &place).is_ok()
            });
            if !replaced {
                let _ = fs::remove_file(&beside);
            }
            written.map(|()| replaced)
        }
        None => Ok(false),
    };
    let written = is_replaced.and_then(|is_replaced| match is_replaced {
        true => Ok(()),
        false => File::create(&place).and_then(fill),
    });
    written.map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

/// A hidden name in the same folder, which nobody else uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", process::id()))
}
