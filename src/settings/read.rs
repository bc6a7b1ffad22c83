//! Reads the file: the only user of the `toml` crate.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{KEYS, Key, Kind, OVERRIDE_KEYS};
use super::{Fault, Given, Globs, Level, Settings, globs, organization_suffix};
use crate::catalog::Platform;
use crate::conflict;
use crate::diagnostic::Severity;
use crate::near;
use crate::placeholder::{self, Pattern};
use crate::rule::listed;
use crate::rules::{self, RULES};

mod overrides;

/// The settings, and what is not understood, in the order of the text.
pub fn read(text: &str) -> (Settings, Vec<Fault>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::default();
    if errors.is_empty() {
        reader.top(table.get_ref());
    }
    // Behind the first slip the others are mostly its consequences.
    reader.faults.extend(errors.first().map(|error| {
        let merge = conflict::first(text).map(|conflict| Fault {
            span: conflict.mark,
            message: "a merge conflict is left here".to_owned(),
            help: Some("keep one side, or what is right of both, and remove the marks".to_owned()),
        });
        let marks = merge.iter().map(|fault| fault.span.clone());
        reader.settings.known.extend(marks);
        merge.unwrap_or_else(|| Fault {
            span: error.span().unwrap_or(text.len()..text.len()),
            message: format!("this is not TOML: {}", error.message()),
            help: None,
        })
    }));
    reader.faults.sort_by_key(|fault| fault.span.start);
    (reader.settings, reader.faults)
}

#[derive(Default)]
struct Reader {
    settings: Settings,
    faults: Vec<Fault>,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl Reader {
    fn top(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let Some(known) = self.key(KEYS, key) else {
                continue;
            };
            match known.kind {
                Kind::Flag => self.settings.submission = self.flag(known, value),
                Kind::Platform => self.settings.platform = self.platform(known, value),
                Kind::Paths => self.settings.sources = self.texts(known, value, &path),
                Kind::Placeholders => self.settings.placeholders = self.placeholders(known, value),
                Kind::Globs => {
                    let globs = self.globs(known, value);
                    match known.name == "include" {
                        true => self.settings.include = globs,
                        false => self.settings.exclude = globs,
                    }
                }
                Kind::Levels => self.settings.rules = self.levels(known, value),
                Kind::Overrides => self.overrides(known, value),
                Kind::Source | Kind::Sandbox | Kind::Organization => {}
            }
        }
    }

    /// The key that is written; notes where it stands.
    fn key(
        &mut self,
        keys: &'static [Key],
        written: &Spanned<impl AsRef<str>>,
    ) -> Option<&'static Key> {
        let name = written.get_ref().as_ref();
        let named = |keys: &'static [Key]| keys.iter().find(|key| key.name == name);
        if let Some(known) = named(keys) {
            self.settings.known.push(written.span());
            return Some(known);
        }
        let at_the_top = std::ptr::eq(keys, KEYS);
        let near = near::nearest(name, keys.iter().map(|key| key.name));
        let (message, help) = if let Some(near) = near {
            self.settings.known.push(written.span());
            (
                format!("there is no key `{name}`"),
                format!("write `{near}`"),
            )
        } else if at_the_top && named(OVERRIDE_KEYS).is_some() {
            (
                format!("`{name}` holds for some files only"),
                "write it below `[[overrides]]`, with the `files`".to_owned(),
            )
        } else if !at_the_top && named(KEYS).is_some() {
            (
                format!("`{name}` cannot hold for some files only"),
                "write it at the top, above all tables".to_owned(),
            )
        } else if rules::rule(name).is_some() {
            (
                format!("`{name}` is a rule, not a key"),
                "write it below `[rules]`".to_owned(),
            )
        } else {
            let names = keys.iter().map(|key| format!("`{}`", key.name));
            let place = if at_the_top { "here" } else { "in an override" };
            (
                format!("there is no such key {place}"),
                format!("there are {}", listed(names, "and")),
            )
        };
        self.fault(written.span(), message, Some(help));
        None
    }

    fn flag(&mut self, known: &Key, value: &Value<'_>) -> Option<Given<bool>> {
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(self.given(*flag, value)),
            _ => self.refuse(known, "`true` or `false`", value),
        }
    }

    fn platform(&mut self, known: &Key, value: &Value<'_>) -> Option<Given<Platform>> {
        let platforms = [("azure", Platform::Azure), ("aws", Platform::Aws)];
        let platform = self.choice(known, "platform", &platforms, value)?;
        Some(self.given(platform, value))
    }

    fn levels(&mut self, known: &Key, value: &Value<'_>) -> Vec<Given<Level>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.refuse::<()>(known, "a table of levels", value);
            return Vec::new();
        };
        let mut levels = Vec::new();
        for (key, value) in table {
            let name: &str = key.get_ref().as_ref();
            let Some(rule) = rules::rule(name) else {
                let near = near::nearest(name, RULES.iter().map(|rule| rule.id));
                let (message, help) = match near {
                    Some(near) => (
                        format!("there is no rule `{name}`"),
                        format!("write `{near}`"),
                    ),
                    None => (
                        "there is no rule of this name".to_owned(),
                        "`connlint rules` lists them".to_owned(),
                    ),
                };
                if near.is_some() {
                    self.settings.known.push(key.span());
                }
                self.fault(key.span(), message, Some(help));
                continue;
            };
            self.settings.known.push(key.span());
            let choices = [
                ("off", None),
                ("warning", Some(Severity::Warning)),
                ("error", Some(Severity::Error)),
            ];
            if let Some(level) = self.choice(known, "level", &choices, value) {
                let level = self.given((rule.id, level), value);
                levels.push(Given {
                    span: key.span().start..value.span().end,
                    ..level
                });
            }
        }
        levels.sort_by_key(|level| level.span.start);
        levels
    }

    /// One of a few words.
    fn choice<T: Copy>(
        &mut self,
        known: &Key,
        noun: &str,
        choices: &[(&'static str, T)],
        value: &Value<'_>,
    ) -> Option<T> {
        let names = || choices.iter().map(|(name, _)| *name);
        let quoted = listed(names().map(|name| format!("`{name}`")), "and");
        let Some(written) = value.get_ref().as_str() else {
            let one_of = listed(names().map(|name| format!("`{name}`")), "or");
            return self.refuse(known, &one_of, value);
        };
        let found = choices.iter().find(|(name, _)| *name == written);
        if found.is_none() {
            let near = near::nearest(written, names());
            let (message, help) = match near {
                Some(near) => (
                    format!("there is no {noun} `{written}`"),
                    format!("write `{near}`"),
                ),
                None => (
                    format!("there is no such {noun}"),
                    format!("there are {quoted}"),
                ),
            };
            if near.is_some() {
                self.settings.known.push(value.span());
            }
            self.fault(value.span(), message, Some(help));
        }
        found.map(|(_, choice)| *choice)
    }

    fn placeholders(&mut self, known: &Key, value: &Value<'_>) -> Vec<Given<Pattern>> {
        let mut patterns = Vec::new();
        for item in self.items(known, value).into_iter().flatten() {
            let (regex, part) = match item.get_ref() {
                DeValue::Table(table) => match table.iter().next() {
                    Some((key, regex)) if table.len() == 1 && key.get_ref() == "whole" => {
                        self.settings.known.push(key.span());
                        (regex, false)
                    }
                    _ => {
                        self.refuse::<()>(known, PLACEHOLDERS, item);
                        continue;
                    }
                },
                _ => (item, true),
            };
            let Some(text) = regex.get_ref().as_str() else {
                self.refuse::<()>(known, PLACEHOLDERS, regex);
                continue;
            };
            let pattern = Pattern {
                regex: text.to_owned(),
                part,
            };
            let pattern = self.given(pattern, regex);
            match placeholder::check(text) {
                Ok(()) => patterns.push(pattern),
                Err(why) => self.fault(
                    regex.span(),
                    format!("this cannot be a placeholder: {why}"),
                    Some(
                        "a regular expression without look-around; in '…' a backslash stays one"
                            .to_owned(),
                    ),
                ),
            }
        }
        patterns
    }

    fn globs(&mut self, known: &Key, value: &Value<'_>) -> Globs {
        Globs::new(self.texts(known, value, &globs::check))
    }

    /// A list of texts that pass a check.
    fn texts(&mut self, known: &Key, value: &Value<'_>, check: Check<'_>) -> Vec<Given<String>> {
        let items = self.items(known, value).into_iter().flatten();
        items
            .filter_map(|item| match item.get_ref().as_str() {
                Some(_) => self.text(known, item, check),
                None => self.refuse(known, "a list of strings", item),
            })
            .collect()
    }

    fn text(&mut self, known: &Key, value: &Value<'_>, check: Check<'_>) -> Option<Given<String>> {
        let Some(text) = value.get_ref().as_str() else {
            return self.refuse(known, "a string", value);
        };
        let given = self.given(text.to_owned(), value);
        match check(text) {
            Ok(()) => Some(given),
            Err(why) => {
                self.fault(value.span(), why, None);
                None
            }
        }
    }

    fn items<'v, 't>(&mut self, known: &Key, value: &'v Value<'t>) -> Option<&'v [Value<'t>]> {
        match value.get_ref() {
            DeValue::Array(items) => Some(items),
            _ if known.kind == Kind::Overrides => {
                self.refuse(known, "a list of tables, each below `[[overrides]]`", value)
            }
            _ => self.refuse(known, "a list", value),
        }
    }

    /// A value of the right kind, which may be shown.
    fn given<T>(&mut self, of: T, value: &Value<'_>) -> Given<T> {
        self.settings.known.push(value.span());
        Given {
            value: of,
            span: value.span(),
        }
    }

    fn refuse<T>(&mut self, known: &Key, expected: &str, value: &Value<'_>) -> Option<T> {
        let got = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let example = known.example.lines().next().unwrap_or_default();
        let help = format!("for example `{example}`");
        self.fault(
            value.span(),
            format!("`{}` must be {expected}, not {got}", known.name),
            Some(help).filter(|_| !example.starts_with('[')),
        );
        None
    }

    fn fault(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.faults.push(Fault {
            span,
            message: message.into(),
            help,
        });
    }
}

const PLACEHOLDERS: &str = "a list of strings and `{ whole = \"…\" }`";

/// What a text must be; what is wrong with it otherwise.
type Check<'c> = &'c dyn Fn(&str) -> Result<(), String>;

fn filled(text: &str) -> Result<(), String> {
    match text.trim().is_empty() {
        true => Err("this is empty".to_owned()),
        false => Ok(()),
    }
}

fn path(text: &str) -> Result<(), String> {
    filled(text)?;
    match text.contains(globs::WILDCARDS) {
        true => globs::check(text.trim_start_matches("../")),
        false => Ok(()),
    }
}

fn sandbox(text: &str) -> Result<(), String> {
    let may_stand = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match !text.is_empty() && text.len() <= 256 && text.chars().all(may_stand) {
        true => Ok(()),
        false => Err("a sandbox is named in lower-case letters, digits and `-`".to_owned()),
    }
}

fn organization(text: &str) -> Result<(), String> {
    let suffix = organization_suffix();
    let id = text.strip_suffix(suffix).unwrap_or_default();
    match !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Ok(()),
        false => Err(format!(
            "the id of an organisation is letters and digits, and ends in `{suffix}`"
        )),
    }
}
