//! Requests that are right, made from the catalogue: one for each auth spec of each source that is
//! checked in full, and one for each way to write its connection string.

use connlint::catalog::{self, AuthSpec, Dialect, Grammar, Keyword, Param, Role, Source, Values};
use serde_json::Value;

use super::THOROUGH;
use super::body::{Body, Member, Node};
use super::takes::Clues;

/// A literal secret, for requests that are about to be sent.
const SECRET: &str = "Gr4nite-Peak-07";
/// The same for requests in a repository.
const PLACEHOLDER: &str = "{PASSWORD}";

#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// As in `oracle, ConnectionString, Sid`.
    pub(crate) name: String,
    pub(crate) source: &'static Source,
    pub(crate) variant: &'static AuthSpec,
    pub(crate) submission: bool,
    /// Whether only its connection string tells it from the base before.
    pub(crate) is_alternative: bool,
    pub(crate) body: Body,
    /// The parameter that holds a connection string, and its keywords with their values.
    pub(crate) string: Option<ConnectionText>,
}

#[derive(Clone, Debug)]
pub(crate) struct ConnectionText {
    /// Pointer of the parameter.
    pub(crate) pointer: String,
    pub(crate) dialect: &'static Dialect,
    pub(crate) pairs: Vec<(&'static Keyword, String)>,
}

impl Base {
    /// The secret that stands in a secret's place.
    pub(crate) fn secret(&self) -> &'static str {
        if self.submission { SECRET } else { PLACEHOLDER }
    }

    /// The schema of a parameter.
    pub(crate) fn property(&self, name: &str) -> Value {
        let schema: Value = serde_json::from_str(self.variant.schema).expect("a schema is JSON");
        schema["properties"][name].clone()
    }

    /// Whether it is of the source with which everything is tried; what does not depend on the source is tried with
    /// it alone.
    pub(crate) fn is_first(&self) -> bool {
        self.source.slug == THOROUGH
    }

    /// The pointers of all members, each with whether it is a string; of a further source those of its parameters.
    pub(crate) fn pointers(&self) -> Vec<(String, bool)> {
        let mut pointers = self.body.pointers();
        pointers.retain(|(at, _)| self.is_first() || at.starts_with("/auth/params/"));
        pointers
    }

    /// What it says about whom it is for.
    pub(crate) fn clues(&self) -> Clues {
        let mut body = self.body.clone();
        let value = |node: &Node| match node {
            Node::Text(text) | Node::Raw(text) => text.clone(),
            Node::Object(_) => String::new(),
        };
        let members = body.object("/auth/params").iter();
        Clues {
            spec_name: self.variant.name.to_owned(),
            params: members
                .map(|member| (member.key.clone(), value(&member.value)))
                .collect(),
        }
    }

    /// Pointers of the parameters that are there, with what is known of them.
    pub(crate) fn params(&self) -> Vec<(String, &'static Param)> {
        let mut body = self.body.clone();
        let members = body.object("/auth/params").iter();
        members
            .filter_map(|member| Some((pointer(&member.key), self.variant.param(&member.key)?)))
            .collect()
    }
}

impl ConnectionText {
    /// The pairs as a connection string.
    pub(crate) fn join(&self, pairs: &[(String, String)]) -> String {
        let join = |pairs: &[(String, String)], separator| {
            let pairs = pairs.iter().map(|(key, value)| format!("{key}={value}"));
            pairs.collect::<Vec<_>>().join(separator)
        };
        match (self.dialect.grammar, pairs) {
            // The host stands in front.
            (Grammar::JdbcUrl, [(_, host), rest @ ..]) => {
                format!("{}{host}/?{}", self.dialect.scheme, join(rest, "&"))
            }
            _ => join(pairs, ";"),
        }
    }

    pub(crate) fn is_url(&self) -> bool {
        self.dialect.grammar == Grammar::JdbcUrl
    }
}

/// Every base, in a repository or about to be sent.
pub(crate) fn bases(submission: bool) -> Vec<Base> {
    let full = catalog::embedded()
        .sources()
        .iter()
        .filter(|source| source.is_full());
    full.flat_map(|source| source.auth.iter().map(move |variant| (source, variant)))
        .flat_map(|(source, variant)| of_variant(source, variant, submission))
        .collect()
}

fn of_variant(source: &'static Source, variant: &'static AuthSpec, submission: bool) -> Vec<Base> {
    let name = format!("{}, {:?}, {}", source.slug, variant.platform, variant.name);
    let with_dialect = variant.params.iter().find(|param| param.dialect.is_some());
    let apart = variant.with_role(Role::Host).next().is_some();
    let alone = base(name.clone(), source, variant, submission, None);
    let Some((param, dialect)) = with_dialect.and_then(|param| Some((param, param.dialect?)))
    else {
        return vec![alone];
    };
    // Where both are documented, separate parameters come first.
    let mut bases = if apart { vec![alone] } else { Vec::new() };
    let alternatives = dialect
        .one_of
        .first()
        .map_or(&[][..], |group| group.keywords);
    for index in 0..alternatives.len().max(1) {
        let chosen = alternatives.get(index);
        let needed = |keyword: &&'static Keyword| {
            keyword.required || chosen.is_some_and(|chosen| *chosen == *keyword)
        };
        let secret = if submission { SECRET } else { PLACEHOLDER };
        let pairs = dialect.keywords.iter().filter(needed).map(|keyword| {
            let value = match (keyword.values, keyword.secret) {
                (Values::Json, _) => {
                    format!("[{{\"user\": \"app_reader\", \"pass\": \"{secret}\"}}]")
                }
                (Values::Enum([first, ..]), false) => (*first).to_owned(),
                _ => value(keyword.role, source, secret),
            };
            (keyword, value)
        });
        let text = ConnectionText {
            pointer: pointer(param.name),
            dialect,
            pairs: pairs.collect(),
        };
        let chosen = chosen.map_or("", |keyword| keyword.name);
        let name = format!("{name}, {chosen}");
        let base = base(name, source, variant, submission, Some(text));
        bases.push(Base {
            is_alternative: index > 0 || apart,
            ..base
        });
    }
    bases
}

fn base(
    name: String,
    source: &'static Source,
    variant: &'static AuthSpec,
    submission: bool,
    string: Option<ConnectionText>,
) -> Base {
    let secret = if submission { SECRET } else { PLACEHOLDER };
    let schema: Value = serde_json::from_str(variant.schema).expect("a schema is JSON");
    // Either the string or what it would hold.
    let apart = variant.with_role(Role::Host).next().is_some();
    let is_given = |param: &&Param| match param.role {
        Some(Role::PrivateLink) => false,
        Some(Role::ConnectionString) => string.is_some() || !apart,
        _ => !(apart && string.is_some()),
    };
    let params = variant.params.iter().filter(is_given);
    let params = params.map(|param| {
        let property = &schema["properties"][param.name];
        // An example shows a form that the role does not tell. A secret of a repository is a placeholder.
        let hidden = param.secret && !submission;
        let first = ["examples", "enum"].map(|key| &property[key][0]);
        let first = first.into_iter().find(|value| !value.is_null() && !hidden);
        let first = first.unwrap_or(&Value::Null);
        let own = string
            .as_ref()
            .filter(|string| string.pointer == pointer(param.name));
        let value = match (own, first) {
            (Some(string), _) => Node::Text(string.join(&names(&string.pairs))),
            _ if !param.on.is_empty() => Node::Text(param.on.to_owned()),
            (None, Value::String(first)) => Node::Text(first.clone()),
            (None, Value::Null) if param.secret => Node::Text(secret.to_owned()),
            (None, Value::Null) => Node::Text(value(param.role, source, secret)),
            (None, other) => Node::Raw(other.to_string()),
        };
        Member::new(param.name, value)
    });
    let auth = vec![
        Member::text("specName", variant.name),
        Member::new("params", Node::Object(params.collect())),
    ];
    let spec = vec![
        Member::text(
            "id",
            source.id().expect("a source that is checked has an id"),
        ),
        Member::text("version", source.version),
    ];
    let members = vec![
        Member::text("name", "Orders of the north"),
        Member::text("description", "Hourly, with returns"),
        Member::new("auth", Node::Object(auth)),
        Member::new("connectionSpec", Node::Object(spec)),
    ];
    let marked = false;
    Base {
        name,
        source,
        variant,
        submission,
        is_alternative: false,
        body: Body { members, marked },
        string,
    }
}

/// The pairs with their keywords as documented.
pub(crate) fn names(pairs: &[(&'static Keyword, String)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(keyword, value)| (keyword.name.to_owned(), value.clone()))
        .collect()
}

/// A plausible value for what a parameter or a keyword is for.
fn value(role: Option<Role>, source: &Source, secret: &str) -> String {
    let port = source.ports.first().copied().unwrap_or(8443);
    match role {
        Some(Role::Host) => "db.example.com".to_owned(),
        Some(Role::Port) => port.to_string(),
        Some(Role::User) => "app_reader".to_owned(),
        Some(Role::Secret | Role::ConnectionString) => secret.to_owned(),
        Some(Role::Tls) => "https".to_owned(),
        Some(Role::Url) => "https://db.example.com/data".to_owned(),
        Some(Role::Schema) => "SALES".to_owned(),
        _ => "ORCL".to_owned(),
    }
}

fn pointer(param: &str) -> String {
    format!("/auth/params/{param}")
}
