//! Keywords inside values: where a `;` was lost.

use std::ops::Range;

use super::Pair;
use super::reader::Reader;
use crate::catalog::{Keyword, Role};

/// No keyword is longer, in bytes.
pub(super) const LONGEST_NAME: usize = 48;
/// A name this long is no accident, even glued to what stands before it.
pub(super) const UNMISTAKABLE: usize = 8;

/// A keyword inside a value.
pub(super) struct Inner {
    pub(super) key: Range<usize>,
    /// Where the characters begin that stand for the lost `;`.
    pub(super) separator: usize,
    /// Behind the `=`.
    pub(super) end: usize,
    pub(super) keyword: Option<&'static Keyword>,
    /// A placeholder before it may hold the `;`.
    pub(super) excused: bool,
}

impl Reader<'_> {
    /// The first `name=` in a value that is no part of it.
    pub(super) fn inner_keyword(&self, pair: &Pair) -> Option<Inner> {
        let plain = self.plain.as_str();
        if let Some(quote) = pair.quote {
            let end = pair.value.start + closing_quote(&plain[pair.value.clone()], quote)?;
            return self.keyword_behind_quote(end..pair.value.end);
        }
        let value = pair.value.clone();
        let mut floor = value.start;
        let mut divider = plain[value.clone()].find('=')? + value.start;
        let enclosed = enclosed(&plain[value.clone()]);
        let mut next_enclosed = enclosed.iter().peekable();
        loop {
            while next_enclosed
                .next_if(|range| range.end + value.start <= divider)
                .is_some()
            {}
            let inside = next_enclosed
                .peek()
                .is_some_and(|range| range.start + value.start < divider);
            if !inside && let Some(found) = self.name_before(floor, divider, pair) {
                return Some(found);
            }
            floor = divider + 1;
            divider = plain[floor..value.end].find('=')? + floor;
        }
    }

    /// A known name that ends at the `=` at `divider` and begins a pair of its own.
    fn name_before(&self, floor: usize, divider: usize, pair: &Pair) -> Option<Inner> {
        let plain = self.plain.as_str();
        let start = pair.value.start;
        let mut from = floor.max(divider.saturating_sub(LONGEST_NAME));
        while !plain.is_char_boundary(from) {
            from += 1;
        }
        let words = plain[from..divider].char_indices().map(|(at, _)| from + at);
        for at in words {
            let name = plain[at..divider].trim_end();
            if name.is_empty() || name.starts_with(char::is_whitespace) {
                continue;
            }
            let led = plain[start..at].trim_end_matches(is_false_separator).len() + start;
            let is_led = led < at;
            let alias = || self.alias_of_a_place(name, pair).filter(|_| is_led);
            let (keyword, meant) = match self.dialect.anchor(name) {
                Some(keyword) => (keyword, Some(keyword)),
                None => match alias() {
                    Some(keyword) => (keyword, None),
                    None => continue,
                },
            };
            let found = Inner {
                key: at..at + name.len(),
                separator: led,
                end: divider + 1,
                keyword: meant,
                excused: self
                    .plain
                    .part_before(at)
                    .is_some_and(|part| !self.plain.is_for_people(&part)),
            };
            return self
                .begins_a_pair(keyword, name, is_led, pair)
                .then_some(found);
        }
        None
    }

    /// Whether a known name inside the value of `pair` is a keyword, and no part of the value.
    fn begins_a_pair(&self, keyword: &'static Keyword, name: &str, led: bool, pair: &Pair) -> bool {
        let needed = self.is_needed(keyword);
        let own = self.meant(pair);
        let is_free = !self.is_seen(keyword) && Some(keyword) != own;
        let unmistakable = is_free && name.len() >= UNMISTAKABLE;
        let Some(own) = own else {
            return needed || unmistakable;
        };
        if own.nested {
            return needed;
        }
        // A free text that only mentions the name.
        let text = own.role.is_none() && !own.secret;
        if led && own.secret {
            // Passwords hold anything; a pair that would be one too many is a part of this one.
            return needed || (is_free && !self.is_one_of(keyword));
        }
        if led {
            return !text || is_free;
        }
        needed || unmistakable || (is_free && is_place(own))
    }

    /// Another driver's word; in a password, or in free text, it means nothing.
    fn alias_of_a_place(&self, name: &str, pair: &Pair) -> Option<&'static Keyword> {
        self.meant(pair).filter(|own| is_place(own))?;
        self.dialect
            .aliases(name)
            .next()
            .filter(|_| name.len() >= 3)
    }

    /// A pair that follows a closing quote without a `;` between.
    fn keyword_behind_quote(&self, rest: Range<usize>) -> Option<Inner> {
        let plain = self.plain.as_str();
        let text = &plain[rest.clone()];
        let at = rest.end - text.trim_start_matches(is_false_separator).len();
        let divider = at + plain[at..rest.end].find('=')?;
        let name = plain[at..divider].trim_end();
        let keyword = self
            .dialect
            .anchor(name)
            .filter(|_| name.len() <= LONGEST_NAME)?;
        Some(Inner {
            key: at..at + name.len(),
            separator: rest.start,
            end: divider + 1,
            keyword: Some(keyword),
            excused: false,
        })
    }
}

/// What people write for a `;`.
fn is_false_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '&' | '|')
}

/// Whether a keyword's value is a name, an address or a number, in which no `=` can stand.
fn is_place(keyword: &Keyword) -> bool {
    matches!(
        keyword.role,
        Some(Role::Host | Role::Port | Role::Sid | Role::Service | Role::User)
    )
}

/// Behind the quote that ends a value which begins with one.
pub(super) fn closing_quote(value: &str, quote: char) -> Option<usize> {
    let mut at = 1;
    loop {
        at += value.get(at..)?.find(quote)? + 1;
        if !value[at..].starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}

/// What lies inside brackets or double quotes that are closed again: ranges in order, the outermost only.
fn enclosed(text: &str) -> Vec<Range<usize>> {
    /// A closing bracket is not looked for further out than this.
    const DEPTH: usize = 16;
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        let opening = match c {
            '(' | '[' | '{' => {
                open.push((c, at));
                continue;
            }
            ')' => '(',
            ']' => '[',
            '}' => '{',
            '"' => '"',
            _ => continue,
        };
        let depth = open
            .iter()
            .rev()
            .take(DEPTH)
            .position(|(other, _)| *other == opening);
        let Some(depth) = depth else {
            if c == '"' {
                open.push((c, at));
            }
            continue;
        };
        open.truncate(open.len() - depth);
        if let Some((_, start)) = open.pop() {
            while found.last().is_some_and(|last| last.start >= start) {
                found.pop();
            }
            found.push(start..at + 1);
        }
    }
    found
}
