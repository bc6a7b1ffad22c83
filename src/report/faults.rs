//! What is not understood in a file of settings, drawn like a finding.

use std::sync::Arc;

use super::locate::{Locator, Others};
use super::{Look, human};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Severity};
use crate::discover::{Governing, Unread};
use crate::file::Position;
use crate::settings;

/// The faults, with an empty line after each.
pub fn draw(governing: &Governing, look: Look) -> String {
    let file = Arc::clone(&governing.file);
    let shown = settings::shown(file.text().unwrap_or_default(), &governing.settings);
    let findings = governing.faults.iter().map(|fault| {
        let mut finding = Diagnostic::new("", Severity::Error, fault.span.clone(), &fault.message);
        finding.help = fault.help.clone();
        finding
    });
    let checked = Checked {
        shown,
        ..Checked::new(file, findings.collect())
    };
    let locator = Locator::new(&checked.file.bytes);
    let mut text = String::new();
    for finding in &checked.findings {
        let others = Others::default();
        human::finding_in(&mut text, &checked, finding, &locator, &others, look);
        text.push('\n');
    }
    text
}

/// The same in a line each.
pub fn lines(governing: &Governing) -> Vec<Unread> {
    let bytes = &governing.file.bytes[..];
    let lines = governing.faults.iter().map(|fault| {
        let path = governing.file.path.clone();
        // In a file that could not be read there is no place.
        match bytes.is_empty() {
            true => Unread::new(path, &fault.message),
            false => Unread::at(path, Position::of(bytes, fault.span.start), &fault.message),
        }
    });
    lines.collect()
}
