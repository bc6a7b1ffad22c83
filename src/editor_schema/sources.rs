//! What an id decides: its sources, their auth specs, and what those take.

use serde_json::{Map, Value, json};

use super::{params, placeholders, reference};
use crate::catalog::{AuthSpec, Catalog, Platform, Source};
use crate::request::{name_of, pointer};

/// The sources that some ids belong to.
#[derive(Debug)]
pub(super) struct Owners {
    pub(super) ids: Vec<&'static str>,
    pub(super) sources: Vec<&'static Source>,
}

impl Owners {
    pub(super) fn one(source: &'static Source) -> Owners {
        Owners {
            ids: source.ids.to_vec(),
            sources: vec![source],
        }
    }

    /// Every id once, with all sources that it belongs to.
    pub(super) fn all(catalog: &Catalog) -> Vec<Owners> {
        let mut groups: Vec<Owners> = Vec::new();
        let mut ids: Vec<_> = catalog.ids().map(|(id, _)| id).collect();
        ids.dedup();
        for id in ids {
            let sources: Vec<_> = catalog.owners(id).collect();
            let slugs = |sources: &[&'static Source]| {
                sources.iter().map(|source| source.slug).collect::<Vec<_>>()
            };
            let same = |group: &&mut Owners| slugs(&group.sources) == slugs(&sources);
            match groups.iter_mut().find(same) {
                Some(group) => group.ids.push(id),
                None => groups.push(Owners {
                    ids: vec![id],
                    sources,
                }),
            }
        }
        groups.sort_by_key(Owners::key);
        groups
    }

    /// The name of its definition.
    pub(super) fn key(&self) -> String {
        let slugs = self.sources.iter().map(|source| source.slug);
        slugs.collect::<Vec<_>>().join(".")
    }

    pub(super) fn title(&self) -> String {
        let titles = self.sources.iter().map(|source| source.title);
        titles.collect::<Vec<_>>().join(", ")
    }

    /// What a body with one of the ids must be; `None` where nothing is known of it.
    pub(super) fn definition(
        &self,
        platform: Option<Platform>,
        definitions: &mut Map<String, Value>,
    ) -> Option<Value> {
        let there = |variant: &&AuthSpec| {
            platform.is_none_or(|platform| [platform, Platform::Any].contains(&variant.platform))
        };
        // With no auth spec on a platform, what is said of the other one is better than nothing.
        let all = || self.sources.iter().flat_map(|source| source.auth);
        let on_platform: Vec<&AuthSpec> = all().filter(there).collect();
        let variants = match on_platform.is_empty() {
            true => all().collect(),
            false => on_platform,
        };
        if self.sources.iter().any(|source| source.auth.is_empty()) {
            return None;
        }
        let checked = self.sources.iter().all(|source| source.is_full());
        let mut names: Vec<&str> = Vec::new();
        for variant in &variants {
            if !names.contains(&variant.name) {
                names.push(variant.name);
            }
        }
        let (auth, key) = (name_of(pointer::AUTH), name_of(pointer::SPEC_NAME));
        let mut options = Vec::new();
        let mut branches = Vec::new();
        for (number, name) in (1..).zip(&names) {
            let same: Vec<&AuthSpec> = variants
                .iter()
                .copied()
                .filter(|variant| variant.name == *name)
                .collect();
            options.push(option(name, &same));
            let definition = format!("{}.{number}", self.key());
            let mut schema = params::params(&same, checked);
            if let Some(schema) = schema.as_object_mut() {
                schema.insert(
                    "title".to_owned(),
                    format!("{}: {name}", self.title()).into(),
                );
            }
            definitions.insert(definition.clone(), schema);
            branches.push(json!({
                "if": { "properties": { key: { "const": name } }, "required": [key] },
                "then": { "properties": { (name_of(pointer::PARAMS)): reference(&definition) } },
            }));
        }
        let mut spec_name = Map::new();
        options.push(reference(placeholders::NAME));
        spec_name.insert("anyOf".to_owned(), options.into());
        if let [only] = names[..] {
            spec_name.insert("default".to_owned(), only.into());
        }
        Some(json!({
            "title": self.title(),
            "properties": {
                auth: { "properties": { key: spec_name }, "allOf": branches },
            },
            "required": [auth],
        }))
    }
}

/// The name of an auth spec, with where it is documented.
fn option(name: &str, variants: &[&AuthSpec]) -> Value {
    let has = |platform| variants.iter().any(|variant| variant.platform == platform);
    let place = match (has(Platform::Any), has(Platform::Azure), has(Platform::Aws)) {
        (false, true, false) => "Experience Platform on Azure",
        (false, false, true) => "Experience Platform on AWS",
        _ => "Experience Platform on Azure and AWS",
    };
    let deprecated = variants.iter().find_map(|variant| variant.deprecated);
    let description = match deprecated {
        Some(why) => format!("{place}; deprecated: {why}"),
        None => place.to_owned(),
    };
    json!({ "const": name, "description": description })
}
