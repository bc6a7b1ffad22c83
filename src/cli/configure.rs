//! `connlint config`: what holds, and a file to begin with.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

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
    // Something in the working directory, which no glob is about.
    let asked = file.unwrap_or(Path::new(settings::NAME));
    let Some((governing, inside)) = lookup.cursor().governing(asked) else {
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
        inside: file.map(|_| inside.as_str()),
    };
    print(&page.text())
}

struct Page<'g> {
    governing: &'g Governing,
    /// What the file is called in the globs; `None` where no file was named.
    inside: Option<&'g str>,
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
        let mut text = match self.inside {
            Some(inside) => format!("{} is governed by {}\n", safe(inside), safe(path)),
            None => format!("governed by {}\n", safe(path)),
        };
        if let Some(why) = self.inside.and_then(|inside| left_out(settings, inside)) {
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
        let overrides: Vec<&Override> = match self.inside {
            Some(inside) => {
                let indices = settings.overrides_for(inside).into_iter();
                indices.map(|index| &settings.overrides[index]).collect()
            }
            None => Vec::new(),
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
            if self.inside.is_some() {
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
        if self.inside.is_none() {
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
