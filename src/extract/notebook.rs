//! Jupyter notebooks: the cells of a program are one program; those of a shell, and Markdown, are read by themselves.

use super::{Fragment, embedded, markdown};
use crate::catalog;
use crate::json::{self, Id, Json, Leniency};
use crate::text::{Decoder, Encoding, Text};

/// Finds the requests in a notebook.
pub(super) fn extract(text: &Text<'_>) -> Vec<Fragment<'static>> {
    if !catalog::is_mentioned(text.as_str()) {
        return Vec::new();
    }
    let json = json::parse(text.clone(), Leniency::default());
    let cells = json.roots.first().and_then(|&root| json.get(root, "cells"));
    let Some(cells) = cells else {
        return Vec::new();
    };
    let mut program = Decoder::new();
    let mut fragments = Vec::new();
    for cell in json.elements(cells) {
        let kind = json.get(cell, "cell_type").map(|kind| json.str(kind));
        let lines = json.get(cell, "source").map(|source| lines(&json, source));
        let (Some(kind), Some(lines)) = (kind, lines) else {
            continue;
        };
        match kind.as_ref() {
            "code" => code(&json, &lines, &mut program, &mut fragments),
            "markdown" => fragments.extend(markdown::extract(&joined(&json, &lines))),
            _ => {}
        }
    }
    let program = program.finish(&json.text, 0, Encoding::JsonString);
    fragments.extend(embedded::read(&language(&json), program));
    fragments
}

/// The strings that hold a cell's text, one a line or all in one.
fn lines(json: &Json<'_>, source: Id) -> Vec<Id> {
    match json.is_string(source) {
        true => vec![source],
        false => json
            .elements(source)
            .filter(|&line| json.is_string(line))
            .collect(),
    }
}

/// Adds a cell to the program, or reads it as what its first line says it is.
fn code(
    json: &Json<'_>,
    lines: &[Id],
    program: &mut Decoder,
    fragments: &mut Vec<Fragment<'static>>,
) {
    let first = lines.first().map(|&line| json.str(line));
    let first = first.as_deref().unwrap_or_default().trim_start();
    // These only watch the program.
    let watches = ["%%time", "%%capture", "%%prun"];
    let is_watched = watches.iter().any(|magic| first.starts_with(magic));
    // `!pip install …` often stands before a program.
    let calls = first.starts_with('!') && lines.iter().any(|&line| json.str(line).contains("curl"));
    if first.starts_with("%%") && !is_watched || calls {
        // `%%bash` fills a line, `!` begins a command.
        let cell = joined(json, lines);
        let text = cell.as_str();
        let skipped = match calls {
            true => text.find('!').map(|at| at + 1),
            false => text.find('\n').map(|at| at + 1),
        };
        let is_shell = calls
            || ["%%bash", "%%sh", "%%script"]
                .iter()
                .any(|magic| first.starts_with(magic));
        if let Some(skipped) = skipped.filter(|_| is_shell) {
            let found = embedded::read("sh", cell.part(skipped..text.len()));
            fragments.extend(found.into_iter().map(embedded::at_home));
        }
        return;
    }
    for &line in lines {
        json.decode(line, program);
    }
    if let Some(&last) = lines.last() {
        let end = json.content_range(last).end;
        program.escape(end..end, "\n", Encoding::Expansion);
    }
}

/// A cell as a text by itself.
fn joined(json: &Json<'_>, lines: &[Id]) -> Text<'static> {
    let mut decoder = Decoder::new();
    for &line in lines {
        json.decode(line, &mut decoder);
    }
    let place = lines
        .first()
        .map_or(0, |&line| json.content_range(line).start);
    decoder.finish(&json.text, place, Encoding::JsonString)
}

/// The language of the notebook's kernel.
fn language(json: &Json<'_>) -> String {
    let root = json.roots.first().copied();
    let metadata = root.and_then(|root| json.get(root, "metadata"));
    let named = |part: &str, key: &str| {
        let part = json.get(metadata?, part)?;
        let name = json.get(part, key)?;
        Some(json.str(name).to_lowercase())
    };
    named("language_info", "name")
        .or_else(|| named("kernelspec", "language"))
        .unwrap_or_else(|| "python".to_owned())
}
