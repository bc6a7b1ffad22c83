//! Which bytes of the file may be shown: somebody may have named another file than one of settings.

use std::ops::Range;

use super::Settings;
use super::keys::{KEYS, OVERRIDE_KEYS};
use crate::rules;
use crate::shown;

/// Known words, punctuation, and what stands at known keys.
pub fn shown(text: &str, settings: &Settings) -> Vec<Range<usize>> {
    let mut ranges = settings.known.clone();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if is_word(c) {
            continue;
        }
        if is_known(&text[start..at]) {
            ranges.push(start..at);
        }
        if matches!(
            c,
            '[' | ']' | '{' | '}' | '=' | ',' | '"' | '\'' | '#' | '.'
        ) {
            ranges.push(at..at + 1);
        }
        start = at + c.len_utf8();
    }
    shown::normalise(&mut ranges);
    ranges
}

fn is_known(word: &str) -> bool {
    let keys = || KEYS.iter().chain(OVERRIDE_KEYS);
    matches!(
        word,
        "true" | "false" | "off" | "warning" | "error" | "azure" | "aws"
    ) || keys().any(|key| key.name == word)
        || rules::rule(word).is_some()
}
