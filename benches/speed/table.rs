//! The table, for people.

use std::fmt::Write as _;
use std::time::Duration;

use super::corpus::{Corpus, thousands};
use super::measure::Row;
use super::tools::Role;

/// The line above the table.
pub(crate) fn heading() -> String {
    line(
        "what", "n files", "runs", "ms wall", "ms CPU", "MiB", "x floor",
    )
}

/// The lines about one corpus.
pub(crate) fn rows(corpus: &Corpus, rows: &[Row]) -> String {
    let floor = rows.iter().find(|row| row.role == Role::Floor);
    let mut text = format!("{} ({})", corpus.title, size(corpus.bytes));
    for row in rows {
        let ratio = floor.map(|floor| row.wall.as_secs_f64() / floor.wall.as_secs_f64());
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n{}",
            line(
                &format!("  {}", row.name),
                &thousands(corpus.files.len()),
                &row.runs.to_string(),
                &milliseconds(row.wall),
                &row.cpu.map_or("-".to_owned(), milliseconds),
                &row.memory.map_or("-".to_owned(), mebibytes),
                &ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
            )
        );
    }
    text
}

fn line(
    what: &str,
    files: &str,
    runs: &str,
    wall: &str,
    cpu: &str,
    memory: &str,
    ratio: &str,
) -> String {
    format!("{what:<40}{files:>8}{runs:>6}{wall:>10}{cpu:>10}{memory:>8}{ratio:>9}")
}

/// Milliseconds with the digits that say something.
pub(crate) fn milliseconds(duration: Duration) -> String {
    let number = duration.as_secs_f64() * 1e3;
    match number {
        ..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

pub(crate) fn mebibytes(bytes: usize) -> String {
    let number = bytes as f64 / f64::from(1 << 20);
    match number {
        ..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

/// A size on disk.
fn size(bytes: usize) -> String {
    match bytes {
        ..1_000_000 => format!("{:.2} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
