//! Other notations for where a database is, which people put where a connection string belongs.
//!
//! The words of these notations are the notations' own and belong to no source, so they stand here.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

/// Another notation, and the little of it that may be shown. Positions are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notation {
    /// As in "this is {name}".
    pub name: &'static str,
    /// What shows it.
    pub at: Range<usize>,
    /// The words that name the notation, such as `jdbc:oracle:thin:`.
    pub scheme: Range<usize>,
    pub host: Option<Range<usize>>,
}

/// The notation that `text` is written in, unless it is a connection string; `known` tells keywords.
pub fn detect(text: &str, known: &dyn Fn(&str) -> bool) -> Option<Notation> {
    let start = text.len() - text.trim_start().len();
    let body = text.trim();
    let lower = body.to_ascii_lowercase();
    let whole = |name: &'static str, scheme: usize| Notation {
        name,
        at: start..start + body.len(),
        scheme: start..start + scheme,
        host: host_in(text),
    };
    if lower.starts_with("jdbc:") {
        return Some(whole("a JDBC URL", scheme_length(&lower)));
    }
    if let Some(end) = lower.find("://").filter(|&end| is_scheme(&lower[..end])) {
        let name = if matches!(&lower[..end], "tcp" | "tcps") {
            "an Easy Connect name"
        } else {
            "a URL"
        };
        return Some(whole(name, end + 3));
    }
    if lower.starts_with("//") {
        return Some(whole("an Easy Connect name", 2));
    }
    if descriptor().is_some_and(|pattern| pattern.is_match(&lower)) {
        let name = if lower.starts_with('(') {
            "a TNS descriptor"
        } else {
            "an entry of tnsnames.ora"
        };
        return Some(whole(name, 0));
    }
    if lower.starts_with('{') && lower.contains(':') && lower.contains('"') {
        return Some(whole("JSON", 1));
    }
    if !lower.contains('=') {
        return easy_connect()
            .filter(|pattern| pattern.is_match(body))
            .map(|_| whole("an Easy Connect name", 0));
    }
    segments(text)
        .find_map(|(key, value)| foreign_pair(text, key, value))
        .or_else(|| libpq(body, known).map(|name| whole(name, 0)))
}

/// A pair that only other drivers have, in a string whose grammar is the same.
fn foreign_pair(text: &str, key: Range<usize>, value: Range<usize>) -> Option<Notation> {
    let name = text[key.clone()]
        .trim()
        .to_ascii_lowercase()
        .replace(' ', "");
    let content = text[value.clone()].trim();
    let notation = match name.as_str() {
        "datasource" if content.contains(['/', ':', '(']) => "an ODP.NET string",
        "driver" | "dbq" => "an ODBC string",
        _ => return None,
    };
    let from = key.start + text[key.clone()].len() - text[key.clone()].trim_start().len();
    Some(Notation {
        name: notation,
        at: from..value.end,
        scheme: from..key.end,
        host: None,
    })
}

/// Pairs divided by blanks, of which some are libpq's own.
fn libpq(body: &str, known: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    if body.contains(';') {
        return None;
    }
    let keys: Vec<_> = body
        .split_whitespace()
        .map(|pair| pair.split_once('=').map(|(key, _)| key))
        .collect();
    let own = |key: &str| matches!(key, "dbname" | "user" | "sslmode" | "hostaddr");
    let all_pairs = keys.len() > 1 && keys.iter().all(Option::is_some);
    (all_pairs && keys.iter().flatten().any(|key| own(key) && !known(key)))
        .then_some("a libpq string")
}

fn segments(text: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
    let mut at = 0;
    text.split(';').filter_map(move |segment| {
        let start = at;
        at += segment.len() + 1;
        let equals = start + segment.find('=')?;
        Some((start..equals, equals + 1..start + segment.len()))
    })
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Length of `jdbc:`, `jdbc:oracle:thin:` and the like.
fn scheme_length(lower: &str) -> usize {
    let mut length = 0;
    for part in lower.split_inclusive(':') {
        let word = part.trim_end_matches(':');
        if !part.ends_with(':')
            || word.is_empty()
            || !word.bytes().all(|byte| byte.is_ascii_lowercase())
            || length + part.len() > 40
        {
            break;
        }
        length += part.len();
    }
    length
}

/// The name of a host where one is certain: behind `//`, `@` or `(HOST=`.
fn host_in(text: &str) -> Option<Range<usize>> {
    static HOST: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = HOST.get_or_init(|| {
        Regex::new(r"(?i)(?:\(\s*host\s*=\s*|@(?:tcps?:)?(?://)?|^\s*//|^\s*tcps?://)([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/)\s,]|$)").ok()
    });
    let captures = pattern.as_ref()?.captures_iter(text).last()?;
    captures.get(1).map(|host| host.range())
}

fn descriptor() -> Option<&'static Regex> {
    static DESCRIPTOR: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = || {
        Regex::new(r"^(?:[a-z0-9_.$#-]+\s*=\s*)?\(\s*(?:description|description_list|address|address_list)\s*=").ok()
    };
    DESCRIPTOR.get_or_init(pattern).as_ref()
}

/// `[user/password@]host[:port][/service]` and `host:port:SID`, without a scheme.
fn easy_connect() -> Option<&'static Regex> {
    static EASY: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = || {
        Regex::new(
            r"^(?:[^;\s/@]+/[^;\s]+@)?[^;\s/:@]+(?::[0-9]+(?:[:/][^;\s]*)?|/[^;\s]+)$|^[^;\s/@]+/[^;\s]+@[^;\s]+$",
        )
        .ok()
    };
    EASY.get_or_init(pattern).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&'static str> {
        detect(text, &|name| {
            matches!(
                name.to_ascii_lowercase().as_str(),
                "host" | "port" | "sid" | "password"
            )
        })
        .map(|found| found.name)
    }

    #[test]
    fn every_notation_is_named() {
        assert_eq!(
            name("jdbc:oracle:thin:@//db.example.com:1521/sales"),
            Some("a JDBC URL")
        );
        assert_eq!(
            name("db.example.com:1521/sales"),
            Some("an Easy Connect name")
        );
        assert_eq!(
            name("scott/ti@ger@db.example.com:1521/sales"),
            Some("an Easy Connect name")
        );
        assert_eq!(
            name("db.example.com:1521:ORCL"),
            Some("an Easy Connect name")
        );
        assert_eq!(
            name("tcps://adb.example.com:1522/x"),
            Some("an Easy Connect name")
        );
        assert_eq!(
            name("(DESCRIPTION = (ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1)))"),
            Some("a TNS descriptor")
        );
        assert_eq!(
            name("ORCL =\n  (DESCRIPTION =\n (ADDRESS = x))"),
            Some("an entry of tnsnames.ora")
        );
        assert_eq!(
            name("Data Source=db.example.com:1521/sales;User Id=x"),
            Some("an ODP.NET string")
        );
        assert_eq!(name("Driver={Oracle};DBQ=x"), Some("an ODBC string"));
        assert_eq!(
            name("host=h port=1 dbname=d user=u"),
            Some("a libpq string")
        );
        assert_eq!(name("oracle://scott:x@h/ORCL"), Some("a URL"));
        assert_eq!(name("{\"host\": 1}"), Some("JSON"));
    }

    #[test]
    fn a_connection_string_is_none_of_them() {
        for text in [
            "Host=h;Port=1;Sid=s",
            "host=h port=1 sid=s password=x",
            "Host=https://h/;Port=1",
            "ORCL",
            "Server=h;Port=1",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn only_scheme_and_host_may_be_shown() {
        let text = "jdbc:oracle:thin:scott/tiger@db.example.com:1521:ORCL";
        let found = detect(text, &|_| false).expect("a JDBC URL");
        assert_eq!(&text[found.scheme], "jdbc:oracle:thin:");
        assert_eq!(found.host.map(|host| &text[host]), Some("db.example.com"));
    }
}
