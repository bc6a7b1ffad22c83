//! Other notations for where a database is, which people put where a connection string belongs.
//!
//! The words of these notations are the notations' own and belong to no source, so they stand here. What is
//! foreign depends on the dialect: `Data Source` is one driver's keyword and gives away another's string.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::catalog::{Dialect, Grammar, Keyword, Role};

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

/// The notation that `text` is written in, unless it is a connection string of the dialect. Placeholders are
/// covered in it, and `is_literal` says that there were none.
pub fn detect(text: &str, is_literal: bool, dialect: &Dialect) -> Option<Notation> {
    if dialect.grammar == Grammar::JdbcUrl {
        return not_the_url(text, is_literal, dialect);
    }
    let is_oracles = names_databases_as_oracle_does(dialect);
    whole(text, is_literal, is_oracles)
        .or_else(|| segments(text).find_map(|(key, value)| foreign_pair(text, key, value, dialect)))
        .or_else(|| libpq(text, dialect))
}

/// The same for a dialect whose strings are URLs of one scheme.
fn not_the_url(text: &str, is_literal: bool, dialect: &Dialect) -> Option<Notation> {
    if dialect.after_scheme(text).is_some() {
        return None;
    }
    let pairs = || {
        segments(text)
            .filter(|(key, _)| is_name(text[key.clone()].trim()))
            .count()
    };
    let start = text.len() - text.trim_start().len();
    let lower = text.trim().to_ascii_lowercase();
    let scheme = url_scheme(&lower).filter(|scheme| dialect.scheme.contains(scheme));
    let name = match scheme {
        Some(_) => "a URL of another scheme",
        None if matches(&HOST_ALONE, &lower) => "a URL without its scheme",
        None if pairs() > 1 => "a list of pairs",
        None => return whole(text, is_literal, false).or_else(|| libpq(text, dialect)),
    };
    Some(Notation {
        name,
        at: start..start + lower.len(),
        scheme: start..start + scheme.map_or(0, |scheme| scheme.len() + 3),
        host: None,
    })
}

/// Whether a text could be a keyword.
fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_');
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain)
}

/// A database that is named by a SID or a service has notations of its own.
fn names_databases_as_oracle_does(dialect: &Dialect) -> bool {
    let mut keywords = dialect.keywords.iter();
    keywords.any(|keyword| matches!(keyword.role, Some(Role::Sid | Role::Service)))
}

/// The notation that the whole of a text is in, if it is no list of pairs.
fn whole(text: &str, is_literal: bool, is_oracles: bool) -> Option<Notation> {
    let address = if is_oracles {
        "an Easy Connect name"
    } else {
        "a bare address"
    };
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
            "tcp" | "tcps" => address,
            _ => "a URL",
        };
        return is_database_scheme(scheme).then(|| whole(name, scheme.len() + 3));
    }
    if lower.starts_with("//") {
        return Some(whole(address, 2));
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
        return Some(whole(address, 0));
    }
    None
}

/// Whether the whole of a text is in another notation, so that what looks like pairs in it is none.
pub fn is_foreign(text: &str) -> bool {
    whole(text, true, true).is_some()
}

/// Whether a text is a URL of which only another program knows what it stands for: a reference to a secret.
pub fn is_reference(text: &str, dialect: &Dialect) -> bool {
    if !text.contains("://") {
        return false;
    }
    let lower = text.trim().to_ascii_lowercase();
    url_scheme(&lower).is_some_and(|scheme| {
        let kept_elsewhere = lower.contains(".vault.") || lower.contains("/secrets/");
        !(is_database_scheme(scheme) || dialect.scheme.contains(scheme))
            || (scheme.starts_with("http") && kept_elsewhere)
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

/// Whether a key of this dialect says where a server is.
fn is_placed(text: &str, dialect: &Dialect) -> bool {
    let places = |keyword: &Keyword| {
        matches!(
            keyword.role,
            Some(Role::Host | Role::Port | Role::Sid | Role::Service)
        )
    };
    let own = |key: Range<usize>| dialect.anchor(text[key].trim()).is_some_and(places);
    segments(text).any(|(key, _)| own(key))
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
fn foreign_pair(
    text: &str,
    key: Range<usize>,
    value: Range<usize>,
    dialect: &Dialect,
) -> Option<Notation> {
    let name = FOREIGN_KEYS
        .into_iter()
        .find(|name| is_key(&text[key.clone()], name))?;
    let content = text[value.clone()].trim().to_ascii_lowercase();
    let descriptor = || content.contains('(') && matches(&DESCRIPTOR, &content);
    let own = dialect.anchor(text[key.clone()].trim()).is_some();
    let is_oracles = names_databases_as_oracle_does(dialect);
    let placed = || is_placed(text, dialect);
    let notation = match name {
        "server" | "host" if descriptor() => "a string with a TNS descriptor",
        _ if own => return None,
        "initialcatalog" | "integratedsecurity" if !placed() => "an SQL Server string",
        "datasource" if is_oracles && content.contains(['/', '(']) => "an ODP.NET string",
        "datasource"
            if is_oracles
                && !placed()
                && !text.to_ascii_lowercase().contains("initial catalog") =>
        {
            "an ODP.NET string"
        }
        "driver" | "dbq" if is_oracles || !placed() => "an ODBC string",
        "provider" if is_oracles || !placed() => "an OLE DB string",
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
fn libpq(text: &str, dialect: &Dialect) -> Option<Notation> {
    let (start, body) = (text.len() - text.trim_start().len(), text.trim());
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
    let foreign = |key: &&str| own(key) && dialect.anchor(key).is_none();
    (keys.len() > 1 && keys.iter().any(foreign)).then(|| Notation {
        name: "a libpq string",
        at: start..start + body.len(),
        scheme: start..start,
        host: None,
    })
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

/// A host with labels, and what may follow it in a URL.
static HOST_ALONE: Pattern =
    LazyLock::new(|| Regex::new(r"^[a-z0-9-]+(?:\.[a-z0-9-]+){2,}(?::[0-9]+)?/?(?:\?.*)?$").ok());

/// `user/password@alias`.
static LOGIN: Pattern = LazyLock::new(|| Regex::new(r"^[^\s;/@=]+/[^\s;]+@[^\s;]+$").ok());

/// `host/service`.
static SERVICE: Pattern =
    LazyLock::new(|| Regex::new(r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+/[a-z0-9_.$#-]+(?::[a-z]+)?$").ok());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    fn dialect(name: &str) -> &'static Dialect {
        let mut dialects = catalog::dialects().iter();
        dialects
            .find(|dialect| dialect.name == name)
            .expect("the dialect")
    }

    fn name(text: &str) -> Option<&'static str> {
        detect(text, true, dialect("oracle")).map(|found| found.name)
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
        let found = whole(text, true, true).expect("a JDBC URL");
        assert_eq!(&text[found.scheme], "jdbc:oracle:thin:");
        assert_eq!(found.host.map(|host| &text[host]), Some("db.example.com"));
    }
}
