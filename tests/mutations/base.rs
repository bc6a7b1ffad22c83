//! Requests that are right, made from the catalogue: one for each auth spec of each source that is
//! checked in full, and one for each way to write its connection string.

use connlint::catalog::{self, AuthSpec, Dialect, Keyword, Param, Role, Source};
use serde_json::Value;

use super::body::{Body, Member, Node};

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

    /// Pointers of the parameters that are there, with what is known of them.
    pub(crate) fn params(&self) -> Vec<(String, &'static Param)> {
        let mut body = self.body.clone();
        let members = body.object("/auth/params").iter();
        members
            .filter_map(|member| Some((pointer(&member.key), self.variant.param(&member.key)?)))
            .collect()
    }
}

/// The pairs as a connection string.
pub(crate) fn join(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    pairs.join(";")
}

/// Every base, in a repository or about to be sent.
pub(crate) fn bases(submission: bool) -> Vec<Base> {
    let full = catalog::embedded()
        .sources()
        .iter()
        .filter(|source| source.is_full());
    full.flat_map(|source| source.auth.iter().map(move |variant| (source, variant)))
        // What the vendor ends draws a warning of its own.
        .filter(|(_, variant)| variant.deprecated.is_none())
        .flat_map(|(source, variant)| of_variant(source, variant, submission))
        .collect()
}

fn of_variant(source: &'static Source, variant: &'static AuthSpec, submission: bool) -> Vec<Base> {
    let name = format!("{}, {}", source.slug, variant.name);
    let with_dialect = variant.params.iter().find(|param| param.dialect.is_some());
    let Some((param, dialect)) = with_dialect.and_then(|param| Some((param, param.dialect?)))
    else {
        return vec![base(name, source, variant, submission, None)];
    };
    let alternatives = dialect
        .one_of
        .first()
        .map_or(&[][..], |group| group.keywords);
    let mut bases = Vec::new();
    for index in 0..alternatives.len().max(1) {
        let chosen = alternatives.get(index);
        let needed = |keyword: &&'static Keyword| {
            keyword.required || chosen.is_some_and(|chosen| *chosen == *keyword)
        };
        let secret = if submission { SECRET } else { PLACEHOLDER };
        let pairs = dialect
            .keywords
            .iter()
            .filter(needed)
            .map(|keyword| (keyword, value(keyword.role, source, secret)));
        let text = ConnectionText {
            pointer: pointer(param.name),
            dialect,
            pairs: pairs.collect(),
        };
        let chosen = chosen.map_or("", |keyword| keyword.name);
        let name = format!("{name}, {chosen}");
        let base = base(name, source, variant, submission, Some(text));
        bases.push(Base {
            is_alternative: index > 0,
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
    let params = variant
        .params
        .iter()
        .filter(|param| param.role != Some(Role::PrivateLink));
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
            (Some(string), _) => Node::Text(join(&names(&string.pairs))),
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
        Some(Role::Url) => "https://db.example.com/data".to_owned(),
        Some(Role::Schema) => "SALES".to_owned(),
        _ => "ORCL".to_owned(),
    }
}

fn pointer(param: &str) -> String {
    format!("/auth/params/{param}")
}
