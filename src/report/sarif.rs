//! SARIF 2.1.0, as code scanning services take it.
//!
//! No piece of a file is copied into it, and no fix that would repeat a secret. Of the fingerprints only our own is
//! given: services that match by the text of the line compute theirs from the file, and warn of any that differs.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use super::escape::write_value;
use super::locate::{Locator, Others};
use super::page::{markdown, page};
use super::{Run, name};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::file::Position;
use crate::fingerprint::fingerprints;
use crate::rule::Rule;
use crate::rules::RULES;

mod wire;

/// What GitHub takes of one run; a file with more is refused.
const TAKEN: usize = 25_000;
/// What GitHub keeps of them.
const KEPT: usize = 5_000;
/// Other places that GitHub shows of one finding.
const PLACES: usize = 100;

/// What relative paths are relative to.
const ROOT: &str = "%SRCROOT%";

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    write_value(&log(run, TAKEN), out)
}

/// The report with no more results than `most`.
fn log(run: &Run, most: usize) -> wire::Log<'_> {
    let rules = rules(run);
    let results = results(run, &rules, most);
    let base = wire::Base {
        description: text("the folder in which connlint was started"),
    };
    wire::Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [wire::Run {
            tool: wire::Tool {
                driver: wire::Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    short_description: text(env!("CARGO_PKG_DESCRIPTION")),
                    rules: rules.iter().map(|rule| descriptor(rule)).collect(),
                },
            },
            invocations: [wire::Invocation {
                execution_successful: run.unread.is_empty(),
                tool_execution_notifications: notifications(run, results.len()),
            }],
            original_uri_base_ids: BTreeMap::from([(ROOT, base)]),
            column_kind: "unicodeCodePoints",
            results,
        }],
    }
}

/// The rules with findings, in their order of precedence.
fn rules(run: &Run) -> Vec<&'static Rule> {
    let found = |rule: &&Rule| findings(run).any(|(_, finding)| finding.rule == rule.id);
    RULES.iter().filter(found).collect()
}

fn findings(run: &Run) -> impl Iterator<Item = (&Checked, &Diagnostic)> {
    run.checked.iter().flat_map(|checked| {
        checked
            .findings
            .iter()
            .map(move |finding| (checked, finding))
    })
}

fn descriptor(rule: &Rule) -> wire::Rule {
    let source = rule.page();
    let (precision, severity) = match rule.severity {
        Severity::Error => ("very-high", "error"),
        Severity::Warning => ("high", "warning"),
    };
    wire::Rule {
        id: rule.id,
        short_description: text(rule.summary()),
        full_description: text(rule.summary()),
        default_configuration: wire::Level {
            level: name(rule.severity),
        },
        help: wire::Page {
            text: page(&source),
            markdown: markdown(&source),
        },
        properties: wire::RuleProperties {
            precision,
            severity,
        },
    }
}

fn results<'r>(run: &'r Run, rules: &[&Rule], most: usize) -> Vec<wire::Finding<'r>> {
    let all = findings(run).count();
    let errors = findings(run)
        .filter(|(_, finding)| finding.severity == Severity::Error)
        .count();
    // Errors before warnings, where there is no room for all.
    let mut room = [
        errors.min(most),
        most.saturating_sub(errors).min(all - errors),
    ];
    let mut results = Vec::with_capacity(all.min(most));
    let others = Others::of(&run.checked);
    for checked in &run.checked {
        let locator = Locator::new(&checked.file.bytes);
        let names = fingerprints(&checked.file, &checked.findings);
        for (finding, fingerprint) in checked.findings.iter().zip(names) {
            let room = &mut room[usize::from(finding.severity == Severity::Warning)];
            if *room == 0 {
                continue;
            }
            *room -= 1;
            let locators = (&locator, &others);
            results.push(result(checked, finding, fingerprint, rules, locators));
        }
    }
    results
}

fn result<'r>(
    checked: &'r Checked,
    finding: &'r Diagnostic,
    fingerprint: String,
    rules: &[&Rule],
    (locator, others): (&Locator, &Others),
) -> wire::Finding<'r> {
    let path = &checked.file.path;
    let said = match &finding.help {
        Some(help) => format!("{}\n\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let labels = finding.labels.iter().map(|label| {
        let region = region(locator, &label.span);
        (location(path, Some(region)), &label.message)
    });
    let elsewhere = finding.elsewhere.iter().filter_map(|place| {
        let region = region(others.locator(place)?, &place.span);
        Some((location(&place.file.path, Some(region)), &place.message))
    });
    let related = labels.chain(elsewhere).take(PLACES).enumerate();
    let related = related.map(|(index, (location, said))| wire::Location {
        id: Some(index + 1),
        message: Some(message(said)),
        ..location
    });
    wire::Finding {
        rule_id: finding.rule,
        rule_index: rules
            .iter()
            .position(|rule| rule.id == finding.rule)
            .unwrap_or_default(),
        level: name(finding.severity),
        message: message(&said),
        locations: [wire::Location {
            logical_locations: address(finding).into_iter().collect(),
            ..location(path, Some(region(locator, &finding.span)))
        }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([("connlint/v1", fingerprint)]),
        fixes: fixes(path, finding, locator),
    }
}

/// The fixes that can be written down whole.
fn fixes(path: &str, finding: &Diagnostic, locator: &Locator) -> Vec<wire::Fix> {
    let replacement = |edit: &Edit| wire::Replacement {
        deleted_region: region(locator, &edit.span),
        inserted_content: (!edit.text.is_empty()).then(|| text(&edit.text)),
    };
    // A byte-order mark takes no column, so that no region can take it away.
    let is_region = |edit: &Edit| {
        let [start, end] = [edit.span.start, edit.span.end].map(|at| locator.position(at));
        start != end || edit.span.is_empty()
    };
    let whole = finding
        .fixes
        .iter()
        .filter(|fix| fix.edits.iter().all(|edit| !edit.secret && is_region(edit)));
    let fixes = whole.map(|fix| wire::Fix {
        description: text(&fix.title),
        artifact_changes: [wire::Change {
            artifact_location: artifact(path),
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
        properties: wire::FixProperties {
            applicability: if fix.safe { "safe" } else { "unsafe" },
        },
    });
    fixes.collect()
}

/// The value inside the request.
fn address(finding: &Diagnostic) -> Option<wire::Address> {
    let pointer = finding
        .pointer
        .as_deref()
        .filter(|pointer| !pointer.is_empty())?;
    Some(match finding.keyword {
        Some(keyword) => wire::Address {
            name: Some(keyword.to_owned()),
            fully_qualified_name: format!("{pointer}/{keyword}"),
            kind: "parameter",
        },
        None => wire::Address {
            name: None,
            fully_qualified_name: pointer.to_owned(),
            kind: "property",
        },
    })
}

/// What was not read, and what has no room.
fn notifications(run: &Run, written: usize) -> Vec<wire::Notification> {
    let unread = run.unread.iter().map(|file| wire::Notification {
        level: "error",
        message: message(&format!("not read: {}: {}", file.path, file.message)),
        locations: vec![location(&file.path, file.place.map(point))],
    });
    let mut notifications: Vec<_> = unread.collect();
    let all = findings(run).count();
    let said = if written < all {
        Some((
            "warning",
            format!(
                "{written} of {all} findings are in this report, errors first, because GitHub takes no more"
            ),
        ))
    } else if all > KEPT {
        let said = format!("GitHub keeps {KEPT} of the {all} findings in this report");
        Some(("note", said))
    } else {
        None
    };
    notifications.extend(said.map(|(level, said)| wire::Notification {
        level,
        message: message(&said),
        locations: Vec::new(),
    }));
    notifications
}

fn location(path: &str, region: Option<wire::Region>) -> wire::Location {
    wire::Location {
        id: None,
        physical_location: wire::Place {
            artifact_location: artifact(path),
            region,
        },
        logical_locations: Vec::new(),
        message: None,
    }
}

/// A path as a URI: relative to the root, unless it is absolute.
fn artifact(path: &str) -> wire::Artifact {
    let bytes = path.as_bytes();
    let has_drive = matches!(bytes, [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let (before, base) = match (path.starts_with('/'), has_drive) {
        (true, _) => ("file://", None),
        (_, true) => ("file:///", None),
        _ => ("", Some(ROOT)),
    };
    let mut uri = before.to_owned();
    for &byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b':' if has_drive && uri.len() == before.len() + 1 => uri.push(':'),
            byte => uri += &format!("%{byte:02X}"),
        }
    }
    wire::Artifact {
        uri,
        uri_base_id: base,
    }
}

fn region(locator: &Locator, span: &Range<usize>) -> wire::Region {
    let [start, end] = [span.start, span.end].map(|at| locator.position(at));
    wire::Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

/// A place of which nobody knows how far it reaches.
fn point(place: Position) -> wire::Region {
    wire::Region {
        start_line: place.line,
        start_column: place.column,
        end_line: place.line,
        end_column: place.column,
    }
}

/// A message, in which brackets before a parenthesis would be a link.
fn message(said: &str) -> wire::Text {
    if said.contains("](") {
        return text(&said.replace('[', "\\[").replace(']', "\\]"));
    }
    text(said)
}

fn text(text: &str) -> wire::Text {
    wire::Text {
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
