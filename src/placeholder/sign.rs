//! The signs of placeholders: a cheap look at the bytes of a value, which spares most values the patterns.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use crate::catalog::{PlaceholderKind, placeholder_dialects};

/// Every dialect that everybody knows has one of these signs, a letter repeated, or is one known word; a test holds the
/// data to it.
pub(super) fn occurs_in(value: &str) -> bool {
    let bytes = value.as_bytes();
    let signs = signs(bytes);
    if signs & STRONG != 0 {
        return true;
    }
    // One `@` or parenthesis, single underscores and a `%` without a name behind it are no sign.
    let doubled = |pair: &[u8]| pair[0] == pair[1] && matches!(pair[0], b'@' | b'_' | b'(');
    if signs & WEAK != 0
        && (bytes.windows(2).any(doubled)
            || matches!(bytes.first(), Some(b'@' | b'%'))
            || holds_percent_name(bytes))
    {
        return true;
    }
    if bytes.len() > 4 && bytes[..4].eq_ignore_ascii_case(b"your") {
        return true;
    }
    match bytes {
        [first, second, rest @ ..] if first.eq_ignore_ascii_case(second) => {
            rest.iter().all(|byte| byte.eq_ignore_ascii_case(first)) || is_mask(value)
        }
        _ => is_mask(value),
    }
}

/// What the bytes of a value say together.
fn signs(bytes: &[u8]) -> u8 {
    // Long values are prose, which says nothing; a processor tells many bytes at once.
    let found = |found, byte: &u8| found | u8::from(may_be_sign(*byte));
    if bytes.len() >= 64 && bytes.iter().fold(0, found) == 0 {
        return 0;
    }
    let sign = |signs, byte: &u8| signs | SIGNS[usize::from(*byte)];
    bytes.iter().fold(0, sign)
}

/// Every byte that is in `SIGNS`, and some more.
fn may_be_sign(byte: u8) -> bool {
    let within = |from: u8, count: u8| byte.wrapping_sub(from) < count;
    within(b'#', 3)
        | (byte == b'(')
        | within(b':', 3)
        | (byte == b'*')
        | (byte == b'@')
        | (byte == b'[')
        | (byte == b'_')
        | (byte >= b'{')
}

/// Whether a name in capitals stands between two `%`.
fn holds_percent_name(bytes: &[u8]) -> bool {
    let is_name = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_');
    memchr::memchr_iter(b'%', bytes).any(|at| {
        let rest = &bytes[at + 1..];
        let length = rest.iter().take_while(|byte| is_name(byte)).count();
        length > 0 && rest.get(length) == Some(&b'%')
    })
}

const STRONG: u8 = 1;
const WEAK: u8 = 2;

/// What each byte says about a value that holds it.
const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let strong = [b'{', b'<', b'$', b'#', b'*', b'[', b':', 0xE2, 0xEF];
    let mut at = 0;
    while at < strong.len() {
        signs[strong[at] as usize] = STRONG;
        at += 1;
    }
    signs[b'(' as usize] = WEAK;
    signs[b'@' as usize] = WEAK;
    signs[b'%' as usize] = WEAK;
    signs[b'_' as usize] = WEAK;
    signs
};

/// Whether a value is a word that stands for another.
fn is_mask(value: &str) -> bool {
    /// The words, and how long they can be.
    static MASKS: OnceLock<(Vec<&'static str>, RangeInclusive<usize>)> = OnceLock::new();
    let (masks, lengths) = MASKS.get_or_init(|| {
        let masks = placeholder_dialects()
            .iter()
            .filter(|dialect| dialect.kind == PlaceholderKind::Mask);
        let words = masks.flat_map(|dialect| dialect.pattern.split('|'));
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let words: Vec<_> = words.filter(|word| word.bytes().all(letter)).collect();
        let lengths = || words.iter().map(|word| word.len());
        let range = lengths().min().unwrap_or(1)..=lengths().max().unwrap_or(0);
        (words, range)
    });
    lengths.contains(&value.len()) && masks.iter().any(|mask| mask.eq_ignore_ascii_case(value))
}

#[cfg(test)]
mod tests {
    use super::{SIGNS, may_be_sign};
    use crate::placeholder::{Filling, filling};

    #[test]
    fn no_sign_is_lost_in_a_block() {
        for byte in 0..=u8::MAX {
            assert!(SIGNS[usize::from(byte)] == 0 || may_be_sign(byte), "{byte}");
        }
        let long = "a long text, and then {HOST} in the middle of it";
        assert_eq!(filling(long), Filling::Partial);
    }
}
