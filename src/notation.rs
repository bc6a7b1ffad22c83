//! Other notations for where a database is, which people put where a connection string belongs.
//!
//! The words of these notations are the notations' own and belong to no source, so they stand here.

use std::ops::Range;
use std::sync::LazyLock;

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

/// The notation that `text` is written in, unless it is a connection string. Placeholders are covered in
/// it, and `is_literal` says that there were none; `known` tells keywords.
pub fn detect(text: &str, is_literal: bool, known: &dyn Fn(&str) -> bool) -> Option<Notation> {
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
    if let Some(scheme) = url_scheme(&lower) {
        let name = match scheme {
            "tcp" | "tcps" => "an Easy Connect name",
            _ => "a URL",
        };
        return is_database_scheme(scheme).then(|| whole(name, scheme.len() + 3));
    }
    if lower.starts_with("//") {
        return Some(whole("an Easy Connect name", 2));
    }
    if lower.contains('(')
        && matches(&DESCRIPTOR, &lower)
        && (lower.starts_with('(') || !lower.contains(';'))
    {
        let name = if lower.starts_with('(') {
            "a TNS descriptor"
        } else {
            "an entry of tnsnames.ora"
        };
        return Some(whole(name, 0));
    }
    if lower.starts_with(['{', '[']) && lower.contains(':') && lower.contains('"') {
        return Some(whole("JSON", 1));
    }
    // None of the three takes a `=` before the first of these.
    let first = lower.find(['=', '/', '@', ':']);
    let names_a_place = first.is_some_and(|at| !lower[at..].starts_with('='))
        && (matches(&ADDRESS, &lower)
            || (is_literal && (matches(&LOGIN, body) || matches(&SERVICE, &lower))));
    if names_a_place {
        return Some(whole("an Easy Connect name", 0));
    }
    segments(text)
        .find_map(|(key, value)| foreign_pair(text, key, value))
        .or_else(|| libpq(body, known).map(|name| whole(name, 0)))
}

/// Whether the whole of a text is in another notation, so that what looks like pairs in it is none.
pub fn is_foreign(text: &str) -> bool {
    detect(text, true, &|_| false).is_some_and(|found| found.at.len() == text.trim().len())
}

/// Whether a text is a URL of which only another program knows what it stands for: a reference to a secret.
pub fn is_reference(text: &str) -> bool {
    if !text.contains("://") {
        return false;
    }
    let lower = text.trim().to_ascii_lowercase();
    url_scheme(&lower).is_some_and(|scheme| {
        let kept_elsewhere = lower.contains(".vault.") || lower.contains("/secrets/");
        !is_database_scheme(scheme) || (scheme.starts_with("http") && kept_elsewhere)
    })
}

/// The letters before a `://` at the start.
fn url_scheme(lower: &str) -> Option<&str> {
    let (scheme, _) = lower.split_once("://")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    (!scheme.is_empty() && scheme.bytes().all(plain)).then_some(scheme)
}

/// Whether a URL of this scheme names a server, and not a secret that is kept somewhere.
fn is_database_scheme(scheme: &str) -> bool {
    const EXACT: [&str; 6] = ["tcp", "tcps", "http", "https", "ldap", "ldaps"];
    const PARTS: [&str; 7] = [
        "oracle", "sql", "postgres", "mongodb", "mariadb", "db2", "odbc",
    ];
    EXACT.contains(&scheme) || PARTS.iter().any(|part| scheme.contains(part))
}

/// Whether a key of this connector says where a server is.
fn is_placed(text: &str) -> bool {
    const KEYS: [&str; 7] = [
        "host",
        "hostname",
        "port",
        "portnumber",
        "sid",
        "servicename",
        "servername",
    ];
    segments(text).any(|(key, _)| KEYS.iter().any(|name| is_key(&text[key.clone()], name)))
}

/// Whether a key is this name, with blanks and case left aside.
fn is_key(key: &str, name: &str) -> bool {
    let letters = key.chars().filter(|c| !c.is_whitespace());
    letters.map(|c| c.to_ascii_lowercase()).eq(name.chars())
}

/// The keys of other drivers that show whose string it is, some of them with a certain value only.
const FOREIGN_KEYS: [&str; 8] = [
    "initialcatalog",
    "integratedsecurity",
    "datasource",
    "driver",
    "dbq",
    "provider",
    "server",
    "host",
];

/// Whether a key alone may show that a string is another driver's.
pub fn is_foreign_key(key: &str) -> bool {
    let first = key.trim_start().bytes().next();
    let may_be =
        first.is_some_and(|first| matches!(first.to_ascii_lowercase(), b'd' | b'i' | b'p'));
    may_be && FOREIGN_KEYS[..6].iter().any(|name| is_key(key, name))
}

/// A pair that only other drivers have, in a string whose grammar is the same.
fn foreign_pair(text: &str, key: Range<usize>, value: Range<usize>) -> Option<Notation> {
    let name = FOREIGN_KEYS
        .into_iter()
        .find(|name| is_key(&text[key.clone()], name))?;
    let content = text[value.clone()].trim().to_ascii_lowercase();
    let notation = match name {
        "initialcatalog" | "integratedsecurity" if !is_placed(text) => "an SQL Server string",
        "datasource" if content.contains(['/', '(']) => "an ODP.NET string",
        "datasource"
            if !is_placed(text) && !text.to_ascii_lowercase().contains("initial catalog") =>
        {
            "an ODP.NET string"
        }
        "server" | "host" if content.contains('(') && matches(&DESCRIPTOR, &content) => {
            "a string with a TNS descriptor"
        }
        "driver" | "dbq" => "an ODBC string",
        "provider" => "an OLE DB string",
        _ => return None,
    };
    let from = key.start + text[key.clone()].len() - text[key.clone()].trim_start().len();
    let to = value.start + text[value.clone()].trim_end().len();
    Some(Notation {
        name: notation,
        at: from..to,
        scheme: from..from + text[from..key.end].trim_end().len(),
        host: None,
    })
}

/// Pairs divided by blanks, of which some are libpq's own.
fn libpq(body: &str, known: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    if body.contains(';') {
        return None;
    }
    let own = |key: &str| matches!(key, "dbname" | "user" | "sslmode" | "hostaddr");
    let mut pairs = body.split_whitespace().map(|pair| pair.split_once('='));
    let keys: Option<Vec<&str>> = pairs
        .by_ref()
        .map(|pair| pair.map(|(key, _)| key))
        .collect();
    let keys = keys?;
    (keys.len() > 1 && keys.iter().any(|key| own(key) && !known(key))).then_some("a libpq string")
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

/// The name of a host where one is certain: behind the `//`, the `(HOST=` or the `@` that follows all
/// credentials. What an `@`, a `;` or a `?` leaves in doubt is a piece of a password.
fn host_in(text: &str) -> Option<Range<usize>> {
    let end = text.find([';', '?']).unwrap_or(text.len());
    if text[end..].contains('@') {
        return None;
    }
    let start = text[..end].rfind('@').unwrap_or(0);
    let captures = HOST.as_ref()?.captures(&text[start..end])?;
    let host = captures.get(1)?.range();
    Some(host.start + start..host.end + start)
}

type Pattern = LazyLock<Option<Regex>>;

fn matches(pattern: &'static Pattern, text: &str) -> bool {
    pattern
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(text))
}

/// Of the text from the last `@` on, or of all of it where there is none.
static HOST: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?is)^(?:[^@].*\(\s*host\s*=\s*|@.*\(\s*host\s*=\s*|@(?:tcps?:)?(?://)?|\s*(?:[a-z0-9+.:-]*:)?//)([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/)\s,]|$)",
    )
    .ok()
});

static DESCRIPTOR: Pattern = LazyLock::new(|| {
    Regex::new(r"^(?:[a-z0-9_.$#-]+\s*=\s*)?\(\s*(?:description|description_list|address|address_list)\s*=")
        .ok()
});

/// `[user/password@]host:port[/service]` and `host:port:SID`, without a scheme.
static ADDRESS: Pattern = LazyLock::new(|| {
    Regex::new(r"^(?:[^\s;/@=]+(?:/[^\s;]*)?@)?(?://)?(?:\[[0-9a-f:]+\]|[^\s;/:@=?\[\]]+):[0-9]+(?:[:/][^\s;?]*)?(?:\?\S*)?$")
        .ok()
});

/// `user/password@alias`.
static LOGIN: Pattern = LazyLock::new(|| Regex::new(r"^[^\s;/@=]+/[^\s;]+@[^\s;]+$").ok());

/// `host/service`.
static SERVICE: Pattern =
    LazyLock::new(|| Regex::new(r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+/[a-z0-9_.$#-]+(?::[a-z]+)?$").ok());

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&'static str> {
        detect(text, true, &|name| {
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
        let found = detect(text, true, &|_| false).expect("a JDBC URL");
        assert_eq!(&text[found.scheme], "jdbc:oracle:thin:");
        assert_eq!(found.host.map(|host| &text[host]), Some("db.example.com"));
    }
}
