//! What the value of a keyword or a parameter may be, and what it must keep to in order to be plausible.

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    Any,
    Enum(&'static [&'static str]),
    /// JSON.
    Json,
    /// A list with commas, of these.
    List(&'static [&'static str]),
    /// A whole number, both ends included.
    Integer {
        min: i64,
        max: i64,
    },
}

/// What a value must keep to in order to be plausible.
#[derive(Debug)]
pub struct Limit {
    /// None of these characters; a blank stands for white space of any kind.
    pub forbidden: Option<&'static str>,
    /// Those of them that are in ASCII, a bit each.
    pub(super) forbidden_ascii: [u64; 2],
    /// In characters.
    pub max_length: Option<usize>,
    /// In bytes of UTF-8.
    pub max_bytes: Option<usize>,
    pub level: Level,
    /// The keyword that the value was probably meant for.
    pub instead: Option<&'static str>,
    /// Where it was read.
    pub source: &'static str,
    /// Why, in one line for people.
    pub doc: &'static str,
}

impl Limit {
    /// Does a value keep to it?
    pub fn allows(&self, value: &str) -> bool {
        self.allows_characters(value)
            && self
                .max_length
                .is_none_or(|most| value.len() <= most || value.chars().count() <= most)
            && self.max_bytes.is_none_or(|most| value.len() <= most)
    }

    fn allows_characters(&self, value: &str) -> bool {
        let Some(set) = self.forbidden else {
            return true;
        };
        let bits = self.forbidden_ascii;
        let is_free = |byte: u8| bits[usize::from(byte >> 6)] >> (byte & 63) & 1 == 0;
        if value.is_ascii() {
            return value.bytes().all(is_free);
        }
        let blanks = set.contains(' ');
        value
            .chars()
            .all(|c| !(set.contains(c) || (blanks && c.is_whitespace())))
    }
}

/// The ASCII characters of a set, a bit each; a blank stands for white space of any kind.
pub(super) const fn ascii_bits(set: &str) -> [u64; 2] {
    let (bytes, mut bits, mut at) = (set.as_bytes(), [0, 0], 0);
    while at < bytes.len() {
        match bytes[at] {
            b' ' => bits[0] |= 1 << b' ' | 0b11111 << b'\t',
            byte if byte < 0x80 => bits[(byte >> 6) as usize] |= 1 << (byte & 63),
            _ => {}
        }
        at += 1;
    }
    bits
}

/// How bad it is to break a limit: an error where the database refuses the value, a warning where it is improbable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Error,
    Warning,
}
