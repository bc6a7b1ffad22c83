//! The id of one source over the request of another, for all pairs of sources: the finding names both, or
//! nothing is said of the id.

#[path = "support/takes.rs"]
mod takes;
#[path = "support/text.rs"]
mod text;

use std::io::{self, Write as _};

use connlint::catalog::{self, AuthSpec, Param, Role, Source};
use connlint::config::Config;
use serde_json::{Map, Value, json};
use takes::Clues;
use text::check_text;

const RULE: &str = "mismatched-spec-ids";

/// What became of the pairs.
#[derive(Debug, Default)]
struct Tally {
    /// Both are named.
    told: usize,
    /// The owner of the id is named, and the other is one of several that take the request alike.
    told_among_several: usize,
    /// The owner of the id may be meant.
    could_be_the_owners: usize,
    /// The request is not the owner's, and several others take it alike.
    could_be_several: usize,
    wrong: Vec<String>,
}

#[test]
fn the_id_of_another_source_is_told_or_nothing_is_said() {
    let mut tally = Tally::default();
    let sources = || {
        catalog::embedded()
            .sources()
            .iter()
            .filter(|source| !source.auth.is_empty())
    };
    for other in sources() {
        for variant in other.auth {
            for request in requests(variant) {
                for owner in sources() {
                    judge(owner, other, &request, &mut tally);
                }
            }
        }
    }
    let report = format!(
        "{} told, {} told as one of several, ambiguous by the facts {} (the owner may be meant {}, several take it \
         alike {}), {} wrong\n",
        tally.told,
        tally.told_among_several,
        tally.could_be_the_owners + tally.could_be_several,
        tally.could_be_the_owners,
        tally.could_be_several,
        tally.wrong.len(),
    );
    io::stdout()
        .write_all(report.as_bytes())
        .expect("the report is written");
    let first: Vec<_> = tally.wrong.iter().take(20).map(String::as_str).collect();
    assert!(tally.wrong.is_empty(), "{report}{}", first.join("\n"));
    assert!(tally.told > tally.could_be_the_owners, "{report}");
}

/// A request of one auth spec, without its id.
struct Request {
    spec_name: &'static str,
    params: Map<String, Value>,
}

/// With everything that is documented, and with what is required only.
fn requests(variant: &'static AuthSpec) -> Vec<Request> {
    let schema: Value = serde_json::from_str(variant.schema).expect("a schema is JSON");
    // Either the string or what it would hold.
    let apart = variant.with_role(Role::Host).next().is_some();
    let is_given = |param: &&Param| !(apart && param.role == Some(Role::ConnectionString));
    let params = |all: bool| -> Map<String, Value> {
        let params = variant.params.iter().filter(is_given);
        let params = params.filter(|param| all || param.required);
        params
            .map(|param| (param.name.to_owned(), value(param, &schema)))
            .collect()
    };
    let mut given = vec![params(true), params(false)];
    given.dedup();
    given.retain(|params| !params.is_empty());
    let spec_name = variant.name;
    given
        .into_iter()
        .map(|params| Request { spec_name, params })
        .collect()
}

fn value(param: &Param, schema: &Value) -> Value {
    let first = &schema["properties"][param.name]["enum"][0];
    match (param.dialect, first) {
        (Some(dialect), _) => json!(dialect.pattern),
        (None, Value::Null) => json!(format!("{{{}}}", param.name.to_uppercase())),
        (None, first) => first.clone(),
    }
}

fn judge(owner: &'static Source, other: &'static Source, request: &Request, tally: &mut Tally) {
    let Some(id) = owner.id() else { return };
    let owners: Vec<_> = catalog::embedded().owners(id).collect();
    let twins: Vec<_> = other
        .ids
        .iter()
        .flat_map(|id| catalog::embedded().owners(id))
        .collect();
    let is_one_of =
        |sources: &[&Source], source: &Source| sources.iter().any(|one| one.slug == source.slug);
    if is_one_of(&owners, other) || owners.iter().any(|owner| is_one_of(&twins, owner)) {
        return;
    }
    let body = json!({
        "name": "Orders of the north",
        "auth": { "specName": request.spec_name, "params": request.params },
        "connectionSpec": { "id": id, "version": "1.0" },
    });
    let text = serde_json::to_string(&body).expect("JSON");
    // What the vendor ends draws a warning of its own.
    let config = Config {
        levels: vec![("deprecated-auth-specs", None)],
        ..Config::default()
    };
    let checked = check_text("request.json", text.as_bytes(), &config);
    let found = checked.findings.iter().find(|finding| finding.rule == RULE);
    let names = |sources: &[&'static Source], text: &str| {
        let is_named = |source: &&&Source| text.contains(&format!("{}'", source.title));
        sources.iter().any(|source| is_named(&source))
    };
    let mut wrong = |what: &str| {
        let (owner, other) = (owner.slug, other.slug);
        let said: Vec<_> = checked.findings.iter().map(|one| &one.message).collect();
        tally.wrong.push(format!(
            "the id of {owner} over {other}: {what}; got {said:?}\n  {text}"
        ));
    };
    let text_of = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let params = request.params.iter();
    let clues = Clues {
        spec_name: request.spec_name.to_owned(),
        params: params
            .map(|(key, value)| (key.clone(), text_of(value)))
            .collect(),
    };
    let takers = catalog::embedded()
        .sources()
        .iter()
        .filter(|source| clues.are_taken_by(source));
    let takers: Vec<_> = takers
        .filter(|source| !is_one_of(&owners, source))
        .collect();
    let only = takers.iter().all(|taker| is_one_of(&twins, taker));
    let may_be_meant = owners.iter().any(|owner| clues.may_be_meant_for(owner));
    let Some(found) = found else {
        return match (may_be_meant, only) {
            (true, _) => tally.could_be_the_owners += 1,
            (false, false) => tally.could_be_several += 1,
            (false, true) => wrong("nothing is said of the id"),
        };
    };
    let (before, after) = found
        .message
        .split_once(", but the request is ")
        .expect("the message names two");
    // Several are in the help, the first few by name.
    let several = after == "another source's";
    let listed = found.help.iter().any(|help| {
        let mut twins = twins.iter();
        help.ends_with("among others") || twins.any(|twin| help.contains(twin.title))
    });
    let named = if several {
        listed
    } else {
        names(&twins, after)
    };
    match (names(&owners, before), named) {
        (true, true) if checked.findings.len() > 1 => wrong("more is said than the id"),
        (true, true) if several => tally.told_among_several += 1,
        (true, true) => tally.told += 1,
        (true, false) => wrong("the request is somebody else's"),
        (false, _) => wrong("the id is somebody else's"),
    }
}
