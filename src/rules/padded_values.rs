use crate::catalog::EnvelopeProperty;
use crate::catalog::{Role, Source};
use crate::diagnostic::Diagnostic;
use crate::placeholder;
use crate::request::{Meaning, Request, pointer};
use crate::rule::{Check, Findings, rule, warning};
use crate::text::Text;

rule! {
    /// White space at the ends of a value.
    ///
    /// It comes along when a value is copied from a page or a table, and nobody sees it. Names and hosts with a blank at
    /// their end are other names and other hosts. A description may end as it likes, and so may a value of several lines;
    /// in a connection string the driver drops the blanks around values that are not quoted.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com ",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "AEP_READER",
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
    ///       "username": "AEP_READER",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: whether each reader trims its values is not documented.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** Takes the white space away; in a secret it could belong to the value, and is left.
    "padded-values", Warning, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let json = request.json;
    // Prose may end as it likes, and a malformed id is the graver mistake.
    let judged = |property: &EnvelopeProperty| {
        ![pointer::DESCRIPTION, pointer::SPEC_ID].contains(&property.pointer)
    };
    for (property, value) in request.envelope().filter(|(property, _)| judged(property)) {
        if !json.is_string(value) || !has_ends(&json.str(value)) {
            continue;
        }
        let text = json.string(value);
        if placeholder::filling(text.as_str()).is_literal() {
            let about = |finding: Diagnostic| finding.pointer(property.pointer);
            report(&text, property.name, true, &about, findings);
        }
    }
    let full = request.source().is_some_and(Source::is_full);
    for value in request.values() {
        let prose = matches!(value.role(), Some(Role::File | Role::ConnectionString));
        // Blanks that somebody quoted in a secret are meant.
        let meant = value.is_secret() && (!full || matches!(value.meaning, Meaning::Keyword(_)));
        if !prose && !meant && has_ends(value.text.as_str()) && value.filling().is_literal() {
            let about = |finding| request.about(value, finding);
            report(
                &value.text,
                value.name(),
                !value.is_secret(),
                &about,
                findings,
            );
        }
    }
}

/// Whether a text begins or ends with white space.
fn has_ends(text: &str) -> bool {
    text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace)
}

fn report(
    text: &Text<'_>,
    name: &str,
    mendable: bool,
    about: &dyn Fn(Diagnostic) -> Diagnostic,
    findings: &mut Findings,
) {
    let written = text.as_str();
    let start = 0..written.len() - written.trim_start().len();
    let end = written.trim_end().len()..written.len();
    if written.trim().is_empty() || written.trim().contains('\n') {
        return;
    }
    let (place, span) = match (start.is_empty(), end.is_empty()) {
        (true, true) => return,
        (false, true) => ("at the start of", start.clone()),
        (true, false) => ("at the end of", end.clone()),
        (false, false) => ("around", start.clone()),
    };
    let message = format!("white space {place} `{name}`");
    let mut finding = about(warning(&RULE, text.span(span.clone()), message));
    if place == "around" {
        finding = finding.label(text.span(end.clone()), "and here");
    }
    finding = if mendable {
        let ends = [start.clone(), end.clone()].into_iter();
        let edits = ends
            .filter(|range| !range.is_empty())
            .map(|range| text.edit(range, ""));
        finding.fix("take the white space away", edits)
    } else {
        finding.help("take it away, unless it belongs to the value")
    };
    if findings.report(finding) && place == "around" {
        findings.claim(text.span(end));
    }
}
