//! The catalogue of sources, for people and for programs.

use std::io::{self, Write};

use super::Look;
use crate::catalog::{ForeignId, Platform, Source};

mod json;
mod list;
mod page;

/// What is shown of the catalogue.
#[derive(Debug)]
pub enum Shown<'a> {
    /// Every source, briefly.
    List(&'static [Source]),
    /// Some sources, with everything that is known about them.
    Pages(Vec<&'static Source>),
    /// An id that is no source's.
    Other(&'a ForeignId),
}

/// Writes it for people. Where nobody looks, a source of the list is one line, however long.
pub fn write_text(
    shown: &Shown<'_>,
    look: Look,
    terminal: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = match shown {
        Shown::List(sources) => list::list(sources, look, terminal),
        Shown::Pages(sources) => {
            let pages: Vec<_> = sources
                .iter()
                .map(|source| page::page(source, look))
                .collect();
            pages.join("\n")
        }
        Shown::Other(other) => page::other(other, look),
    };
    out.write_all(text.as_bytes())
}

/// Writes it for programs.
pub fn write_json(shown: &Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    super::escape::write_value(&json::Catalogue::of(shown), out)
}

/// As `--platform` and the data spell it.
fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Azure => "azure",
        Platform::Aws => "aws",
        Platform::Any => "any",
    }
}

#[cfg(test)]
mod tests;
