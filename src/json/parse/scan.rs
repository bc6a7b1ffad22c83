//! Finds the end of a string, eight bytes at a time.

/// How many bytes come before the first quote, backslash or control character; nothing else matters in a string.
/// The number of all bytes where there is none of them.
pub(super) fn plain_bytes(bytes: &[u8]) -> usize {
    let mut words = bytes.chunks_exact(8);
    let mut at = 0;
    for word in words.by_ref() {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        let marks = marks(u64::from_le_bytes(eight));
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let stops = |byte: &u8| matches!(byte, 0..0x20 | b'"' | b'\\');
    let rest = words.remainder();
    at + rest.iter().position(stops).unwrap_or(rest.len())
}

/// The highest bit of each byte that is a quote, a backslash or a control character. Above the first of them other
/// bits may be set as well, since a byte borrows from the next.
fn marks(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGHEST: u64 = ONES << 7;
    // A byte below `least` borrows, and so gains the highest bit unless it had it before.
    let below = |word: u64, least: u64| word.wrapping_sub(ONES * least) & !word & HIGHEST;
    let equals = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equals(b'"') | equals(b'\\')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain_bytes;

    /// The same, byte by byte.
    fn slowly(bytes: &[u8]) -> usize {
        let stops = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        bytes.iter().position(stops).unwrap_or(bytes.len())
    }

    #[test]
    fn every_byte_is_told_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..19 {
                let mut bytes = *b"name of a sales db.";
                bytes[place] = byte;
                assert_eq!(plain_bytes(&bytes), slowly(&bytes), "{byte} at {place}");
            }
        }
    }

    proptest! {
        #[test]
        fn many_bytes_are_told_as_one_by_one(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            prop_assert_eq!(plain_bytes(&bytes), slowly(&bytes));
        }
    }
}
