//! What waits to be filled in: placeholders, references to secrets, masks.

use std::sync::OnceLock;

use regex::{Regex, RegexSet};

use crate::catalog::{PlaceholderKind, placeholder_dialects};
use crate::text::HOLE;

mod own;
mod sign;

pub use own::{OwnDialects, Pattern, Refusal, check, with};

/// How much of a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filling {
    /// All of it.
    Literal,
    /// Nothing of it: the whole value is to be filled in.
    Placeholder,
    /// A part of it: what the whole will be is unknown.
    Partial,
    /// Nothing of it: somebody hid the value.
    Mask,
}

impl Filling {
    /// Whether the value is what will be sent.
    pub fn is_literal(self) -> bool {
        self == Filling::Literal
    }
}

struct Patterns {
    /// Each dialect, for a whole value.
    whole: RegexSet,
    kinds: Vec<PlaceholderKind>,
    /// Any dialect that can be a part of a value.
    part: Regex,
}

fn patterns() -> Option<&'static Patterns> {
    static PATTERNS: OnceLock<Option<Patterns>> = OnceLock::new();
    PATTERNS
        .get_or_init(|| {
            let dialects = placeholder_dialects();
            let whole = dialects
                .iter()
                .map(|dialect| format!("^(?:{})$", dialect.pattern));
            let parts: Vec<_> = dialects
                .iter()
                .filter(|dialect| dialect.part)
                .map(|dialect| dialect.pattern)
                .collect();
            Some(Patterns {
                whole: RegexSet::new(whole).ok()?,
                kinds: dialects.iter().map(|dialect| dialect.kind).collect(),
                part: Regex::new(&parts.join("|")).ok()?,
            })
        })
        .as_ref()
}

/// How much of `value` is there, in any dialect of placeholders. White space around it does not matter.
pub fn filling(value: &str) -> Filling {
    filled(value, own::in_force())
}

/// The same in the dialects that everybody knows. What a team's own configuration calls a placeholder is believed,
/// but it is shown to nobody.
pub fn common_filling(value: &str) -> Filling {
    filled(value, None)
}

fn filled(value: &str, own: Option<&OwnDialects>) -> Filling {
    let value = value.trim();
    let own = own.filter(|own| own.occur_in(value));
    if own.is_none() && !sign::occurs_in(value) {
        return Filling::Literal;
    }
    if value.contains(HOLE) {
        let rest = value.replace(HOLE, "");
        return if rest.is_empty() {
            Filling::Placeholder
        } else {
            Filling::Partial
        };
    }
    let Some(patterns) = patterns() else {
        return Filling::Literal;
    };
    if own.is_some_and(|own| own.are_whole(value)) {
        return Filling::Placeholder;
    }
    if let Some(index) = patterns.whole.matches(value).iter().next() {
        return match patterns.kinds[index] {
            PlaceholderKind::Mask => Filling::Mask,
            _ => Filling::Placeholder,
        };
    }
    let mut rest = patterns.part.replace_all(value, "");
    if let Some(part) = own.and_then(OwnDialects::part) {
        let own_first = part.replace_all(value, "");
        let without = patterns.part.replace_all(&own_first, "").into_owned();
        rest = without.into();
    }
    match rest.as_ref() {
        "" => Filling::Placeholder,
        rest if rest.len() < value.len() => Filling::Partial,
        _ => Filling::Literal,
    }
}

/// Ranges of the placeholders in a value, in bytes of it.
pub fn parts(value: &str) -> Vec<std::ops::Range<usize>> {
    if !could_hold_one(value) {
        return Vec::new();
    }
    let whole = value.trim();
    if matches!(filling(whole), Filling::Placeholder | Filling::Mask) && !whole.contains(HOLE) {
        let start = value.len() - value.trim_start().len();
        return std::iter::once(start..start + whole.len()).collect();
    }
    let mut found: Vec<_> = value
        .match_indices(HOLE)
        .map(|(at, hole)| at..at + hole.len())
        .collect();
    let common = patterns().map(|patterns| &patterns.part);
    let own = own::in_force().and_then(OwnDialects::part);
    for dialects in [common, own].into_iter().flatten() {
        found.extend(dialects.find_iter(value).map(|part| part.range()));
    }
    found.sort_by_key(|range| (range.start, range.end));
    // One dialect may be written around another.
    found.dedup_by(|next, kept| {
        let overlaps = next.start < kept.end;
        if overlaps {
            kept.end = kept.end.max(next.end);
        }
        overlaps
    });
    found
}

/// The placeholder for a name, as the vendor writes it: `clientSecret` becomes `{CLIENT_SECRET}`.
pub fn named(name: &str) -> String {
    let mut words = String::new();
    // In a name of small and large letters a digit ends a word.
    let is_mixed = name.contains(char::is_lowercase);
    let ends = |last: char| last.is_lowercase() || (is_mixed && last.is_ascii_digit());
    for c in name.chars() {
        let begins = c.is_uppercase() && words.ends_with(ends);
        let divides = !c.is_ascii_alphanumeric();
        if (begins || divides) && !words.is_empty() && !words.ends_with('_') {
            words.push('_');
        }
        words.extend(Some(c).filter(|_| !divides));
    }
    if !words.starts_with(|first: char| first.is_ascii_alphabetic()) {
        words.insert_str(0, "VALUE_");
    }
    format!("{{{}}}", words.trim_end_matches('_').to_uppercase())
}

/// A cheap test that spares most values the expensive one.
pub fn could_hold_one(value: &str) -> bool {
    sign::occurs_in(value) || own::in_force().is_some_and(|own| own.occur_in(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_is_recognised_in_its_own_example() {
        for dialect in placeholder_dialects() {
            let expected = match dialect.kind {
                PlaceholderKind::Mask => Filling::Mask,
                _ => Filling::Placeholder,
            };
            assert_eq!(filling(dialect.example), expected, "{}", dialect.name);
        }
    }

    #[test]
    fn every_way_to_write_a_dialect_is_recognised() {
        for value in [
            "((ns.oracle/password:1))",
            "{{ base | combine({'a': 1}) }}",
            "{{{ password }}}",
            "[[ oracle.host ]]",
            "<<pipeline.parameters.x>>",
            "$$ORACLE_PASSWORD",
        ] {
            assert_eq!(filling(value), Filling::Placeholder, "{value}");
        }
        for value in ["CHANGE_ME", "change-me", "REPLACE_ME", "PLACEHOLDER"] {
            assert_eq!(filling(value), Filling::Mask, "{value}");
        }
    }

    #[test]
    fn passwords_that_look_a_little_like_one_are_literal() {
        for password in [
            "Pa$$word",
            "$ecret9",
            "tiger",
            "x",
            "xx",
            "a{b",
            "50%",
            "a_b",
            "<3",
            "p@ss",
            "exx",
            "%K3",
            "your-tiger-47",
            "todo",
            "Todo9",
            "..",
            "[tiger]",
            "(tiger)",
            "{}",
            "((tiger",
            "x@PW@",
            "@p@",
            "$$9",
            "<<3",
        ] {
            assert_eq!(filling(password), Filling::Literal, "{password}");
        }
    }

    #[test]
    fn a_name_becomes_a_placeholder() {
        for (name, expected) in [
            ("clientSecret", "{CLIENT_SECRET}"),
            ("User Id", "{USER_ID}"),
            ("x-api-key", "{X_API_KEY}"),
            ("2fa", "{VALUE_2FA}"),
            ("漢字", "{VALUE}"),
            ("", "{VALUE}"),
        ] {
            assert_eq!(named(name), expected);
            assert_eq!(filling(expected), Filling::Placeholder);
        }
    }

    fn own(patterns: &[(&str, bool)]) -> &'static OwnDialects {
        let patterns: Vec<Pattern> = patterns
            .iter()
            .map(|&(regex, part)| Pattern {
                regex: regex.to_owned(),
                part,
            })
            .collect();
        Box::leak(Box::new(OwnDialects::new(&patterns).expect("patterns")))
    }

    #[test]
    fn a_teams_own_dialects_count_while_they_are_in_force() {
        let dialects = own(&[(r"!\w+!", true), ("[A-Z]+_TBD", false)]);
        for (value, expected) in [
            ("!HOST!", Filling::Placeholder),
            (" !HOST! ", Filling::Placeholder),
            ("db-!REGION!.example.com", Filling::Partial),
            ("!USER!{SUFFIX}", Filling::Placeholder),
            ("HOST_TBD", Filling::Placeholder),
            ("x HOST_TBD", Filling::Literal),
            ("{HOST}", Filling::Placeholder),
            ("xxxx", Filling::Mask),
            ("tiger", Filling::Literal),
        ] {
            let got = with(Some(dialects), || filling(value));
            assert_eq!(got, expected, "{value}");
            if value.contains(['!', 'T']) && !value.contains('{') {
                assert_eq!(filling(value), Filling::Literal, "{value}, elsewhere");
                let common = with(Some(dialects), || common_filling(value));
                assert_eq!(common, Filling::Literal, "{value}, in common");
            }
        }
        let found = with(Some(dialects), || parts("Host=!A!;Port={B};Sid=!{C}!"));
        assert_eq!(found, [5..8, 14..17, 23..26]);
        let around = own(&[(r"\[\[[^\]]+\]\]", true)]);
        let found = with(Some(around), || parts("x[[{C}]];{D}"));
        assert_eq!(found, [1..8, 9..12]);
    }

    #[test]
    fn what_would_match_nothing_is_no_dialect() {
        for regex in ["", "x*", "(?:a|)", "a{0}"] {
            assert!(check(regex).is_err(), "{regex}");
        }
        for regex in ["(", "[", "(?=a)", "a{1000000}"] {
            assert!(check(regex).is_err(), "{regex}");
        }
        assert_eq!(check(r"\[\[\w+\]\]"), Ok(()));
        assert_eq!(check("a|b"), Ok(()));
    }

    #[test]
    fn a_part_makes_the_whole_unknown() {
        assert_eq!(filling("db-{REGION}.example.com"), Filling::Partial);
        assert_eq!(filling("{{user}}{{suffix}}"), Filling::Placeholder);
        assert_eq!(parts("Host={HOST};Port={PORT}"), [5..11, 17..23]);
        assert_eq!(parts("xxxx"), std::iter::once(0..4).collect::<Vec<_>>());
    }
}
