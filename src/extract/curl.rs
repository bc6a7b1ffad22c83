//! Requests in shell scripts: every curl command, every call of a function around curl, and bodies that are
//! written down but sent by something else.

use std::collections::HashSet;

use super::{Body, Fragment};
use crate::shell::{self, Command, Script};
use crate::text::Text;

mod arguments;
mod call;
mod line;
mod template;
mod values;

/// Programs whose `-d` and `-H` are not what they are to curl.
const OTHER_CLIENTS: [&str; 11] = [
    "http", "https", "wget", "xh", "grpcurl", "hey", "aws", "az", "gh", "docker", "kubectl",
];

/// Finds the requests in a script, in the order of the text.
pub fn extract<'t>(text: &'t Text<'_>) -> Vec<Fragment<'t>> {
    of_script(text, &shell::parse(text))
}

/// The same for a script that has been read, in whatever language.
pub(super) fn of_script<'t>(text: &'t Text<'_>, script: &Script<'t>) -> Vec<Fragment<'t>> {
    let values = values::Values::new(text.as_str(), script);
    let wrappers = wrappers(script);
    // Each with its first byte in the script.
    let mut found: Vec<(usize, Fragment<'t>)> = Vec::new();
    let mut read = 0;
    for (index, command) in script.commands.iter().enumerate() {
        let start = command.span.start;
        if let Some(program) = line::curl_word(command, &values) {
            let line = line::Line::curl(text.as_str(), script, index, program);
            for fragment in call::curl(text, &line, &values) {
                found.push((start, fragment));
            }
            read = line.span.end;
        } else if start >= read && may_wrap(command, &wrappers) {
            let known = wrappers.contains(command.words[0].text.as_str());
            let line = line::Line::single(command);
            found.extend(
                call::wrapper(text, &line, &values, known).map(|fragment| (start, fragment)),
            );
        }
    }
    let sent: HashSet<usize> = found
        .iter()
        .filter_map(|(_, fragment)| place(fragment))
        .collect();
    found.extend(
        values
            .bodies()
            .filter(|(_, body)| !sent.contains(&body.whole_span().start))
            .map(|(at, body)| {
                (
                    at,
                    Fragment {
                        leniency: crate::json::Leniency::default(),
                        body: Body::Text(body),
                        call: None,
                    },
                )
            }),
    );
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, fragment)| fragment).collect()
}

/// Whether a block of code can hold commands.
pub(super) fn may_be_shell(language: &str, code: &str) -> bool {
    memchr::memmem::find(code.as_bytes(), b"curl").is_some()
        || matches!(language, "bash" | "sh" | "shell" | "zsh" | "console")
}

fn place(fragment: &Fragment<'_>) -> Option<usize> {
    match &fragment.body {
        Body::Text(text) => Some(text.whole_span().start),
        _ => None,
    }
}

/// The names of the script's functions that run curl, be it through each other.
fn wrappers<'s>(script: &'s Script<'_>) -> HashSet<&'s str> {
    let mut wrappers = HashSet::new();
    if script.functions.is_empty() {
        return wrappers;
    }
    // Functions that call functions are followed a few levels deep; more are not written.
    for _ in 0..4 {
        let before = wrappers.len();
        for command in &script.commands {
            if let Some(function) = command.function
                && command
                    .words
                    .iter()
                    .take(4)
                    .any(|word| line::is_curl(word) || wrappers.contains(word.text.as_str()))
            {
                wrappers.insert(script.functions[function]);
            }
        }
        if wrappers.len() == before {
            break;
        }
    }
    wrappers
}

/// Whether a command that is not curl may be a function around it: one the script defines, or one that it does not.
fn may_wrap(command: &Command<'_>, wrappers: &HashSet<&str>) -> bool {
    let Some(name) = command.words.first() else {
        return false;
    };
    let text = name.text.as_str();
    command.words.len() > 1
        && name.expansion.is_none()
        && (wrappers.contains(text) || !text.starts_with('-') && !OTHER_CLIENTS.contains(&text))
}

/// Whether a text looks like a JSON object, or a list of them, rather than a program between braces.
fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    let inner = || text[1..].trim_start();
    match text.as_bytes().first() {
        Some(b'{') => inner().starts_with(['"', '\'', '}', '\u{201c}']),
        Some(b'[') => inner().starts_with(['{', '"']),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
