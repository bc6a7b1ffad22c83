use super::*;
use crate::catalog::{Catalog, Checks, Evidence, Param, Platform, Role, embedded, request_kinds};

const ORACLE: &str = "d6b52d86-f0f8-475f-89d4-ce54c8527328";
const OWN: &str = "0d8e3bf6-1111-4222-8333-444455556666";

fn one(id: &str, name: &str, auth: &str) -> String {
    format!(r#"{{ "id": "{id}", "name": "{name}", "version": "1.0", "authSpec": {auth} }}"#)
}

fn joined(contents: &str) -> &'static Catalog {
    let specs = read("specs.json", contents);
    assert_eq!(specs.faults, []);
    join(embedded(), &[specs])
}

fn param(catalog: &'static Catalog, slug: &str, name: &str) -> &'static Param {
    let source = catalog.source(slug).expect("the source");
    let mut variants = source.auth.iter();
    variants
        .find_map(|variant| variant.param(name))
        .expect("the parameter")
}

const BASIC: &str = r#"[{
  "name": "Basic Authentication", "type": "BasicAuthentication",
  "spec": {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
      "server": { "type": "string" },
      "username": { "type": "string", "description": "The user.\nMore of it.", "default": "app" },
      "password": { "type": "string", "format": "password", "default": "tiger" },
      "warehouse": { "type": "string", "enum": ["small", "large"], "uiAttributes": { "order": 1 } }
    },
    "required": ["server", "password", "realm"]
  }
}]"#;

#[test]
fn an_answer_is_read_as_it_comes() {
    let item = one(OWN, "ours", BASIC);
    for text in [
        item.clone(),
        format!("[{item}]"),
        format!("{{ \"items\": [{item}], \"_links\": {{}} }}"),
        format!("\u{FEFF}{item}"),
    ] {
        let specs = read("specs.json", &text);
        assert_eq!(specs.faults, [], "{text}");
        let [spec] = &specs.items[..] else {
            panic!("one connection spec in {text}")
        };
        assert_eq!(
            (
                &*spec.id,
                &*spec.name,
                spec.version.as_deref(),
                spec.auth.as_ref().map(Vec::len)
            ),
            (OWN, "ours", Some("1.0"), Some(1))
        );
    }
    assert_eq!(
        read("specs.json", &format!("{item}\n{item}")).items.len(),
        2
    );
}

#[test]
fn what_is_broken_is_told_with_its_place_and_left_out() {
    let right = one(OWN, "ours", BASIC);
    for (item, at, message) in [
        ("7", "7", "a connection spec is an object"),
        ("{}", "{", "`id` is missing"),
        (
            &format!(r#"{{ "id": "{OWN}", "name": "a connection" }}"#),
            "{",
            "not a connection spec: it has none of `authSpec`, `sourceSpec` and `targetSpec`",
        ),
        (
            r#"{ "id": "d6b5", "name": "x" }"#,
            "\"d6b5\"",
            "`id` is not a UUID",
        ),
        (&one(OWN, " ", "[]"), "\" \"", "`name` is not a text"),
        (&one(OWN, "x", "{}"), "{}", "`authSpec` is not a list"),
        (&one(OWN, "x", "[7]"), "7", "an auth spec is an object"),
        (
            &one(OWN, "x", r#"[{ "name": "a", "spec": [] }]"#),
            "[]",
            "a JSON Schema is an object",
        ),
        (
            &one(
                OWN,
                "x",
                r#"[{ "name": "a", "spec": { "properties": 7 } }]"#,
            ),
            "7",
            "`properties` is not an object",
        ),
        (
            &one(
                OWN,
                "x",
                r#"[{ "name": "a", "spec": { "required": [7] } }]"#,
            ),
            "7",
            "`required` lists names",
        ),
        (
            &one(OWN, "x", r#"[{ "name": "a" "spec": {} }]"#),
            "",
            "the JSON does not parse here",
        ),
    ] {
        let text = format!("[{right}, {item}]");
        let specs = read("specs.json", &text);
        assert_eq!(specs.items.len(), 1, "{text}");
        let [fault] = &specs.faults[..] else {
            panic!("one fault in {text}: {:?}", specs.faults)
        };
        assert_eq!(fault.message, message);
        assert_eq!(&text[fault.span.clone()], at, "{text}");
        assert!(fault.span.start >= text.rfind(item).expect("the item"));
    }
    for text in ["", "7", "[]", "{ \"items\": {} }", "{ \"items\": [] }"] {
        let specs = read("specs.json", text);
        assert_eq!((specs.items.len(), specs.faults.len()), (0, 1), "{text}");
    }
    let cut = &right[..right.len() - 20];
    let specs = read("specs.json", &format!("[{right}, {cut}"));
    assert_eq!(specs.items.len(), 1, "an answer that was cut off");
    assert!(!specs.faults.is_empty());
}

#[test]
fn no_text_is_too_strange() {
    let text = format!("{{ \"items\": [{}] }}", one(OWN, "ours é", BASIC));
    let deep = "[".repeat(100_000);
    let nested = "{\"allOf\":[".repeat(1000);
    let spec = format!("[{{ \"name\": \"a\", \"spec\": {nested}");
    for strange in [deep, one(OWN, "x", &spec), "{a b} ".repeat(5000)] {
        read("specs.json", &strange);
    }
    for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        let (before, after) = text.split_at(at);
        for piece in ["", "{", "]", "\"", "null", ",", "\u{0}"] {
            let rest = after.chars().next().map_or("", |c| &after[c.len_utf8()..]);
            let specs = read("specs.json", &format!("{before}{piece}{rest}"));
            assert!(!specs.items.is_empty() || !specs.faults.is_empty());
            join(embedded(), &[specs]);
        }
    }
}

#[test]
fn a_source_of_ones_own_joins_the_catalogue() {
    let catalog = joined(&one(OWN, "Our Warehouse", BASIC));
    assert_eq!(catalog.sources().len(), embedded().sources().len() + 1);
    let source = catalog.source("our-warehouse").expect("the source");
    assert_eq!(
        catalog
            .owners(OWN)
            .map(|owner| owner.slug)
            .collect::<Vec<_>>(),
        [source.slug]
    );
    assert!(embedded().owners(OWN).next().is_none());
    assert_eq!(
        (source.title, source.page()),
        ("Our Warehouse", "specs.json")
    );
    assert_eq!((source.checks, source.auth.len()), (Checks::Full, 1));
    assert_eq!(source.auth[0].platform, Platform::Any);
    let required: Vec<_> = source.auth[0]
        .params
        .iter()
        .map(|param| (param.name, param.required, param.secret, param.public))
        .collect();
    assert_eq!(
        required,
        [
            ("server", true, false, false),
            ("username", false, false, false),
            ("password", true, true, false),
            ("warehouse", false, false, false),
            ("realm", true, false, false),
        ],
        "nothing is known to be public"
    );
    assert_eq!(param(catalog, source.slug, "username").doc, "The user");
    let schema: Value = serde_json::from_str(source.auth[0].schema).expect("a schema");
    assert_eq!(
        schema["properties"],
        serde_json::json!({
            "server": { "type": "string" },
            "username": { "type": "string", "default": "app" },
            "password": { "type": "string", "format": "password" },
            "warehouse": { "type": "string", "enum": ["small", "large"] },
            "realm": {},
        })
    );
    assert!(catalog.has_param("warehouse") && catalog.has_param("connectionString"));
}

#[test]
fn facts_that_a_spec_does_not_tell_are_kept() {
    let catalog = joined(&one(ORACLE, "oracle", BASIC));
    assert_eq!(catalog.sources().len(), embedded().sources().len());
    let (before, after) = (
        embedded().source("oracle").expect("the source"),
        catalog.source("oracle").expect("the source"),
    );
    assert_eq!(
        (after.title, after.pages, after.ports, after.file),
        (before.title, before.pages, before.ports, "specs.json")
    );
    let names: Vec<_> = after.auth.iter().map(|auth| auth.name).collect();
    assert_eq!(
        names,
        ["Basic Authentication"],
        "the other one is not there"
    );
    let server = param(catalog, "oracle", "server");
    assert_eq!(
        (server.role, server.public, server.evidence),
        (Some(Role::Host), true, Evidence::Strong)
    );
    assert!(server.aliases.contains(&"hostname"));
    assert!(!param(catalog, "oracle", "username").required);
    assert!(param(catalog, "oracle", "password").secret);
}

#[test]
fn what_is_known_to_be_secret_stays_so() {
    let open = r#"[{ "name": "ConnectionString", "spec": { "properties": {
        "connectionString": { "type": "string", "enum": ["a"], "const": "b", "default": "c", "examples": ["d"] }
    } } }]"#;
    let catalog = joined(&one(ORACLE, "oracle", open));
    let string = param(catalog, "oracle", "connectionString");
    assert!(string.secret && !string.public && string.dialect.is_some());
    let variant = &catalog.source("oracle").expect("the source").auth[0];
    let schema: Value = serde_json::from_str(variant.schema).expect("a schema");
    let of_string = &schema["properties"]["connectionString"];
    assert_eq!(
        *of_string,
        serde_json::json!({ "type": "string" }),
        "no values"
    );
}

#[test]
fn what_is_secret_anywhere_or_inside_is_secret_here() {
    let auth = r#"[{ "name": "a", "spec": { "properties": {
        "clientsecret": { "type": "string", "pattern": "^tiger$" },
        "options": { "type": "object", "properties": { "pin": { "type": "string", "format": "password" } } },
        "format": { "type": "string", "enum": ["password"] }
    } } }]"#;
    let catalog = joined(&one(OWN, "ours", auth));
    for (name, secret) in [("clientsecret", true), ("options", true), ("format", false)] {
        assert_eq!(param(catalog, "ours", name).secret, secret, "{name}");
    }
    let variant = &catalog.source("ours").expect("the source").auth[0];
    assert!(!variant.schema.contains("tiger"));
}

#[test]
fn a_spec_without_auth_specs_says_nothing_about_them() {
    for auth in ["null", "[]"] {
        let text = one(ORACLE, "oracle", auth).replace("[]", "null, \"sourceSpec\": {}");
        let oracle = joined(&text).source("oracle").expect("the source");
        let before = embedded().source("oracle").expect("the source");
        assert_eq!(oracle.auth.len(), before.auth.len());
        assert_eq!((oracle.checks, oracle.file), (before.checks, before.file));
        let ours = joined(&text.replace(ORACLE, OWN)).owners(OWN).next();
        assert_eq!(ours.expect("the source").checks, Checks::Envelope);
    }
    let none = joined(&one(ORACLE, "oracle", "[]"));
    assert_eq!(none.source("oracle").expect("the source").auth.len(), 0);
}

#[test]
fn the_id_of_what_cannot_be_read_is_known_and_not_checked() {
    let broken = one(OWN, "ours", "{}");
    let specs = read(
        "specs.json",
        &format!("[{broken}, {}]", one(ORACLE, "oracle", "7")),
    );
    assert_eq!((specs.faults.len(), specs.partial.len()), (2, 2));
    let catalog = join(embedded(), &[specs]);
    let ours = catalog.owners(OWN).next().expect("it is known");
    assert_eq!((ours.title, ours.checks), ("ours", Checks::Envelope));
    let oracle = catalog.source("oracle").expect("the source");
    assert_eq!(oracle.checks, Checks::Full, "as it is documented");
}

#[test]
fn of_an_id_that_pages_share_the_source_of_that_name_is_meant() {
    let id = "59a4b493-a615-40f9-bd38-f823d0909a2b";
    let slugs = || embedded().owners(id).map(|source| source.slug);
    assert!(slugs().count() > 1, "the pages share it");
    let catalog = joined(&one(id, "linkedin-ads", BASIC));
    let own: Vec<_> = catalog
        .owners(id)
        .filter(|source| !source.file.is_empty())
        .map(|source| source.slug)
        .collect();
    assert_eq!(own, ["linkedin-ads"]);
    assert_eq!(catalog.owners(id).count(), slugs().count());
}

#[test]
fn where_data_goes_to_is_no_source() {
    let target = |id: &str| {
        format!(r#"{{ "id": "{id}", "name": "lake", "targetSpec": {{ "name": "DataSet" }} }}"#)
    };
    let catalog = joined(&target(OWN));
    assert!(catalog.owners(OWN).next().is_none());
    let known = catalog.foreign_id(OWN).expect("it is known");
    assert_eq!((known.name, known.source), ("lake", "specs.json"));
    let mut kinds = request_kinds().iter().flat_map(|kind| kind.spec_kinds);
    assert!(
        kinds.any(|kind| *kind == known.kind),
        "requests for it are recognised"
    );
    let catalog = joined(&target(ORACLE));
    assert!(
        catalog.owners(ORACLE).next().is_some(),
        "documented to be one"
    );
    let foreign = embedded().foreign_ids()[0].id;
    let catalog = joined(&one(foreign, "x", "[]"));
    assert!(catalog.foreign_id(foreign).is_some() && catalog.owners(foreign).next().is_none());
    let reads = one(foreign, "x", "[]").replace("[]", "[], \"sourceSpec\": {}");
    let catalog = joined(&reads);
    assert!(catalog.foreign_id(foreign).is_none() && catalog.owners(foreign).next().is_some());
}

#[test]
fn what_is_not_understood_is_not_checked() {
    for spec in [
        r#"{ "properties": { "a": {} }, "additionalProperties": true }"#,
        r#"{ "properties": { "a": {} }, "additionalProperties": { "type": "string" } }"#,
        r#"{ "$ref": "https://example.com/schema.json" }"#,
        r#"{ "patternProperties": { "^x": {} } }"#,
        "null",
    ] {
        let auth = format!(r#"[{{ "name": "a", "spec": {spec} }}]"#);
        let catalog = joined(&one(OWN, "ours", &auth));
        let source = catalog.source("ours").expect("the source");
        assert_eq!(source.checks, Checks::Envelope, "{spec}");
    }
    let auth = r#"[{ "name": "a", "spec": {
        "properties": { "kind": { "pattern": "(?<=x)y", "type": ["string", 7], "minLength": -1 } },
        "oneOf": [
            { "properties": { "token": { "format": "password", "minLength": 9 } }, "required": ["token"] },
            { "properties": { "user": {} }, "required": ["user"] }
        ]
    } }]"#;
    let catalog = joined(&one(OWN, "ours", auth));
    let variant = &catalog.source("ours").expect("the source").auth[0];
    let params: Vec<_> = variant
        .params
        .iter()
        .map(|param| (param.name, param.required, param.secret))
        .collect();
    assert_eq!(
        params,
        [
            ("kind", false, false),
            ("token", false, true),
            ("user", false, false)
        ]
    );
    let schema: Value = serde_json::from_str(variant.schema).expect("a schema");
    assert_eq!(
        schema["properties"],
        serde_json::json!({ "kind": {}, "token": {}, "user": {} })
    );
}

#[test]
fn names_that_are_taken_get_a_number() {
    let third = "0d8e3bf6-1111-4222-8333-444455556667";
    let text = format!(
        "[{}, {}]",
        one(OWN, "Oracle DB", "[]"),
        one(third, "漢字", "[]")
    );
    let catalog = joined(&text);
    let slug = |id| catalog.owners(id).next().expect("a source").slug;
    assert_eq!((slug(OWN), slug(third)), ("oracle-db-0d8e3bf6", "source"));
    assert!(catalog.sources().is_sorted_by(|a, b| a.slug < b.slug));
    let many = (0..300).map(|number| {
        let id = format!("0d8e3bf6-1111-4222-8333-{number:012}");
        one(&id, "漢字", "[]")
    });
    let many = joined(&format!("[{}]", many.collect::<Vec<_>>().join(",")));
    let mut titles: Vec<_> = many.sources().iter().map(|source| source.title).collect();
    titles.sort_unstable();
    assert!(titles.is_sorted_by(|a, b| a < b), "each its own");
}
