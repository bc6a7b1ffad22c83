//! Mistakes about whom a request is for, and values that are still to come.

use connlint::catalog::{self, Role};

use super::base::Base;
use super::body::{Body, Member, Node};
use super::marks::marked;
use super::mistake::{Mistake, few, typos};

const ID: &str = "/connectionSpec/id";
const SPEC_NAME: &str = "/auth/specName";
const PARAMS: &str = "/auth/params";

pub(crate) fn mistakes(base: &Base, others: &[Base]) -> Vec<Mistake> {
    let mut all = names(base, others);
    all.extend(ids_of_others(base));
    all.extend(broken_ids(base));
    all.extend(unknown_ids(base));
    all.extend(placeholders(base));
    all.extend(secrets(base));
    all
}

/// The body with another string at a pointer.
fn with(base: &Base, pointer: &str, text: &str) -> Body {
    let mut body = base.body.clone();
    *body.text(pointer) = marked(text);
    body
}

fn names(base: &Base, others: &[Base]) -> Vec<Mistake> {
    let own = base.variant.name;
    let mut all = Vec::new();
    for typo in typos(own) {
        let body = with(base, SPEC_NAME, &typo);
        all.push(Mistake::body("auth spec misspelt", &typo, &body).is(&["unknown-auth-specs"]));
    }
    let body = with(base, SPEC_NAME, "Kerberos Ticket");
    all.push(
        Mistake::body("auth spec unknown", "Kerberos Ticket", &body).is(&["unknown-auth-specs"]),
    );
    let of_the_source = |other: &&Base| other.source.slug == base.source.slug;
    for other in others.iter().filter(of_the_source) {
        let name = other.variant.name;
        if name == own {
            continue;
        }
        // Which of the two is the mistake, nobody can tell. Where one takes all that the other does, what it
        // needs besides is missing.
        let takes = |one: &Base, params: &Base| {
            let mut params = params.params().into_iter();
            let mut variants = one
                .source
                .auth
                .iter()
                .filter(|own| own.name == one.variant.name);
            params.all(|(_, param)| variants.clone().any(|own| own.param(param.name).is_some()))
                && variants.next().is_some()
        };
        if !takes(other, base) {
            let mut body = with(base, SPEC_NAME, name);
            body.mark(PARAMS);
            all.push(Mistake::body("auth spec exchanged", name, &body).is(&["mixed-auth-params"]));
        }
        let mut theirs = other.body.clone();
        if takes(base, other) {
            continue;
        }
        let mut body = theirs.clone();
        *body.text(SPEC_NAME) = marked(own);
        body.mark(PARAMS);
        all.push(Mistake::body("parameters exchanged", name, &body).is(&["mixed-auth-params"]));
        let variants = base
            .source
            .auth
            .iter()
            .filter(|variant| variant.name == own);
        let foreign = theirs.object(PARAMS).iter().find(|member| {
            variants
                .clone()
                .all(|variant| variant.param(&member.key).is_none())
        });
        let Some(added) = foreign else { continue };
        let mut body = base.body.clone();
        let added = Member {
            marked: true,
            ..added.clone()
        };
        body.object(PARAMS).push(added);
        all.push(
            Mistake::body("parameter of another auth spec", name, &body).is(&["mixed-auth-params"]),
        );
    }
    all
}

/// The ids of all sources that cannot be meant, where it is clear who is.
fn ids_of_others(base: &Base) -> Vec<Mistake> {
    let clues = base.clues();
    let takers = catalog::embedded()
        .sources()
        .iter()
        .filter(|source| clues.are_taken_by(source));
    if takers.count() != 1 {
        return Vec::new();
    }
    let shares_an_id =
        |source: &&catalog::Source| source.ids.iter().any(|id| base.source.ids.contains(id));
    let others = catalog::embedded()
        .sources()
        .iter()
        .filter(|source| !source.ids.is_empty());
    let may_be_meant = |source: &&catalog::Source| {
        let mut owners = catalog::embedded().owners(source.id().unwrap_or_default());
        owners.any(|owner| clues.may_be_meant_for(owner))
    };
    let others = others.filter(|source| !shares_an_id(source) && !may_be_meant(source));
    let mistake = |source: &catalog::Source| {
        let body = with(base, ID, source.id().unwrap_or_default());
        let mistake = Mistake::body("id of another source", source.slug, &body);
        mistake.is(&["mismatched-spec-ids"]).only(few)
    };
    others.map(mistake).collect()
}

fn broken_ids(base: &Base) -> Vec<Mistake> {
    let id = base.source.id().unwrap_or_default();
    let lost = |at: usize| format!("{}{}", &id[..at], &id[at + 1..]);
    let doubled = |at: usize| format!("{}{}", &id[..=at], &id[at..]);
    let texts = [
        ("id with a full stop", format!("{id}.")),
        ("id with a comma", format!("{id},")),
        ("id in braces", format!("{{{id}}}")),
        ("id in angle brackets", format!("<{id}>")),
        ("id with blanks", format!(" {id}")),
        ("id with blanks", format!("{id} ")),
        ("id with blanks", format!("{id}\n")),
        ("id with blanks", format!("{} {}", &id[..18], &id[18..])),
        ("id in upper case", id.to_uppercase()),
        ("id without a hyphen", lost(8)),
        ("id without hyphens", id.replace('-', "")),
        ("id with a digit lost", lost(0)),
        ("id with a digit lost", lost(10)),
        ("id with a digit lost", lost(35)),
        ("id with a digit doubled", doubled(0)),
        ("id with a digit doubled", doubled(10)),
        ("id with a digit doubled", doubled(35)),
        (
            "id with a letter that is no digit",
            format!("z{}", &id[1..]),
        ),
    ];
    let mistake = |(kind, text): &(&'static str, String)| {
        Mistake::body(kind, text, &with(base, ID, text)).is(&["malformed-spec-ids"])
    };
    texts.iter().map(mistake).collect()
}

fn unknown_ids(base: &Base) -> Vec<Mistake> {
    let id = base.source.id().unwrap_or_default();
    let another = |at: usize| {
        let digit = if &id[at..=at] == "7" { "8" } else { "7" };
        format!("{}{digit}{}", &id[..at], &id[at + 1..])
    };
    let texts = [
        ("id near a known one", another(0)),
        ("id near a known one", another(20)),
        ("id near a known one", another(35)),
        (
            "id that is unknown",
            "0b6fa9e4-57c1-4d3a-9e2f-8a1c5d7e3b60".to_owned(),
        ),
        (
            "id that is unknown",
            "00000000-0000-0000-0000-000000000000".to_owned(),
        ),
    ];
    let mistake = |(kind, text): &(&'static str, String)| {
        Mistake::body(kind, text, &with(base, ID, text)).is(&["unknown-spec-ids"])
    };
    texts.iter().map(mistake).collect()
}

/// In a repository there is nothing to say about them.
fn placeholders(base: &Base) -> Vec<Mistake> {
    let writings: [fn(&str) -> String; 10] = [
        |name| format!("{{{name}}}"),
        |name| format!("{{{{{name}}}}}"),
        |name| format!("<{name}>"),
        |name| format!("__{name}__"),
        |name| format!("@@{name}@@"),
        |name| format!("%{name}%"),
        |name| format!("#{{{name}}}"),
        |name| format!("${{{name}}}"),
        |name| format!("$({name})"),
        |name| format!("${{{{ secrets.{name} }}}}"),
    ];
    let rules = |mistake: Mistake| match base.submission {
        true => mistake.is(&["placeholders"]),
        false => mistake,
    };
    let mut all = Vec::new();
    for (pointer, _) in base.pointers().into_iter().filter(|(_, is_text)| *is_text) {
        let (_, name) = pointer.rsplit_once('/').expect("a pointer has steps");
        for write in writings {
            let text = write(&name.to_uppercase());
            let body = with(base, &pointer, &text);
            let what = format!("{pointer}: {text}");
            let mistake = Mistake::body("placeholder", what, &body);
            all.push(match text.chars().next() {
                // A shell may expand it.
                Some('$') => rules(mistake).only(|wrapping| few(wrapping) && !wrapping.is_call()),
                Some('{') => rules(mistake),
                _ => rules(mistake).only(few),
            });
        }
        let mut body = base.body.clone();
        body.member(&pointer).value = Node::Raw(marked("{VALUE}"));
        // To a program, braces around a name are something of its own.
        let mistake = Mistake::body("placeholder without quotes", &pointer, &body);
        all.push(rules(mistake).only(|wrapping| !wrapping.is_program()));
    }
    all
}

/// Literal secrets, which are wrong in a repository.
fn secrets(base: &Base) -> Vec<Mistake> {
    let mut all = Vec::new();
    if base.submission {
        return all;
    }
    for (pointer, param) in base.params() {
        if param.secret && param.dialect.is_none() {
            let example = base.property(param.name)["examples"][0].clone();
            let literal = match (example.as_str(), param.role) {
                (Some(example), _) => example,
                (None, Some(Role::Url)) => "https://db.example.com/?sig=Gr4nite-Peak-07",
                _ => "Gr4nite-Peak-07",
            };
            let body = with(base, &pointer, literal);
            all.push(Mistake::body("literal secret", &pointer, &body).is(&["plaintext-secrets"]));
        }
    }
    all
}
