use crate::catalog::Role;
use crate::diagnostic::Diagnostic;
use crate::object::Match;
use crate::placeholder;
use crate::request::{Request, pointer};
use crate::rule::{Check, Findings, rule, warning};
use crate::text::Text;

rule! {
    /// Characters that look like others, or like nothing at all.
    ///
    /// Word processors and chat programs turn a hyphen into a dash, a blank into a no-break space and straight quotes into
    /// typographic ones; a zero-width space comes along with copied text. The service compares bytes, so a key, an id, a
    /// port or a host with one of them is not what it looks like. Names, descriptions and passwords may hold what they
    /// like, users and schemas what can be seen, and a word wholly in another script is not taken for a slip.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521​",
    ///       "database": "ORCL",
    ///       "username": "AEP_READER",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "Basic Authentication",
    ///     "params": {
    ///       "server": "db.example.com",
    ///       "port": "1521",
    ///       "database": "ORCL",
    ///       "username": "AEP_READER",
    ///       "password": "{PASSWORD}",
    ///       "schema": "SALES",
    ///       "sslMode": "true"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** A warning: the characters are certain, what the service makes of them is not documented.
    ///
    /// **The service answers** no error of its own that is documented.
    ///
    /// **Fix.** Takes invisible characters away and writes the plain character where only one can be meant. In a host only what is
    /// invisible goes, because another host would be another server.
    "lookalike-characters", Warning, Check::Request(check)
}

/// Letters of the Cyrillic and Greek scripts, each with the Latin one that it looks like.
const LETTERS: [(&str, &str); 2] = [
    ("аеорсухіјѕԁһАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhABEKMHOPCTYXIJS"),
    ("οναΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovaABEZHIKMNOPTYX"),
];

fn check(request: &Request<'_>, findings: &mut Findings) {
    // All of them are outside ASCII, written as they are or as an escape.
    let body = &request.json.text.as_str()[request.json.range(request.body.node)];
    if body.is_ascii() && !body.contains("\\u") {
        return;
    }
    let json = request.json;
    for at in [pointer::BODY, pointer::AUTH, pointer::SPEC, pointer::PARAMS] {
        for member in request
            .object(at)
            .into_iter()
            .flat_map(|object| &object.members)
        {
            if !json.is_unknown(member.key) {
                look(
                    &json.string(member.key),
                    "a key",
                    Place::Name,
                    &|it| it,
                    findings,
                );
            }
        }
    }
    let envelope = [
        (request.spec_name(), pointer::SPEC_NAME, Place::Name),
        (request.spec_id(), pointer::SPEC_ID, Place::Word),
    ];
    for (value, at, place) in envelope {
        if let Some(value) = value.filter(|&value| json.is_string(value)) {
            let name = format!("`{}`", crate::request::name_of(at));
            let about = |finding: Diagnostic| finding.pointer(at);
            look(&json.string(value), &name, place, &about, findings);
        }
    }
    for value in request.literals() {
        let place = match value.role() {
            Some(Role::Host) => Place::Host,
            Some(Role::User | Role::Database | Role::Schema) => Place::Free,
            Some(Role::Port | Role::Sid | Role::Service | Role::Tls | Role::PrivateLink) => {
                Place::Word
            }
            _ => continue,
        };
        let about = |finding| request.about(value, finding);
        look(
            &value.text,
            &format!("`{}`", value.name()),
            place,
            &about,
            findings,
        );
    }
    let string = request.string.iter();
    for (string, pair) in
        string.flat_map(|string| string.pairs.iter().map(move |pair| (string, pair)))
    {
        if pair.keyword.is_some() && pair.matched != Match::Unknown {
            let about = |mut finding: Diagnostic| {
                finding.pointer = request.string_pointer();
                finding
            };
            look(
                &string.text.slice(pair.key.clone()),
                "a keyword",
                Place::Keyword,
                &about,
                findings,
            );
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Blanks belong to it.
    Name,
    /// It has no blanks.
    Word,
    Host,
    /// It may have any character that can be seen.
    Free,
    /// Quotes around a whole string stand at its first keyword, and nobody knows where they end.
    Keyword,
}

fn look(
    text: &Text<'_>,
    name: &str,
    place: Place,
    about: &dyn Fn(Diagnostic) -> Diagnostic,
    findings: &mut Findings,
) {
    let written = text.as_str();
    if written.is_ascii() || !placeholder::filling(written).is_literal() {
        return;
    }
    let latin = written.contains(|c: char| c.is_ascii_alphabetic());
    let found: Vec<_> = written
        .char_indices()
        .filter_map(|(at, c)| {
            let (kind, plain) = lookalike(c, latin)?;
            if place == Place::Free && (plain != Plain::Nothing || is_joiner(c)) {
                return None;
            }
            Some((at..at + c.len_utf8(), c, kind, plain))
        })
        .collect();
    let Some((first, c, kind, _)) = found.first() else {
        return;
    };
    let message = format!("{kind} (U+{:04X}) in {name}", u32::from(*c));
    let mut finding = about(warning(&RULE, text.span(first.clone()), message));
    if let Some((next, ..)) = found.get(1) {
        finding = finding.label(text.span(next.clone()), "and here");
    }
    let sure = found.iter().all(|(.., plain)| match (place, plain) {
        (Place::Host, Plain::Nothing) | (Place::Name | Place::Word | Place::Free, _) => true,
        (Place::Keyword, plain) => *plain != Plain::Quote,
        (Place::Host, _) => false,
    });
    if sure {
        let edits = found.iter().map(|(range, _, _, plain)| {
            let plain = match plain {
                Plain::Character(' ') if place == Place::Word => String::new(),
                Plain::Character(plain) => plain.to_string(),
                _ => String::new(),
            };
            text.edit(range.clone(), &plain)
        });
        finding = finding.fix("write plain characters", edits);
    }
    for (range, ..) in found.iter().skip(usize::from(findings.report(finding))) {
        findings.claim(text.span(range.clone()));
    }
}

/// What stands in a lookalike's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plain {
    Nothing,
    Quote,
    Character(char),
}

/// Some scripts need these between letters.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn lookalike(c: char, latin: bool) -> Option<(&'static str, Plain)> {
    Some(match c {
        '\u{AD}'
        | '\u{34F}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => ("an invisible character", Plain::Nothing),
        '\u{A0}' => ("a no-break space", Plain::Character(' ')),
        c if c.is_whitespace() && !c.is_ascii() => ("an unusual blank", Plain::Character(' ')),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => {
            ("a typographic dash", Plain::Character('-'))
        }
        '\u{2018}'..='\u{201F}' | '\u{2032}' | '\u{2033}' | '«' | '»' | '‹' | '›' | '´' => {
            ("a typographic quote", Plain::Quote)
        }
        '\u{FF01}'..='\u{FF5E}' => {
            let plain = char::from_u32(u32::from(c) - 0xFEE0)?;
            ("a full-width character", Plain::Character(plain))
        }
        c if latin => {
            let pair = |(letters, plain): &(&str, &str)| {
                let at = letters.chars().position(|letter| letter == c)?;
                plain.chars().nth(at)
            };
            let plain = LETTERS.iter().find_map(pair)?;
            ("a letter of another script", Plain::Character(plain))
        }
        _ => return None,
    })
}
