//! What a request sends.

use super::{Sent, is_comment};
use crate::extract::Body;
use crate::extract::piece::{self, Line};
use crate::text::{Decoder, Encoding, Text};

/// Reads what follows the empty line, up to what is done with the answer.
pub(super) fn read<'t>(text: &Text<'t>, lines: &[Line<'_>]) -> Sent<'t> {
    let end = lines.iter().position(|line| is_handler(*line));
    let lines = &lines[..end.unwrap_or(lines.len())];
    let says_something = |line: &Line<'_>| !line.is_blank() && !is_comment(*line);
    let (Some(first), Some(last)) = (
        lines.iter().position(says_something),
        lines.iter().rposition(says_something),
    ) else {
        return Sent {
            body: Body::None,
            end: None,
        };
    };
    let lines = &lines[first..=last];
    let body = match input(lines[0]) {
        Some(path) if lines.len() == 1 => Body::File(text.part(path)),
        _ if lines.iter().any(|line| input(*line).is_some()) => Body::Unknown,
        _ => written(text, lines),
    };
    Sent {
        body,
        end: lines.last().map(|line| line.end()),
    }
}

/// The lines themselves, without remarks.
fn written<'t>(text: &Text<'t>, lines: &[Line<'_>]) -> Body<'t> {
    let start = lines[0].at;
    let end = lines[lines.len() - 1].end();
    let body = if lines.iter().any(|line| is_comment(*line)) {
        let mut decoder = Decoder::new();
        for (index, line) in lines.iter().enumerate() {
            if !is_comment(*line) {
                let next = lines.get(index + 1).map_or(end, |next| next.at);
                let whole = line.at..next;
                decoder.verbatim(whole.start, &text.as_str()[whole], Encoding::Verbatim);
            }
        }
        decoder.finish(text, start, Encoding::Verbatim)
    } else {
        text.part(start..end)
    };
    match piece::is_to_come(body.as_str()) {
        true => Body::Unknown,
        false => Body::Text(body),
    }
}

/// The path in `< path`, `<@ path` or `<@latin1 path`.
fn input(line: Line<'_>) -> Option<std::ops::Range<usize>> {
    let (word, path) = line.first_word();
    let encoding = word.strip_prefix('<')?;
    let is_input = encoding.is_empty()
        || encoding
            .strip_prefix('@')
            .is_some_and(|name| name.chars().all(char::is_alphanumeric));
    (is_input && !path.is_empty()).then_some(path)
}

/// Whether a line begins what is done with the answer: a script, the name of one, a file for the answer, what is expected of
/// it, or the answers so far.
fn is_handler(line: Line<'_>) -> bool {
    let text = line.text;
    // Git's mark at the end of a conflict.
    if text.starts_with(">>>") {
        return false;
    }
    ["<>", ">>", "??"].iter().any(|mark| text.starts_with(mark)) || {
        let rest = text.strip_prefix('>');
        rest.is_some_and(|rest| rest.starts_with([' ', '\t', '{']))
    }
}
