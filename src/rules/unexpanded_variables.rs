use std::ops::Range;

use super::broken_commands::{around, line_before};
use crate::extract::Body;
use crate::placeholder::Filling;
use crate::request::{Request, Value};
use crate::rule::{CallContext, Check, Findings, error, rule};
use crate::text::{Encoding, HOLE, Text};

rule! {
    /// A variable in single quotes or their like, which is sent as it stands.
    ///
    /// Nothing is expanded between `'…'`, nor in a here-document whose delimiter is quoted, so the
    /// service gets the characters of `$HOST`. Said only
    /// where the script sets the variable, or uses others as a shell does, and not where `envsubst`
    /// or the like may fill it in.
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer $ACCESS_TOKEN' \
    ///   -H "x-api-key: $API_KEY" \
    ///   -H "x-gw-ims-org-id: $ORG_ID" \
    ///   -H "x-sandbox-name: $SANDBOX_NAME" \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H "Authorization: Bearer $ACCESS_TOKEN" \
    ///   -H "x-api-key: $API_KEY" \
    ///   -H "x-gw-ims-org-id: $ORG_ID" \
    ///   -H "x-sandbox-name: $SANDBOX_NAME" \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer $ACCESS_TOKEN' \
    ///   -H 'x-api-key: $API_KEY' \
    ///   -H 'x-gw-ims-org-id: $ORG_ID' \
    ///   -H 'x-sandbox-name: $SANDBOX_NAME' \
    ///   -H 'Content-Type: application/json' \
    ///   -d @-
    /// ```
    ///
    /// **How sure.** Certain of how shells read quotes; that the variable was to be expanded follows
    /// from the rest of the script.
    ///
    /// **The service answers** `401` to a token, `2001-401` to an organisation, `2100-404` to a
    /// sandbox, and tries to reach a host of that name.
    ///
    /// **Fix.** None.
    "unexpanded-variables", Error, Check::Call(check)
}

/// What expands variables later.
const EXPANDERS: [&str; 5] = ["envsubst", "gomplate", "eval", "esh", "consul-template"];

/// Where a variable is written.
struct Written {
    range: Range<usize>,
    name: Range<usize>,
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    let call = context.call;
    let headers = call.headers.iter().filter(|header| !header.implied);
    let headers = headers.filter_map(|header| header.value.as_ref());
    let arguments: Vec<&Text<'_>> = headers.chain(&call.url).collect();
    let body = match context.body {
        Body::Text(text) => Some(text),
        _ => None,
    };
    let live: Vec<&str> = arguments
        .iter()
        .copied()
        .chain(body)
        .flat_map(|text| live(text, context.file))
        .collect();
    let texts = || arguments.iter().copied().chain(body);
    let is_used = |text: &Text<'_>, written: &Written| {
        let name = &text.as_str()[written.name.clone()];
        live.contains(&name) || is_set(around(context), name)
    };
    let any = texts().any(|text| quoted(text).any(|written| is_used(text, &written)));
    for text in texts() {
        let in_body = body.is_some_and(|body| std::ptr::eq(body, text));
        // Where one is the shell's, so are others that look like it.
        let like_others = any || !live.is_empty();
        let meant = |written: &Written| {
            like_others && is_loud(&text.as_str()[written.name.clone()]) || is_used(text, written)
        };
        let own = |written: &Written| !in_body || !is_piece_of_a_secret(context, text, written);
        let mut found = quoted(text).filter(meant).filter(own);
        let Some(first) = found.next() else { continue };
        if is_expanded_later(context) {
            return;
        }
        // What the script does not speak of, and stands among other letters, may be no variable.
        let (variable, name) = match is_used(text, &first) || stands_alone(text, &first) {
            true => {
                let name = &text.as_str()[first.range.clone()];
                (format!("`{name}`"), name)
            }
            false => ("a variable".to_owned(), "$NAME"),
        };
        let in_document = text.encoding(first.range.clone()) == Some(Encoding::QuotedHereDocument);
        let place = match in_document {
            true => "in a here-document whose delimiter is quoted",
            false => "in single quotes",
        };
        let message = format!("{variable} {place} is sent as it stands");
        let help = match (in_document, in_body) {
            (true, _) => "take the quotes of the delimiter away".to_owned(),
            (false, true) => format!("leave the single quotes around it: `'\"{name}\"'`"),
            (false, false) => "use double quotes".to_owned(),
        };
        let mut finding = error(&RULE, text.span(first.range.clone()), message).help(help);
        for other in found {
            finding = finding.label(text.span(other.range), "and this one");
        }
        let others = finding.labels.clone();
        if findings.report(finding) {
            others
                .into_iter()
                .for_each(|other| findings.claim(other.span));
        }
    }
}

/// Whether a variable is all there is between two marks.
fn stands_alone(text: &Text<'_>, written: &Written) -> bool {
    let mark = |c: Option<char>| c.is_none_or(|c| matches!(c, ' ' | '"' | '=' | ';'));
    let (before, after) = text.as_str().split_at(written.range.start);
    mark(before.chars().next_back()) && mark(after[written.range.len()..].chars().next())
}

/// Whether a `$` with letters behind it belongs to a secret that is written out.
fn is_piece_of_a_secret(context: &CallContext<'_>, body: &Text<'_>, written: &Written) -> bool {
    let span = body.span(written.range.clone());
    let values = context.request.into_iter().flat_map(Request::values);
    let holds = |value: &&Value<'_>| {
        let whole = value.text.whole_span();
        whole.start <= span.start && span.end <= whole.end
    };
    values
        .filter(holds)
        .any(|value| value.is_secret() && value.filling() != Filling::Placeholder)
}

/// The variables of a text that stand in single quotes, keys of JSON apart.
fn quoted<'a>(text: &'a Text<'_>) -> impl Iterator<Item = Written> + 'a {
    let value = text.as_str();
    // More in one text tell nothing more.
    let found = value.match_indices('$').filter_map(move |(at, _)| {
        let written = variable(value, at)?;
        let after = value[written.range.end..].strip_prefix('"');
        let key = after.is_some_and(|after| after.trim_start().starts_with(':'));
        let dead = matches!(
            text.encoding(written.range.clone()),
            Some(Encoding::ShellSingle | Encoding::QuotedHereDocument)
        );
        (!key && dead).then_some(written)
    });
    found.take(16)
}

/// `$NAME` or `${NAME}` at `at`.
fn variable(text: &str, at: usize) -> Option<Written> {
    let braced = text[at + 1..].starts_with('{');
    let start = at + 1 + usize::from(braced);
    let name = &text[start..];
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let len = name.find(|c: char| !is_name(c)).unwrap_or(name.len());
    let before = text[..at].chars().next_back();
    let inside = before.is_some_and(|c| matches!(c, '$' | '\\') || !braced && c.is_alphanumeric());
    if len == 0 || name.starts_with(|c: char| c.is_ascii_digit()) || inside {
        return None;
    }
    if braced && !name[len..].starts_with('}') {
        return None;
    }
    Some(Written {
        range: at..start + len + usize::from(braced),
        name: start..start + len,
    })
}

/// The names of the variables that the shell expands in a text.
fn live<'f>(text: &Text<'_>, file: &'f str) -> Vec<&'f str> {
    let holes = text.as_str().match_indices(HOLE);
    let source = |(at, hole): (usize, &str)| {
        let source = file.get(text.span(at..at + hole.len()))?;
        let name = source.strip_prefix('$')?.trim_start_matches('{');
        let len = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        Some(&name[..len.unwrap_or(name.len())]).filter(|name| !name.is_empty())
    };
    holes.filter_map(source).collect()
}

/// Whether a script assigns, reads or tests the variable.
fn is_set(script: &str, name: &str) -> bool {
    script.match_indices(name).take(256).any(|(at, _)| {
        let (before, after) = (line_before(script, at), &script[at + name.len()..]);
        let plain = !before.contains(['\'', '"', '{', '}', ':', '$']);
        let word = before.is_empty() || before.ends_with([' ', '\t', ';']);
        let first = before.split_whitespace().next().unwrap_or_default();
        let assigned = plain && word && after.starts_with('=');
        let given = matches!(first, "read" | "for") && word && after.starts_with(['\n', '\r', ' ']);
        let tested = before.ends_with("${") && after.starts_with([':', '?', '-'])
            || ["-z \"$", "-n \"$", "-z \"${", "-n \"${"]
                .iter()
                .any(|test| before.ends_with(test));
        assigned || given || tested
    })
}

fn is_expanded_later(context: &CallContext<'_>) -> bool {
    let around = around(context);
    // What make hands to the shell it has expanded before.
    let target = |line: &str| {
        line.split_once(':').is_some_and(|(name, rest)| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_.-/%".contains(&byte))
                && (rest.is_empty() || rest.starts_with([' ', '\r']))
        })
    };
    let recipe = line_before(context.file, context.call.name.start).starts_with('\t');
    let made = recipe && around.lines().any(target);
    let mut words = around.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    made || words.any(|word| EXPANDERS.contains(&word))
}

/// In capitals, as variables of the environment are.
fn is_loud(name: &str) -> bool {
    !name.bytes().any(|byte| byte.is_ascii_lowercase())
}
