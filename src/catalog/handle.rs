//! Which sources there are: whom an id belongs to, and what everybody calls their parameters.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::{ForeignId, Source};

/// The sources of a run. A run holds one in its `Config` and hands it down, because an organisation can have sources of
/// its own; what a catalogue answers lives as long as the process, so that requests and findings need no borrow of it.
#[derive(Debug)]
pub struct Catalog {
    /// In the order of their slugs.
    sources: &'static [Source],
    /// Every id of every source with the source's index, sorted.
    ids: &'static [(&'static str, u16)],
    /// Sorted by id.
    foreign: &'static [ForeignId],
    /// The names of all parameters, collected when somebody asks.
    params: OnceLock<HashSet<&'static str>>,
}

impl Catalog {
    /// The tables that `build.rs` made, sorted already.
    pub(super) const fn of_tables(
        sources: &'static [Source],
        ids: &'static [(&'static str, u16)],
        foreign: &'static [ForeignId],
    ) -> Catalog {
        Catalog {
            sources,
            ids,
            foreign,
            params: OnceLock::new(),
        }
    }

    /// A catalogue of these. It is never freed: whoever made one keeps it for the whole run.
    pub(crate) fn of(mut sources: Vec<Source>, mut foreign: Vec<ForeignId>) -> &'static Catalog {
        sources.sort_by_key(|source| source.slug);
        foreign.sort_by_key(|foreign| foreign.id);
        // An index has sixteen bits, and nobody has more sources than that.
        let indices = (0..sources.len()).map_while(|index| u16::try_from(index).ok());
        let mut ids: Vec<(&'static str, u16)> = indices
            .zip(&sources)
            .flat_map(|(index, source)| source.ids.iter().map(move |id| (*id, index)))
            .collect();
        ids.sort_unstable();
        let catalog = Catalog::of_tables(Vec::leak(sources), Vec::leak(ids), Vec::leak(foreign));
        Box::leak(Box::new(catalog))
    }

    /// Every source, in the order of their slugs.
    pub fn sources(&self) -> &'static [Source] {
        self.sources
    }

    /// The source of this slug.
    pub fn source(&self, slug: &str) -> Option<&'static Source> {
        let index = self
            .sources
            .binary_search_by(|source| source.slug.cmp(slug))
            .ok()?;
        Some(&self.sources[index])
    }

    /// The sources that a connection spec id belongs to, whatever its case. An id can be shared by several.
    pub fn owners(&self, id: &str) -> impl Iterator<Item = &'static Source> + Clone + use<> {
        let mut lower = [0; 36];
        let fits = id.len() == lower.len();
        if fits {
            lower.copy_from_slice(id.as_bytes());
            lower.make_ascii_lowercase();
        }
        let (ids, sources) = (self.ids, self.sources);
        let start = ids.partition_point(|entry| entry.0.as_bytes() < &lower[..]);
        let same = ids[start..]
            .iter()
            .take_while(|entry| fits && entry.0.as_bytes() == &lower[..])
            .count();
        ids[start..start + same]
            .iter()
            .map(|(_, index)| &sources[usize::from(*index)])
    }

    /// Every connection spec id of every source, in lower case, sorted; shared ids appear once for each source.
    pub fn ids(&self) -> impl Iterator<Item = (&'static str, &'static Source)> + Clone + use<> {
        let sources = self.sources;
        self.ids
            .iter()
            .map(|(id, index)| (*id, &sources[usize::from(*index)]))
    }

    /// What an id that is not a source's stands for: a destination, a flow spec, a provider and so on.
    pub fn foreign_id(&self, id: &str) -> Option<&'static ForeignId> {
        let found = self
            .foreign
            .binary_search_by(|foreign| lower(foreign.id).cmp(lower(id)));
        Some(&self.foreign[found.ok()?])
    }

    /// Every id that is known and not a source's.
    pub fn foreign_ids(&self) -> &'static [ForeignId] {
        self.foreign
    }

    /// Whether any source has a parameter of this name.
    pub fn has_param(&self, name: &str) -> bool {
        let names = self.params.get_or_init(|| {
            let variants = self.sources.iter().flat_map(|source| source.auth);
            variants
                .flat_map(|variant| variant.params)
                .map(|param| param.name)
                .collect()
        });
        names.contains(name)
    }
}

/// A run is checked against what the vendor documents, unless it is told more.
impl Default for &'static Catalog {
    fn default() -> Self {
        super::embedded()
    }
}

fn lower(id: &str) -> impl Iterator<Item = u8> {
    id.bytes().map(|byte| byte.to_ascii_lowercase())
}
