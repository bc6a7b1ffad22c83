//! Mistakes in the envelope and the parameters.

use std::collections::BTreeSet;

use connlint::catalog::{self, Param, Role};
use connlint::near;

use super::base::Base;
use super::body::{Member, Node};
use super::marks::marked;
use super::mistake::{Mistake, few, typos};
use super::wrapping::Wrapping;

const OBJECTS: [&str; 4] = ["", "/auth", "/auth/params", "/connectionSpec"];

pub(crate) fn mistakes(base: &Base) -> Vec<Mistake> {
    let mut all = dropped(base);
    all.extend(added(base));
    all.extend(strayed(base));
    all.extend(renamed(base));
    all.extend(retyped(base));
    all.extend(out_of_range(base));
    all.extend(blanked(base));
    if base.is_first() {
        all.extend(from_an_answer(base));
    }
    all.extend(copied(base));
    all
}

/// Required members, of the envelope and of the parameters.
fn required(base: &Base) -> Vec<String> {
    let envelope = catalog::envelope().properties.iter();
    let envelope = envelope.filter(|property| property.required && !property.pointer.is_empty());
    let mut pointers: Vec<String> = envelope
        .map(|property| property.pointer.to_owned())
        .collect();
    let params = base
        .params()
        .into_iter()
        .filter(|(_, param)| is_required(base, param));
    pointers.extend(params.map(|(pointer, _)| pointer));
    pointers
}

/// Whether a parameter must be there on whatever cloud the request is meant for.
fn is_required(base: &Base, param: &Param) -> bool {
    let variants = base.source.auth.iter();
    let mut variants = variants.filter(|variant| variant.name == base.variant.name);
    variants.all(|variant| {
        variant
            .param(param.name)
            .is_some_and(|other| other.required)
    })
}

fn dropped(base: &Base) -> Vec<Mistake> {
    let mistake = |pointer: String| {
        let mut body = base.body.clone();
        body.remove(&pointer);
        let mistake = Mistake::body("required property dropped", &pointer, &body);
        let mistake = mistake.is(&["missing-properties"]);
        match pointer.as_str() {
            // Without it nothing but the address says that this is a base connection.
            "/auth" => mistake.only(Wrapping::is_call),
            // A program may add the name.
            "/name" => mistake.only(|wrapping| wrapping != Wrapping::Nested),
            _ => mistake,
        }
    };
    required(base).into_iter().map(mistake).collect()
}

fn added(base: &Base) -> Vec<Mistake> {
    let mistake = |at: &&str| {
        let mut body = base.body.clone();
        body.object(at).push(Member::added("wharfage", "quay"));
        let mistake = Mistake::body("unknown property added", *at, &body);
        let mistake = mistake.is(&["unknown-properties"]);
        match *at {
            "" => mistake.only(|wrapping| wrapping != Wrapping::Nested),
            _ => mistake,
        }
    };
    OBJECTS.iter().map(mistake).collect()
}

/// A parameter that only other sources have, and that is no slip of the fingers: it makes the request nobody else's,
/// unless it is all that somebody else's lacked.
fn strayed(base: &Base) -> Vec<Mistake> {
    const TRIED: usize = 3;
    let own = base.source.auth.iter().flat_map(|variant| variant.params);
    let words = |param: &'static Param| {
        [param.name]
            .into_iter()
            .chain(param.aliases.iter().copied())
    };
    let own: Vec<_> = own
        .flat_map(|param| words(param).chain(param.spellings.iter().copied()))
        .collect();
    let sources = catalog::embedded().sources().iter();
    let params: Vec<_> = sources
        .flat_map(|source| source.auth)
        .flat_map(|variant| variant.params)
        .collect();
    // What is a secret anywhere is one here.
    let secret = |name: &str| {
        params
            .iter()
            .any(|param| param.secret && param.name == name)
    };
    let foreign: BTreeSet<_> = params
        .iter()
        .map(|param| param.name)
        .filter(|name| near::nearest(name, own.iter().copied()).is_none() && !secret(name))
        .collect();
    let nobody_elses = |name: &&str| {
        let mut clues = base.clues();
        clues.params.push(((*name).to_owned(), String::new()));
        let mut sources = catalog::embedded().sources().iter();
        !sources.any(|source| clues.are_taken_by(source))
    };
    let foreign: Vec<_> = foreign.into_iter().filter(nobody_elses).collect();
    // Which ones depends on the auth spec alone.
    let first: usize = base.name.bytes().map(usize::from).sum();
    let step = foreign.len() / TRIED;
    let chosen = (0..TRIED).map(|turn| foreign[(first + turn * step) % foreign.len()]);
    let mistake = |name: &'static str| {
        let mut body = base.body.clone();
        body.object("/auth/params")
            .push(Member::added(name, "quay"));
        let mistake = Mistake::body("parameter of another source strayed in", name, &body);
        mistake.is(&["unknown-properties"]).only(few)
    };
    chosen.map(mistake).collect()
}

/// A number below the least that is taken.
fn out_of_range(base: &Base) -> Vec<Mistake> {
    let below = |(pointer, param): (String, &'static Param)| {
        let least = base.property(param.name)["minimum"].as_i64()?;
        let mut body = base.body.clone();
        body.member(&pointer).value = Node::Raw(marked(&(least - 1).to_string()));
        let mistake = Mistake::body("number out of range", &pointer, &body);
        Some(mistake.is(&["invalid-values"]))
    };
    base.params().into_iter().filter_map(below).collect()
}

fn renamed(base: &Base) -> Vec<Mistake> {
    let mut all = Vec::new();
    for (pointer, _) in base.pointers() {
        let (_, name) = pointer.rsplit_once('/').expect("a pointer has steps");
        let known = base.variant.params.iter().find(|param| param.name == name);
        let aliases = known.map_or(&[][..], |param| param.aliases);
        let of_another =
            |word: &&&str| base.variant.params.iter().any(|param| param.name == **word);
        let words = aliases.iter().filter(|word| !of_another(word));
        let words = words.map(|word| ("key of another driver", (*word).to_owned()));
        let typos = typos(name).into_iter().map(|typo| ("key misspelt", typo));
        for (kind, word) in typos.chain(words) {
            let mut body = base.body.clone();
            body.member(&pointer).key = marked(&word);
            let what = format!("{pointer} as {word}");
            let mistake = Mistake::body(kind, what, &body).is(&["misspelled-properties"]);
            all.push(if aliases.contains(&&*word) {
                mistake.only(few)
            } else {
                mistake
            });
        }
    }
    all
}

fn retyped(base: &Base) -> Vec<Mistake> {
    let mut all = Vec::new();
    for (pointer, is_text) in base.pointers() {
        let mut body = base.body.clone();
        let was = match is_text {
            true => body.text(&pointer).clone(),
            false => String::new(),
        };
        let number = was.parse::<f64>().is_ok();
        let quoted = serde_json::to_string(&was).expect("a string is JSON");
        let others = match is_text {
            true => vec![
                ("array for a string", format!("[{quoted}]")),
                (
                    "number for a string",
                    if number { was } else { "7".to_owned() },
                ),
                ("object for a string", format!("{{\"value\": {quoted}}}")),
                ("null for a string", "null".to_owned()),
            ],
            // A literal, where a string would be taken too.
            false if !matches!(body.member(&pointer).value, Node::Object(_)) => Vec::new(),
            false => vec![
                ("string for an object", "\"ORCL\"".to_owned()),
                ("array for an object", "[]".to_owned()),
            ],
        };
        let params = base.params();
        let is_secret = params
            .iter()
            .any(|(at, param)| *at == pointer && param.secret);
        for (kind, text) in others {
            if kind == "number for a string" && takes_numbers(base, &pointer) {
                continue;
            }
            // A number in a secret's place is a secret as well: two mistakes in a repository.
            if kind == "number for a string" && is_secret && !base.submission {
                continue;
            }
            body.member(&pointer).value = Node::Raw(marked(&text));
            let mistake = Mistake::body(kind, &pointer, &body).is(&["wrong-types"]);
            all.push(if number { mistake } else { mistake.nonsense() });
        }
    }
    all
}

/// Whether a parameter may be a number as well.
fn takes_numbers(base: &Base, pointer: &str) -> bool {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let types = &base.property(name)["type"];
    ["integer", "number"].iter().any(|number| {
        types
            .as_array()
            .is_some_and(|types| types.iter().any(|kind| kind == number))
    })
}

fn blanked(base: &Base) -> Vec<Mistake> {
    let mut all = Vec::new();
    for pointer in required(base) {
        let params = base.params();
        let param = params
            .iter()
            .find(|(at, _)| *at == pointer)
            .map(|(_, param)| *param);
        let is_text = base.body.pointers().contains(&(pointer.clone(), true));
        let secret = param.is_some_and(|param| param.secret && param.dialect.is_none());
        for blank in ["", "   "].iter().filter(|_| is_text) {
            let mut body = base.body.clone();
            *body.text(&pointer) = marked(blank);
            let mistake = Mistake::body("required string blank", &pointer, &body);
            // An empty secret is one that is still to come.
            all.push(match (secret, base.submission) {
                (false, _) => mistake.is(&["empty-values"]),
                (true, true) => mistake.is(&["placeholders", "empty-values"]),
                (true, false) => mistake,
            });
        }
    }
    all
}

/// What the service adds to its answers.
fn from_an_answer(base: &Base) -> Vec<Mistake> {
    let kinds = catalog::request_kinds()
        .iter()
        .filter(|kind| kind.method == "GET");
    let markers: Vec<_> = kinds.flat_map(|kind| kind.markers).collect();
    // One of these alone says that it is an answer, unless a call sends it.
    let tells = |name: &str| markers.iter().any(|keys| **keys == [name]);
    let names = catalog::envelope().server_properties;
    let add = |what: &str, names: &[&str]| {
        let mut body = base.body.clone();
        let added = names.iter().map(|name| Member::added(name, "a1"));
        body.members.splice(0..0, added);
        let mistake = Mistake::body("server's property added", what, &body);
        let mistake = mistake.is(&["server-properties"]);
        match names.iter().any(|name| tells(name)) {
            true => mistake.only(|wrapping| few(wrapping) && wrapping.is_call()),
            false => mistake.only(|wrapping| few(wrapping) && wrapping != Wrapping::Nested),
        }
    };
    let mut all: Vec<_> = names.iter().map(|name| add(name, &[name])).collect();
    all.push(add("all", names));
    let quiet: Vec<_> = names.iter().copied().filter(|name| !tells(name)).collect();
    all.push(add("all that a request can have", &quiet));
    all
}

/// What comes along when a value is copied from somewhere.
fn copied(base: &Base) -> Vec<Mistake> {
    let mut all = Vec::new();
    let mut change = |kind, pointer: &str, text: String, rules: &[&'static str]| {
        let mut body = base.body.clone();
        *body.text(pointer) = marked(&text);
        all.push(Mistake::body(kind, format!("{pointer}: {text:?}"), &body).is(rules));
    };
    change(
        "undocumented version",
        "/connectionSpec/version",
        "2.0".into(),
        &["unknown-spec-versions"],
    );
    change(
        "documentation markup",
        "/name",
        "[!DNL Orders] of the north".into(),
        &["documentation-markup"],
    );
    let name = base.variant.name;
    let padded = ["padded-values", "unknown-auth-specs"];
    change(
        "padded value",
        "/auth/specName",
        format!("{name} "),
        &padded,
    );
    change(
        "padded value",
        "/name",
        " Orders of the north".into(),
        &padded[..1],
    );
    change(
        "padded value",
        "/connectionSpec/version",
        "1.0 ".into(),
        &padded[..1],
    );
    let id = base.source.id().unwrap_or_default();
    change(
        "lookalike character",
        "/connectionSpec/id",
        format!("{id}\u{200B}"),
        &["lookalike-characters"],
    );
    change(
        "lookalike character",
        "/connectionSpec/id",
        id.replacen('-', "\u{2011}", 1),
        &["lookalike-characters"],
    );
    if name.contains(' ') {
        let text = name.replacen(' ', "\u{A0}", 1);
        change(
            "lookalike character",
            "/auth/specName",
            text,
            &["lookalike-characters"],
        );
    }
    for (pointer, param) in base.params() {
        if matches!(param.role, Some(Role::Host | Role::Port | Role::User)) {
            let mut body = base.body.clone();
            let value = body.text(&pointer).clone();
            change("padded value", &pointer, format!(" {value}"), &padded[..1]);
            change("padded value", &pointer, format!("{value} "), &padded[..1]);
            // A user may be called what one likes.
            if param.role != Some(Role::User) {
                let text = format!("{value}\u{200B}");
                change(
                    "lookalike character",
                    &pointer,
                    text,
                    &["lookalike-characters"],
                );
            }
        }
    }
    all
}
