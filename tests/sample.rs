//! The request that `connlint new` writes for each auth spec is right, in every form.

#[path = "support/text.rs"]
mod text;

use connlint::catalog::{AuthSpec, Catalog, Platform, Source, embedded};
use connlint::check::Checked;
use connlint::config::Config;
use connlint::connection_specs;
use connlint::sample::{Form, sample};
use connlint::shape::Shape;
use text::check_text;

/// The one rule that may say something of a new request: the vendor is about to end the auth spec.
const DEPRECATED: &str = "deprecated-auth-specs";

fn variants(catalog: &Catalog) -> impl Iterator<Item = (&'static Source, &'static AuthSpec)> {
    let sources = catalog.sources().iter();
    sources.flat_map(|source| source.auth.iter().map(move |variant| (source, variant)))
}

fn check(config: &Config, form: Form, text: &str) -> Checked {
    let name = match form {
        Form::Json => "request.json",
        Form::Curl => "request.sh",
        Form::Http => "request.http",
    };
    check_text(name, text.as_bytes(), config)
}

/// Checks every request of a catalogue, and counts them.
fn all_are_clean(catalog: &'static Catalog) -> usize {
    let mut count = 0;
    for (source, variant) in variants(catalog) {
        for form in [Form::Json, Form::Curl, Form::Http] {
            let text = sample(source, variant, form).expect("it has an id");
            let what = format!("{}, {}, {form:?}:\n{text}", source.slug, variant.name);
            let told = Some(variant.platform).filter(|platform| *platform != Platform::Any);
            for platform in [None, told] {
                let config = Config {
                    catalog,
                    platform,
                    ..Config::default()
                };
                is_clean(config, form, &text, (source, variant), &what);
            }
            count += 1;
        }
    }
    count
}

fn is_clean(
    mut config: Config,
    form: Form,
    text: &str,
    (source, variant): (&Source, &AuthSpec),
    what: &str,
) {
    let mut checked = check(&config, form, text);
    if variant.deprecated.is_some() {
        checked
            .findings
            .retain(|finding| finding.rule != DEPRECATED);
    }
    assert_eq!(checked.findings, [], "{what}");
    let [request] = &checked.requests[..] else {
        panic!("one request: {what}")
    };
    let taken = request.source.and_then(|slug| config.catalog.source(slug));
    assert_eq!(taken.and_then(Source::id), source.id(), "{what}");
    assert!(request.checked, "{what}");
    // Of some auth specs every parameter that is needed has documented values.
    let needed = Shape::all(variant)
        .into_iter()
        .filter(|(param, _)| param.required);
    let closed = needed.map(|(_, shape)| !shape.values().is_empty());
    assert!(
        checked.placeholders > 0
            || closed.reduce(|a, b| a && b).unwrap_or(false)
            || variant.params.is_empty(),
        "{what}"
    );
    // Just before it is sent, what is to be filled in is all that is wrong.
    config.submission = true;
    for finding in &check(&config, form, text).findings {
        let known = ["placeholders", DEPRECATED].contains(&finding.rule);
        assert!(known, "{what}\n{finding:?}");
    }
}

#[test]
fn every_request_is_clean() {
    let count = all_are_clean(embedded());
    assert_eq!(count, 3 * variants(embedded()).count());
    assert!(count > 200, "{count}");
}

#[test]
fn so_are_those_of_sources_of_ones_own() {
    let specs = r#"[{
      "id": "0d8e3bf6-1111-4222-8333-444455556666",
      "name": "Joe's \"Own\" Store",
      "authSpec": [
        { "name": "Joe's", "spec": {
          "properties": {
            "access_token": { "type": "string", "format": "password" },
            "2nd key": { "type": "string" },
            "port": { "type": "integer", "minimum": 1024 },
            "tls": { "type": "boolean" },
            "mode": { "enum": ["a", "b"] },
            "unused": {}
          },
          "required": ["access_token", "2nd key", "port", "tls", "mode"]
        } },
        { "name": "Loose", "spec": { "properties": { "user": {}, "region": { "default": "eu" } } } },
        { "name": "Bare" }
      ]
    }]"#;
    let specs = connection_specs::read("specs.json", specs);
    assert_eq!(specs.faults, []);
    let catalog = connection_specs::join(embedded(), &[specs]);
    let own = catalog
        .owners("0d8e3bf6-1111-4222-8333-444455556666")
        .next()
        .expect("the source");
    let variant = &own.auth[0];
    let expected = r#"{
  "name": "Joe's \"Own\" Store connection",
  "description": "Base connection for Joe's \"Own\" Store",
  "auth": {
    "specName": "Joe's",
    "params": {
      "access_token": "{JOE_S_OWN_STORE_ACCESS_TOKEN}",
      "2nd key": "{VALUE_2ND_KEY}",
      "port": 1024,
      "tls": true,
      "mode": "a"
    }
  },
  "connectionSpec": {
    "id": "0d8e3bf6-1111-4222-8333-444455556666",
    "version": "1.0"
  }
}
"#;
    let got = sample(own, variant, Form::Json);
    assert_eq!(
        got.as_deref(),
        Some(expected),
        "\n{}",
        got.as_deref().unwrap_or_default()
    );
    let loose = sample(own, &own.auth[1], Form::Json).expect("a request");
    assert!(
        loose.contains("\"user\": \"{USER}\"") && loose.contains("\"region\": \"eu\""),
        "{loose}"
    );
    all_are_clean(catalog);
}
