//! Mistakes in a connection string.

use connlint::catalog::{self, Keyword, Level, Role, Values};

use super::base::{Base, ConnectionText, names};
use super::marks::{CLOSE, OPEN, marked};
use super::mistake::{Mistake, few, typos};

type Pairs = Vec<(String, String)>;

/// What can be done to the string of a base.
struct Writer<'b> {
    base: &'b Base,
    string: &'b ConnectionText,
}

impl Writer<'_> {
    /// The base with another string, which is marked as a whole or in part.
    fn write(&self, kind: &'static str, what: impl Into<String>, text: &str) -> Mistake {
        let mut body = self.base.body.clone();
        *body.text(&self.string.pointer) = text.to_owned();
        Mistake::body(kind, what, &body)
    }

    /// The pairs, and the pairs in the opposite order.
    fn orders(&self) -> [Pairs; 2] {
        let pairs = names(&self.string.pairs);
        let reversed = pairs.iter().rev().cloned().collect();
        [pairs, reversed]
    }

    /// The base with one pair changed.
    fn changed(
        &self,
        kind: &'static str,
        index: usize,
        (key, value): (&str, &str),
        rules: &[&'static str],
    ) -> Mistake {
        let mut pairs = names(&self.string.pairs);
        pairs[index] = (key.to_owned(), value.to_owned());
        let what = format!("{key}={value}").replace(['\u{E000}', '\u{E001}'], "");
        self.write(kind, what, &self.string.join(&pairs)).is(rules)
    }

    /// The base with further pairs at the end.
    fn added(&self, kind: &'static str, text: &str, rules: &[&'static str]) -> Mistake {
        let pairs = self.string.join(&names(&self.string.pairs));
        let separator = self.string.dialect.separator();
        let added = text.replace(';', &separator.to_string());
        self.write(kind, text, &format!("{pairs}{separator}{}", marked(&added)))
            .is(rules)
    }

    fn with_role(&self, role: Role) -> Option<(usize, &'static Keyword)> {
        let found = self.string.pairs.iter().enumerate();
        let mut found = found.filter(|(_, (keyword, _))| keyword.role == Some(role));
        found.next().map(|(index, (keyword, _))| (index, *keyword))
    }
}

pub(crate) fn mistakes(base: &Base) -> Vec<Mistake> {
    let Some(string) = &base.string else {
        return Vec::new();
    };
    let writer = Writer { base, string };
    let mut all = pairs(&writer);
    all.extend(keywords(&writer));
    all.extend(options(&writer));
    all.extend(secrets(&writer));
    all.extend(match string.is_url() {
        true => in_url(&writer),
        false => separators(&writer),
    });
    all
}

/// Slips that only a URL can have.
fn in_url(writer: &Writer<'_>) -> Vec<Mistake> {
    let right = writer.string.join(&names(&writer.string.pairs));
    let mut all = Vec::new();
    for (kind, from, to) in [
        ("question mark lost", "/?", "/"),
        ("semicolon for an ampersand", "&", ";"),
        ("comma for an ampersand", "&", ","),
    ] {
        let text = right.replacen(from, &marked(to), 1);
        // The mark and the name behind it show it.
        let text = text.replacen("=", &marked("="), 2);
        all.push(
            writer
                .write(kind, kind, &text)
                .is(&["swallowed-separators"]),
        );
    }
    let host = right
        .strip_prefix(writer.string.dialect.scheme)
        .unwrap_or_default();
    for (kind, text) in [
        (
            "pairs for a URL",
            "Server=db.example.com;Database=ORCL;UID=app_reader;PWD={PASSWORD}",
        ),
        ("URL without its scheme", host),
    ] {
        let mistake = writer.write(kind, text, &marked(text));
        all.push(mistake.is(&["foreign-connection-strings"]));
    }
    all
}

fn pairs(writer: &Writer<'_>) -> Vec<Mistake> {
    let mut all = Vec::new();
    for (index, (keyword, value)) in writer.string.pairs.iter().enumerate() {
        if is_nameless(writer, keyword) {
            continue;
        }
        let name = keyword.name;
        let mut pairs = names(&writer.string.pairs);
        pairs.remove(index);
        let mut body = writer.base.body.clone();
        *body.text(&writer.string.pointer) = writer.string.join(&pairs);
        body.mark(&writer.string.pointer);
        all.push(Mistake::body("pair dropped", name, &body).is(&["missing-keywords"]));

        for blank in ["", " "] {
            let changed = |rules: &[&'static str]| {
                writer.changed("value blank", index, (&marked(name), &marked(blank)), rules)
            };
            all.push(match (keyword.secret, writer.base.submission) {
                (false, _) => changed(&["empty-values"]),
                (true, true) => changed(&["placeholders", "empty-values"]),
                (true, false) => changed(&[]),
            });
        }
        let other = match keyword.role {
            Some(Role::Host) => "db2.example.com",
            Some(Role::Port) => "1522",
            Some(Role::Secret | Role::Tls) => value,
            _ => "OTHER",
        };
        for (kind, again) in [("pair given twice", value.as_str()), ("two values", other)] {
            let mut pairs = names(&writer.string.pairs);
            pairs[index].0 = marked(name);
            pairs.push((marked(name), again.to_owned()));
            all.push(
                writer
                    .write(kind, name, &writer.string.join(&pairs))
                    .is(&["duplicate-keywords"]),
            );
        }
        let text = marked("{VALUE}");
        let rules: &[&str] = if writer.base.submission {
            &["placeholders"]
        } else {
            &[]
        };
        all.push(writer.changed("placeholder as a value", index, (name, &text), rules));
    }
    for group in writer.string.dialect.one_of {
        let has = |keyword: &Keyword| {
            writer
                .string
                .pairs
                .iter()
                .any(|(other, _)| *other == keyword)
        };
        for other in group.keywords.iter().filter(|keyword| !has(keyword)) {
            let text = format!("{}=ORCL", other.name);
            let pairs = names(&writer.string.pairs).into_iter().map(|(key, value)| {
                let own = group.keywords.iter().any(|keyword| keyword.name == key);
                (if own { marked(&key) } else { key }, value)
            });
            let text = format!(
                "{};{}",
                writer.string.join(&pairs.collect::<Vec<_>>()),
                marked(&text)
            );
            all.push(
                writer
                    .write("keywords in conflict", other.name, &text)
                    .is(&["conflicting-keywords"]),
            );
        }
    }
    all
}

fn separators(writer: &Writer<'_>) -> Vec<Mistake> {
    let mut all = Vec::new();
    for pairs in writer.orders() {
        for index in 1..pairs.len() {
            for (kind, instead) in [
                ("semicolon lost", ""),
                ("blank for a semicolon", " "),
                ("comma for a semicolon", ","),
                ("ampersand for a semicolon", "&"),
                ("line break for a semicolon", "\n"),
            ] {
                let (before, after) = pairs.split_at(index);
                let (key, value) = (&after[0].0, &after[0].1);
                let mut rest = vec![(String::new(), value.clone())];
                rest.extend(after[1..].iter().cloned());
                let text = format!(
                    "{}{}{}",
                    writer.string.join(before),
                    marked(&format!("{instead}{key}")),
                    writer.string.join(&rest)
                );
                all.push(
                    writer
                        .write(kind, &text, &text)
                        .is(&["swallowed-separators"]),
                );
            }
        }
        for (index, (key, value)) in pairs.iter().enumerate() {
            for (kind, instead) in [("equals sign lost", ""), ("blank for an equals sign", " ")] {
                let mut texts: Vec<String> = pairs
                    .iter()
                    .map(|(key, value)| format!("{key}={value}"))
                    .collect();
                texts[index] = marked(&format!("{key}{instead}{value}"));
                let text = texts.join(";");
                let rules = ["swallowed-separators", "malformed-connection-strings"];
                all.push(writer.write(kind, &text, &text).is(&rules));
            }
        }
    }
    all
}

/// Whether nothing is written in front of the value.
fn is_nameless(writer: &Writer<'_>, keyword: &Keyword) -> bool {
    writer.string.is_url() && keyword.role == Some(Role::Host)
}

fn keywords(writer: &Writer<'_>) -> Vec<Mistake> {
    let mut all = Vec::new();
    for (index, (keyword, value)) in writer.string.pairs.iter().enumerate() {
        if is_nameless(writer, keyword) {
            continue;
        }
        for synonym in keyword
            .synonyms
            .iter()
            .copied()
            .chain([&*keyword.name.to_uppercase()])
        {
            all.push(writer.changed("documented synonym", index, (&marked(synonym), value), &[]));
        }
        let wrong = typos(keyword.name)
            .into_iter()
            .filter(|typo| !catalog::fold(typo).eq(catalog::fold(keyword.name)));
        for typo in wrong {
            let pair = (&*marked(&typo), value.as_str());
            all.push(writer.changed("keyword misspelt", index, pair, &["misspelled-keywords"]));
        }
        for alias in keyword.aliases {
            let pair = (&*marked(alias), value.as_str());
            let rules = ["misspelled-keywords"];
            let mistake = writer.changed("keyword of another driver", index, pair, &rules);
            all.push(mistake.only(few));
        }
        for limit in keyword
            .limits
            .iter()
            .filter(|limit| limit.instead.is_none())
        {
            let Some(forbidden) = limit
                .forbidden
                .and_then(|set| set.chars().find(|c| c.is_alphanumeric() || *c == '/'))
            else {
                continue;
            };
            let bad = marked(&format!("scott{forbidden}tiger"));
            let kind = match limit.level {
                Level::Error => "value that is refused",
                Level::Warning => "value that is not plausible",
            };
            if !keyword.secret && keyword.role == Some(Role::User) {
                all.push(writer.changed(
                    kind,
                    index,
                    (keyword.name, &bad),
                    &["implausible-values"],
                ));
            }
        }
    }
    if let Some((index, sid)) = writer.with_role(Role::Sid) {
        for value in ["orcl.example.com", "ORDERSOFTHENORTH"] {
            let pair = (sid.name, &*marked(value));
            all.push(writer.changed("service as a sid", index, pair, &["services-as-sids"]));
        }
    }
    all
}

fn options(writer: &Writer<'_>) -> Vec<Mistake> {
    let mut all = Vec::new();
    let first = usize::from(writer.string.is_url());
    for index in first..=writer.string.pairs.len() {
        let mut pairs = names(&writer.string.pairs);
        let unknown = (format!("{OPEN}Wharfage"), format!("quay{CLOSE}"));
        pairs.insert(index, unknown);
        let text = writer.string.join(&pairs);
        all.push(
            writer
                .write("unknown keyword", format!("at {index}"), &text)
                .is(&["unknown-keywords"]),
        );
    }
    let dialect = writer.string.dialect;
    for keyword in dialect.keywords {
        if let Values::Enum(_) = keyword.values {
            let text = format!("{}=maybe", keyword.name);
            all.push(writer.added(
                "value that is none of the allowed",
                &text,
                &["invalid-values"],
            ));
        }
        let excluded = dialect
            .excludes
            .iter()
            .any(|group| group.contains(&keyword));
        if keyword.role == Some(Role::File) && !excluded {
            let text = format!("{}=C:\\stores\\trust.jks", keyword.name);
            all.push(writer.added("file of one's own", &text, &["unusable-files"]));
        }
    }
    let Some(tls) = &dialect.tls else { return all };
    let name = tls.keyword.name;
    let on = tls.on[0];
    let corrections = tls.keyword.corrections.iter();
    for (written, _) in corrections.filter(|(_, meant)| tls.on.contains(meant)) {
        let text = format!("{name}={written}");
        all.push(writer.added("value of another driver", &text, &["invalid-values"]));
    }
    for off in tls.off {
        let text = format!("{name}={off}");
        all.push(writer.added("encryption switched off", &text, &["disabled-encryption"]));
    }
    if let Some(checks) = &dialect.certificate_checks {
        let (keyword, off) = (checks.keyword.name, checks.off[0]);
        let text = format!("{name}={on};{keyword}={off}");
        all.push(writer.added(
            "certificate checks switched off",
            &text,
            &["disabled-encryption"],
        ));
    }
    all
}

fn secrets(writer: &Writer<'_>) -> Vec<Mistake> {
    let rules = &["foreign-connection-strings"];
    let secret = writer.base.secret();
    let foreign = [
        ("jdbc:oracle:thin:@//db.example.com:1521/ORCL".to_owned(), "JDBC"),
        (format!("jdbc:oracle:thin:app_reader/{secret}@db.example.com:1521:ORCL"), "JDBC"),
        ("db.example.com:1521/ORCL".to_owned(), "Easy Connect"),
        (format!("app_reader/{secret}@//db.example.com:1521/ORCL"), "Easy Connect"),
        (format!("oracle://app_reader:{secret}@db.example.com:1521/ORCL"), "URL"),
        (format!("Data Source=db.example.com:1521/ORCL;User Id=app_reader;Password={secret}"), "ODP.NET"),
        (format!("Driver={{Oracle}};DBQ=ORCL;Uid=app_reader;Pwd={secret}"), "ODBC"),
        (format!("host=db.example.com port=1521 dbname=ORCL user=app_reader password={secret}"), "libpq"),
        (format!("{{\"host\": \"db.example.com\", \"password\": \"{secret}\"}}"), "JSON"),
        ("(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db.example.com)(PORT=1521))(CONNECT_DATA=(SID=ORCL)))".to_owned(), "TNS"),
    ];
    let oracles = writer
        .with_role(Role::Sid)
        .or(writer.with_role(Role::Service))
        .is_some();
    // What another driver knows a server by is a keyword of some.
    let is_foreign = |(_, what): &&(String, &str)| oracles || *what != "ODP.NET";
    let mut all: Vec<Mistake> = foreign
        .iter()
        .filter(is_foreign)
        .map(|(text, what)| {
            writer
                .write("foreign notation", *what, &marked(text))
                .is(rules)
        })
        .collect();
    let Some((index, keyword)) = writer.with_role(Role::Secret) else {
        return all;
    };
    let name = keyword.name;
    if !writer.base.submission {
        let literal = match keyword.values {
            Values::Json => "[{\"user\": \"app_reader\", \"pass\": \"Gr4nite-Peak-07\"}]",
            _ => "Gr4nite-Peak-07",
        };
        let pair = (name, &*marked(literal));
        all.push(writer.changed("literal secret", index, pair, &["plaintext-secrets"]));
        return all;
    }
    if writer.string.is_url() {
        let value = marked("Gr4nite&Peak-07");
        let kind = "ampersand in a password";
        all.push(writer.changed(kind, index, (name, &value), &["swallowed-separators"]));
        return all;
    }
    if keyword.values == Values::Json {
        return all;
    }
    let broken = [
        (
            "semicolon in a password",
            "Gr4nite;Peak-07",
            &["swallowed-separators"][..],
        ),
        (
            "semicolon in a password",
            "Gr4nite;Pe4k=07",
            &["swallowed-separators"],
        ),
        (
            "password begins with an equals sign",
            "=Gr4nite",
            &["unquoted-values"],
        ),
        (
            "quote that is not closed",
            "\"Gr4nite-Peak",
            &["unquoted-values", "malformed-connection-strings"],
        ),
        (
            "quote at the end",
            "Gr4nite-Peak'",
            &["unquoted-values", "malformed-connection-strings"],
        ),
    ];
    for (kind, value, rules) in broken {
        for mut pairs in writer.orders() {
            let own = pairs
                .iter_mut()
                .find(|(key, _)| key == name)
                .expect("the pair is there");
            own.1 = marked(value);
            let text = writer.string.join(&pairs);
            all.push(writer.write(kind, value, &text).is(rules));
        }
    }
    all
}
