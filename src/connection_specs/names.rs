//! What sources are called, each otherwise, and which parameters the catalogue knows to be secret.

use std::collections::{HashMap, HashSet};

use crate::catalog::Catalog;

/// The names that are known when connection specs join a catalogue.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// In lower case.
    titles: HashSet<String>,
    slugs: HashSet<String>,
    /// The last number that was given to a slug, so that many sources of one name do not look for theirs from the start.
    numbers: HashMap<String, usize>,
    /// Parameters, in lower case.
    secrets: HashSet<String>,
}

impl Names {
    pub(super) fn of(catalog: &Catalog) -> Names {
        let mut names = Names::default();
        for source in catalog.sources() {
            names.titles.insert(source.title.to_lowercase());
            names.slugs.insert(source.slug.to_owned());
            let params = source.auth.iter().flat_map(|auth| auth.params);
            let secrets = params.filter(|param| param.secret);
            names
                .secrets
                .extend(secrets.map(|param| param.name.to_lowercase()));
        }
        names
    }

    /// Whether any source has a secret of this name: what is secret elsewhere is not shown because a connection spec
    /// fails to mark it.
    pub(super) fn is_secret(&self, param: &str) -> bool {
        self.secrets.contains(&param.to_lowercase())
    }

    /// The name of a source, with the beginning of its id where another one is called so.
    pub(super) fn title(&mut self, name: &str, id: &str) -> String {
        let candidates = [
            name.to_owned(),
            format!("{name} ({})", &id[..8]),
            format!("{name} ({id})"),
        ];
        let free = |title: &&String| !self.titles.contains(&title.to_lowercase());
        let title = candidates
            .iter()
            .find(free)
            .unwrap_or(&candidates[2])
            .clone();
        self.titles.insert(title.to_lowercase());
        title
    }

    /// Letters and digits of a title with `-` between its words, and a number where another source is called so.
    pub(super) fn slug(&mut self, title: &str) -> String {
        let words = title.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let plain = match words.is_empty() {
            true => "source".to_owned(),
            false => words.join("-").to_ascii_lowercase(),
        };
        let mut slug = plain.clone();
        while !self.slugs.insert(slug.clone()) {
            let number = self.numbers.entry(plain.clone()).or_insert(1);
            *number += 1;
            slug = format!("{plain}-{number}");
        }
        slug
    }
}
