//! What there is to know about the sources.

use connlint::catalog::{Catalog, ForeignId, Source};
use connlint::find::{self, Found};
use connlint::report::sources::{Shown, write_json, write_text};

use super::arguments::{Listing, Sources};
use super::{CLEAN, own, quietly, terminal};

/// Lists the sources, or shows one.
pub(crate) fn sources(arguments: &Sources) -> Result<u8, String> {
    let own = own::load(&arguments.own)?;
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
