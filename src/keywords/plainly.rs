//! Strings in which nothing went wrong, which nearly all are: read without looking for what might have.

use std::ops::Range;

use super::Pair;
use crate::catalog::{Dialect, Grammar, Keyword};
use crate::notation;
use crate::object::Match;

/// The pairs of a text that is nothing but known keywords, each with a value that holds no mark of the
/// grammar or of another notation. `None` for any other text; for this one the reader would answer the same.
pub(super) fn read(text: &str, dialect: &'static Dialect) -> Option<Vec<Pair>> {
    let mut pairs = Vec::with_capacity(8);
    each(text, dialect, &mut |keyword, key, value| {
        pairs.push(Pair {
            decoded: Some(text[value.clone()].to_owned()),
            key,
            value,
            quote: None,
            keyword: Some(keyword),
            matched: Match::Exact,
            faulty: false,
            leading_equals: false,
            behind_secret: false,
            superseded: false,
        });
        Some(())
    })?;
    Some(pairs)
}

/// Hands over the keyword, the key and the value (bytes of the text) of each pair in such a text, until one is refused.
pub fn each(
    text: &str,
    dialect: &'static Dialect,
    take: &mut dyn FnMut(&'static Keyword, Range<usize>, Range<usize>) -> Option<()>,
) -> Option<()> {
    if dialect.grammar != Grammar::AdoNet {
        return None;
    }
    if !is_plain(text.as_bytes()) || text.trim_end().ends_with("...") {
        return None;
    }
    let mut pairs = 0;
    let mut start = 0;
    let ends = memchr::memchr_iter(b';', text.as_bytes());
    for end in ends.chain([text.len()]) {
        if let Some((keyword, key, value)) = pair(&text[start..end], start, dialect)? {
            take(keyword, key, value)?;
            pairs += 1;
        }
        start = end + 1;
    }
    // A single pair may be the first of several that are divided by something else.
    (pairs > 1).then_some(())
}

/// Whether a text holds no mark of the grammar, nor of a URL.
fn is_plain(text: &[u8]) -> bool {
    // Without a way out, because a processor then tells many bytes at once.
    let plain = |plain: bool, byte: &u8| {
        plain & matches!(byte, 0x20..0x7F) & !matches!(byte, b'"' | b'\'' | b'`' | b'(')
    };
    text.iter().fold(true, plain)
        && !memchr::memchr_iter(b':', text).any(|at| text[at + 1..].starts_with(b"//"))
}

type Parts = (&'static Keyword, Range<usize>, Range<usize>);

/// The pair in a segment that begins at byte `start` of the text; `Some(None)` where there is nothing but blanks.
fn pair(segment: &str, start: usize, dialect: &'static Dialect) -> Option<Option<Parts>> {
    let Some(equals) = memchr::memchr(b'=', segment.as_bytes()) else {
        return segment.trim().is_empty().then_some(None);
    };
    let (key, value) = (&segment[..equals], &segment[equals + 1..]);
    if memchr::memchr(b'=', value.as_bytes()).is_some() {
        return None;
    }
    let (before_key, name) = trimmed(key);
    let (before_value, value) = trimmed(value);
    let (key_start, value_start) = (start + before_key, start + equals + 1 + before_value);
    let plain = |keyword: &&Keyword| !keyword.is_other_spelling(name) && !value.is_empty();
    let keyword = dialect.keyword(name).filter(plain)?;
    // A short name is no sign that a foreign key is one of the driver's own.
    if notation::is_foreign_key(name) && dialect.anchor(name).is_none() {
        return None;
    }
    let key = key_start..key_start + name.len();
    Some(Some((keyword, key, value_start..value_start + value.len())))
}

/// A text without the blanks around it, and the number of those before it.
fn trimmed(text: &str) -> (usize, &str) {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ') {
        return (0, text);
    }
    let behind = text.trim_start_matches(' ');
    (text.len() - behind.len(), behind.trim_end_matches(' '))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::{self, Grammar};
    use crate::keywords::ConnectionKeywords;
    use crate::text::Text;

    fn dialect() -> &'static Dialect {
        let mut dialects = catalog::dialects().iter();
        dialects
            .find(|dialect| dialect.name == "oracle")
            .expect("the dialect")
    }

    #[test]
    fn the_documented_pattern_is_read_here() {
        let text = "Host=db.example.com; Port = 1521;;Sid=ORCL;User Id=app;Password=tiger-47;";
        let pairs = read(text, dialect()).expect("nothing is wrong with it");
        let read: Vec<_> = pairs
            .iter()
            .map(|pair| (&text[pair.key.clone()], &text[pair.value.clone()]))
            .collect();
        assert_eq!(read[1], ("Port", "1521"));
        assert_eq!(read.len(), 5);
    }

    #[test]
    fn what_may_be_wrong_is_left_to_the_reader() {
        for text in [
            "Host=h",
            "Host=h;Port",
            "Host=h;Prot=1",
            "Host=h;Password=a=b",
            "Host=h;Password='x'",
            "Host=h;Port=",
            "Host=(description=x);Port=1",
            "Host=h;Port=1...",
            "Host=h;Port=1... ",
            "Data Source=h;Port=1",
        ] {
            assert!(read(text, dialect()).is_none(), "{text}");
        }
    }

    /// Some names that a dialect knows, and some that it does not.
    fn keys(dialect: &'static Dialect) -> Vec<&'static str> {
        let known = dialect.keywords.iter().flat_map(|keyword| {
            let names = [&keyword.name].into_iter().chain(keyword.synonyms);
            names
                .chain(keyword.aliases.iter().take(1))
                .chain(keyword.spellings)
        });
        let strange = [
            "Hots",
            "x",
            "Server",
            "HOST",
            "Data Source",
            "Initial Catalog",
            "Driver",
        ];
        known.take(40).copied().chain(strange).collect()
    }

    proptest! {
        #[test]
        fn the_reader_answers_the_same(
            index in any::<prop::sample::Index>(),
            segments in prop::collection::vec(
                (any::<prop::sample::Index>(), "[ ]{0,2}[A-Za-z0-9_.:/@,&|-]{0,8}(\\.\\.\\.)?[ ]{0,2}"), 1..6
            ),
        ) {
            let all = catalog::dialects().iter();
            let all: Vec<_> = all.filter(|dialect| dialect.grammar == Grammar::AdoNet).collect();
            let dialect = *index.get(&all);
            let keys = keys(dialect);
            let pair = |(key, value): &(prop::sample::Index, String)| format!("{}={value}", key.get(&keys));
            let text = segments.iter().map(pair).collect::<Vec<_>>().join(";");
            if let Some(pairs) = read(&text, dialect) {
                let mut slow = ConnectionKeywords::new(Text::file(&text), dialect);
                slow.look_closely();
                let told = |pair: &Pair| {
                    (pair.key.clone(), pair.value.clone(), pair.decoded.clone(), pair.keyword, pair.matched)
                };
                prop_assert!(slow.notation.is_none() && slow.errors.is_empty() && slow.swallowed.is_empty());
                prop_assert!(!slow.incomplete);
                prop_assert_eq!(
                    pairs.iter().map(told).collect::<Vec<_>>(),
                    slow.pairs.iter().map(told).collect::<Vec<_>>()
                );
            }
        }
    }
}
