//! The catalogue for programs: JSON, version 1. The types below are the format; nothing else is serialised.

use serde::Serialize;
use serde_json::Value;

use super::{Shown, platform};
use crate::catalog::{self, Dialect, Evidence, ForeignId, Values};
use crate::shape::Shape;

#[derive(Serialize)]
pub(super) struct Catalogue<'a> {
    version: u32,
    sources: Vec<Source>,
    /// What an id stands for that was asked for and is no source's.
    other: Option<Other<'a>>,
}

#[derive(Serialize)]
struct Other<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
}

#[derive(Serialize)]
struct Source {
    slug: &'static str,
    title: &'static str,
    name: &'static str,
    /// Its own first.
    ids: &'static [&'static str],
    version: &'static str,
    platforms: Vec<&'static str>,
    /// `full`, or `envelope` where the parameters are not checked.
    checks: &'static str,
    ports: &'static [u16],
    pages: &'static [&'static str],
    /// Year and month in which the pages were read.
    seen: Option<&'static str>,
    /// The file of connection specs that it is from.
    file: Option<&'static str>,
    auth: Vec<Auth>,
    misprints: Vec<Misprint>,
    notes: &'static [&'static str],
}

#[derive(Serialize)]
struct Misprint {
    id: &'static str,
    note: &'static str,
}

#[derive(Serialize)]
struct Auth {
    name: &'static str,
    /// `azure`, `aws` or `any`.
    platform: &'static str,
    deprecated: Option<&'static str>,
    params: Vec<Param>,
}

#[derive(Serialize)]
struct Param {
    name: &'static str,
    /// JSON types; empty where any goes.
    types: Vec<String>,
    required: bool,
    secret: bool,
    /// Empty where any goes.
    values: Vec<Value>,
    pattern: Option<String>,
    default: Option<Value>,
    /// `strong` or `weak`.
    evidence: &'static str,
    doc: &'static str,
    /// Other names that some part of the documentation has.
    spellings: &'static [&'static str],
    /// Other words that people use for it.
    aliases: &'static [&'static str],
    connection_string: Option<ConnectionString>,
}

#[derive(Serialize)]
struct ConnectionString {
    dialect: Option<&'static str>,
    pattern: Option<&'static str>,
    keywords: Vec<Keyword>,
    /// Lists of keywords of which one is needed.
    one_of: Vec<Vec<&'static str>>,
}

#[derive(Serialize)]
struct Keyword {
    name: &'static str,
    /// Absent where that is not known.
    required: Option<bool>,
    /// Keywords that make it dispensable.
    unless: Vec<&'static str>,
    secret: bool,
    synonyms: Vec<&'static str>,
    /// Words of other drivers that are not taken.
    aliases: &'static [&'static str],
    /// Empty where any goes.
    values: &'static [&'static str],
    /// Several of the values, with commas.
    list: bool,
    min: Option<i64>,
    max: Option<i64>,
    doc: Option<&'static str>,
}

impl<'a> Catalogue<'a> {
    pub(super) fn of(shown: &Shown<'a>) -> Self {
        let other = match shown {
            Shown::Other(ForeignId { id, name, kind, .. }) => Some(Other { id, name, kind }),
            Shown::List(_) | Shown::Pages(_) => None,
        };
        Catalogue {
            version: 1,
            sources: match shown {
                Shown::List(sources) => sources.iter().map(Source::of).collect(),
                Shown::Pages(sources) => sources.iter().map(|source| Source::of(source)).collect(),
                Shown::Other(_) => Vec::new(),
            },
            other,
        }
    }
}

impl Source {
    fn of(source: &catalog::Source) -> Self {
        let told = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let misprints = source.misprints.iter();
        Source {
            slug: source.slug,
            title: source.title,
            name: source.name,
            ids: source.ids,
            version: source.version,
            platforms: source.clouds.iter().map(|cloud| platform(*cloud)).collect(),
            checks: if source.is_full() { "full" } else { "envelope" },
            ports: source.ports,
            pages: source.pages,
            seen: told(source.seen),
            file: told(source.file),
            auth: source.auth.iter().map(Auth::of).collect(),
            misprints: misprints.map(|(id, note)| Misprint { id, note }).collect(),
            notes: source.notes,
        }
    }
}

impl Auth {
    fn of(variant: &catalog::AuthSpec) -> Self {
        Auth {
            name: variant.name,
            platform: platform(variant.platform),
            deprecated: variant.deprecated,
            params: Shape::all(variant)
                .into_iter()
                .map(|(param, shape)| Param::of(param, &shape))
                .collect(),
        }
    }
}

impl Param {
    fn of(param: &'static catalog::Param, shape: &Shape) -> Self {
        Param {
            name: param.name,
            types: shape.types().into_iter().map(str::to_owned).collect(),
            required: param.required,
            secret: param.secret,
            values: shape.values().to_vec(),
            pattern: shape.pattern().map(str::to_owned),
            default: shape.default_value().cloned(),
            evidence: match param.evidence {
                Evidence::Strong => "strong",
                Evidence::Weak => "weak",
            },
            doc: param.doc,
            spellings: param.spellings,
            aliases: param.aliases,
            connection_string: ConnectionString::of(param),
        }
    }
}

impl ConnectionString {
    fn of(param: &'static catalog::Param) -> Option<Self> {
        let dialect = param.dialect?;
        let names = |keywords: &[&'static catalog::Keyword]| {
            keywords.iter().map(|keyword| keyword.name).collect()
        };
        Some(ConnectionString {
            dialect: Some(dialect.name),
            pattern: Some(dialect.pattern),
            keywords: dialect
                .keywords
                .iter()
                .map(|keyword| Keyword::of(dialect, keyword))
                .collect(),
            one_of: dialect
                .one_of
                .iter()
                .map(|one| names(one.keywords))
                .collect(),
        })
    }
}

impl Keyword {
    fn named(name: &'static str) -> Self {
        Keyword {
            name,
            required: None,
            unless: Vec::new(),
            secret: false,
            synonyms: Vec::new(),
            aliases: &[],
            values: &[],
            list: false,
            min: None,
            max: None,
            doc: None,
        }
    }

    fn of(dialect: &Dialect, keyword: &'static catalog::Keyword) -> Self {
        let (min, max) = match keyword.values {
            Values::Integer { min, max } => (Some(min), Some(max)),
            _ => (None, None),
        };
        let (values, list) = match keyword.values {
            Values::Enum(values) => (values, false),
            Values::List(values) => (values, true),
            Values::Any | Values::Json | Values::Integer { .. } => (&[][..], false),
        };
        Keyword {
            required: Some(keyword.required),
            unless: dialect.spares(keyword).map(|other| other.name).collect(),
            secret: keyword.secret,
            synonyms: [keyword.synonyms, keyword.short].concat(),
            aliases: keyword.aliases,
            values,
            list,
            min,
            max,
            doc: Some(keyword.doc),
            ..Keyword::named(keyword.name)
        }
    }
}
