use super::broken_commands::around;
use super::wrong_endpoints::address::{is_elided, is_for_service};
use crate::catalog::{self, Header, HeaderValue};
use crate::extract::{Body, Call, Client};
use crate::near;
use crate::placeholder;
use crate::rule::{CallContext, Check, Findings, error, rule};

rule! {
    /// A header whose name is not quite right.
    ///
    /// A header that nobody knows is ignored, so the one that was meant is missing. A name is
    /// taken for another only where it is near it, or a word that people use for it, and the right
    /// one is not there.
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'X-Api-Key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'content-type: application/json' \
    ///   -H 'x-trace: nightly' \
    ///   -d "$BODY"
    /// ```
    ///
    /// **How sure.** The names stand in the OpenAPI description of the Flow Service.
    ///
    /// **The service answers** what it answers where the header is missing: `2001-401`, `2105-400`.
    ///
    /// **Fix.** The header is renamed, where its value fits the new name.
    "misspelled-headers", Error, Check::Call(check)
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    let call = context.call;
    if !is_told(context) {
        return;
    }
    for header in call.headers.iter().filter(|header| !header.implied) {
        let written = header.name.as_str();
        let Some(value) = &header.value else { continue };
        let Some(known) = meant(written).filter(|known| known.required) else {
            continue;
        };
        if has(call, known) || findings.is_absence_claimed(known.name) {
            continue;
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let message = match written.len() <= 32 && written.chars().all(plain) {
            true => format!("`{written}` is not a header of the service"),
            false => "this is not a header of the service".to_owned(),
        };
        let span = header.name.whole_span();
        let mut finding = error(&RULE, span, message)
            .header(known.name)
            .help(help(known));
        if fits(known, value.as_str()) {
            let edit = header.name.edit(0..written.len(), known.name);
            finding = finding.fix(format!("rename it to `{}`", known.name), [edit]);
        }
        if findings.report(finding) {
            findings.claim_absence(known.name);
        }
    }
}

fn help(known: &Header) -> String {
    match known.missing.first() {
        Some(code) => format!(
            "write `{}`; without it the service answers `{code}`",
            known.name
        ),
        None => format!("write `{}`", known.name),
    }
}

/// Whether the value could be the header's.
fn fits(known: &Header, value: &str) -> bool {
    match known.value {
        HeaderValue::Prefix(prefix) => value.starts_with(prefix),
        _ => true,
    }
}

/// Whether all headers of a call to the service can be read.
pub(super) fn is_told(context: &CallContext<'_>) -> bool {
    context.call.headers_known && are_sent(context)
}

/// Whether the headers that are written are sent to the service as they are, though others may be added to them.
pub(super) fn are_sent(context: &CallContext<'_>) -> bool {
    let call = context.call;
    call.keeps_headers()
        && is_for_service(call)
        && call.headers.iter().all(|header| {
            let name = header.name.as_str();
            match header.value {
                None => header.implied || meant(name).is_some(),
                Some(_) => placeholder::filling(name).is_literal(),
            }
        })
        && (call.client != Client::Shell || !is_shortened(context) && !is_wrapped(context))
}

/// Whether the script puts a function of its own in curl's place.
fn is_wrapped(context: &CallContext<'_>) -> bool {
    let definitions = ["curl()", "curl ()", "function curl", "alias curl"];
    let around = around(context);
    definitions
        .iter()
        .any(|definition| around.contains(definition))
}

/// Whether something was left out of the command, its body apart: `...`, `{HEADERS}`, `[headers]`.
fn is_shortened(context: &CallContext<'_>) -> bool {
    let span = context.call.span.clone();
    let body = match context.body {
        Body::Text(text) => text.whole_span(),
        _ => span.end..span.end,
    };
    let body = body.start.clamp(span.start, span.end)..body.end.clamp(span.start, span.end);
    let stands_for_more = |word: &str| {
        matches!(
            (word.chars().next(), word.chars().next_back()),
            (Some('{'), Some('}')) | (Some('['), Some(']'))
        )
        // `[201]` is a list of something else.
        && word.contains(|c: char| !c.is_ascii_digit() && !matches!(c, '[' | ']'))
    };
    let parts = [span.start..body.start, body.end..span.end];
    let mut parts = parts.into_iter().filter_map(|part| context.file.get(part));
    parts.any(|part| is_elided(part) || part.split_whitespace().any(stands_for_more))
}

pub(crate) fn exact(name: &str) -> Option<&'static Header> {
    let mut headers = catalog::headers().iter();
    headers.find(|known| known.name.eq_ignore_ascii_case(name))
}

/// The header that is written, or that was meant. Where the colon was forgotten, the first word is its name.
pub(super) fn meant(written: &str) -> Option<&'static Header> {
    let name = written.split([' ', '\t', '=']).next().unwrap_or(written);
    if let Some(known) = exact(written).or_else(|| exact(name)) {
        return Some(known);
    }
    let alias = |known: &&Header| known.aliases.iter().any(|alias| near::same(alias, written));
    let near = || near::nearest(written, catalog::headers().iter().map(|known| known.name));
    let mut headers = catalog::headers().iter();
    headers.find(alias).or_else(|| exact(near()?))
}

/// Whether a call has the header, whatever its value.
pub(super) fn has(call: &Call<'_>, known: &Header) -> bool {
    let mut headers = call.headers.iter();
    headers.any(|header| {
        let name = header.name.as_str();
        name.eq_ignore_ascii_case(known.name)
            || header.value.is_none() && meant(name).is_some_and(|meant| meant.name == known.name)
    })
}
