//! Every source in a line or a few.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::platform;
use crate::catalog::{AuthSpec, Platform, Source};
use crate::report::wrap::wrap;
use crate::report::{BOLD, DIM, Look, safe};

/// The narrowest column of auth specs that can be read.
const NARROWEST: usize = 40;

/// A table where it fits and where nobody looks, else a block for each source.
pub(super) fn list(sources: &[Source], look: Look, terminal: bool) -> String {
    let rows: Vec<Row> = sources.iter().map(Row::of).collect();
    let widths = [0, 1, 2, 3].map(|column| {
        let cells = rows.iter().flat_map(|row| &row.cells[column]);
        let widths = cells.map(|cell| cell.width());
        widths.chain([HEADS[column].width()]).max().unwrap_or(0)
    });
    let room = match terminal {
        true => look
            .width
            .checked_sub(widths.iter().sum::<usize>() + 2 * widths.len()),
        false => Some(usize::MAX),
    };
    let mut text = String::new();
    match room.filter(|room| *room >= NARROWEST) {
        Some(room) => {
            let heads = HEADS.map(|head| vec![head.to_owned()]);
            table_row(&mut text, &heads, &widths, room, |_, cell| {
                look.paint(DIM, cell)
            });
            for row in &rows {
                let bold = |column, cell: &str| match column {
                    0 => look.paint(BOLD, cell),
                    _ => cell.to_owned(),
                };
                let cells = match terminal {
                    true => &row.cells,
                    false => &row.joined(),
                };
                table_row(&mut text, cells, &widths, room, bold);
            }
        }
        None => rows.iter().for_each(|row| row.block(&mut text, look)),
    }
    text
}

const HEADS: [&str; 5] = ["SOURCE", "TITLE", "SPEC ID", "PLATFORMS", "AUTH SPECS"];

/// Slug, title, ids, platforms, auth specs; each in lines.
struct Row {
    cells: [Vec<String>; 5],
}

impl Row {
    fn of(source: &Source) -> Row {
        let owned = |text: &str| safe(text).into_owned();
        let ids = match source.ids {
            [] => vec!["-".to_owned()],
            ids => ids.iter().map(|id| owned(id)).collect(),
        };
        let platforms = match source.clouds {
            [] => "-".to_owned(),
            clouds => clouds
                .iter()
                .map(|cloud| platform(*cloud))
                .collect::<Vec<_>>()
                .join(" "),
        };
        Row {
            cells: [
                vec![owned(source.slug)],
                vec![owned(source.title)],
                ids,
                vec![platforms],
                vec![owned(&auth_specs(source.auth))],
            ],
        }
    }

    /// The same with one line a cell.
    fn joined(&self) -> [Vec<String>; 5] {
        self.cells.each_ref().map(|lines| vec![lines.join(" ")])
    }

    fn block(&self, text: &mut String, look: Look) {
        let [slug, title, ids, platforms, auth] =
            self.cells.each_ref().map(|lines| lines.join(", "));
        let beside = slug.width() + title.width() + 2 <= look.width;
        let gap = if beside { "  " } else { "\n  " };
        let _ = writeln!(text, "{}{gap}{title}", look.paint(BOLD, &slug));
        let known = [ids, platforms].map(|known| if known == "-" { String::new() } else { known });
        for line in [known.join("  ").trim(), &auth] {
            for line in wrap(line, look.width.saturating_sub(2), 0) {
                let _ = writeln!(text, "  {line}");
            }
        }
    }
}

/// Names of auth specs, each once, with the platforms where they are not everywhere.
fn auth_specs(auth: &[AuthSpec]) -> String {
    if auth.is_empty() {
        return "none: it takes no base connection".to_owned();
    }
    let mut names: Vec<(&str, Vec<&str>)> = Vec::new();
    for variant in auth {
        let told = Some(platform(variant.platform)).filter(|_| variant.platform != Platform::Any);
        match names.iter_mut().find(|(name, _)| *name == variant.name) {
            Some((_, platforms)) => platforms.extend(told.filter(|told| !platforms.contains(told))),
            None => names.push((variant.name, told.into_iter().collect())),
        }
    }
    let names = names
        .iter()
        .map(|(name, platforms)| match platforms.is_empty() {
            true => (*name).to_owned(),
            false => format!("{name} ({})", platforms.join(", ")),
        });
    names.collect::<Vec<_>>().join("; ")
}

/// Cells beside each other, as many lines as the longest has. The last one is wrapped.
fn table_row(
    text: &mut String,
    cells: &[Vec<String>; 5],
    widths: &[usize; 4],
    room: usize,
    paint: impl Fn(usize, &str) -> String,
) {
    let last = wrap(&cells[4].join(" "), room, 0);
    let lines = cells[..4].iter().map(Vec::len).chain([last.len()]).max();
    for index in 0..lines.unwrap_or(0) {
        let mut line = String::new();
        for (column, width) in widths.iter().enumerate() {
            let cell = cells[column].get(index).map_or("", String::as_str);
            let pad = width.saturating_sub(cell.width()) + 2;
            if !cell.is_empty() {
                line.push_str(&paint(column, cell));
            }
            let _ = write!(line, "{:pad$}", "");
        }
        if let Some(cell) = last.get(index) {
            line.push_str(&paint(4, cell));
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}
