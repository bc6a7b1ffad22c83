//! What there is to know about the sources.

use std::path::Path;

use connlint::catalog::{self, Catalog, ForeignId, Source};
use connlint::connection_specs;
use connlint::find::{self, Found};
use connlint::report::differences;
use connlint::report::sources::{Shown, write_json, write_text};
use connlint::rule::listed;

use super::arguments::{Listing, Sources};
use super::{CLEAN, own, quietly, say, terminal};

/// Lists the sources, or shows one.
pub(crate) fn sources(arguments: &Sources) -> Result<u8, String> {
    if let Some(path) = &arguments.diff {
        return diff(arguments, path);
    }
    let own = own::load(&arguments.own, &arguments.settings)?;
    let catalog = own.catalog;
    let shown = match &arguments.source {
        None => Shown::List(catalog.sources()),
        Some(wanted) => match found(catalog, wanted)? {
            Ok(sources) => Shown::Pages(sources),
            Err(foreign) => Shown::Other(foreign),
        },
    };
    match arguments.format {
        Listing::Json => quietly(|out| write_json(&shown, out))?,
        Listing::Human => {
            let mut look = terminal::look(arguments.color, false);
            if let Shown::List(_) = shown {
                // A table is not read along its lines.
                look.width = look.width.max(terminal::columns());
            }
            quietly(|out| write_text(&shown, look, terminal::is_watched(), out))?;
        }
    }
    Ok(own.said(CLEAN))
}

/// Shows what connection specs say otherwise, of all their sources or of one.
fn diff(arguments: &Sources, path: &Path) -> Result<u8, String> {
    let (specs, faults) = own::read(path)?;
    let own = own::Loaded {
        catalog: catalog::embedded(),
        platform: None,
        faults,
    };
    let mut differences = connection_specs::differences(own.catalog, &specs);
    if let Some(wanted) = &arguments.source {
        let joined = connection_specs::join(own.catalog, &[specs]);
        let Ok(sources) = found(joined, wanted)? else {
            return Err(format!("`{wanted}` is not a source"));
        };
        differences.retain(|difference| {
            let mut ids = sources.iter().flat_map(|source| source.ids);
            ids.any(|id| *id == difference.id)
        });
    }
    let look = terminal::look(arguments.color, false);
    quietly(|out| differences::write(&differences, look, out))?;
    if differences.is_empty() {
        say("nothing to compare: no connection spec of a source in it");
    }
    Ok(own.said(CLEAN))
}

/// The one source that a word stands for.
pub(crate) fn one(catalog: &Catalog, wanted: &str) -> Result<&'static Source, String> {
    match found(catalog, wanted)?.as_deref() {
        Ok([one]) => Ok(one),
        Ok(several) => {
            let slugs = several.iter().map(|source| format!("`{}`", source.slug));
            let slugs = listed(slugs, "and");
            Err(format!("`{wanted}` is shared by {slugs}; name one of them"))
        }
        Err(other) => Err(format!(
            "`{wanted}` is the id of {} ({}), not of a source",
            other.name, other.kind
        )),
    }
}

/// The sources that a word stands for, or what else does; or which ones are called like it.
fn found(
    catalog: &Catalog,
    wanted: &str,
) -> Result<Result<Vec<&'static Source>, &'static ForeignId>, String> {
    let near = match find::find(catalog, wanted) {
        Found::Sources(sources) => return Ok(Ok(sources)),
        Found::Foreign(foreign) => return Ok(Err(foreign)),
        Found::Nothing(near) => near,
    };
    let names: Vec<_> = near
        .iter()
        .map(|source| format!("`{}` ({})", source.slug, source.title))
        .collect();
    Err(match &names[..] {
        [] => format!("there is no source `{wanted}`; `connlint sources` lists them"),
        [one] => format!("there is no source `{wanted}`; the nearest is {one}"),
        several => format!(
            "there is no source `{wanted}`; the nearest are {}",
            several.join(", ")
        ),
    })
}
