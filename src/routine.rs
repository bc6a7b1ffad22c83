//! Requests about which there is nothing to say, told at a glance.
//!
//! Nearly all requests of a repository are like this: every key is the documented one, and every value is of
//! the plainest kind there is for its place, or a placeholder with nothing around it. They need not be taken
//! apart for the rules. Whatever is the least bit unusual is left to the rules, which alone judge; builds with
//! debug assertions, and so all tests, hold every answer given here to what the rules say of the same request.

use crate::catalog::{
    AuthSpec, Catalog, Dialect, Keyword, Limit, Param, Platform, Role, Source, Values,
};
use crate::config::Config;
use crate::json::{Id, Json};
use crate::keywords;
use crate::placeholder;
use crate::request::{name_of, pointer};
use crate::rules::{invalid_hosts, unreachable_hosts};
use crate::schema::{self, Instance, ViolationKind};

/// What is to be reported of such a request.
#[derive(Debug)]
pub struct Routine {
    pub source: &'static Source,
    /// Values that wait to be filled in.
    pub placeholders: usize,
}

const BODY: [&str; 4] = [
    name_of(pointer::NAME),
    name_of(pointer::DESCRIPTION),
    name_of(pointer::AUTH),
    name_of(pointer::SPEC),
];
const AUTH: [&str; 2] = [name_of(pointer::SPEC_NAME), name_of(pointer::PARAMS)];
const SPEC: [&str; 2] = [name_of(pointer::SPEC_ID), name_of(pointer::SPEC_VERSION)];

/// Reads the object `node`; `None` where the rules have to look.
pub fn read(json: &Json<'_>, node: Id, config: &Config) -> Option<Routine> {
    let [name, description, auth, spec] = values(json, node, BODY)?;
    let [spec_name, params] = values(json, auth?, AUTH)?;
    let [id, version] = values(json, spec?, SPEC)?;
    let source = source(config.catalog, text(json, id?)?)?;
    let expected = config.expected.source;
    if expected.is_some_and(|expected| expected.slug != source.slug) {
        return None;
    }
    let known = |version| text(json, version) == Some(source.version);
    let prose = |value| text(json, value).is_some_and(is_prose);
    if !prose(name?) || !description.is_none_or(prose) || !version.is_none_or(known) {
        return None;
    }
    let mut reader = Reader {
        json,
        source,
        submission: config.submission,
        placeholders: 0,
    };
    reader.params(variant(source, text(json, spec_name?)?, config)?, params?)?;
    Some(Routine {
        source,
        placeholders: reader.placeholders,
    })
}

/// The values of these keys in an object that has no others, and none of them twice.
fn values<const N: usize>(json: &Json<'_>, node: Id, names: [&str; N]) -> Option<[Option<Id>; N]> {
    if !json.is_object(node) || json.is_incomplete(node) {
        return None;
    }
    let mut found = [None; N];
    for (key, value) in json.members(node) {
        let key = text(json, key)?;
        let place = names.iter().position(|name| *name == key)?;
        if found[place].replace(value).is_some() {
            return None;
        }
    }
    Some(found)
}

/// A string without escapes.
fn text<'j>(json: &'j Json<'_>, value: Id) -> Option<&'j str> {
    (json.is_string(value) && !json.is_escaped(value)).then(|| json.raw(value))
}

/// The only source with exactly this id, if it is known in full.
fn source(catalog: &Catalog, id: &str) -> Option<&'static Source> {
    let mut owners = catalog.owners(id);
    let source = owners
        .next()
        .filter(|source| source.is_full() && source.ids.contains(&id))?;
    owners.next().is_none().then_some(source)
}

/// The only auth spec of exactly this name, if it is one for the platform.
fn variant(source: &'static Source, name: &str, config: &Config) -> Option<&'static AuthSpec> {
    let mut named = source.auth.iter().filter(|variant| variant.name == name);
    let variant = named.next().filter(|_| named.next().is_none())?;
    let there = |platform| variant.platform == platform || variant.platform == Platform::Any;
    let fits = config.platform.is_none_or(there) && variant.deprecated.is_none();
    (fits && variant.flat).then_some(variant)
}

/// Whether a name or a description is one that no rule looks at twice.
fn is_prose(text: &str) -> bool {
    let marks = memchr::memchr3(b'[', b'`', b'&', text.as_bytes());
    text.is_ascii() && !has_ends(text) && marks.is_none() && placeholder::filling(text).is_literal()
}

/// Whether a text is empty, or begins or ends with white space.
fn has_ends(text: &str) -> bool {
    let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    !visible(text.as_bytes().first()) || !visible(text.as_bytes().last())
}

struct Reader<'j> {
    json: &'j Json<'j>,
    source: &'static Source,
    submission: bool,
    placeholders: usize,
}

/// What is known of a value before it is looked at.
struct Place {
    role: Option<Role>,
    secret: bool,
    limits: &'static [Limit],
    /// The connection string around it.
    dialect: Option<&'static Dialect>,
}

/// What a value turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Literal,
    Placeholder,
}

impl Reader<'_> {
    fn params(&mut self, variant: &'static AuthSpec, node: Id) -> Option<()> {
        let json = self.json;
        if !json.is_object(node) || json.is_incomplete(node) || variant.params.len() > 64 {
            return None;
        }
        let mut seen = 0u64;
        let mut constrained = false;
        let (mut host, mut port) = (None, None);
        for (key, value) in json.members(node) {
            let key = text(json, key)?;
            let place = variant.params.iter().position(|param| param.name == key)?;
            if seen >> place & 1 == 1 {
                return None;
            }
            seen |= 1 << place;
            let (param, text) = (&variant.params[place], text(json, value)?);
            let plain = self.param(param, text)?;
            match param.role {
                Some(Role::Host) => host = Some(plain),
                Some(Role::Port) => port = Some(plain),
                _ => {}
            }
            constrained |= !param.free && plain == Plain::Literal;
        }
        if points_elsewhere(host, port) {
            return None;
        }
        let there = |(place, param): (usize, &Param)| !param.required || seen >> place & 1 == 1;
        if !variant.params.iter().enumerate().all(there) {
            return None;
        }
        (!constrained || self.is_valid(variant, node)).then_some(())
    }

    /// Whether the schema takes the literal values of an object of which nothing else is to be said.
    fn is_valid(&self, variant: &'static AuthSpec, node: Id) -> bool {
        let json = self.json;
        let literals = json.members(node).filter_map(|(key, value)| {
            let (key, value) = (json.raw(key), json.raw(value));
            let param = variant.param(key)?;
            // What a placeholder will be is not known.
            let is_known = param.free || !is_named_placeholder(value);
            is_known.then(|| (param.name, Instance::String(value.into())))
        });
        let instance = Instance::Object(literals.collect());
        let violations = schema::violations(variant.schema, &instance);
        let is_missing = |kind: &ViolationKind| matches!(kind, ViolationKind::Missing(_));
        violations
            .iter()
            .all(|violation| is_missing(&violation.kind))
    }

    fn param(&mut self, param: &'static Param, text: &str) -> Option<Plain> {
        if let Some(dialect) = param.dialect {
            self.string(dialect, text)?;
            return Some(Plain::Literal).filter(|_| param.free);
        }
        let place = Place {
            role: param.role,
            secret: param.secret,
            limits: param.limits,
            dialect: None,
        };
        self.value(&place, text)
    }

    /// A connection string of known keywords, each once, none missing and none too many.
    fn string(&mut self, dialect: &'static Dialect, text: &str) -> Option<()> {
        let mut given: Vec<&'static Keyword> = Vec::with_capacity(8);
        let (mut host, mut port) = (None, None);
        keywords::each_plain_pair(text, dialect, &mut |keyword, key, value| {
            let tight = key.end + 1 == value.start
                && matches!(text.as_bytes().get(value.end), None | Some(b';'));
            if given.contains(&keyword) || keyword.nested || keyword.values != Values::Any || !tight
            {
                return None;
            }
            given.push(keyword);
            let place = Place {
                role: keyword.role,
                secret: keyword.secret,
                limits: keyword.limits,
                dialect: Some(dialect),
            };
            let plain = self.value(&place, &text[value])?;
            match keyword.role {
                Some(Role::Host) => host = Some(plain),
                Some(Role::Port) => port = Some(plain),
                _ => {}
            }
            Some(())
        })?;
        if points_elsewhere(host, port) {
            return None;
        }
        let count = |of: &[&'static Keyword]| of.iter().filter(|one| given.contains(one)).count();
        let complete = dialect.required().all(|keyword| given.contains(&keyword))
            && dialect
                .one_of
                .iter()
                .all(|group| count(group.keywords) == 1)
            && dialect.excludes.iter().all(|group| count(group) < 2);
        complete.then_some(())
    }

    fn value(&mut self, place: &Place, text: &str) -> Option<Plain> {
        if is_named_placeholder(text) {
            self.placeholders += 1;
            return Some(Plain::Placeholder).filter(|_| !self.submission);
        }
        let literal = if place.secret {
            self.submission
                && !has_ends(text)
                && text.bytes().all(|byte| matches!(byte, 0x20..0x7F))
        } else {
            self.is_word(place, text)
        };
        let allowed = place.limits.iter().all(|limit| limit.allows(text));
        (literal && allowed && placeholder::filling(text).is_literal()).then_some(Plain::Literal)
    }

    /// Whether a value that is no secret is what one expects in its place.
    fn is_word(&self, place: &Place, text: &str) -> bool {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        match place.role {
            Some(Role::Host) => {
                invalid_hosts::is_plain_name(text)
                    && unreachable_hosts::is_public_name(text)
                    && place
                        .dialect
                        .is_none_or(|dialect| dialect.cloud(text).is_none())
            }
            Some(Role::Port) => {
                let tls = place.dialect.and_then(|dialect| dialect.tls.as_ref());
                let own = |port: u16| {
                    self.source.ports.contains(&port)
                        && tls.is_none_or(|tls| !tls.ports.contains(&port))
                };
                text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse().is_ok_and(own)
            }
            Some(Role::User | Role::Database | Role::Schema | Role::Sid | Role::Service) => {
                !text.is_empty() && text.bytes().all(word)
            }
            Some(Role::Tls) => place.dialect.is_none() && text == "true",
            _ => false,
        }
    }
}

/// Whether a host may be another source's: its port is not there to say that it is not.
fn points_elsewhere(host: Option<Plain>, port: Option<Plain>) -> bool {
    host == Some(Plain::Literal) && port != Some(Plain::Literal)
}

/// Whether a text is one placeholder that holds nothing but a name: `{HOST}`, `{{host}}`, `${HOST}`.
fn is_named_placeholder(text: &str) -> bool {
    let inside = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    let name = inside("{{", "}}")
        .or_else(|| inside("${", "}"))
        .or_else(|| inside("{", "}"));
    name.is_some_and(|name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{self, Leniency};
    use crate::text::Text;

    const AZURE: &str = r#"{
        "name": "Orders", "description": "Orders of the shop, every hour.",
        "auth": { "specName": "ConnectionString", "params": {
            "connectionString": "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password=Tall-tiger-47!" } },
        "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    }"#;
    const AWS: &str = r#"{
        "name": "Orders",
        "auth": { "specName": "Basic Authentication", "params": {
            "server": "{HOST}", "port": "1521", "database": "ORCL", "username": "${USER}",
            "password": "{{password}}", "schema": "SALES", "sslMode": "true" } },
        "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328" }
    }"#;

    fn placeholders(text: &str, submission: bool) -> Option<usize> {
        let json = json::parse(Text::file(text), Leniency::default());
        let config = Config {
            submission,
            ..Config::default()
        };
        read(&json, json.roots[0], &config).map(|routine| routine.placeholders)
    }

    #[test]
    fn both_documented_variants_are_told_at_a_glance() {
        assert_eq!(placeholders(AZURE, true), Some(0));
        assert_eq!(placeholders(AWS, false), Some(3));
        let with_placeholders = AZURE
            .replace("app", "{USER}")
            .replace("Tall-tiger-47!", "${PASSWORD}");
        assert_eq!(placeholders(&with_placeholders, false), Some(2));
    }

    #[test]
    fn what_a_rule_may_speak_of_is_left_to_it() {
        assert_eq!(
            placeholders(AZURE, false),
            None,
            "a literal password in a repository"
        );
        assert_eq!(
            placeholders(AWS, true),
            None,
            "placeholders before submission"
        );
        for (from, to) in [
            ("1521", "2484"),
            ("db.example.com", "db"),
            ("db.example.com", "db.corp"),
            ("Sid=", "SID =  "),
            ("Sid=", "Sdi="),
            ("Host=", "Port=1;Host="),
            ("ORCL", "orders.example.com"),
            ("Tall-tiger-47!", "xxxx"),
            ("Orders\"", " Orders\""),
            ("Orders\"", "[!DNL Orders]\""),
            ("\"auth\"", "\"data\": 1, \"auth\""),
            ("8527328", "8527329"),
            ("\"1.0\"", "\"1.1\""),
            ("\"1.0\"", "1.0"),
        ] {
            let changed = AZURE.replace(from, to);
            assert_ne!(changed, AZURE);
            assert_eq!(placeholders(&changed, true), None, "{from} -> {to}");
        }
        let off = AWS.replace("\"true\"", "\"maybe\"");
        assert_eq!(placeholders(&off, false), None);
    }
}
