//! What values look like that may be shown: what strayed into their place looks otherwise, or is not shown.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{is_simple_placeholder, names_a_secret};
use crate::near;
use crate::request::{Request, pointer};
use crate::text::Text;

/// Letters and digits that a value of the envelope may have, where it is no known name.
const LONGEST: usize = 48;

/// Whether a value at a pointer of the envelope looks like one. What a connection is called is anybody's guess.
pub(super) fn fits(request: &Request<'_>, at: &str, value: &str) -> bool {
    let all = |fits: &dyn Fn(char) -> bool| value.len() <= LONGEST && value.chars().all(fits);
    let is_one = match at {
        pointer::SPEC_ID => {
            // The form of a UUID, with a slip or two.
            let hyphens = value.matches('-').count();
            let plain =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ',' | ' ' | '…');
            let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
            all(&is_hex) || (hyphens >= 3 && all(&plain))
        }
        pointer::SPEC_VERSION => {
            value.len() <= 8 && all(&|c| c.is_ascii_digit() || matches!(c, '.' | 'v' | ' '))
        }
        pointer::SPEC_NAME => {
            is_known(request, value) || (is_wordy(value) && value.len() <= LONGEST)
        }
        _ => return true,
    };
    is_one || is_simple_placeholder(value)
}

/// Whether any source has an auth spec of this name, however it is written.
pub(super) fn is_known(request: &Request<'_>, name: &str) -> bool {
    let auth = request
        .catalog
        .sources()
        .iter()
        .flat_map(|source| source.auth);
    auth.into_iter().any(|auth| near::same(auth.name, name))
}

/// Whether a text is made of words: letters, small ones among them. Keys and tokens have digits.
fn is_wordy(value: &str) -> bool {
    let of_words = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '2');
    value.chars().all(of_words) && value.chars().any(char::is_lowercase)
}

/// Whether a value is the address of a server, or with a path that of a page.
pub(super) fn is_address(value: &str, with_path: bool) -> bool {
    const START: &str = r"^\s*(?:(?i:tcp:|np:)|[A-Za-z][A-Za-z0-9+.-]*://)?";
    const NAME: &str = r"(?:\[[0-9A-Fa-f:.%]+\]|[0-9A-Fa-f]*(?::[0-9A-Fa-f.]*){2,}|[\w.$#<>{}%*-]+)(?:\\[\w$-]+)?(?:[:,]\s*\d{0,5})?";
    static HOST: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!(r"{START}{NAME}/?\s*$")).ok());
    static URL: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!(r"{START}{NAME}(?:/[\w.$#<>{{}}%*~/-]*)?\s*$")).ok());
    let form = if with_path { &URL } else { &HOST };
    form.as_ref().is_some_and(|form| form.is_match(value))
}

/// Of an address with something else behind it only the name shows.
pub(super) fn host(text: &Text<'_>, shown: &mut Vec<Range<usize>>) {
    let value = text.as_str();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let end = value.find(|c| !is_name(c)).unwrap_or(value.len());
    let is_divided = value[end..].starts_with([':', '/', ',']);
    if is_divided && value[..end].contains('.') && !value.contains('@') && !names_a_secret(value) {
        shown.extend(text.pieces(0..end + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_what_is_stuck_to_it() {
        for (value, host, url) in [
            ("db.example.com", true, true),
            ("db.example.com:1521", true, true),
            ("tcp:acme.database.windows.net,1433", true, true),
            ("10.0.0.1, 1433", true, true),
            ("db\\SQLEXPRESS", true, true),
            ("[fe80::1]:1521", true, true),
            ("fe80::1", true, true),
            ("https://acme.example.com/", true, true),
            ("https://acme.example.com/data/v1", false, true),
            ("db-{REGION}.example.com", true, true),
            ("scott:tigerTall", false, false),
            ("db.example.com:Hunter22x", false, false),
            ("db.example.com/Hunter22x", false, true),
            ("10.0.0.1 Hunter22x", false, false),
            ("u:p@db.example.com", false, false),
            ("db;Password=x", false, false),
        ] {
            assert_eq!(
                (is_address(value, false), is_address(value, true)),
                (host, url),
                "{value}"
            );
        }
    }
}
