use std::ops::Range;

use crate::catalog::Role;
use crate::diagnostic::Diagnostic;
use crate::placeholder;
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, rule, warning};
use crate::text::Text;

rule! {
    /// Markup of the documentation that was copied along with a value.
    ///
    /// The vendor's pages are written in a Markdown of their own, in which `[!DNL Oracle]` keeps a name from being translated.
    /// In the source of a page, and in what some tools make of it, the marks stand in the examples too. Back-ticks and HTML
    /// entities are reported only where they cannot be meant: in ids, auth specs, hosts, ports, SIDs and service names.
    ///
    /// ```json bad
    /// {
    ///   "name": "[!DNL Oracle] orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Oracle orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=AEP_READER;Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: the service takes any name.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** Takes the marks away and keeps the text between them. Entities are left, except for the no-break space, which goes.
    "documentation-markup", Warning, Check::Request(check)
}

/// What a no-break space is written as.
const BLANKS: [&str; 3] = ["&nbsp;", "&#160;", "&#xa0;"];
const ENTITIES: [&str; 6] = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&apos;"];

fn check(request: &Request<'_>, findings: &mut Findings) {
    let json = request.json;
    // Nearly every request ends here.
    let body = &json.text.as_str().as_bytes()[json.range(request.body.node)];
    if !may_hold_marks(body) {
        return;
    }
    for (property, value) in request
        .envelope()
        .filter(|&(_, value)| json.is_string(value))
    {
        let prose = [pointer::NAME, pointer::DESCRIPTION].contains(&property.pointer);
        let about = |finding: Diagnostic| finding.pointer(property.pointer);
        look(&json.string(value), property.name, prose, &about, findings);
    }
    for value in request.values().iter().filter(|value| !value.is_secret()) {
        let exact = matches!(
            value.role(),
            Some(
                Role::Host | Role::Port | Role::Sid | Role::Service | Role::Tls | Role::PrivateLink
            )
        );
        let about = |finding| request.about(value, finding);
        look(&value.text, value.name(), !exact, &about, findings);
    }
}

fn look(
    text: &Text<'_>,
    name: &str,
    prose: bool,
    about: &dyn Fn(Diagnostic) -> Diagnostic,
    findings: &mut Findings,
) {
    let written = text.as_str();
    let mut marks = directives(written);
    let mut mendable = true;
    if !prose && placeholder::filling(written).is_literal() {
        marks.extend(written.match_indices('`').map(|(at, _)| at..at + 1));
        let lower = written.to_ascii_lowercase();
        for entity in BLANKS.iter().chain(&ENTITIES) {
            let found = lower
                .match_indices(entity)
                .map(|(at, _)| at..at + entity.len());
            let before = marks.len();
            marks.extend(found);
            mendable &= before == marks.len() || BLANKS.contains(entity);
        }
    }
    marks.sort_by_key(|mark| mark.start);
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else {
        return;
    };
    let whole = first.start..last.end;
    let message = format!("markup of the documentation in `{name}`");
    let mut finding = about(warning(&RULE, text.span(whole), message));
    if mendable {
        let edits = marks.iter().map(|mark| text.edit(mark.clone(), ""));
        finding = finding.fix("take the marks away", edits);
    }
    findings.report(finding);
}

/// Whether a text holds a mark, or a backslash, which may hide one in an escape.
fn may_hold_marks(text: &[u8]) -> bool {
    memchr::memchr3(b'[', b'`', b'&', text).is_some() || memchr::memchr(b'\\', text).is_some()
}

/// The beginnings, with the blanks behind them, and the ends of `[!DNL …]` and its like.
fn directives(text: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    for (start, _) in text.match_indices("[!") {
        let rest = &text[start + 2..];
        let word = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let blanks = rest[word..].len() - rest[word..].trim_start().len();
        let inside = start + 2 + word + blanks;
        let end = text[inside..].find(']').map(|end| inside + end);
        if let (2.., 1.., Some(end)) = (word, blanks, end) {
            marks.extend([start..inside, end..end + 1]);
        }
    }
    marks
}
