use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::json::{Id, Slip, SlipKind};
use crate::request::{name_of, pointer};
use crate::rule::{Check, Findings, error, rule};

mod around;

rule! {
    /// JSON that does not parse.
    ///
    /// A body that is not JSON never gets as far as the Flow Service's own checks. connlint says
    /// what slipped at the place where it slipped, reads on behind it, and checks the rest of the
    /// request as well. A placeholder without quotes (`"port": {PORT}`) is a value and no mistake;
    /// comments and trailing commas are fine in `.jsonc` and `.json5`. Around the body that a command
    /// sends nothing else may stand; in a file that is only kept, or on a page, a note may. Where a merge conflict is left,
    /// the first side is read, and nothing else is said of the syntax; in a script, or around a body, nothing else is said at
    /// all but where a secret stands.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders"
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": {PORT},
    ///       "database": "ORCL",
    ///       "username": "app",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** Certain: RFC 8259 leaves no room.
    ///
    /// **The service answers** with `400` before it looks at the request, or `1405-400` where
    /// nothing is left of the body.
    ///
    /// **Fix.** Where there is one way to mend it: a comma, a quote or a bracket is added or
    /// removed. A comment is never deleted.
    "syntax-errors", Error, Check::Document(check)
}

fn check(document: &Document<'_>, findings: &mut Findings) {
    let json = document.json;
    let is_conflict = |slip: &&Slip| slip.kind == SlipKind::MergeConflict;
    if let Some(conflict) = json.slips.iter().find(is_conflict) {
        // Whatever else does not fit comes of it.
        let marks = [&conflict.at].into_iter().chain(&conflict.others);
        let marks: Vec<_> = marks.map(|mark| json.text.span(mark.clone())).collect();
        findings.report(self::conflict(&marks));
        return;
    }
    let strays = around::strays(document);
    for stray in &strays {
        let finding = error(&RULE, json.text.span(stray.at.clone()), stray.message);
        findings.report(finding.help("a call sends one JSON value; remove the rest"));
    }
    let outside = |slip: &Slip| {
        if slip.kind == SlipKind::CommaBehind {
            return true;
        }
        let mut ranges = document.roots.iter().map(|&root| json.range(root));
        !ranges.any(|range| range.start <= slip.at.end && slip.at.start <= range.end)
    };
    for slip in &json.slips {
        let mut sides = strays.iter().map(|stray| &stray.side);
        let is_told = !slip.at.is_empty()
            && sides.any(|side| side.start <= slip.at.start && slip.at.end <= side.end);
        if is_told || outside(slip) && !around::is_plain(document, slip, outside) {
            continue;
        }
        let (message, label) = wording(slip.kind);
        if let Some((opened, at)) = lost_before(document, slip) {
            let finding = error(&RULE, json.text.span(at..at), message)
                .label(json.text.span(opened), label)
                .fix(mending(slip.kind), [json.text.edit(at..at, "}")]);
            findings.report(finding);
            continue;
        }
        findings.report(finding(document, slip));
    }
}

/// The rule's id, for those who tell of what it does not see.
pub(crate) const ID: &str = RULE.id;

/// The marks of conflicts, in bytes of the file; one at least.
pub(crate) fn conflict(marks: &[Range<usize>]) -> Diagnostic {
    let kind = SlipKind::MergeConflict;
    let (message, label) = wording(kind);
    let first = marks.first().cloned().unwrap_or_default();
    let finding = error(&RULE, first, message);
    let others = marks.iter().skip(1).take(3);
    let finding = others.fold(finding, |finding, mark| finding.label(mark.clone(), label));
    finding.help(help(kind).unwrap_or_default())
}

fn finding(document: &Document<'_>, slip: &Slip) -> Diagnostic {
    let text = &document.json.text;
    let (message, label) = wording(slip.kind);
    let mut finding = error(&RULE, text.span(slip.at.clone()), message);
    for other in slip.others.iter().take(3) {
        finding = finding.label(text.span(other.clone()), label);
    }
    let edits = slip.edits.iter();
    let edits = edits.map(|(at, with)| text.edit(at.clone(), with));
    finding = finding.fix(mending(slip.kind), edits);
    match help(slip.kind) {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// Where a brace was lost that makes everything after it stand in the login, though the text can only tell that its
/// first bracket is never closed: what was opened, and the place, both in the JSON text.
fn lost_before(document: &Document<'_>, slip: &Slip) -> Option<(Range<usize>, usize)> {
    let json = document.json;
    let opened = slip.others.first()?;
    let mut roots = document.roots.iter().copied();
    let root = roots.find(|&root| json.range(root).start == opened.start)?;
    if slip.kind != SlipKind::MissingCloser {
        return None;
    }
    let auth = json.get(root, name_of(pointer::AUTH))?;
    let members: Vec<_> = json.members(auth).collect();
    let spec = |&(key, _): &(Id, Id)| json.str(key) == name_of(pointer::SPEC);
    let follows = members.iter().position(spec)?;
    let (_, before) = members[..follows].last()?;
    let start = json.range(auth).start;
    Some((start..start + 1, json.range(*before).end))
}

/// What is wrong, and what a second place of the same mistake is.
fn wording(kind: SlipKind) -> (&'static str, &'static str) {
    match kind {
        SlipKind::MissingComma => ("a comma is missing here", ""),
        SlipKind::TrailingComma => ("a comma before a closing bracket", ""),
        SlipKind::ExtraComma => ("a comma with nothing before it", ""),
        SlipKind::MissingColon => ("a colon is missing between a key and its value", ""),
        SlipKind::WrongColon => ("a colon divides a key from its value, not this", ""),
        SlipKind::MissingValue => ("a value is missing here", ""),
        SlipKind::MissingOpeningQuote => ("the opening quote is missing", ""),
        SlipKind::MissingClosingQuote => ("the closing quote is missing", ""),
        SlipKind::UnescapedQuote => ("a quote inside a string is not escaped", ""),
        SlipKind::UnquotedString => ("a string is not in quotes", ""),
        SlipKind::UnquotedKey => ("a key is not in quotes", "here too"),
        SlipKind::SingleQuotes => ("JSON takes double quotes, not single ones", "here too"),
        SlipKind::TypographicQuotes => (
            "JSON takes straight quotes, not typographic ones",
            "here too",
        ),
        SlipKind::LineBreakInString => ("a string goes over the end of its line", "here too"),
        SlipKind::ControlCharacter => ("a control character stands in a string", "here too"),
        SlipKind::BadEscape => ("a backslash that begins no JSON escape", ""),
        SlipKind::BadNumber => ("this is not a JSON number", ""),
        SlipKind::BadLiteral => ("JSON writes this literal in lower case", ""),
        SlipKind::Comment => ("JSON has no comments", "here too"),
        SlipKind::MissingOpener => ("an opening brace is missing here", ""),
        SlipKind::MissingCloser => ("a closing bracket is missing here", "opened here"),
        SlipKind::ExtraCloser => ("a closing bracket too many", ""),
        SlipKind::WrongCloser => ("the wrong closing bracket", ""),
        SlipKind::MergeConflict => ("a merge conflict is left here", "and here"),
        SlipKind::CommaBehind => ("a comma behind the JSON value", ""),
        SlipKind::TooDeep => ("nested too deep to be read", ""),
        SlipKind::Unexpected => ("this cannot stand here", ""),
    }
}

/// The title of the fix.
fn mending(kind: SlipKind) -> &'static str {
    match kind {
        SlipKind::MissingComma => "add the comma",
        SlipKind::TrailingComma | SlipKind::ExtraComma | SlipKind::CommaBehind => {
            "remove the comma"
        }
        SlipKind::MissingColon | SlipKind::WrongColon => "write a colon",
        SlipKind::MissingOpener | SlipKind::MissingCloser => "add the bracket",
        SlipKind::ExtraCloser => "remove the bracket",
        SlipKind::WrongCloser => "exchange the bracket",
        SlipKind::MissingOpeningQuote | SlipKind::MissingClosingQuote => "add the quote",
        SlipKind::BadLiteral => "write it in lower case",
        SlipKind::BadEscape | SlipKind::UnescapedQuote => "escape it",
        SlipKind::LineBreakInString | SlipKind::ControlCharacter => "write it as an escape",
        _ => "write straight double quotes",
    }
}

fn help(kind: SlipKind) -> Option<&'static str> {
    match kind {
        SlipKind::BadEscape => Some("write two backslashes for one"),
        SlipKind::Comment => {
            Some("keep remarks in a key such as `_comment`, or name the file `.jsonc`")
        }
        SlipKind::UnescapedQuote => Some("write `\\\"` for a quote inside a string"),
        SlipKind::MergeConflict => {
            Some("keep one side, or what is right of both, and remove the marks")
        }
        SlipKind::TooDeep => Some("a request has four levels; what lies below 128 is not read"),
        _ => None,
    }
}
