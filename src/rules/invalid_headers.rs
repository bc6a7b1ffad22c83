use std::ops::Range;

use super::misspelled_headers::{are_sent, exact, meant};
use crate::catalog::{Header, HeaderValue};
use crate::diagnostic::{Diagnostic, Severity};
use crate::extract::{self, Client};
use crate::near;
use crate::placeholder;
use crate::rule::{CallContext, Check, Findings, error, rule, warning};

rule! {
    /// A header whose value the service cannot mean.
    ///
    /// A token without `Bearer`, a content type other than JSON, an organisation without
    /// `@AdobeOrg`, a sandbox with capital letters, an empty value, a header without a colon, and a
    /// header that is given twice. What a variable or a placeholder stands for is not judged, the
    /// text around it is.
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: Production' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Token {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H "Authorization: Bearer $TOKEN" \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H "x-gw-ims-org-id: $ORG_ID@AdobeOrg" \
    ///   -H 'x-sandbox-name: prod' \
    ///   -H 'Content-Type: application/json; charset=utf-8' \
    ///   -d "$BODY"
    /// ```
    ///
    /// **How sure.** The values stand in the OpenAPI description of the Flow Service and in every
    /// example. `bearer` in small letters is a warning, for standards allow it.
    ///
    /// **The service answers** `2114-400` or `2115-400` to a token, `2000-401` to an organisation,
    /// `2100-404` to a sandbox that it cannot read.
    ///
    /// **Fix.** None.
    "invalid-headers", Error, Check::Call(check)
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    if !are_sent(context) {
        return;
    }
    let headers = &context.call.headers;
    for finding in headers
        .iter()
        .filter_map(|header| twice_by_option(context, header))
    {
        findings.report(finding);
    }
    let mut seen: Vec<(&Header, Range<usize>)> = Vec::new();
    for header in headers.iter().filter(|header| !header.implied) {
        let written = header.name.as_str();
        let span = header.name.whole_span();
        let Some(value) = &header.value else {
            if let Some(known) = meant(written).filter(|known| known.required) {
                let message = match context.call.client {
                    Client::Shell => {
                        format!("`{}` has no colon, so curl does not send it", known.name)
                    }
                    _ => format!("`{}` has no colon, and so no value", known.name),
                };
                let name = written.split([' ', '\t', '=']).next().unwrap_or(written);
                let finding = error(&RULE, header.name.span(0..name.len()), message);
                let help = format!("write `{}: {}`", known.name, known.example);
                findings.report(finding.header(known.name).help(help));
            }
            continue;
        };
        let Some(known) = exact(written).filter(|known| known.required) else {
            continue;
        };
        // `-H 'Name:'` takes away what curl would send by itself.
        let again = |other: &extract::Header<'_>| {
            other.name.as_str().eq_ignore_ascii_case(written)
                && other.value.as_ref().is_some_and(|value| !value.is_empty())
        };
        let is_elsewhere = !context.call.headers_known || headers.iter().any(again);
        if value.is_empty() && is_elsewhere {
            continue;
        }
        let first = seen.iter().find(|(earlier, _)| earlier.name == known.name);
        if let Some((_, first)) = first {
            let message = format!("`{}` is given twice", known.name);
            let finding = error(&RULE, span, message).label(first.clone(), "the first");
            findings.report(finding.header(known.name).help("leave one of them out"));
            continue;
        }
        seen.push((known, span));
        if let Some(finding) = judge(known, header, value.as_str()) {
            let help = help(known, value.as_str(), finding.severity);
            findings.report(finding.header(known.name).help(help));
        }
    }
}

/// A token with its scheme, where the client writes that by itself: `--oauth2-bearer 'Bearer …'`.
fn twice_by_option(context: &CallContext<'_>, header: &extract::Header<'_>) -> Option<Diagnostic> {
    let name = header.name.as_str();
    let known = exact(name).filter(|_| header.implied)?;
    let (HeaderValue::Prefix(prefix), Some(value)) = (known.value, &header.value) else {
        return None;
    };
    // Whoever writes the name of the header writes all of its value.
    let names_it = context.file.get(header.name.whole_span()) == Some(name);
    let scheme = prefix.trim_end();
    let written = value.as_str().get(..prefix.len())?;
    (written.eq_ignore_ascii_case(prefix) && !names_it).then(|| {
        let message = format!("`{scheme}` stands twice, for it is added to the token");
        error(&RULE, value.span(0..scheme.len()), message)
            .header(known.name)
            .help("write the token alone")
    })
}

fn help(known: &Header, value: &str, severity: Severity) -> String {
    let written = format!("write `{}: {}`", known.name, known.example);
    let code = match known.value {
        _ if value.is_empty() => known.missing.iter().chain(known.invalid).next(),
        HeaderValue::Prefix(_) => known.invalid.last(),
        _ => known.invalid.first(),
    };
    match code {
        Some(code) if severity == Severity::Error => {
            format!("{written}; the service answers `{code}`")
        }
        _ => written,
    }
}

/// What is wrong with a value, as far as it is written down.
fn judge(known: &Header, header: &extract::Header<'_>, value: &str) -> Option<Diagnostic> {
    let text = header.value.as_ref()?;
    let name = known.name;
    let found =
        |range: Range<usize>, message: String| Some(error(&RULE, text.span(range), message));
    if value.is_empty() {
        let message = format!("`{name}` has no value");
        return Some(error(&RULE, header.name.whole_span(), message));
    }
    if is_stand_in(known, value) {
        return None;
    }
    let parts = placeholder::parts(value);
    let head = &value[..parts.first().map_or(value.len(), |part| part.start)];
    let tail = &value[parts.last().map_or(0, |part| part.end)..];
    let whole = parts.is_empty();
    match known.value {
        // What a variable holds is not known, but the documentation's own placeholder is the token alone.
        HeaderValue::Prefix(prefix) if known.example.strip_prefix(prefix) == Some(value) => {
            let message = format!("the token is not preceded by `{}`", prefix.trim_end());
            Some(warning(&RULE, text.span(0..value.len()), message))
        }
        HeaderValue::Prefix(prefix) if !head.is_empty() => {
            let scheme = prefix.trim_end();
            if let Some(rest) = value.strip_prefix(prefix) {
                let again = rest.trim_start();
                let twice = again.starts_with(prefix);
                let from = value.len() - again.len();
                return found(
                    from..from + scheme.len(),
                    format!("`{scheme}` stands twice"),
                )
                .filter(|_| twice);
            }
            let first = head.split(char::is_whitespace).next().unwrap_or(head);
            if value == scheme {
                found(0..value.len(), format!("no token follows `{scheme}`"))
            } else if first.eq_ignore_ascii_case(scheme) && first != scheme {
                let message = format!("`{scheme}` is in another case than documented");
                Some(warning(&RULE, text.span(0..first.len()), message))
            } else if head.starts_with(scheme) {
                found(0..scheme.len(), format!("no blank follows `{scheme}`"))
            } else {
                let end = if first.len() < head.len() {
                    first.len()
                } else {
                    head.len()
                };
                found(0..end, format!("the token is not preceded by `{scheme}`"))
            }
        }
        HeaderValue::Suffix(suffix) if !tail.is_empty() && !tail.ends_with(suffix) => found(
            0..value.len(),
            format!("`{name}` does not end in `{suffix}`"),
        ),
        HeaderValue::MediaTypes(types) if whole => {
            let written = value.split([';', ',']).next().unwrap_or(value).trim_end();
            let passes = written.to_ascii_lowercase().ends_with("+json")
                || types
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(written));
            let message = format!("`{name}` does not say that the body is JSON");
            found(0..value.len(), message).filter(|_| !passes)
        }
        HeaderValue::LowerCase if whole && value.contains(char::is_uppercase) => {
            found(0..value.len(), format!("`{name}` is not all lower case"))
        }
        _ => None,
    }
}

/// Whether a value only says what belongs there: `YOUR_ORG_ID`, `SANDBOX`.
pub(crate) fn is_stand_in(known: &Header, value: &str) -> bool {
    let value = match known.value {
        HeaderValue::Prefix(prefix) => value.trim_start_matches(prefix.trim_end()).trim(),
        _ => value,
    };
    let loud = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    let repeats = |text: &str| near::fold(text).contains(&near::fold(value));
    let yours = value
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("your"));
    yours
        || !value.is_empty()
            && value.chars().all(loud)
            && (value.contains('_') || repeats(known.name) || repeats(known.example))
}
