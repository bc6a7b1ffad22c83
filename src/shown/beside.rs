//! What may be shown of the files of API tools, beside their requests.

use std::ops::Range;

use super::punctuation;
use crate::extract::{Call, Client, Variable};
use crate::json::Json;

/// Words of Postman's notation, which are nobody's secret.
const WORDS: &[&str] = &[
    "auth", "bearer", "body", "default", "disabled", "enabled", "header", "host", "https", "item",
    "json", "key", "language", "method", "mode", "name", "options", "path", "protocol", "query",
    "raw", "request", "response", "secret", "string", "text", "type", "url", "value", "values",
    "variable",
];

/// Keys whose values are words of the notation, too. What stands behind another key may be anybody's password.
const SETTINGS: &[&str] = &["language", "mode", "protocol", "type"];

/// The name of a call, if it is nothing but a word: a program's or, in the file of a tool, a method or the notation's own.
pub(super) fn name(call: &Call<'_>, file: &str) -> Option<Range<usize>> {
    let longest = match call.client {
        Client::Shell => usize::MAX,
        _ => 7,
    };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let name = file.get(call.name.clone())?;
    (name.len() <= longest && name.chars().all(is_word)).then(|| call.name.clone())
}

/// Adds the words and the marks of JSON that keeps requests in its strings.
pub fn frame(json: &Json<'_>, file: &str, shown: &mut Vec<Range<usize>>) {
    let is_word = |id| json.is_string(id) && WORDS.contains(&json.raw(id));
    for &root in &json.roots {
        punctuation(json, root, file, shown);
        for id in root..json.next(root) {
            for (key, value) in json.members(id).filter(|&(key, _)| is_word(key)) {
                shown.push(json.content_span(key));
                if SETTINGS.contains(&json.raw(key)) && is_word(value) {
                    shown.push(json.content_span(value));
                }
            }
        }
    }
}

/// Adds the part of a variable's name that is known to be a secret's, which begins at `start`, and the marks between the name
/// and the value.
pub fn variable(variable: &Variable, start: usize, file: &str, shown: &mut Vec<Range<usize>>) {
    let (name, value) = (variable.name.whole_span(), variable.value.whole_span());
    let is_mark = |c: char| matches!(c, '=' | ':' | '"') || c.is_whitespace();
    let between = name.end..value.start;
    if file
        .get(between.clone())
        .is_some_and(|text| text.chars().all(is_mark))
    {
        shown.push(between);
    }
    shown.push(variable.name.span(start..variable.name.as_str().len()));
}
