use crate::choose::{IdState, is_uuid};
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, error, rule, warning};

rule! {
    /// A connection spec id that is not a UUID.
    ///
    /// The id is fixed for each source and has 36 characters: 8-4-4-4-12 hexadecimal digits.
    /// Copying adds a full stop, braces or blanks, or loses a digit; the documentation itself
    /// prints an id with a full stop inside the code. Upper case is a warning.
    ///
    /// ```json bad
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
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328.", "version": "1.0" }
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
    /// **How sure.** Certain for what is not a UUID (RFC 9562). Upper case is a warning: UUIDs are
    /// compared without regard to case, but not by every program.
    ///
    /// **The service answers** `1413-400`.
    ///
    /// **Fix.** Writes the id that it is nearest to, where at most two digits differ.
    "malformed-spec-ids", Error, Check::Request(check)
}

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(id) = request.spec_id().filter(|&id| request.json.is_string(id)) else {
        return;
    };
    // Whose id it should be is the greater mistake.
    if request.choice.mismatch.is_some() {
        return;
    }
    let json = request.json;
    let written = json.str(id);
    let (meant, mut finding) = match &request.choice.id {
        IdState::Malformed { near } => {
            let message = format!(
                "this connection spec id is not a UUID: {}",
                reason(&written)
            );
            (*near, error(&RULE, json.content_span(id), message))
        }
        IdState::Known(sources) if written.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            let own = sources
                .iter()
                .flat_map(|source| source.ids)
                .find(|known| known.eq_ignore_ascii_case(&written));
            (
                own.copied(),
                warning(
                    &RULE,
                    json.content_span(id),
                    "connection spec ids are written in lower case",
                ),
            )
        }
        _ => return,
    };
    finding = finding.pointer(pointer::SPEC_ID);
    if let Some(meant) = meant {
        let owner = request
            .catalog
            .owners(meant)
            .next()
            .map_or("", |source| source.title);
        finding = finding
            .help(format!("write `{meant}`, the id of {owner}"))
            .fix(
                format!("write `{meant}`"),
                [json.text.edit(json.content_range(id), meant)],
            );
    }
    findings.report(finding);
}

/// What is the matter, without repeating the text, which may be anything.
fn reason(written: &str) -> String {
    let trimmed = written.trim();
    if trimmed.len() < written.len() && is_uuid(trimmed) {
        return "white space stands around it".to_owned();
    }
    if let Some(last) = trimmed
        .chars()
        .last()
        .filter(|last| last.is_ascii_punctuation())
        && is_uuid(&trimmed[..trimmed.len() - 1])
    {
        return format!("`{last}` stands behind it");
    }
    let inner = trimmed
        .trim_start_matches(['{', '"', '<', '('])
        .trim_end_matches(['}', '"', '>', ')']);
    if inner.len() < trimmed.len() && is_uuid(inner) {
        return "brackets or quotes stand around it".to_owned();
    }
    match trimmed.chars().count() {
        36 => "it is not five groups of hexadecimal digits".to_owned(),
        length => format!("it has {length} characters, not 36"),
    }
}
