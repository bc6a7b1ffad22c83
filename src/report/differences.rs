//! What an organisation's connection specs say otherwise than the catalogue, for people.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::wrap::wrap;
use super::{BOLD, DIM, Look, safe};
use crate::connection_specs::{Change, ChangeKind, Difference};

/// Each source that is different, then those that are not.
pub fn write(differences: &[Difference], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    let mut same = Vec::new();
    for difference in differences {
        match difference.source {
            Some(source) if difference.changes.is_empty() => same.push(source.title),
            _ => one(&mut text, difference, look),
        }
    }
    if !same.is_empty() {
        let line = format!("as documented: {}", same.join(", "));
        for line in wrap(&safe(&line), look.width, 0) {
            let _ = writeln!(text, "{line}");
        }
    }
    out.write_all(text.as_bytes())
}

fn one(text: &mut String, difference: &Difference, look: Look) {
    let title = difference
        .source
        .map_or(&*difference.name, |source| source.title);
    let (title, id) = (safe(title), look.paint(DIM, &difference.id));
    let _ = writeln!(text, "{}  {id}", look.paint(BOLD, &title));
    if difference.source.is_none() {
        let _ = writeln!(text, "  + a source that is not documented");
    }
    let mut heading = None;
    for change in &difference.changes {
        if change.auth.is_some() && heading != Some(&change.auth) {
            let auth = change.auth.as_deref().unwrap_or_default();
            let _ = writeln!(text, "  {}", safe(auth));
            heading = Some(&change.auth);
        }
        line(text, change, look);
    }
    text.push('\n');
}

fn line(text: &mut String, change: &Change, look: Look) {
    let (sign, colour) = match change.kind {
        ChangeKind::Added => ("+", "32"),
        ChangeKind::Removed => ("-", "31"),
        ChangeKind::Changed => ("~", "33"),
    };
    let indent = if change.auth.is_some() { 4 } else { 2 };
    let what = safe(&change.what);
    let lines = wrap(&what, look.width.saturating_sub(indent + 2).max(20), 0);
    let sign = look.paint(colour, sign);
    let gap = format!("\n{:pad$}", "", pad = indent + 2);
    let _ = writeln!(text, "{:indent$}{sign} {}", "", lines.join(&gap));
}
