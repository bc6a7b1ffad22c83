//! For programs: JSON, version 1. The types below are the format; nothing else is serialised.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use super::escape::write_value;
use super::locate::{Locator, Others};
use super::{Run, Totals, name};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::discover;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let locators: Vec<Locator> = run
        .checked
        .iter()
        .map(|checked| Locator::new(&checked.file.bytes))
        .collect();
    let others = Others::of(&run.checked);
    let others = &others;
    let findings = run
        .checked
        .iter()
        .zip(&locators)
        .flat_map(|(checked, locator)| {
            checked
                .findings
                .iter()
                .map(move |found| Finding::of(checked, found, locator, others))
        });
    let report = Report {
        version: 1,
        findings: findings.collect(),
        unread: run.unread.iter().map(Unread::of).collect(),
        summary: Summary::of(&run.totals),
    };
    write_value(&report, out)
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    unread: Vec<Unread<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    request: Option<usize>,
    start: Place,
    end: Place,
    pointer: Option<&'a str>,
    keyword: Option<&'a str>,
    source: Option<&'a str>,
    auth: Option<&'a str>,
    labels: Vec<Label<'a>>,
    fixes: Vec<Repair<'a>>,
}

/// `line` and `column` from 1, `column` in Unicode scalars, `offset` in bytes from 0.
#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Label<'a> {
    path: &'a str,
    start: Place,
    end: Place,
    message: &'a str,
}

#[derive(Serialize)]
struct Repair<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    start: Place,
    end: Place,
    /// Absent where it would repeat a secret.
    text: Option<&'a str>,
    redacted: bool,
}

#[derive(Serialize)]
pub(super) struct Unread<'a> {
    path: &'a str,
    message: &'a str,
    line: Option<usize>,
    column: Option<usize>,
}

#[derive(Serialize)]
pub(super) struct Summary {
    files: usize,
    /// Those that were checked.
    requests: usize,
    unchecked: BTreeMap<&'static str, usize>,
    placeholders: usize,
    errors: usize,
    warnings: usize,
    fixable: usize,
    passed_over: usize,
    /// Findings that a baseline knows, which are not among the others.
    known: usize,
}

impl<'a> Finding<'a> {
    pub(super) fn of(
        checked: &'a Checked,
        found: &'a Diagnostic,
        locator: &Locator,
        others: &Others,
    ) -> Self {
        let path = checked.file.path.as_str();
        let (start, end) = places(locator, &found.span);
        let labels = found.labels.iter().map(|label| {
            let (start, end) = places(locator, &label.span);
            Label {
                path,
                start,
                end,
                message: &label.message,
            }
        });
        let elsewhere = found.elsewhere.iter().filter_map(|place| {
            let (start, end) = places(others.locator(place)?, &place.span);
            Some(Label {
                path: &place.file.path,
                start,
                end,
                message: &place.message,
            })
        });
        Finding {
            rule: found.rule,
            severity: name(found.severity),
            message: &found.message,
            help: found.help.as_deref(),
            path,
            request: found.request,
            start,
            end,
            pointer: found.pointer.as_deref(),
            keyword: found.keyword,
            source: found.source,
            auth: found.auth,
            labels: labels.chain(elsewhere).collect(),
            fixes: found
                .fixes
                .iter()
                .map(|fix| Repair::of(fix, locator))
                .collect(),
        }
    }
}

impl<'a> Unread<'a> {
    pub(super) fn of(file: &'a discover::Unread) -> Self {
        Unread {
            path: &file.path,
            message: &file.message,
            line: file.place.map(|place| place.line),
            column: file.place.map(|place| place.column),
        }
    }
}

impl Summary {
    pub(super) fn of(totals: &Totals) -> Self {
        let unchecked = totals.unchecked.iter();
        Summary {
            files: totals.files,
            requests: totals.checked.iter().map(|(_, count)| count).sum(),
            unchecked: unchecked
                .map(|(kind, count)| (kind.singular, *count))
                .collect(),
            placeholders: totals.placeholders,
            errors: totals.errors,
            warnings: totals.warnings,
            fixable: totals.fixable,
            passed_over: totals.passed_over,
            known: totals.known,
        }
    }
}

impl<'a> Repair<'a> {
    fn of(fix: &'a Fix, locator: &Locator) -> Self {
        let edits = fix.edits.iter().map(|Edit { span, text, secret }| {
            let (start, end) = places(locator, span);
            Replacement {
                start,
                end,
                text: (!secret).then_some(text),
                redacted: *secret,
            }
        });
        let applicability = if fix.safe { "safe" } else { "unsafe" };
        Repair {
            title: &fix.title,
            applicability,
            edits: edits.collect(),
        }
    }
}

fn places(locator: &Locator, span: &Range<usize>) -> (Place, Place) {
    let place = |offset| {
        let position = locator.position(offset);
        Place {
            line: position.line,
            column: position.column,
            offset,
        }
    };
    (place(span.start), place(span.end))
}

#[cfg(test)]
mod tests;
