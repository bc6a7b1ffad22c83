//! Turns `schemas/` into static tables, so that adding a source, a dialect or a kind of request needs no Rust and
//! start-up costs nothing. A malformed file fails the build with the file's name and the place in it.
#![allow(
    clippy::print_stdout,
    clippy::exit,
    reason = "this is how a build script speaks to cargo"
)]

use serde_json::Value;
use std::{env, fs, path::Path, process};

// Which keys an object may have, and what each becomes. The Rust field has the same name in snake case. A `?` may be
// absent and is then `None`; `text*` is then empty. Flags and lists may always be absent.
const SOURCE: &str = "title:text category:text pages:texts seen:text words:texts ports:ints portsSource:text* \
                      checks:checks notes:texts clouds:platforms misprints:map";
const AUTH_SPEC: &str =
    "spellings:texts platform:platform platformEvidence:evidence deprecated:text?";
const PARAM: &str = "role:role? public:flag evidence:evidence formEvidence:evidence? spellings:texts \
                     forms:forms on:text* off:texts source:text* doc:text";
const KEYWORD: &str = "name:text role:role? synonyms:texts short:texts spellings:texts aliases:texts required:flag \
                       public:flag secret:flag nested:flag forms:forms literals:texts corrections:map evidence:evidence source:text \
 doc:text";
const LIMIT: &str =
    "forbidden:text? maxLength:int? maxBytes:int? level:level instead:text? source:text doc:text";
const DIALECT: &str =
    "title:text grammar:grammar scheme:text* pattern:text source:text notes:texts";
const ONE_OF: &str = "evidence:evidence source:text doc:text";
const TLS: &str = "on:texts off:texts ports:ints source:text";
const CLOUD: &str = "suffix:text label:text? tls:flag serviceOnly:flag source:text doc:text";
const FOREIGN_ID: &str = "id:uuid name:text kind:text note:text* source:text";
const REQUEST_KIND: &str = "singular:text plural:text method:text order:int array:flag without:texts specKinds:texts \
                            doc:text";
const ENVELOPE: &str = "companions:texts serverProperties:texts";
const ENVELOPE_PROPERTY: &str = "public:flag evidence:evidence source:text doc:text";
const ENDPOINT: &str = "scheme:text host:text otherHosts:texts otherHostPrefix:text otherHostSuffix:text \
                        basePath:text resources:texts source:text";
const HEADER: &str = "name:text required:flag requiredEvidence:evidence public:flag aliases:texts missing:texts \
                      scope:scope? invalid:texts example:text source:text doc:text";
const ERROR: &str = "code:text means:text help:text rules:texts";
const PLACEHOLDER: &str = "name:text pattern:text kind:placeholder part:flag example:text doc:text";

/// Words in the JSON, and the enum whose variants they are.
const CHOICES: [(&str, &str, &str); 9] = [
    ("scope", "Scope", "sandbox organization"),
    ("grammar", "Grammar", "ado-net jdbc-url"),
    ("evidence", "Evidence", "strong weak"),
    ("platform", "Platform", "azure aws any"),
    (
        "role",
        "Role",
        "host port user secret service sid database schema tls url file private-link connection-string",
    ),
    (
        "form",
        "HostForm",
        "protocol instance comma-port colon-port",
    ),
    ("checks", "Checks", "full envelope"),
    ("level", "Level", "error warning"),
    ("placeholder", "PlaceholderKind", "variable reference mask"),
];

fn main() {
    println!("cargo::rerun-if-changed=schemas");
    let (dialects, sources, kinds) = (
        read_folder("dialects"),
        read_folder("sources"),
        read_folder("requests"),
    );
    let [endpoint, foreign, headers, errors, placeholders] = [
        "endpoint",
        "destinations",
        "headers",
        "errors",
        "placeholders",
    ]
    .map(read);
    let base_path = endpoint.root().get("basePath").text();
    let mut kinds: Vec<At> = kinds.iter().map(File::root).collect();
    kinds.sort_by_key(|kind| kind.get("order").value.as_i64());
    let mut foreign = foreign.root().items();
    foreign.sort_by_key(|at| at.get("id").uuid());
    let each = |file: &File, fields: &str| {
        file.root()
            .items()
            .iter()
            .map(|at| record(at, fields, &[]))
            .collect()
    };

    let mut out: String = dialects.iter().enumerate().map(keyword_tables).collect();
    out += &table(
        "DIALECTS",
        "Dialect",
        dialects.iter().enumerate().map(dialect).collect(),
    );
    out += &table(
        "SOURCES",
        "Source",
        sources.iter().map(|file| source(file, &dialects)).collect(),
    );
    out += &source_ids(&sources);
    out += &table(
        "FOREIGN_IDS",
        "ForeignId",
        foreign
            .iter()
            .map(|at| record(at, FOREIGN_ID, &[]))
            .collect(),
    );
    out += &table(
        "REQUEST_KINDS",
        "RequestKind",
        kinds
            .iter()
            .map(|kind| request_kind(kind, base_path))
            .collect(),
    );
    let enveloped = kinds.iter().filter(|kind| kind.opt("schema").is_some());
    out += &table("ENVELOPES", "Envelope", enveloped.map(envelope).collect());
    out += &table(
        "ENDPOINTS",
        "Endpoint",
        vec![record(&endpoint.root(), ENDPOINT, &[])],
    );
    out += &table(
        "HEADERS",
        "Header",
        headers.root().items().iter().map(header).collect(),
    );
    out += &table("ERRORS", "ServiceError", each(&errors, ERROR));
    out += &table(
        "PLACEHOLDERS",
        "PlaceholderDialect",
        each(&placeholders, PLACEHOLDER),
    );
    let target = Path::new(&env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("catalog.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}

// ---- sources ----

fn source(file: &File, dialects: &[File]) -> String {
    let at = file.root();
    at.only(&["id", "name", "version", "authSpec", "x-connlint"]);
    format!(
        "slug: {}, name: {}, version: {}, ids: {}, auth: {}, file: \"\", {}",
        lit(&file.stem),
        lit(at.get("name").text()),
        lit(at.get("version").text()),
        list(ids_of(&at).into_iter().map(lit)),
        list(
            at.get("authSpec")
                .items()
                .iter()
                .map(|auth| auth_spec(auth, dialects))
        ),
        // What the pages get wrong is for the tests, and for people.
        record(&at.get("x-connlint"), SOURCE, &["ids", "slips"]),
    )
}

/// A source's ids, its own first; a page without any gives none.
fn ids_of<'a>(at: &At<'a>) -> Vec<&'a str> {
    let shared = at.get("x-connlint").opt_items("ids");
    at.opt("id")
        .into_iter()
        .chain(shared)
        .map(|id| id.uuid())
        .collect()
}

/// (id, index of the source) for every id, sorted for binary search.
fn source_ids(sources: &[File]) -> String {
    let mut ids = Vec::new();
    for (index, file) in sources.iter().enumerate() {
        ids.extend(
            ids_of(&file.root())
                .into_iter()
                .map(|id| (id.to_string(), index)),
        );
    }
    pairs("SOURCE_IDS", ids)
}

fn auth_spec(at: &At, dialects: &[File]) -> String {
    at.only(&["name", "type", "spec", "x-connlint"]);
    let spec = at.get("spec");
    format!(
        "AuthSpec {{ name: {}, params: {}, schema: {}, flat: {}, {} }}",
        lit(at.get("name").text()),
        list(
            spec.properties()
                .into_iter()
                .map(|(name, required, at)| param(name, required, &at, dialects))
        ),
        lit(&plain(spec.value).to_string()),
        spec.has_only(&[
            "$schema",
            "type",
            "properties",
            "required",
            "additionalProperties"
        ]),
        record(&at.get("x-connlint"), AUTH_SPEC, &[]),
    )
}

fn param(name: &str, required: bool, at: &At, dialects: &[File]) -> String {
    let own = at.get("x-connlint");
    let secret = at
        .opt("format")
        .is_some_and(|format| format.text() == "password");
    own.not_public_if(secret);
    let short = at
        .opt("minLength")
        .is_none_or(|least| least.value.as_i64() <= Some(1));
    let string = at.opt("type").is_some_and(|kind| kind.value == "string");
    let free = short && string && at.has_only(&["type", "format", "minLength", "x-connlint"]);
    let dialect_of = |name: &At| {
        let found = dialects
            .iter()
            .enumerate()
            .find(|(_, file)| file.stem == name.text());
        found.unwrap_or_else(|| name.fail("no such dialect"))
    };
    let dialect = own
        .opt("dialect")
        .map(|name| format!("&DIALECTS[{}]", dialect_of(&name).0));
    // The documentation's other spellings lead to the parameter, as other tools' words do.
    let words = ["aliases", "spellings"]
        .map(|key| own.opt_items(key))
        .concat();
    let limits = own.opt("limitsOf").map(|of| match &of.items()[..] {
        [dialect, keyword] => format!("{}.limits", keyword_place(dialect_of(dialect), keyword)),
        _ => of.fail("expected a dialect and one of its keywords"),
    });
    format!(
        "Param {{ name: {}, required: {required}, free: {free}, secret: {secret}, dialect: {}, limits: {}, \
         aliases: {}, {} }}",
        lit(name),
        some(dialect),
        limits.unwrap_or_else(|| "&[]".into()),
        texts(&words),
        record(&own, PARAM, &["dialect", "limitsOf", "aliases"]),
    )
}

/// The schema as a validator needs it: without our own remarks.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| *key != "x-connlint");
            Value::Object(
                kept.map(|(key, value)| (key.clone(), plain(value)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        other => other.clone(),
    }
}

// ---- connection-string dialects ----

/// The keywords of one dialect, and every way to write one, folded and sorted for binary search.
fn keyword_tables((index, file): (usize, &File)) -> String {
    let items = file.root().get("keywords").items();
    let written = |fields: &[&str]| {
        let of = |(n, at): (usize, &At)| {
            let names = fields
                .iter()
                .filter_map(|field| at.opt(field))
                .flat_map(|at| at.texts_or_keys());
            names.map(|name| (fold(name), n)).collect::<Vec<_>>()
        };
        items.iter().enumerate().flat_map(of).collect::<Vec<_>>()
    };
    let names = written(&["name", "synonyms", "short", "spellings"]);
    if let Some((name, n)) = names
        .iter()
        .find(|(name, n)| names.iter().any(|other| other.0 == *name && other.1 != *n))
    {
        items[*n].fail(&format!("`{name}` is the name of two keywords"));
    }
    table(
        &format!("KEYWORDS_{index}"),
        "Keyword",
        items.iter().map(|at| keyword(at, (index, file))).collect(),
    ) + &pairs(&format!("NAMES_{index}"), names)
        + &pairs(&format!("ALIASES_{index}"), written(&["aliases"]))
}

fn keyword(at: &At, dialect: (usize, &File)) -> String {
    at.not_public_if(at.flag("secret"));
    let unless = at.opt_items("unless");
    let unless = unless
        .iter()
        .map(|name| keyword_index(dialect.1, name).to_string());
    let unless = list(unless);
    let limits = at.opt_items("limits").into_iter().map(|at| {
        let forbidden = lit(at.opt("forbidden").map_or("", |set| set.text()));
        let fields = record(&at, LIMIT, &[]);
        format!("Limit {{ forbidden_ascii: value::ascii_bits({forbidden}), {fields} }}")
    });
    let values = at
        .opt("values")
        .map_or("Values::Any".into(), |at| match &at.entries()[..] {
            [("enum", of)] => format!("Values::Enum({})", texts(&of.items())),
            [("list", of)] => format!("Values::List({})", texts(&of.items())),
            [("json", _)] => "Values::Json".into(),
            [("integer", of)] => format!(
                "Values::Integer {{ {} }}",
                record(of, "min:int max:int", &[])
            ),
            _ => at.fail("expected one of `enum`, `list`, `integer`, `json`"),
        });
    format!(
        "values: {values}, limits: {}, unless: {unless}, {}",
        list(limits),
        record(at, KEYWORD, &["limits", "values", "unless"])
    )
}

fn dialect((index, file): (usize, &File)) -> String {
    let at = file.root();
    // A URL is told by its scheme, and nothing else has one.
    if (at.get("grammar").text() == "jdbc-url") != at.opt("scheme").is_some() {
        at.fail("expected a scheme for a `jdbc-url`, and for nothing else");
    }
    let keyword = |name: &At| format!("&{}", keyword_place((index, file), name));
    let keywords = |names: Vec<At>| list(names.iter().map(keyword));
    let one_of = at.opt_items("oneOf").into_iter().map(|at| {
        let (of, unless) = (
            keywords(at.get("keywords").items()),
            keywords(at.opt_items("unless")),
        );
        format!(
            "OneOf {{ keywords: {of}, unless: {unless}, {} }}",
            record(&at, ONE_OF, &["keywords", "unless"])
        )
    });
    let keywords_of_file = at.get("keywords").items();
    let required = keywords_of_file.iter().enumerate();
    let required = required
        .filter(|(_, keyword)| keyword.flag("required"))
        .map(|(n, _)| n.to_string());
    let setting = |key: &str, type_name: &str, fields: &str| {
        let fields = |at: At| {
            format!(
                "keyword: {}, {}",
                keyword(&at.get("keyword")),
                record(&at, fields, &["keyword"])
            )
        };
        some(
            at.opt(key)
                .map(|at| format!("{type_name} {{ {} }}", fields(at))),
        )
    };
    let clouds = at
        .opt_items("clouds")
        .into_iter()
        .map(|at| format!("Cloud {{ {} }}", record(&at, CLOUD, &[])));
    let keys = [
        "keywords",
        "oneOf",
        "excludes",
        "tls",
        "certificateChecks",
        "clouds",
    ];
    format!(
        "name: {}, keywords: &KEYWORDS_{index}, names: &NAMES_{index}, alias_names: &ALIASES_{index}, \
         required: {}, one_of: {}, \
         excludes: {}, tls: {}, certificate_checks: {}, clouds: {}, {}",
        lit(&file.stem),
        list(required),
        list(one_of),
        list(
            at.opt_items("excludes")
                .into_iter()
                .map(|names| keywords(names.items()))
        ),
        setting("tls", "Tls", TLS),
        setting("certificateChecks", "CertificateChecks", "off:texts"),
        list(clouds),
        record(&at, DIALECT, &keys),
    )
}

/// Where the keyword with this canonical name is.
fn keyword_place((index, file): (usize, &File), name: &At) -> String {
    format!("KEYWORDS_{index}[{}]", keyword_index(file, name))
}

fn keyword_index(file: &File, name: &At) -> usize {
    let keywords = file.root().get("keywords").items();
    let mut names = keywords.iter().map(|keyword| keyword.get("name").text());
    names
        .position(|known| known == name.text())
        .unwrap_or_else(|| name.fail("no such keyword"))
}

/// Upper and lower case and blanks do not matter; `catalog` looks names up in the same way.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

// ---- requests ----

fn request_kind(at: &At, base_path: &str) -> String {
    let paths = at.get("paths").items().into_iter().map(|path| {
        let prefix = if path.text().starts_with("/data/") {
            ""
        } else {
            base_path
        };
        lit(&format!("{prefix}{}", path.text()))
    });
    let markers = at
        .get("markers")
        .items()
        .into_iter()
        .map(|all| texts(&all.items()));
    let (paths, markers) = (list(paths), list(markers));
    let rest = record(
        at,
        REQUEST_KIND,
        &[
            "paths",
            "markers",
            "schema",
            "companions",
            "serverProperties",
        ],
    );
    format!(
        "id: {}, paths: {paths}, markers: {markers}, {rest}",
        lit(at.stem)
    )
}

fn envelope(at: &At) -> String {
    let (schema, mut properties) = (at.get("schema"), Vec::new());
    flatten("", &schema, &mut properties);
    let (text, properties) = (
        lit(&plain(schema.value).to_string()),
        list(properties.into_iter()),
    );
    format!(
        "schema: {text}, properties: {properties}, {}",
        fields(at, ENVELOPE)
    )
}

/// Adds every property of a JSON Schema object, outer ones first.
fn flatten(parent: &str, schema: &At, out: &mut Vec<String>) {
    for (name, required, at) in schema.properties() {
        let pointer = format!("{parent}/{name}");
        let facts = record(&at.get("x-connlint"), ENVELOPE_PROPERTY, &[]);
        out.push(format!(
            "EnvelopeProperty {{ pointer: {}, parent: {}, name: {}, required: {required}, {facts} }}",
            lit(&pointer),
            lit(parent),
            lit(name)
        ));
        flatten(&pointer, &at, out);
    }
}

fn header(at: &At) -> String {
    let value = at
        .opt("value")
        .map_or("Any".into(), |value| match &value.entries()[..] {
            [("prefix", text)] => format!("Prefix({})", lit(text.text())),
            [("suffix", text)] => format!("Suffix({})", lit(text.text())),
            [("mediaTypes", types)] => format!("MediaTypes({})", texts(&types.items())),
            [("lowerCase", _)] => "LowerCase".into(),
            _ => value.fail("expected one of `prefix`, `suffix`, `mediaTypes`, `lowerCase`"),
        });
    format!(
        "value: HeaderValue::{value}, {}",
        record(at, HEADER, &["value"])
    )
}

// ---- writing Rust ----

/// The fields of a struct expression. `others` are keys that the caller sees to; any further key is a mistake.
fn record(at: &At, keys: &str, others: &[&str]) -> String {
    let known = keys
        .split_whitespace()
        .filter_map(|field| field.split(':').next());
    at.only(&known.chain(others.iter().copied()).collect::<Vec<_>>());
    fields(at, keys)
}

fn fields(at: &At, keys: &str) -> String {
    let field = |field: &str| {
        let (key, kind) = field.split_once(':').expect("a key and a kind");
        let value = match kind {
            "text" => lit(at.get(key).text()),
            "text*" => lit(at.opt(key).map_or("", |at| at.text())),
            "text?" => some(at.opt(key).map(|at| lit(at.text()))),
            "texts" => texts(&at.opt_items(key)),
            "uuid" => lit(at.get(key).uuid()),
            "flag" => at.flag(key).to_string(),
            "int" => at.get(key).int(),
            "int?" => some(at.opt(key).map(|at| at.int())),
            "map" => list(
                at.opt(key)
                    .iter()
                    .flat_map(At::entries)
                    .map(|(from, to)| format!("({}, {})", lit(from), lit(to.text()))),
            ),
            "ints" => list(at.opt_items(key).iter().map(At::int)),
            "platforms" => list(at.opt_items(key).iter().map(|at| choice(at, "platform"))),
            "forms" => list(at.opt_items(key).iter().map(|at| choice(at, "form"))),
            "role?" | "evidence?" | "scope?" => some(
                at.opt(key)
                    .map(|at| choice(&at, kind.trim_end_matches('?'))),
            ),
            of => choice(&at.get(key), of),
        };
        format!("{}: {value}", cased(key, false))
    };
    keys.split_whitespace()
        .map(field)
        .collect::<Vec<_>>()
        .join(", ")
}

fn choice(at: &At, name: &str) -> String {
    let (_, type_name, words) = CHOICES
        .iter()
        .find(|choice| choice.0 == name)
        .expect("a kind of value");
    if !words.split(' ').any(|word| word == at.text()) {
        at.fail(&format!("expected one of {words}"));
    }
    format!("{type_name}::{}", cased(at.text(), true))
}

/// `serviceOnly` becomes `service_only`; `private-link`, as a variant, becomes `PrivateLink`.
fn cased(word: &str, variant: bool) -> String {
    if variant {
        let up = |part: &str| part[..1].to_ascii_uppercase() + &part[1..];
        return word.split('-').map(up).collect();
    }
    let down = |c: char| {
        if c.is_ascii_uppercase() {
            format!("_{}", c.to_ascii_lowercase())
        } else {
            c.into()
        }
    };
    word.chars().map(down).collect()
}

fn table(name: &str, type_name: &str, items: Vec<String>) -> String {
    let entries: String = items
        .iter()
        .map(|fields| format!("{type_name} {{ {fields} }},\n"))
        .collect();
    format!(
        "pub(super) static {name}: [{type_name}; {}] = [\n{entries}];\n",
        items.len()
    )
}

/// A table for binary search: shorter names first, because a length is compared faster than a name.
fn pairs(name: &str, mut pairs: Vec<(String, usize)>) -> String {
    pairs.sort_unstable_by(|a, b| (a.0.len(), a).cmp(&(b.0.len(), b)));
    pairs.dedup();
    let entries: String = pairs
        .iter()
        .map(|(text, n)| format!("({}, {n}), ", lit(text)))
        .collect();
    format!(
        "pub(super) static {name}: [(&str, u16); {}] = [{entries}];\n",
        pairs.len()
    )
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("&[{}]", items.collect::<Vec<_>>().join(", "))
}

fn texts(items: &[At]) -> String {
    list(items.iter().map(|item| lit(item.text())))
}

fn some(expression: Option<String>) -> String {
    expression.map_or("None".into(), |expression| format!("Some({expression})"))
}

fn lit(text: &str) -> String {
    format!("{text:?}")
}

// ---- reading JSON ----

struct File {
    path: String,
    stem: String,
    value: Value,
}

impl File {
    fn root(&self) -> At<'_> {
        At {
            path: &self.path,
            stem: &self.stem,
            pointer: String::new(),
            value: &self.value,
        }
    }
}

fn read(name: &str) -> File {
    let path = format!("schemas/{name}.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| fail(&path, "", &e.to_string()));
    let value = serde_json::from_str(&text).unwrap_or_else(|e| fail(&path, "", &e.to_string()));
    File {
        path,
        stem: name.rsplit('/').next().unwrap_or(name).into(),
        value,
    }
}

/// The JSON files of a folder of `schemas/`, in the order of their names.
fn read_folder(folder: &str) -> Vec<File> {
    let entries = fs::read_dir(format!("schemas/{folder}"))
        .unwrap_or_else(|e| fail(folder, "", &e.to_string()));
    let names = entries.map(|entry| {
        entry
            .expect("a readable folder")
            .file_name()
            .into_string()
            .expect("a UTF-8 name")
    });
    let mut stems: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".json").map(Into::into))
        .collect();
    stems.sort_unstable();
    stems
        .iter()
        .map(|stem| read(&format!("{folder}/{stem}")))
        .collect()
}

fn fail(path: &str, pointer: &str, what: &str) -> ! {
    println!("cargo::error={path}: {pointer}: {what}");
    process::exit(1)
}

/// A value, and where it is, for messages.
#[derive(Clone)]
struct At<'a> {
    path: &'a str,
    stem: &'a str,
    pointer: String,
    value: &'a Value,
}

impl<'a> At<'a> {
    fn fail(&self, what: &str) -> ! {
        fail(self.path, &self.pointer, what)
    }

    fn at(&self, step: &str, value: &'a Value) -> At<'a> {
        At {
            pointer: format!("{}/{step}", self.pointer),
            value,
            ..*self
        }
    }

    fn opt(&self, key: &str) -> Option<At<'a>> {
        self.value.get(key).map(|value| self.at(key, value))
    }

    fn get(&self, key: &str) -> At<'a> {
        self.opt(key)
            .unwrap_or_else(|| self.fail(&format!("`{key}` is missing")))
    }

    fn text(&self) -> &'a str {
        self.value
            .as_str()
            .unwrap_or_else(|| self.fail("expected a string"))
    }

    /// The strings of a list, the keys of an object, or the one string.
    fn texts_or_keys(&self) -> Vec<&'a str> {
        match self.value {
            Value::Array(_) => self.items().iter().map(At::text).collect(),
            Value::Object(_) => self.entries().into_iter().map(|(key, _)| key).collect(),
            _ => vec![self.text()],
        }
    }

    fn int(&self) -> String {
        self.value
            .as_i64()
            .unwrap_or_else(|| self.fail("expected an integer"))
            .to_string()
    }

    fn flag(&self, key: &str) -> bool {
        self.opt(key).is_some_and(|at| {
            at.value
                .as_bool()
                .unwrap_or_else(|| at.fail("expected true or false"))
        })
    }

    fn items(&self) -> Vec<At<'a>> {
        let items = self
            .value
            .as_array()
            .unwrap_or_else(|| self.fail("expected an array"));
        items
            .iter()
            .enumerate()
            .map(|(index, value)| self.at(&index.to_string(), value))
            .collect()
    }

    fn opt_items(&self, key: &str) -> Vec<At<'a>> {
        self.opt(key).map(|at| at.items()).unwrap_or_default()
    }

    fn entries(&self) -> Vec<(&'a str, At<'a>)> {
        let map = self
            .value
            .as_object()
            .unwrap_or_else(|| self.fail("expected an object"));
        map.iter()
            .map(|(key, value)| (key.as_str(), self.at(key, value)))
            .collect()
    }

    /// A UUID in lower case.
    fn uuid(&self) -> &'a str {
        let id = self.text();
        let digit = |b| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        let fits = |(i, b)| {
            if [8, 13, 18, 23].contains(&i) {
                b == b'-'
            } else {
                digit(b)
            }
        };
        if id.len() == 36 && id.bytes().enumerate().all(fits) {
            id
        } else {
            self.fail("expected a UUID in lower case")
        }
    }

    /// The properties of a JSON Schema object: name, required or not, subschema.
    fn properties(&self) -> Vec<(&'a str, bool, At<'a>)> {
        let required = self.opt_items("required");
        let properties = self
            .opt("properties")
            .map(|at| at.entries())
            .unwrap_or_default();
        if let Some(name) = required
            .iter()
            .find(|name| properties.iter().all(|(known, _)| *known != name.text()))
        {
            name.fail("is required, but is not a property");
        }
        let is_required = |name| required.iter().any(|at| at.text() == name);
        properties
            .into_iter()
            .map(|(name, at)| (name, is_required(name), at))
            .collect()
    }

    /// A key that nobody knows is a slip that would otherwise lose a fact in silence.
    fn only(&self, keys: &[&str]) {
        if let Some((_, at)) = self
            .entries()
            .into_iter()
            .find(|(key, _)| !keys.contains(key))
        {
            at.fail("unknown key");
        }
    }

    fn has_only(&self, keys: &[&str]) -> bool {
        self.entries().iter().all(|(key, _)| keys.contains(key))
    }

    fn not_public_if(&self, secret: bool) {
        if secret && self.flag("public") {
            self.fail("a secret is never public");
        }
    }
}
