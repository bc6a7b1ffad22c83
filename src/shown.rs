//! Which bytes of a file may be shown: an allow-list, so that a secret needs no recognising.
//!
//! Punctuation, known names, and values that the data mark as public and that look like what they
//! should be. Everything else is masked by the reports.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::catalog::{self, Catalog, Role};
use crate::json::{Id, Json, Kind, SlipKind};
use crate::near;
use crate::object::{Match, Member, Object};
use crate::placeholder::{self, Filling};
use crate::request::{Request, pointer, properties_in};
use crate::rule::CallContext;
use crate::text::Text;

mod beside;
mod call;
mod shape;
mod string;

use string::connection_string;

pub use beside::{frame, variable};

/// Adds what may be shown of a request.
pub fn request(request: &Request<'_>, shown: &mut Vec<Range<usize>>) {
    let json = request.json;
    punctuation(json, request.body.node, request.file, shown);
    let conflicts = json.slips.iter();
    let conflicts = conflicts.filter(|slip| slip.kind == SlipKind::MergeConflict);
    let marks = conflicts.flat_map(|slip| slip.others.iter().chain([&slip.at]));
    shown.extend(marks.map(|mark| json.text.span(mark.clone())));
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
                // The name of an auth spec may say which secret it takes.
                let is_known =
                    || property.pointer == pointer::SPEC_NAME && shape::is_known(request, &text);
                !text.contains(['=', '"', '{', '\''])
                    && (!names_a_secret(&text) || is_known())
                    && shape::fits(request, property.pointer, &text)
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
    // What a misspelt key was meant to be is a guess.
    let named = |value: Id| {
        let certain = |matched| matches!(matched, Match::Exact | Match::Spelt);
        let mut members = params.members.iter();
        members.any(|member| member.value == value && certain(member.matched))
    };
    for (param, value) in request.params().filter(|(_, value)| named(*value)) {
        if param.public && is_harmless(param.role, &json.str(value)) {
            show(json, value, shown);
        } else if param.public && param.role == Some(Role::Host) {
            shape::host(&json.string(value), shown);
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
    call::add(context, shown);
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
fn punctuation(json: &Json<'_>, node: Id, file: &str, shown: &mut Vec<Range<usize>>) {
    let text = json.text.as_str();
    // Where a sign is only implied, something else stands in its place.
    let is_sign = |place: &Range<usize>| {
        let written = file.get(place.clone()).unwrap_or_default();
        let sign = |c: char| c.is_whitespace() || "{}[]():;,=@`\"'".contains(c);
        written.chars().all(sign)
    };
    let is_pieced = json.text.is_pieced();
    let mut show = |range: Range<usize>| match is_pieced {
        true => shown.extend(json.text.pieces(range).into_iter().filter(is_sign)),
        false => shown.push(json.text.span(range)),
    };
    let mut gap = json.range(node).start;
    let mut mark = |range: Range<usize>| {
        let between = &text[range.clone()];
        if between
            .chars()
            .all(|c| is_mark(c) || c.is_ascii_whitespace())
        {
            return show(range);
        }
        for (at, c) in between.char_indices().filter(|(_, c)| is_mark(*c)) {
            show(range.start + at..range.start + at + c.len_utf8());
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

/// What stands around keys and values, and what people put in its place.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '{' | '}'
            | '['
            | ']'
            | ':'
            | ','
            | '"'
            | '\''
            | '‘'
            | '’'
            | '‚'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
    )
}

/// All of a text, without what stands between its pieces.
fn whole(text: &Text<'_>) -> Vec<Range<usize>> {
    text.pieces(0..text.as_str().len())
}

fn keys(request: &Request<'_>, object: &Object, shown: &mut Vec<Range<usize>>) {
    let json = request.json;
    for member in &object.members {
        let written = json.str(member.key);
        let known = member.matched != Match::Unknown || is_known_name(&written, request.catalog);
        if known {
            shown.extend(json.text.pieces(json.content_range(member.key)));
        }
    }
    // Of a repeated key the last counts, and the others have the same name.
    let exact = |member: &&Member| member.matched == Match::Exact;
    let exact = object.members.iter().filter(exact);
    let names: Vec<&str> = exact.filter_map(|member| member.name).collect();
    for (key, _) in json.members(object.node) {
        if names.contains(&&*json.str(key)) {
            shown.extend(json.text.pieces(json.content_range(key)));
        }
    }
}

fn show(json: &Json<'_>, id: Id, shown: &mut Vec<Range<usize>>) {
    if !matches!(json.kind(id), Kind::Object | Kind::Array) {
        shown.extend(json.text.pieces(json.content_range(id)));
    }
}

/// A value that is a plain placeholder shows nothing but a name, and one that is not there shows nothing.
fn placeholders(json: &Json<'_>, id: Id, shown: &mut Vec<Range<usize>>) {
    let simple = match json.kind(id) {
        Kind::String => is_simple_placeholder(&json.str(id)),
        Kind::Unknown => is_simple_placeholder(json.raw(id)),
        Kind::Null => true,
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
    match placeholder::common_filling(text) {
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
    if address
        && !is_simple_placeholder(value)
        && !shape::is_address(value, role == Some(Role::Url))
    {
        return false;
    }
    let digits = |port: &str| port.trim().bytes().all(|byte| byte.is_ascii_digit());
    if value
        .rsplit_once(',')
        .is_some_and(|(_, port)| !digits(port))
    {
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
        shown.extend(text.pieces(0..slash));
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
