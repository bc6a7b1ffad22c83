//! Globs of files, read as `.gitignore` reads its lines: a glob without `/` is the name of something at any depth, any
//! other is a path from the folder that globs start from; one that ends in `/` is a folder; a folder stands for all in it,
//! and all in it for a folder.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Given;

/// Some globs, ready to be compared.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    /// As they are written.
    pub given: Vec<Given<String>>,
    set: GlobSet,
    /// What each glob of the set stands for.
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The file or folder itself; with `named`, its extension is written out.
    Itself { named: bool },
    /// The folder itself, and no file.
    Folder,
    /// Everything in it.
    Below,
}

/// What makes a path stand for several.
pub(super) const WILDCARDS: [char; 4] = ['*', '?', '[', '{'];

/// Why a text is no glob; lower case, no final stop.
pub(super) type Refusal = String;

impl Globs {
    /// Globs that [`check`] accepts; the others are left out.
    pub(super) fn new(given: Vec<Given<String>>) -> Globs {
        Globs::built(given, compiled)
    }

    fn built(given: Vec<Given<String>>, compiled: fn(&str) -> Vec<(String, Part)>) -> Globs {
        let mut builder = GlobSetBuilder::new();
        let mut parts = Vec::new();
        for glob in &given {
            for (text, part) in compiled(&glob.value) {
                if let Ok(glob) = build(&text) {
                    builder.add(glob);
                    parts.push(part);
                }
            }
        }
        match builder.build() {
            Ok(set) => Globs { given, set, parts },
            Err(_) => Globs::default(),
        }
    }

    /// The folder from which a path with wildcards starts, and what to compare the rest of the way with; `None` where it
    /// has no wildcards.
    pub fn one(path: &str) -> Option<(&str, Globs)> {
        let wild = path.find(WILDCARDS)?;
        let start = path[..wild].rfind('/').map_or(0, |slash| slash + 1);
        let given = Given {
            // From this folder on, and not at any depth.
            value: format!("/{}", &path[start..]),
            span: 0..0,
        };
        Some((&path[..start], Globs::built(vec![given], literally)))
    }

    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    /// Whether a file is one of these, be it because a folder above it is.
    pub fn cover(&self, path: &str) -> bool {
        self.matches(path, |part| part != Part::Folder)
    }

    /// Whether a file is one of these by itself.
    pub fn name_file(&self, path: &str) -> bool {
        self.matches(path, |part| matches!(part, Part::Itself { .. }))
    }

    /// Whether a folder is one of these by itself.
    pub fn name_folder(&self, path: &str) -> bool {
        self.matches(path, |part| part != Part::Below)
    }

    /// Whether a glob that is written with an extension covers a file.
    pub fn name_extension(&self, path: &str) -> bool {
        self.matches(path, |part| part == Part::Itself { named: true })
    }

    fn matches(&self, path: &str, wanted: impl Fn(Part) -> bool) -> bool {
        if self.set.is_empty() {
            return false;
        }
        let found = self.set.matches(path);
        found.iter().any(|&index| wanted(self.parts[index]))
    }
}

/// Whether a text is a glob, and if not where it goes wrong as far as that can be told.
pub(super) fn check(text: &str) -> Result<(), Refusal> {
    let mut parts = text.strip_prefix("./").unwrap_or(text).split('/');
    if parts.clone().all(|part| matches!(part.trim(), "" | ".")) {
        return Err("an empty glob stands for nothing".to_owned());
    }
    if text.starts_with('!') {
        return Err("a glob cannot take back what others say".to_owned());
    }
    if parts.clone().any(|part| part == "..") {
        return Err("a glob cannot lead out of its folder".to_owned());
    }
    if parts.any(|part| part == ".") {
        return Err("`.` is no part of a path, save at the beginning of a glob".to_owned());
    }
    for (glob, _) in compiled(text) {
        build(&glob).map_err(|error| format!("not a glob: {}", error.kind()))?;
    }
    Ok(())
}

fn build(text: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(text)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
}

/// The globs of the set that stand for one that is written. Everything in a folder is the same as the folder.
fn compiled(text: &str) -> Vec<(String, Part)> {
    let folder = text.strip_prefix("./").unwrap_or(text);
    let mut folder = folder.strip_prefix('/').unwrap_or(folder);
    while let Some(outer) = ["/*", "/**"]
        .iter()
        .find_map(|all| folder.strip_suffix(all))
    {
        folder = outer;
    }
    let is_whole = text.ends_with("/*") || text.ends_with("/**");
    let is_name = |part: &str| !matches!(part, "" | "*" | "**");
    match is_whole && folder.split('/').any(is_name) {
        true => literally(&format!("/{folder}/")),
        false => literally(text),
    }
}

fn literally(text: &str) -> Vec<(String, Part)> {
    let bare = text.trim_end_matches('/');
    let anchored = bare.contains('/');
    let bare = bare.strip_prefix("./").unwrap_or(bare);
    let bare = bare.strip_prefix('/').unwrap_or(bare);
    let whole = match anchored {
        true => bare.to_owned(),
        false => format!("**/{bare}"),
    };
    let itself = match text.ends_with('/') {
        true => Part::Folder,
        false => Part::Itself {
            named: names_extension(bare),
        },
    };
    vec![(format!("{whole}/**"), Part::Below), (whole, itself)]
}

/// Whether the last part of a glob ends in an extension that is written out.
fn names_extension(glob: &str) -> bool {
    let last = glob.rsplit('/').next().unwrap_or(glob);
    last.rsplit_once('.').is_some_and(|(_, extension)| {
        !extension.is_empty() && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
