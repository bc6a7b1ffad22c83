//! A recognised base connection: what stands where, whom it is for, and which variant it uses.

use std::borrow::Cow;
use std::ops::Range;

use crate::catalog::{self, Catalog, EnvelopeProperty, Param, Platform, Role, Source};
use crate::choose::{self, Choice};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::extract::Call;
use crate::json::{Id, Json};
use crate::keywords::ConnectionKeywords;
use crate::object::{Known, Object};
use crate::placeholder;
use crate::recognise::Recognised;

mod misplaced;
mod refused;
mod value;

pub use misplaced::{Misplaced, is_for_want_of_a_bracket, params_elsewhere};
pub use refused::Refused;
pub use value::{Meaning, Value};

/// The pointers of the envelope's objects, as `schemas/requests/` spells them.
pub mod pointer {
    pub const BODY: &str = "";
    pub const AUTH: &str = "/auth";
    pub const PARAMS: &str = "/auth/params";
    pub const NAME: &str = "/name";
    pub const DESCRIPTION: &str = "/description";
    pub const SPEC_NAME: &str = "/auth/specName";
    pub const SPEC: &str = "/connectionSpec";
    pub const SPEC_ID: &str = "/connectionSpec/id";
    pub const SPEC_VERSION: &str = "/connectionSpec/version";
}

/// One base connection in a file.
#[derive(Debug)]
pub struct Request<'a> {
    /// Counted from 0 among all requests of the file.
    pub index: usize,
    /// The sources that it can be for.
    pub catalog: &'static Catalog,
    pub json: &'a Json<'a>,
    pub call: Option<&'a Call<'a>>,
    /// The text of the whole file, for the source of a splice.
    pub file: &'a str,
    pub body: Object,
    pub auth: Option<Object>,
    pub spec: Option<Object>,
    /// `auth.params`, with its keys looked up in the variant that was chosen.
    pub params: Option<Object>,
    pub choice: Choice,
    /// The connection string, where the variant has one whose dialect is known.
    pub string: Option<ConnectionKeywords<'a>>,
    /// The value that holds it.
    pub string_node: Option<Id>,
    /// What the schemas refuse: of the envelope, and of the parameters in every variant that fits.
    pub refused: Vec<Refused>,
    /// Properties that stand in the wrong object.
    pub misplaced: Vec<Misplaced>,
    values: Vec<Value<'a>>,
    envelope: Vec<(&'static EnvelopeProperty, Id)>,
    /// It stands inside something else than a list of requests, such as a project's configuration.
    pub nested: bool,
    /// The cloud that the user said Experience Platform runs on.
    pub platform: Option<Platform>,
    pub submission: bool,
}

impl<'a> Request<'a> {
    /// Reads an object that was recognised as a base connection.
    pub fn read(
        index: usize,
        json: &'a Json<'a>,
        found: &Recognised,
        call: Option<&'a Call<'a>>,
        file: &'a str,
        config: &Config,
    ) -> Request<'a> {
        let node = found.node;
        let body = Object::read(json, node, known_in(pointer::BODY));
        let child = |object: Option<&Object>, at: &str| {
            let value = object?
                .value(name_of(at))
                .filter(|&value| json.is_object(value))?;
            Some(Object::read(json, value, known_in(at)))
        };
        let auth = child(Some(&body), pointer::AUTH);
        let spec = child(Some(&body), pointer::SPEC);
        let parts = Parts {
            json,
            call,
            body,
            auth,
            spec,
        };
        let choice = choose::choose(&parts, config);
        let params = parts
            .params_node()
            .map(|node| Object::read(json, node, &choice.all_params()));
        let with_dialect = choice.shared_params().find(|param| param.dialect.is_some());
        let string_node = with_dialect.and_then(|param| {
            let value = params
                .as_ref()?
                .value(param.name)
                .filter(|&value| json.is_string(value))?;
            Some((value, param.dialect?))
        });
        let string = string_node
            .map(|(value, dialect)| ConnectionKeywords::read(json.string(value), dialect));
        let string_node = string_node.map(|(value, _)| value);
        let Parts {
            body, auth, spec, ..
        } = parts;
        let refused = Vec::new();
        let submission = config.submission;
        let mut request = Request {
            index,
            catalog: config.catalog,
            json,
            call,
            file,
            body,
            auth,
            spec,
            params,
            choice,
            string,
            string_node,
            refused,
            misplaced: Vec::new(),
            values: Vec::new(),
            envelope: Vec::new(),
            nested: found.nested,
            platform: config.platform,
            submission,
        };
        request.misplaced = misplaced::read(&request);
        request.refused = refused::read(&request);
        request.values = request.read_values();
        request.envelope = request.read_envelope();
        request
    }

    pub fn source(&self) -> Option<&'static Source> {
        self.choice.source
    }

    /// The value at `auth.specName`.
    pub fn spec_name(&self) -> Option<Id> {
        self.auth.as_ref()?.value(name_of(pointer::SPEC_NAME))
    }

    /// The value at `connectionSpec.id`.
    pub fn spec_id(&self) -> Option<Id> {
        self.spec.as_ref()?.value(name_of(pointer::SPEC_ID))
    }

    /// Whether the call asks for a draft, which may be incomplete.
    pub fn is_draft(&self) -> bool {
        let url = self.call.and_then(|call| call.url.as_ref());
        let query = url
            .and_then(|url| url.as_str().split_once('?'))
            .map(|(_, query)| query);
        query.is_some_and(|query| query.split('&').any(|pair| pair == "mode=draft"))
    }

    /// The pointer of the connection string.
    pub fn string_pointer(&self) -> Option<String> {
        let mut params = self.choice.shared_params();
        let param = params.find(|param| param.dialect.is_some())?;
        Some(format!("{}/{}", pointer::PARAMS, param.name))
    }

    /// The object at a pointer of the envelope.
    pub fn object(&self, at: &str) -> Option<&Object> {
        match at {
            pointer::BODY => Some(&self.body),
            pointer::AUTH => self.auth.as_ref(),
            pointer::SPEC => self.spec.as_ref(),
            pointer::PARAMS => self.params.as_ref(),
            _ => None,
        }
    }

    /// The parameters that the chosen variant has, or all that may be meant, with their values.
    pub fn params(&self) -> impl Iterator<Item = (&'static Param, Id)> + '_ {
        self.choice
            .shared_params()
            .filter_map(|param| Some((param, self.params.as_ref()?.value(param.name)?)))
    }

    /// The envelope's properties that are there, or were meant to be, with their values.
    pub fn envelope(&self) -> impl Iterator<Item = (&'static EnvelopeProperty, Id)> + '_ {
        self.envelope.iter().copied()
    }

    fn read_envelope(&self) -> Vec<(&'static EnvelopeProperty, Id)> {
        let mut there = Vec::new();
        for at in [pointer::BODY, pointer::AUTH, pointer::SPEC] {
            let Some(object) = self.object(at) else {
                continue;
            };
            there.extend(
                properties_in(at)
                    .filter_map(|property| Some((property, object.value(property.name)?))),
            );
        }
        there
    }

    /// Every value to which a meaning is known: parameters, and keywords of the connection string.
    pub fn values(&self) -> &[Value<'a>] {
        &self.values
    }

    fn read_values(&self) -> Vec<Value<'a>> {
        let json = self.json;
        let mut values: Vec<_> = self
            .params()
            .filter(|&(param, id)| json.is_string(id) && param.dialect.is_none())
            .map(|(param, id)| Value::new(json.string(id), None, Meaning::Param(param)))
            .collect();
        values.extend(self.string.iter().flat_map(ConnectionKeywords::values));
        values
    }

    /// The values that can be judged: all there, and of a source whose parameters are known in full.
    pub fn literals(&self) -> impl Iterator<Item = &Value<'a>> + Clone {
        let full = self.source().is_some_and(Source::is_full);
        let judged = move |value: &&Value<'a>| full && value.filling().is_literal();
        self.values.iter().filter(judged)
    }

    /// Those of them that are for this.
    pub fn literals_for(&self, role: Role) -> impl Iterator<Item = &Value<'a>> + Clone {
        self.literals()
            .filter(move |value| value.role() == Some(role))
    }

    /// The ports that are all there: values of their own, and those that stand behind a host, each with its bytes.
    pub fn ports(&self) -> impl Iterator<Item = (&Value<'a>, Range<usize>)> {
        let own = self.literals_for(Role::Port).map(|value| {
            let text = value.as_str();
            let start = text.len() - text.trim_start().len();
            (value, start..start + text.trim().len())
        });
        let hosts = self.literals_for(Role::Host);
        let behind = hosts.filter_map(|value| {
            let port = value.address().port?;
            let text = &value.as_str()[port.clone()];
            let start = port.end - text.trim_start().len();
            Some((value, start..start + text.trim().len()))
        });
        own.chain(behind)
    }

    /// Says in a finding which value it is about.
    pub fn about(&self, value: &Value<'_>, mut finding: Diagnostic) -> Diagnostic {
        match value.meaning {
            Meaning::Param(param) => finding.pointer(format!("{}/{}", pointer::PARAMS, param.name)),
            Meaning::Keyword(keyword) => {
                finding.pointer = self.string_pointer();
                finding.keyword(keyword.name)
            }
        }
    }
}

/// What is known of a request before it is chosen whom it is for.
#[derive(Debug)]
pub struct Parts<'a> {
    pub json: &'a Json<'a>,
    pub call: Option<&'a Call<'a>>,
    pub body: Object,
    pub auth: Option<Object>,
    pub spec: Option<Object>,
}

impl<'a> Parts<'a> {
    pub fn params_node(&self) -> Option<Id> {
        let value = self.auth.as_ref()?.value(name_of(pointer::PARAMS))?;
        Some(value).filter(|&value| self.json.is_object(value))
    }

    /// The keys of the parameters as written, with their values.
    pub fn params(&self) -> impl Iterator<Item = (Cow<'a, str>, Id)> + '_ {
        let json = self.json;
        let members = self.params_node().into_iter();
        members
            .flat_map(|node| json.members(node))
            .map(|(key, value)| (json.str(key), value))
    }

    /// A string at a pointer of the envelope that is all there.
    pub fn literal(&self, object: Option<&Object>, at: &str) -> Option<Cow<'a, str>> {
        let id = object?
            .value(name_of(at))
            .filter(|&id| self.json.is_string(id))?;
        let text = self.json.str(id);
        placeholder::filling(&text).is_literal().then_some(text)
    }
}

/// The last step of a pointer.
pub const fn name_of(pointer: &str) -> &str {
    let mut at = pointer.len();
    while at > 0 && pointer.as_bytes()[at - 1] != b'/' {
        at -= 1;
    }
    pointer.split_at(at).1
}

/// The properties of the envelope's object at a pointer.
pub fn known_in(parent: &str) -> &'static [Known] {
    static TABLES: std::sync::OnceLock<Vec<(&'static str, Vec<Known>)>> =
        std::sync::OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        let properties = catalog::envelope().properties;
        let known = |parent: &'static str| {
            let inside = properties
                .iter()
                .filter(|property| property.parent == parent && !property.pointer.is_empty());
            (
                parent,
                inside
                    .map(|property| Known {
                        name: property.name,
                        aliases: &[],
                    })
                    .collect(),
            )
        };
        [pointer::BODY, pointer::AUTH, pointer::SPEC]
            .map(known)
            .into()
    });
    tables
        .iter()
        .find(|(at, _)| *at == parent)
        .map_or(&[], |(_, known)| known)
}

/// The properties of the envelope's object at a pointer, with what is known of them.
pub fn properties_in(parent: &'static str) -> impl Iterator<Item = &'static EnvelopeProperty> {
    catalog::envelope()
        .properties
        .iter()
        .filter(move |property| !property.pointer.is_empty() && property.parent == parent)
}
