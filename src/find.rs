//! Finds a source by what somebody calls it.

use crate::catalog::{Catalog, ForeignId, Source};
use crate::choose::is_uuid;
use crate::near;

/// What a word stands for.
#[derive(Debug)]
pub enum Found {
    /// These sources. An id can be shared.
    Sources(Vec<&'static Source>),
    /// Something else that is known, such as a destination.
    Foreign(&'static ForeignId),
    /// Nothing; these are called like it, the nearest first.
    Nothing(Vec<&'static Source>),
}

/// Looks up a slug, a title, the name of a connection spec, or an id.
pub fn find(catalog: &Catalog, wanted: &str) -> Found {
    let wanted = wanted.trim();
    if let Some(source) = catalog.source(wanted) {
        return Found::Sources(vec![source]);
    }
    if is_uuid(wanted) {
        let owners: Vec<_> = catalog.owners(wanted).collect();
        return match catalog.foreign_id(wanted) {
            _ if !owners.is_empty() => Found::Sources(owners),
            Some(foreign) => Found::Foreign(foreign),
            None => Found::Nothing(Vec::new()),
        };
    }
    let called = |name: &dyn Fn(&Source) -> &'static str| -> Vec<&'static Source> {
        let sources = catalog.sources().iter();
        sources
            .filter(|source| near::same(name(source), wanted))
            .collect()
    };
    for name in [
        (&|source: &Source| source.title) as &dyn Fn(&Source) -> &'static str,
        &|source| source.slug,
        &|source| source.name,
    ] {
        let found = called(name);
        if !found.is_empty() {
            return Found::Sources(found);
        }
    }
    Found::Nothing(nearest(catalog, wanted))
}

/// The sources, three at most, that have such a name or a word for it.
fn nearest(catalog: &Catalog, wanted: &str) -> Vec<&'static Source> {
    let wanted = near::fold(wanted);
    let length = wanted.chars().count();
    if length == 0 || length > 80 {
        return Vec::new();
    }
    let distance = |name: &str| {
        let name = near::fold(name);
        let slips = strsim::osa_distance(&wanted, &name);
        let part = length > 2 && (name.contains(&wanted) || wanted.contains(&name));
        if part { slips.min(1) } else { slips }
    };
    let mut ranked: Vec<_> = catalog
        .sources()
        .iter()
        .filter_map(|source| {
            let names = [source.slug, source.title, source.name].into_iter();
            let least = names
                .chain(source.words.iter().copied())
                .filter(|name| !name.is_empty())
                .map(distance)
                .min()?;
            (least <= (length / 3).max(1)).then_some((least, source.slug.len(), source))
        })
        .collect();
    ranked.sort_by_key(|(distance, length, source)| (*distance, *length, source.slug));
    ranked
        .into_iter()
        .take(3)
        .map(|(_, _, source)| source)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slugs(wanted: &str) -> (&'static str, Vec<&'static str>) {
        let slugs =
            |sources: Vec<&'static Source>| sources.iter().map(|source| source.slug).collect();
        match find(<&Catalog>::default(), wanted) {
            Found::Sources(sources) => ("sources", slugs(sources)),
            Found::Foreign(foreign) => ("foreign", vec![foreign.kind]),
            Found::Nothing(sources) => ("nothing", slugs(sources)),
        }
    }

    #[test]
    fn a_source_has_a_slug_a_title_and_ids() {
        for wanted in [
            "oracle",
            "Oracle DB",
            "oracle-db",
            " ORACLE ",
            "D6B52D86-F0F8-475F-89D4-CE54C8527328",
        ] {
            assert_eq!(slugs(wanted), ("sources", vec!["oracle"]), "{wanted}");
        }
        let (kind, shared) = slugs("ea1c2a08-b722-11eb-8529-0242ac130003");
        assert_eq!((kind, shared.len()), ("sources", 2));
        assert_eq!(
            slugs("4fce964d-3f37-408f-9778-e597338a21ee").1,
            ["destination"]
        );
    }

    #[test]
    fn a_miss_leads_to_what_is_near() {
        assert_eq!(slugs("orcale").0, "nothing");
        assert_eq!(slugs("orcale").1.first(), Some(&"oracle"));
        assert_eq!(slugs("postgressql").1.first(), Some(&"postgres"));
        assert!(slugs("snow").1.contains(&"snowflake"));
        for wanted in [
            "",
            "weather",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            &"x".repeat(999),
        ] {
            assert_eq!(slugs(wanted), ("nothing", vec![]), "{wanted}");
        }
    }
}
