//! What variables, pipes and files of a script hold, as far as it is written down in it.

use std::collections::{HashMap, HashSet};

use super::line::is_curl;
use super::looks_like_json;
use crate::shell::{Command, Expansion, Input, Redirection, RedirectionKind, Script, Slip, Word};
use crate::text::{HOLE, Text};

mod address;
mod output;

/// How many commands a body is followed through (`cat <<EOF | cat | curl`).
const LONGEST_PIPE: usize = 4;

/// What a word, a pipe or a substitution gives.
pub(super) enum Produced<'t> {
    Text(Text<'t>, Option<Slip>),
    /// The contents of the file with this path.
    File(Text<'t>),
    Unknown,
}

/// The values that a script writes down.
pub(super) struct Values<'s, 't> {
    source: &'t str,
    script: &'s Script<'t>,
    variables: HashMap<&'t str, Vec<Value<'t>>>,
    /// By path.
    files: HashMap<String, Vec<Value<'t>>>,
    /// Variables that a command makes something else of: `BODY=$(jq … <<< "$BODY")`.
    changed: HashSet<&'t str>,
}

/// One assignment, or one writing of a file.
struct Value<'t> {
    /// Where, in bytes of the script.
    at: usize,
    /// What, where it is written there.
    text: Option<(Text<'t>, Option<Slip>)>,
}

impl<'s, 't> Values<'s, 't> {
    pub(super) fn new(source: &'t str, script: &'s Script<'t>) -> Self {
        let mut values = Values {
            source,
            script,
            variables: HashMap::new(),
            files: HashMap::new(),
            changed: HashSet::new(),
        };
        for command in &script.commands {
            values.assign(command);
        }
        // Files come second, because `echo "$BODY" > file` needs the variables.
        let written: Vec<_> = script
            .commands
            .iter()
            .filter_map(|command| values.written(command))
            .collect();
        for (path, value) in written {
            values.files.entry(path).or_default().push(value);
        }
        values
    }

    /// What a word gives, variables that are assigned once followed.
    pub(super) fn word(&self, word: &Word<'t>) -> Produced<'t> {
        match &word.expansion {
            None => Produced::Text(word.text.clone(), word.slip.as_deref().cloned()),
            Some(Expansion::Variable(name)) => match self.variables.get(name).map(Vec::as_slice) {
                Some(
                    [
                        Value {
                            text: Some((text, slip)),
                            ..
                        },
                    ],
                ) => Produced::Text(text.clone(), slip.clone()),
                _ => Produced::Unknown,
            },
            Some(Expansion::Commands(commands)) => self.substitution(commands.clone()),
            Some(Expansion::List | Expansion::Other) => Produced::Unknown,
        }
    }

    /// The text that a word gives; a hole where it is not known.
    pub(super) fn text(&self, word: &Word<'t>) -> Text<'t> {
        match self.word(word) {
            Produced::Text(text, _) => text,
            _ => word.text.clone(),
        }
    }

    /// What a command reads from its standard input.
    pub(super) fn input<'r>(
        &self,
        redirections: impl DoubleEndedIterator<Item = &'r Redirection<'t>>,
        input: Input,
    ) -> Produced<'t>
    where
        't: 'r,
    {
        self.piped(redirections, input, LONGEST_PIPE)
    }

    /// Whether something is made of what a function reads before curl gets it there.
    pub(super) fn is_piped_to_curl_in(&self, function: &str) -> bool {
        let functions = &self.script.functions;
        let inside = |command: &&Command<'t>| {
            command
                .function
                .is_some_and(|index| functions[index] == function)
        };
        let mut commands = self.script.commands.iter().filter(inside);
        commands.any(|command| {
            command.words.iter().take(4).any(is_curl) && command.input != Input::Inherited
        })
    }

    /// What is known of the file that a word names, be it after `@`: `None` where the script does not write it.
    pub(super) fn file_at(&self, word: &Word<'t>) -> Option<Produced<'t>> {
        let raw = &self.source[word.span.clone()];
        let path = if word.text.as_str().contains('@') {
            raw.split_once('@').map_or(raw, |(_, path)| path)
        } else {
            raw
        };
        self.file(&spelled(path))
    }

    /// What is known of the file at a path.
    fn file(&self, path: &str) -> Option<Produced<'t>> {
        let found = self.files.get(path)?;
        Some(match found.as_slice() {
            [
                Value {
                    text: Some((text, slip)),
                    ..
                },
            ] => Produced::Text(text.clone(), slip.clone()),
            _ => Produced::Unknown,
        })
    }

    /// Everything written down that looks like a body, with its place in the script; parts of others are left out.
    pub(super) fn bodies(&self) -> impl Iterator<Item = (usize, Text<'t>)> {
        let body = |value: &Value<'t>| {
            let (text, _) = value.text.as_ref()?;
            looks_like_json(text.as_str()).then(|| (value.at, text.clone()))
        };
        let files = self.files.values().flatten().filter_map(body);
        let mut found: Vec<(usize, Text<'t>)> = files.collect();
        let variables = self
            .variables
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (*name, value)));
        let variables: Vec<_> = variables
            .filter_map(|(name, value)| Some((name, body(value)?)))
            .collect();
        if !variables.is_empty() {
            let parts = self.parts();
            found.extend(
                variables
                    .into_iter()
                    .filter(|(name, _)| !parts.contains(name) && !self.changed.contains(name))
                    .map(|(_, body)| body),
            );
        }
        // `echo "$BODY" > file` gives one text twice.
        found.sort_by_key(|(at, text)| (text.whole_span().start, *at));
        found.dedup_by_key(|(_, text)| text.whole_span().start);
        found.into_iter()
    }

    /// Names of variables that are used inside something larger (`{"auth": $AUTH}`).
    fn parts(&self) -> HashSet<&'t str> {
        let name = |(at, _): (usize, &str)| {
            let start = at + 1 + usize::from(self.source[at + 1..].starts_with('{'));
            let rest = &self.source[start..];
            let len = rest
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                .count();
            let after = rest[len..].trim_start_matches('}').bytes().next();
            let before = self.source[..at]
                .trim_end_matches([' ', '\t'])
                .bytes()
                .next_back();
            let whole = matches!(
                after,
                None | Some(b'"' | b' ' | b'\t' | b'\r' | b'\n' | b')' | b';')
            ) && !matches!(before, Some(b':' | b','))
                && self.source[..at].ends_with([' ', '"', '=', '@', '\t']);
            (len > 0 && !whole).then(|| &rest[..len])
        };
        self.source.match_indices('$').filter_map(name).collect()
    }

    fn set(&mut self, name: &'t str, at: usize, text: Option<(Text<'t>, Option<Slip>)>) {
        self.variables
            .entry(name)
            .or_default()
            .push(Value { at, text });
    }

    /// Notes the variables that a command sets.
    fn assign(&mut self, command: &Command<'t>) {
        for assignment in &command.assignments {
            let text = assignment
                .value
                .as_ref()
                .and_then(|word| self.written_word(word));
            if text.is_none()
                && let Some(word) = &assignment.value
                && reads(&self.source[word.span.clone()], assignment.name)
            {
                self.changed.insert(assignment.name);
            }
            self.set(assignment.name, command.span.start, text);
        }
        let Some(program) = command.words.first() else {
            return;
        };
        let names = &command.words[1..];
        match program.text.as_str() {
            "export" | "declare" | "local" | "readonly" | "typeset" => {
                for word in names {
                    let name = self.name(word);
                    let equals = word.text.as_str().starts_with(name)
                        && word.text.as_str()[name.len()..].starts_with('=');
                    if name.is_empty() || !equals {
                        continue;
                    }
                    let text = word
                        .text
                        .slice(name.len() + 1..word.text.as_str().len())
                        .into_owned();
                    let text = (text.as_str() != HOLE.encode_utf8(&mut [0; 4]))
                        .then(|| (text, word.slip.as_deref().cloned()));
                    self.set(name, word.span.start, text);
                }
            }
            "read" => {
                let names: Vec<&'t str> = names
                    .iter()
                    .map(|word| self.name(word))
                    .filter(|name| !name.is_empty())
                    .collect();
                let text = match (names.as_slice(), self.own_input(command)) {
                    ([_], Produced::Text(text, slip)) => Some((text, slip)),
                    _ => None,
                };
                for name in names {
                    self.set(name, command.span.start, text.clone());
                }
            }
            "for" | "select" | "unset" | "getopts" | "mapfile" | "readarray" | "printf" => {
                let printf = program.text.as_str() == "printf";
                if printf && names.first().is_none_or(|word| word.text.as_str() != "-v") {
                    return;
                }
                for word in names.iter().take(3) {
                    let name = self.name(word);
                    if !name.is_empty() {
                        self.set(name, command.span.start, None);
                    }
                }
            }
            _ => {}
        }
    }

    /// The name that a word begins with, as it is written; empty where it begins with something else.
    fn name(&self, word: &Word<'t>) -> &'t str {
        let raw = &self.source[word.span.clone()];
        let len = raw
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .count();
        if raw.starts_with(|first: char| first.is_ascii_digit()) {
            ""
        } else {
            &raw[..len]
        }
    }

    /// The text that is assigned, where it is written down in the assignment.
    fn written_word(&self, word: &Word<'t>) -> Option<(Text<'t>, Option<Slip>)> {
        match &word.expansion {
            Some(Expansion::Variable(_)) => None,
            _ => match self.word(word) {
                Produced::Text(text, slip) => Some((text, slip)),
                _ => None,
            },
        }
    }

    /// The file that a command writes, and what it writes there.
    fn written(&self, command: &Command<'t>) -> Option<(String, Value<'t>)> {
        let to_file = |redirection: &&Redirection<'t>| {
            matches!(redirection.descriptor, None | Some(1))
                && matches!(
                    redirection.kind,
                    RedirectionKind::Output | RedirectionKind::Append
                )
        };
        let tee = command
            .words
            .first()
            .is_some_and(|word| word.text.as_str() == "tee");
        let redirected = command.redirections.iter().find(to_file);
        let append =
            redirected.is_some_and(|redirection| redirection.kind == RedirectionKind::Append);
        let target = match redirected {
            Some(redirection) => &redirection.target,
            None if tee => command.words.get(1)?,
            None => return None,
        };
        let path = spelled(&self.source[target.span.clone()]);
        if path.starts_with("/dev/") {
            return None;
        }
        let produced = if tee {
            self.own_input(command)
        } else {
            self.output(command, LONGEST_PIPE)
        };
        let text = match produced {
            Produced::Text(text, slip) if !append => Some((text, slip)),
            _ => None,
        };
        Some((
            path,
            Value {
                at: command.span.start,
                text,
            },
        ))
    }
}

/// A path as it is written, without quotes and braces, so that `"$TMP/x"` and `${TMP}/x` are one.
fn spelled(raw: &str) -> String {
    let path: String = raw
        .chars()
        .filter(|character| !matches!(character, '"' | '\'' | '{' | '}'))
        .collect();
    path.strip_prefix("./").map_or(path.clone(), str::to_owned)
}

/// Whether the text of a word reads a variable.
fn reads(written: &str, name: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    written.match_indices(name).any(|(at, _)| {
        let before = &written[..at];
        let behind = &written[at + name.len()..];
        (before.ends_with('$') || before.ends_with("${")) && !behind.starts_with(is_name)
    })
}
