//! What may be shown of a call.

use std::ops::Range;

use super::{beside, is_simple_placeholder, whole};
use crate::catalog::{self, HeaderValue};
use crate::extract::is_method;
use crate::near;
use crate::rule::CallContext;
use crate::text::{HOLE, Text};

/// Adds what may be shown of a call.
pub(super) fn add(context: &CallContext<'_>, shown: &mut Vec<Range<usize>>) {
    let call = context.call;
    shown.extend(beside::name(call, context.file));
    let method = |method: &&Text<'_>| is_method(method.as_str());
    // One that is only implied has the place of what implies it, be it a whole address.
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '"');
    let written = |range: &Range<usize>| {
        let text = context.file.get(range.clone());
        text.is_some_and(|text| text.chars().all(is_word))
    };
    let methods = call.method.iter().filter(method);
    shown.extend(methods.flat_map(whole).filter(written));
    if let Some(url) = call.url.as_ref().filter(|url| is_address(url.as_str())) {
        let public = url.as_str().split(['?', '#']).next().unwrap_or_default();
        shown.extend(url.pieces(0..public.len()));
    }
    for header in call.headers.iter().filter(|header| !header.implied) {
        let known = catalog::headers().iter().find(|known| {
            let written = header.name.as_str();
            known.name.eq_ignore_ascii_case(written)
                || known.aliases.iter().any(|alias| near::same(alias, written))
                || near::nearest(written, [known.name]).is_some()
        });
        let Some(known) = known else { continue };
        shown.extend(whole(&header.name));
        let end = header.name.whole_span().end;
        if context.file.get(end..end + 1) == Some(":") {
            shown.push(end..end + 1);
        }
        let Some(value) = &header.value else { continue };
        let fits = known.public && is_shaped(known.value, value.as_str());
        if fits || is_simple_placeholder(value.as_str()) {
            shown.extend(whole(value));
        }
        if let HeaderValue::Prefix(prefix) = known.value
            && value.as_str().starts_with(prefix)
        {
            shown.extend(value.pieces(0..prefix.len()));
            if is_simple_placeholder(value.as_str()[prefix.len()..].trim()) {
                shown.extend(whole(value));
            }
        }
    }
    // The scheme does not belong before a token that the client gives one.
    for value in call
        .headers
        .iter()
        .filter(|header| header.implied)
        .filter_map(|header| header.value.as_ref())
    {
        let prefixes = catalog::headers()
            .iter()
            .filter_map(|known| match known.value {
                HeaderValue::Prefix(prefix) => Some(prefix),
                _ => None,
            });
        let mut written = prefixes.filter(|prefix| value.as_str().starts_with(prefix));
        if let Some(prefix) = written.next() {
            shown.extend(value.pieces(0..prefix.len()));
        }
    }
    options(context, shown);
}

/// Whether what stands in the place of the URL looks like one, and not like a token that strayed there: it has a scheme,
/// or it begins with a placeholder, a slash or a host of the service. One with a user in it, or one that swallowed what
/// stands behind it, does not show.
fn is_address(url: &str) -> bool {
    let first = url.split('/').next().unwrap_or_default();
    let endpoint = catalog::endpoint();
    let begins = url.contains("://")
        || first.chars().all(|c| c == HOLE)
        || is_simple_placeholder(first)
        || first == endpoint.host
        || first.ends_with(endpoint.other_host_suffix);
    begins && !url.contains(['@', ' ', '\n', '\'', '"', '\\'])
}

/// Whether a public header's value looks like what it should be: a token that strayed into it does
/// not show.
fn is_shaped(expected: HeaderValue, value: &str) -> bool {
    let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match expected {
        HeaderValue::Suffix(suffix) => value.ends_with(suffix),
        HeaderValue::LowerCase => value.len() <= 64 && value.chars().all(name),
        HeaderValue::MediaTypes(_) => {
            let (kind, rest) = value.split_once('/').unwrap_or((value, ""));
            let word = |word: &str| {
                word.chars()
                    .all(|c| name(c) || matches!(c, '+' | '.' | '*' | ';' | '=' | ' '))
            };
            !rest.is_empty() && value.len() <= 64 && word(kind) && word(rest)
        }
        HeaderValue::Prefix(_) | HeaderValue::Any => false,
    }
}

/// The names of curl's options and of PowerShell's parameters, and the quotes and backslashes between its words.
fn options(context: &CallContext<'_>, shown: &mut Vec<Range<usize>>) {
    const OPTIONS: &[&str] = &[
        "-X",
        "-H",
        "-d",
        "-s",
        "-S",
        "-f",
        "-L",
        "-k",
        "-i",
        "-v",
        "-sS",
        "-sSf",
        "-fsS",
        "--request",
        "--header",
        "--url",
        "--data",
        "--data-raw",
        "--data-binary",
        "--json",
        "--location",
        "--silent",
        "--fail",
        "--show-error",
        "--oauth2-bearer",
        "--insecure",
        "--include",
        "--verbose",
        "-Uri",
        "-Method",
        "-Headers",
        "-Body",
        "-ContentType",
    ];
    let Some(text) = context.file.get(context.call.span.clone()) else {
        return;
    };
    let base = context.call.span.start;
    let mut at = 0;
    for word in text.split_inclusive([' ', '\t', '\n', '\r', '=', '\'', '"']) {
        let bare = word.trim_end_matches([' ', '\t', '\n', '\r', '=', '\'', '"']);
        if OPTIONS.contains(&bare) || bare == "\\" {
            shown.push(base + at..base + at + bare.len());
        }
        let tail = word.len() - bare.len();
        shown.push(base + at + word.len() - tail..base + at + word.len());
        at += word.len();
    }
}
