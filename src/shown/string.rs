//! What may be shown of a connection string.

use std::ops::Range;

use super::shape;
use super::{before_slash, is_harmless, is_simple_placeholder, whole};
use crate::catalog::{Grammar, Keyword, Role};
use crate::keywords::ConnectionKeywords;
use crate::object::Match;
use crate::request::Value;

pub(super) fn connection_string(string: &ConnectionKeywords<'_>, shown: &mut Vec<Range<usize>>) {
    if let Some(notation) = &string.notation {
        shown.extend(string.text.pieces(notation.scheme.clone()));
        let host = notation.host.clone();
        shown.extend(host.into_iter().flat_map(|host| string.text.pieces(host)));
        return;
    }
    if is_simple_placeholder(string.text.as_str()) {
        shown.extend(whole(&string.text));
        return;
    }
    let parses =
        string.errors.is_empty() && string.swallowed.is_empty() && string.wrapping.is_none();
    let text = string.text.as_str();
    if let Some(end) = string.dialect.after_scheme(text) {
        shown.extend(string.text.pieces(0..end));
    }
    let mut doubtful = false;
    for pair in &string.pairs {
        // Behind a secret, and behind what nobody knows, a name that is only near a known one may be a
        // piece of the secret.
        let exact = matches!(pair.matched, Match::Exact | Match::Spelt);
        let certain = exact || (parses && !doubtful);
        let Some(keyword) = pair.keyword.filter(|_| certain) else {
            doubtful = true;
            continue;
        };
        doubtful = keyword.secret;
        let equals = pair.key.end..pair.value.start.max(pair.key.end);
        let divider = |c: char| c == '=' || c.is_whitespace();
        shown.extend(string.text.pieces(pair.key.clone()));
        if text[equals.clone()].chars().all(divider) {
            shown.extend(string.text.pieces(equals));
        }
        // What divides pairs; in a URL the first parameter stands behind `/?`.
        let marks: &[char] = match string.dialect.grammar {
            Grammar::AdoNet => &[';'],
            Grammar::JdbcUrl => &['/', '?', '&'],
        };
        let rest = &text[pair.value.end..];
        let length = rest.len() - rest.trim_start_matches(marks).len();
        shown.extend(string.text.pieces(pair.value.end..pair.value.end + length));
        if let Some(value) = string.value(pair).filter(|_| parses) {
            value_of(keyword, &value, shown);
        }
    }
}

fn value_of(keyword: &Keyword, value: &Value<'_>, shown: &mut Vec<Range<usize>>) {
    let text = value.as_str();
    if (keyword.public && is_harmless(keyword.role, text)) || is_simple_placeholder(text) {
        shown.extend(whole(&value.text));
    } else if keyword.role == Some(Role::Host) && keyword.public {
        shape::host(&value.text, shown);
    } else if keyword.role == Some(Role::User) && keyword.public {
        before_slash(&value.text, shown);
    }
}
