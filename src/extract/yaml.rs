//! YAML: bodies as they are, at any depth; bodies and scripts in its texts; calls that a task describes.

use super::{Body, Fragment, embedded};
use crate::catalog;
use crate::text::Text;
use crate::yaml::{self, Id, Yaml};

mod language;
mod request;
mod task;

/// What a text of YAML is kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Whole,
    /// It leaves out what its writer likes.
    Excerpt,
    /// Values of a chart or of a role: an empty one is filled in from outside.
    Defaults,
}

impl Use {
    /// By the name that Helm and Ansible look for.
    pub(super) fn of_file(path: &str) -> Use {
        let mut parts = path.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut words = stem.split(['.', '-', '_']);
        let folder = parts.next().unwrap_or_default();
        let is_one = |word: &str| matches!(word, "values" | "defaults");
        match words.any(is_one) || folder == "defaults" {
            true => Use::Defaults,
            false => Use::Whole,
        }
    }
}

/// Finds the requests in a YAML file, or in an excerpt of one.
pub(super) fn extract(text: &Text<'_>, kept: Use) -> Vec<Fragment<'static>> {
    // Nearly all YAML is about something else.
    if !catalog::is_mentioned(text.as_str()) {
        return Vec::new();
    }
    let mut yaml = yaml::parse(text);
    yaml.leaves_empty = kept == Use::Defaults;
    let yaml = yaml;
    if let &[root] = &yaml.roots[..]
        && let Some(request) = request::read(text, &yaml, root)
    {
        return vec![request];
    }
    let mut found: Vec<(usize, Fragment<'static>)> = Vec::new();
    let mut taken = Vec::new();
    let mut languages = language::Languages::default();
    for id in 0..yaml.len() {
        languages.enter(&yaml, id);
        for (key, value) in yaml.members(id) {
            if let Some(task) = task::read(text, &yaml, key, value) {
                taken.extend(task.body);
                found.push((yaml.range(key).start, task.fragment));
            } else if yaml.is_plain_text(value) {
                embed(&yaml, languages.of(value), &[value], &mut found);
            }
        }
        let items: Vec<Id> = yaml.elements(id).collect();
        match is_script(&yaml, &items) {
            true => embed(&yaml, languages.of(id), &items, &mut found),
            false => {
                let texts = items.into_iter().filter(|&item| yaml.is_plain_text(item));
                texts.for_each(|item| embed(&yaml, languages.of(item), &[item], &mut found));
            }
        }
    }
    if let Some(&first) = yaml.roots.first() {
        let document = Fragment {
            body: Body::Text(yaml.json(&taken, kept == Use::Excerpt)),
            ..Fragment::default()
        };
        found.push((yaml.range(first).start, document));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, fragment)| fragment).collect()
}

/// Whether a text of an unknown kind is YAML that holds a request: the envelope's own key begins a line, without quotes.
pub(super) fn is_likely(text: &str) -> bool {
    let envelope = catalog::envelope().properties.iter();
    let mut own = envelope
        .map(|property| property.name)
        .filter(|name| name.contains(|c: char| c.is_ascii_uppercase()));
    own.any(|name| {
        memchr::memmem::find_iter(text.as_bytes(), name).any(|at| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let line = before.rsplit('\n').next().unwrap_or_default();
            let begins = line.trim_start().trim_start_matches("- ").is_empty();
            begins && after.starts_with([':']) && after[1..].starts_with([' ', '\n', '\r'])
        })
    })
}

/// Adds the requests in the texts of some scalars, which are one text.
fn embed(yaml: &Yaml<'_>, language: &str, ids: &[Id], found: &mut Vec<(usize, Fragment<'static>)>) {
    if !ids.iter().any(|&id| catalog::is_mentioned(yaml.value(id))) {
        return;
    }
    let at = yaml.range(ids[0]).start;
    let fragments = embedded::read(language, yaml.strings(ids));
    found.extend(
        fragments
            .into_iter()
            .map(|fragment| (at, embedded::at_home(fragment))),
    );
}

/// Whether the items of a list are commands that one shell runs, and not the words of one command.
fn is_script(yaml: &Yaml<'_>, items: &[Id]) -> bool {
    let is_command = |&id: &Id| {
        let text = yaml.value(id);
        yaml.is_plain_text(id) && text.contains(' ') && !text.starts_with(['-', '{', '['])
    };
    items.len() > 1 && items.iter().any(is_command) && {
        // `[curl, -X, POST]` has a word for each item; `cd x` and `set -e` are as short as some of them.
        let is_word = |&id: &Id| yaml.value(id).starts_with('-') || yaml.value(id) == "curl";
        items.iter().all(|&id| yaml.is_plain_text(id)) && !items.iter().any(is_word)
    }
}
