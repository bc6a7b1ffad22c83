//! Which bytes of a file may be shown: an allow-list, so that a secret needs no recognising.
//!
//! Punctuation, known names, and values that the data mark as public and that look like what they
//! should be. Everything else is masked by the reports.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::catalog::{self, Catalog, HeaderValue, Keyword, Role};
use crate::json::{Id, Json, Kind};
use crate::keywords::ConnectionKeywords;
use crate::near;
use crate::object::{Match, Object};
use crate::placeholder::{self, Filling};
use crate::request::{Request, Value, pointer, properties_in};
use crate::rule::CallContext;
use crate::text::Text;

/// Adds what may be shown of a request.
pub fn request(request: &Request<'_>, shown: &mut Vec<Range<usize>>) {
    let json = request.json;
    punctuation(json, request.body.node, shown);
    for at in [pointer::BODY, pointer::AUTH, pointer::SPEC] {
        let Some(object) = request.object(at) else {
            continue;
        };
        keys(request, object, shown);
        // What people write in a description is anybody's guess.
        let named = |property: &&catalog::EnvelopeProperty| {
            property.public && property.pointer != pointer::DESCRIPTION
        };
        for property in properties_in(at).filter(named) {
            // A name that swallowed its neighbours is no name any more.
            let plain = |value: &Id| {
                let text = json.str(*value);
                !text.contains(['=', '"', '{', '\'']) && !names_a_secret(&text)
            };
            if let Some(value) = object.value(property.name).filter(plain) {
                show(json, value, shown);
            }
        }
    }
    let Some(params) = &request.params else {
        return;
    };
    keys(request, params, shown);
    for (param, value) in request.params() {
        if param.public && is_harmless(param.role, &json.str(value)) {
            show(json, value, shown);
        }
        if param.role == Some(Role::User) && param.public {
            before_slash(&json.string(value), shown);
        }
    }
    for member in &params.members {
        placeholders(json, member.value, shown);
    }
    if let Some(string) = &request.string {
        connection_string(string, shown);
    }
}

/// Adds what may be shown of a call.
pub fn call(context: &CallContext<'_>, shown: &mut Vec<Range<usize>>) {
    let call = context.call;
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if context
        .file
        .get(call.name.clone())
        .is_some_and(|name| name.chars().all(word))
    {
        shown.push(call.name.clone());
    }
    let method = |method: &&Text<'_>| {
        method.as_str().len() <= 7 && method.as_str().chars().all(char::is_alphabetic)
    };
    shown.extend(call.method.as_ref().filter(method).map(Text::whole_span));
    // A URL with a user in it, or one that swallowed what stands behind it, does not show.
    let plain = |url: &&Text<'_>| !url.as_str().contains(['@', ' ', '\n', '\'', '"', '\\']);
    if let Some(url) = call.url.as_ref().filter(plain) {
        let public = url.as_str().split(['?', '#']).next().unwrap_or_default();
        shown.push(url.span(0..public.len()));
    }
    for header in call.headers.iter().filter(|header| !header.implied) {
        let known = catalog::headers().iter().find(|known| {
            let written = header.name.as_str();
            known.name.eq_ignore_ascii_case(written)
                || known.aliases.iter().any(|alias| near::same(alias, written))
                || near::nearest(written, [known.name]).is_some()
        });
        let Some(known) = known else { continue };
        shown.push(header.name.whole_span());
        let end = header.name.whole_span().end;
        if context.file.get(end..end + 1) == Some(":") {
            shown.push(end..end + 1);
        }
        let Some(value) = &header.value else { continue };
        let fits = known.public && is_shaped(known.value, value.as_str());
        if fits || is_simple_placeholder(value.as_str()) {
            shown.push(value.whole_span());
        }
        if let HeaderValue::Prefix(prefix) = known.value
            && value.as_str().starts_with(prefix)
        {
            shown.push(value.span(0..prefix.len()));
            if is_simple_placeholder(value.as_str()[prefix.len()..].trim()) {
                shown.push(value.whole_span());
            }
        }
    }
    options(context, shown);
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

/// The names of curl's options, and the quotes and backslashes between its words.
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

/// Sorts and joins the ranges.
pub fn normalise(shown: &mut Vec<Range<usize>>) {
    shown.retain(|range| !range.is_empty());
    shown.sort_by_key(|range| (range.start, range.end));
    shown.dedup_by(|next, kept| {
        let joins = next.start <= kept.end;
        if joins {
            kept.end = kept.end.max(next.end);
        }
        joins
    });
}

/// Brackets, colons, commas and quotes of JSON, outside its strings.
fn punctuation(json: &Json<'_>, node: Id, shown: &mut Vec<Range<usize>>) {
    let text = json.text.as_str();
    let mut gap = json.range(node).start;
    let is_mark = |byte: u8| matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"');
    let mut mark = |range: Range<usize>| {
        let between = &text.as_bytes()[range.clone()];
        if between
            .iter()
            .all(|&byte| is_mark(byte) || byte.is_ascii_whitespace())
        {
            return shown.push(json.text.span(range));
        }
        for (at, _) in between
            .iter()
            .enumerate()
            .filter(|(_, byte)| is_mark(**byte))
        {
            shown.push(json.text.span(range.start + at..range.start + at + 1));
        }
    };
    for id in node..json.next(node) {
        if matches!(json.kind(id), Kind::Object | Kind::Array) {
            continue;
        }
        let content = json.content_range(id);
        if content.start >= gap {
            mark(gap..content.start);
            gap = content.end;
        }
    }
    mark(gap..json.range(node).end);
}

fn keys(request: &Request<'_>, object: &Object, shown: &mut Vec<Range<usize>>) {
    let json = request.json;
    for member in &object.members {
        let written = json.str(member.key);
        let known = member.matched != Match::Unknown || is_known_name(&written, request.catalog);
        if known {
            shown.push(json.content_span(member.key));
        }
    }
}

fn show(json: &Json<'_>, id: Id, shown: &mut Vec<Range<usize>>) {
    if !matches!(json.kind(id), Kind::Object | Kind::Array) {
        shown.push(json.content_span(id));
    }
}

/// A value that is a plain placeholder shows nothing but a name.
fn placeholders(json: &Json<'_>, id: Id, shown: &mut Vec<Range<usize>>) {
    let simple = match json.kind(id) {
        Kind::String => is_simple_placeholder(&json.str(id)),
        Kind::Unknown => is_simple_placeholder(json.raw(id)),
        _ => false,
    };
    if simple {
        show(json, id, shown);
    }
}

/// Whether a text is one placeholder that holds a name and no default, or a mask.
pub fn is_simple_placeholder(text: &str) -> bool {
    let plain = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '_' | '-' | '.' | ' ' | '{' | '}' | '<' | '>' | '$' | '%' | '@' | '#' | '*' | '•'
            )
    };
    // `${NAME-default}` and `${NAME:-default}` hold a value of their own.
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '{' | '}' | '$');
    if text.contains("${") && !text.contains("${{") && !text.chars().all(name) {
        return false;
    }
    match placeholder::filling(text) {
        Filling::Placeholder => text.len() <= 80 && text.chars().all(plain),
        Filling::Mask => true,
        _ => false,
    }
}

/// Whether a public value looks like what it should be: a password that strayed into it does not show.
fn is_harmless(role: Option<Role>, value: &str) -> bool {
    if names_a_secret(value) {
        return false;
    }
    if role == Some(Role::Port) {
        return value.bytes().all(|byte| byte.is_ascii_digit()) || is_simple_placeholder(value);
    }
    let address = matches!(role, Some(Role::Host | Role::Url));
    if address && value.contains('@') {
        return false;
    }
    // Without a scheme it may be anything, a token too.
    if role == Some(Role::Url) && !value.contains("://") && !is_simple_placeholder(value) {
        return false;
    }
    value.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                '.' | '_' | '-' | '$' | '#' | ' ' | '{' | '}' | '<' | '>' | '%'
            )
            || (address && matches!(c, ':' | '/' | '[' | ']' | '\\' | ','))
    })
}

/// Whether a value holds the name of a secret keyword, and so perhaps the secret.
fn names_a_secret(value: &str) -> bool {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let keywords = catalog::dialects()
            .iter()
            .flat_map(|dialect| dialect.keywords);
        let secrets = keywords.filter(|keyword| keyword.secret);
        let names =
            secrets.flat_map(|keyword| std::iter::once(&keyword.name).chain(keyword.aliases));
        let words: Vec<_> = names.map(|name| regex::escape(&near::fold(name))).collect();
        Regex::new(&words.join("|")).ok()
    });
    // Where the words cannot be looked for, nothing is known to be harmless.
    WORDS
        .as_ref()
        .is_none_or(|words| words.is_match(&near::fold(value)))
}

/// In `user/password` only the user shows.
fn before_slash(text: &Text<'_>, shown: &mut Vec<Range<usize>>) {
    if let Some(slash) = text
        .as_str()
        .find('/')
        .filter(|&slash| is_harmless(None, &text.as_str()[..slash]))
    {
        shown.push(text.span(0..slash));
    }
}

fn connection_string(string: &ConnectionKeywords<'_>, shown: &mut Vec<Range<usize>>) {
    if let Some(notation) = &string.notation {
        shown.push(string.text.span(notation.scheme.clone()));
        shown.extend(notation.host.clone().map(|host| string.text.span(host)));
        return;
    }
    if is_simple_placeholder(string.text.as_str()) {
        shown.push(string.text.whole_span());
        return;
    }
    let parses =
        string.errors.is_empty() && string.swallowed.is_empty() && string.wrapping.is_none();
    let text = string.text.as_str();
    let mut doubtful = false;
    for pair in &string.pairs {
        // Behind a secret, and behind what nobody knows, a name that is only near a known one may be a
        // piece of the secret.
        let certain = pair.matched == Match::Exact || (parses && !doubtful);
        let Some(keyword) = pair.keyword.filter(|_| certain) else {
            doubtful = true;
            continue;
        };
        doubtful = keyword.secret;
        let equals = pair.key.end..pair.value.start.max(pair.key.end);
        let divider = |c: char| c == '=' || c.is_whitespace();
        shown.push(string.text.span(pair.key.clone()));
        if text[equals.clone()].chars().all(divider) {
            shown.push(string.text.span(equals));
        }
        let after = pair.value.end..pair.value.end + 1;
        if text.get(after.clone()) == Some(";") {
            shown.push(string.text.span(after));
        }
        if let Some(value) = string.value(pair).filter(|_| parses) {
            value_of(keyword, &value, shown);
        }
    }
}

/// Whether a key is a name that the documentation knows, and so no secret.
pub fn is_known_name(key: &str, catalog: &Catalog) -> bool {
    let envelope = catalog::envelope();
    envelope
        .properties
        .iter()
        .any(|property| property.name == key)
        || envelope.companions.contains(&key)
        || envelope.server_properties.contains(&key)
        || catalog.has_param(key)
}

fn value_of(keyword: &Keyword, value: &Value<'_>, shown: &mut Vec<Range<usize>>) {
    let text = value.as_str();
    if (keyword.public && is_harmless(keyword.role, text)) || is_simple_placeholder(text) {
        shown.push(value.text.whole_span());
    } else if keyword.role == Some(Role::User) && keyword.public {
        before_slash(&value.text, shown);
    }
}
