//! `connlint config`: what holds, and a file to begin with.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use connlint::catalog::Platform;
use connlint::config::Flags;
use connlint::diagnostic::Severity;
use connlint::discover::{Governing, Lookup};
use connlint::file::Position;
use connlint::report::{faults, safe};
use connlint::settings::{self, Given, Override, Settings};

use super::arguments::{Configure, ConfigureCommand};
use super::terminal::{self, Color};
use super::{CLEAN, FAILED, print, say, say_all};

pub(crate) fn configure(arguments: &Configure) -> Result<u8, String> {
    match &arguments.command {
        ConfigureCommand::Show { file, settings } => show(file.as_deref(), settings),
        ConfigureCommand::Init => init(),
        ConfigureCommand::Schema => print(&format!("{:#}\n", settings::schema())),
    }
}

/// Writes a file in which nothing is said yet, unless there is one.
fn init() -> Result<u8, String> {
    let name = settings::NAME;
    let mut options = OpenOptions::new();
    let created = options.write(true).create_new(true).open(name);
    let written = created.and_then(|mut file| file.write_all(settings::starter().as_bytes()));
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => format!("there is a `{name}` already"),
        _ => format!("cannot write `{name}`: {error}"),
    })?;
    say(&format!(
        "wrote {name}, in which every line is a comment still"
    ));
    Ok(CLEAN)
}

/// Shows what holds for a file, or in the working directory, and where each of it is said.
fn show(file: Option<&Path>, which: &super::arguments::Settings) -> Result<u8, String> {
    let paths: Vec<PathBuf> = file.map(Path::to_owned).into_iter().collect();
    let lookup = Lookup::new(which.which(), &paths, Flags::default(), None)
        .map_err(|unread| format!("cannot read `{}`: {}", unread.path, unread.message))?;
    let about = match file {
        None => About::Here,
        Some(path) if path.is_dir() => About::Folder,
        Some(_) => About::File,
    };
    let asked = match file {
        Some(file) if about == About::File => file.to_owned(),
        // Something in the folder, which no glob is about.
        folder => folder.unwrap_or(Path::new("")).join(settings::NAME),
    };
    let Some((governing, inside)) = lookup.cursor().governing(&asked) else {
        return print("no connlint.toml governs this; everything is as it is by itself\n");
    };
    if !governing.faults.is_empty() {
        say_all(&faults::draw(
            &governing,
            terminal::look_of_errors(Color::Auto),
        ));
        return Ok(FAILED);
    }
    let page = Page {
        governing: &governing,
        about,
        inside: match about {
            About::File => &inside,
            _ => inside.strip_suffix(settings::NAME).unwrap_or(&inside),
        },
        above: lookup.cursor().left_out_above(&asked),
    };
    print(&page.text())
}

struct Page<'g> {
    governing: &'g Governing,
    about: About,
    /// What the file or the folder is called in the globs.
    inside: &'g str,
    /// The folder around it that is left out, and the settings that say so.
    above: Option<(Arc<Governing>, String)>,
}

/// What somebody asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// The working directory.
    Here,
    Folder,
    File,
}

/// A setting, its value, and where that is said.
struct Row {
    name: String,
    value: String,
    place: String,
}

impl Page<'_> {
    fn text(&self) -> String {
        let settings = &self.governing.settings;
        let path = &self.governing.file.path;
        let inside = safe(self.inside);
        let mut text = match self.about {
            About::File => format!("{inside} is governed by {}\n", safe(path)),
            About::Folder if !inside.is_empty() => {
                format!("what lies in {inside} is governed by {}\n", safe(path))
            }
            About::Here | About::Folder => format!("governed by {}\n", safe(path)),
        };
        let own = || left_out(settings, self.inside).filter(|_| self.about == About::File);
        if let Some((settings, folder)) = &self.above {
            let (folder, settings) = (safe(folder), safe(&settings.file.path));
            let _ = writeln!(
                text,
                "{settings} excludes {folder}, so this is read only where it is named"
            );
        } else if let Some(why) = own() {
            let _ = writeln!(text, "{why}");
        }
        let rows = self.rows(settings);
        let width = |column: fn(&Row) -> &str| {
            let widths = rows.iter().map(|row| column(row).chars().count());
            widths.max().unwrap_or(0).min(48)
        };
        let (names, values) = (width(|row| &row.name), width(|row| &row.value));
        text.push('\n');
        for Row { name, value, place } in &rows {
            let _ = writeln!(text, "{name:names$}  {value:values$}  {place}");
        }
        text
    }

    fn rows(&self, settings: &Settings) -> Vec<Row> {
        let is_file = self.about == About::File;
        let overrides: Vec<&Override> = match is_file {
            true => {
                let indices = settings.overrides_for(self.inside).into_iter();
                indices.map(|index| &settings.overrides[index]).collect()
            }
            false => Vec::new(),
        };
        let last = |text: fn(&Override) -> Option<&Given<String>>| {
            overrides.iter().rev().find_map(|one| text(one))
        };
        let flag = |flag: &bool| flag.to_string();
        let platform = overrides.iter().rev().find_map(|one| one.platform.as_ref());
        let mut rows = vec![
            self.one("submission", settings.submission.as_ref(), flag, "false"),
            self.one(
                "platform",
                platform.or(settings.platform.as_ref()),
                |platform| named(*platform).to_owned(),
                "any",
            ),
        ];
        rows.extend(self.list(
            "sources",
            &settings.sources,
            String::clone,
            "the documented ones",
        ));
        let pattern = |pattern: &connlint::placeholder::Pattern| match pattern.part {
            true => pattern.regex.clone(),
            false => format!("{} (whole values)", pattern.regex),
        };
        rows.extend(self.list(
            "placeholders",
            &settings.placeholders,
            pattern,
            "the usual ones",
        ));
        let include = &settings.include.given;
        rows.extend(self.list("include", include, String::clone, "everything"));
        rows.extend(self.list("exclude", &settings.exclude.given, String::clone, "nothing"));
        for (name, given) in [
            ("source", last(|one| one.source.as_ref())),
            ("sandbox", last(|one| one.sandbox.as_ref())),
            ("organization", last(|one| one.organization.as_ref())),
        ] {
            if is_file {
                rows.push(self.one(name, given, String::clone, "not said"));
            }
        }
        let own = overrides.iter().flat_map(|one| &one.rules);
        let mut levels: Vec<&Given<settings::Level>> = Vec::new();
        for level in settings.rules.iter().chain(own) {
            levels.retain(|earlier| earlier.value.0 != level.value.0);
            levels.push(level);
        }
        levels.sort_by_key(|level| level.value.0);
        rows.extend(levels.into_iter().map(|level| {
            self.row(
                &format!("rules.{}", level.value.0),
                leveled(level.value.1).to_owned(),
                level.span.start,
            )
        }));
        if !is_file {
            for one in &settings.overrides {
                let name = "overrides for";
                rows.extend(self.list(name, &one.files.given, String::clone, "nothing"));
            }
        }
        rows
    }

    fn one<T>(
        &self,
        name: &str,
        given: Option<&Given<T>>,
        text: impl Fn(&T) -> String,
        default: &str,
    ) -> Row {
        match given {
            Some(given) => self.row(name, text(&given.value), given.span.start),
            None => Row {
                name: name.to_owned(),
                value: default.to_owned(),
                place: "by itself".to_owned(),
            },
        }
    }

    fn list<T>(
        &self,
        name: &str,
        given: &[Given<T>],
        text: impl Fn(&T) -> String,
        default: &str,
    ) -> Vec<Row> {
        if given.is_empty() {
            return vec![self.one::<T>(name, None, text, default)];
        }
        let rows = given
            .iter()
            .map(|given| self.row(name, text(&given.value), given.span.start));
        rows.collect()
    }

    fn row(&self, name: &str, value: String, at: usize) -> Row {
        let file = &self.governing.file;
        let place = Position::of(&file.bytes, at);
        Row {
            name: name.to_owned(),
            value: safe(&value).into_owned(),
            place: format!("{}:{}:{}", safe(&file.path), place.line, place.column),
        }
    }
}

/// Why a file is not read where it only lies in a folder.
fn left_out(settings: &Settings, inside: &str) -> Option<&'static str> {
    if settings.exclude.cover(inside) {
        return Some("it is excluded, and read only where it is named");
    }
    let include = &settings.include;
    (!include.is_empty() && !include.cover(inside))
        .then_some("it is not included, and read only where it is named")
}

fn named(platform: Platform) -> &'static str {
    match platform {
        Platform::Azure => "azure",
        Platform::Aws => "aws",
        Platform::Any => "any",
    }
}

fn leveled(level: Option<Severity>) -> &'static str {
    match level {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        None => "off",
    }
}
