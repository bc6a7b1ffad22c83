//! `curl.exe`, which PowerShell starts with words of its own making.

use super::{argument, begins_command, end_of, string, unknown};
use crate::code::{Code, Kind, Part};
use crate::shell::{Command, Input, Joint, Script, Word};
use crate::text::{Decoder, Encoding, Text};

/// The commands of a script that run curl.
pub(super) fn commands<'t>(code: &Code<'_>, text: &'t Text<'_>) -> Script<'t> {
    let mut script = Script::default();
    for token in 0..code.tokens.len() {
        let is_curl = code.is_word(token, "curl")
            && code.kind(token + 1) == Some(Kind::Dot)
            && code.is_word(token + 2, "exe");
        if !is_curl || !begins_command(code, token) {
            continue;
        }
        let end = end_of(code, token);
        let mut words = Vec::new();
        let mut at = token;
        while at < end {
            let part = argument(code, at, end);
            at = part.end.max(at + 1);
            words.push(word(code, text, &part));
        }
        script.commands.push(Command {
            span: code.range(&(token..end)),
            assignments: Vec::new(),
            words,
            redirections: Vec::new(),
            input: Input::Unknown,
            joint: Joint::End,
            function: None,
            foreign: false,
        });
    }
    script
}

fn word<'t>(code: &Code<'_>, text: &'t Text<'_>, part: &Part) -> Word<'t> {
    let span = code.range(part);
    let source = code.source(part.start);
    let quoted = part.len() == 1 && code.kind(part.start) == Some(Kind::String);
    let is_plain = !source.starts_with(['$', '@', '(', '{']);
    let (value, splits) = match string(code, part) {
        // Older versions take the quotes out of an argument, so that people write a backslash before each of them;
        // what newer ones make of that is another thing. What was meant is plain.
        Some(value) if value.as_str().contains("\\\"") => (without_backslashes(&value), false),
        Some(value) => (value, false),
        None if is_plain => (text.part(span.clone()).into_owned(), false),
        None => (code.implied(span.clone(), &unknown()), true),
    };
    Word {
        span,
        text: value,
        quoted,
        expansion: None,
        splits,
        slip: None,
    }
}

fn without_backslashes(value: &Text<'_>) -> Text<'static> {
    let text = value.as_str();
    let mut decoder = Decoder::new();
    let mut from = 0;
    for (at, _) in text.match_indices("\\\"") {
        decoder.verbatim(from, &text[from..at], Encoding::Expansion);
        decoder.escape(at..at + 2, "\"", Encoding::Expansion);
        from = at + 2;
    }
    decoder.verbatim(from, &text[from..], Encoding::Expansion);
    decoder.finish(value, 0, Encoding::Expansion)
}
