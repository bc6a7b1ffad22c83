//! What names tell: which files of a folder can hold a request, which folders to enter, and how a
//! file is called in reports.

use std::ffi::OsStr;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// Extensions of files that can hold a request. In a folder, files of other extensions are not read.
const EXTENSIONS: &[&str] = &[
    "json", "jsonc", "json5", "ndjson", "jsonl", "sh", "bash", "zsh", "ksh", "curl", "md",
    "markdown", "mdx", "yml", "yaml", "bat", "cmd", "ps1", "psm1", "py", "ipynb", "js", "mjs",
    "cjs", "jsx", "ts", "mts", "cts", "tsx", "txt", "http", "rest", "bru", "tmpl", "tpl",
    "template", "j2", "jinja", "jinja2", "mustache", "erb", "ejs", "tftpl", "example", "sample",
    "dist",
];

/// Files that never hold a request although their extension is one of those above.
const OTHERS: &[&str] = &["package-lock.json", "npm-shrinkwrap.json"];

/// Folders that tools fill.
const TOOLS: &[&str] = &["node_modules", "__pycache__"];

/// Whether a file of a folder is worth reading: it has one of the extensions above, or none.
pub(super) fn is_plausible(name: &OsStr) -> bool {
    // A name that is not UTF-8 has a readable extension all the same.
    let name = name.as_encoded_bytes();
    let Some(dot) = memchr::memrchr(b'.', name) else {
        return true;
    };
    let is_known = |known: &&str| known.as_bytes().eq_ignore_ascii_case(&name[dot + 1..]);
    EXTENSIONS.iter().any(is_known) && !OTHERS.iter().any(|other| other.as_bytes() == name)
}

/// The folder of a file, and its name.
///
/// Told by the letters where they are as a walk writes them, because the standard library goes through a path part by
/// part.
pub(super) fn divided(path: &Path) -> (&Path, &OsStr) {
    let text = path.to_str().filter(|_| MAIN_SEPARATOR == '/');
    let parts = text.and_then(|text| {
        let (folder, name) = text.split_at(memchr::memrchr(b'/', text.as_bytes())?);
        let is_plain = !folder.is_empty() && !folder.ends_with('/');
        (is_plain && !matches!(name, "/" | "/." | "/..")).then_some((folder, &name[1..]))
    });
    match parts {
        Some((folder, name)) => (Path::new(folder), OsStr::new(name)),
        None => (
            path.parent().unwrap_or(Path::new("")),
            path.file_name().unwrap_or_default(),
        ),
    }
}

/// Whether a folder inside a named one is entered. Hidden folders are not, save `.github`; with
/// `tools`, nor are those that a package manager or a compiler fills.
pub(super) fn is_entered(path: &Path, tools: bool) -> bool {
    let name = path.file_name().unwrap_or_default();
    if name.as_encoded_bytes().starts_with(b".") {
        return name == ".github";
    }
    // Others than Rust's compiler may use the name `target`, for target connections above all.
    !(tools
        && (TOOLS.iter().any(|tool| name == *tool)
            || name == "target" && path.join("CACHEDIR.TAG").exists()))
}

/// How a file is called in reports: relative to `folder` where it lies in it, with `/`, without
/// `.` and, as far as it can be told from the name alone, without `..`.
pub(super) fn shown(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let mut shown = String::with_capacity(path.as_os_str().len());
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if !shown.is_empty() && !shown.ends_with("..") => {
                shown.truncate(shown.rfind('/').unwrap_or(0));
            }
            Component::RootDir => shown.push('/'),
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&component.as_os_str().to_string_lossy());
            }
        }
    }
    if shown.is_empty() {
        ".".to_owned()
    } else {
        shown
    }
}

/// How a file is called in reports that lies at `inside` in a folder which is called `folder`.
pub(super) fn below(folder: &str, inside: &Path) -> String {
    let mut shown = String::with_capacity(folder.len() + inside.as_os_str().len() + 1);
    if folder != "." {
        shown.push_str(folder);
    }
    let mut push = |part: &str| {
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        shown.push_str(part);
    };
    match inside.to_str().filter(|_| MAIN_SEPARATOR == '/') {
        Some(inside) => push(inside),
        None => inside.iter().for_each(|part| push(&part.to_string_lossy())),
    }
    shown
}

/// A path that somebody wrote down, or that another program tells.
#[cfg(unix)]
pub(super) fn from_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// A path that somebody wrote down, or that another program tells.
#[cfg(not(unix))]
pub(super) fn from_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides_what_is_read() {
        for name in [
            "a.json",
            "A.JSON",
            "run",
            "Makefile",
            "b.json.j2",
            "c.http",
            "d.bru",
        ] {
            assert!(is_plausible(OsStr::new(name)), "{name}");
        }
        for name in [
            "a.png",
            "b.tar.gz",
            "c.rs",
            "Cargo.lock",
            "package-lock.json",
            "d.json.gz",
            ".gitignore",
        ] {
            assert!(!is_plausible(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn a_path_is_divided_as_the_standard_library_does() {
        for path in [
            "a/b.json",
            "./b.json",
            "/b.json",
            "b.json",
            "a//b.json",
            "a/b/",
            "a/.",
            "a/..",
            "/",
            "",
            ".",
            "..",
            "a/.../b",
            "ä/ö.json",
        ] {
            let path = Path::new(path);
            let (folder, name) = divided(path);
            assert_eq!(folder, path.parent().unwrap_or(Path::new("")), "{path:?}");
            assert_eq!(name, path.file_name().unwrap_or_default(), "{path:?}");
        }
    }

    #[test]
    fn hidden_and_filled_folders_are_not_entered() {
        assert!(is_entered(Path::new("a/.github"), true));
        assert!(!is_entered(Path::new("a/.git"), false));
        assert!(!is_entered(Path::new("a/node_modules"), true));
        assert!(is_entered(Path::new("a/node_modules"), false));
        assert!(
            is_entered(Path::new("no/such/target"), true),
            "target connections"
        );
    }

    #[test]
    fn paths_are_shown_relative_and_short() {
        let folder = Path::new("/home/me");
        for (path, expected) in [
            ("/home/me/a/b.json", "a/b.json"),
            ("./a//b.json", "a/b.json"),
            ("a/../b.json", "b.json"),
            ("../../b.json", "../../b.json"),
            ("/etc/b.json", "/etc/b.json"),
            (".", "."),
        ] {
            assert_eq!(shown(Path::new(path), folder), expected);
        }
        for (folder, expected) in [
            (".", "a/b.json"),
            ("/", "/a/b.json"),
            ("../c", "../c/a/b.json"),
        ] {
            assert_eq!(below(folder, Path::new("a/b.json")), expected);
        }
    }
}
