//! The command line of one call, put together again where a line's continuation was lost.

use std::ops::Range;

use super::arguments;
use super::looks_like_json;
use super::values::{Produced, Values};
use crate::extract::ProblemKind;
use crate::shell::{Command, Expansion, Input, Joint, Redirection, Script, Word};

/// Programs that run the program named after their own arguments.
const PREFIXES: [&str; 13] = [
    "sudo", "doas", "time", "env", "exec", "command", "builtin", "nohup", "nice", "timeout",
    "xargs", "winpty", "stdbuf",
];

/// A command as it was meant.
pub(super) struct Line<'s, 't> {
    /// From the program's name on.
    pub(super) words: Vec<&'s Word<'t>>,
    pub(super) redirections: Vec<&'s Redirection<'t>>,
    pub(super) input: Input,
    /// Bytes of the script.
    pub(super) span: Range<usize>,
    /// Lost continuations, in bytes of the script.
    pub(super) problems: Vec<(ProblemKind, Range<usize>, Range<usize>)>,
    /// Whether arguments may be added that are not written here.
    pub(super) extended: bool,
    /// Whether the command is written for another shell.
    pub(super) foreign: bool,
}

/// Index of the word by which a command runs curl.
pub(super) fn curl_word(command: &Command<'_>, values: &Values<'_, '_>) -> Option<usize> {
    let first = command.words.first()?;
    if is_curl(first) || is_variable_curl(first, values) {
        return Some(0);
    }
    // `command -v curl` only asks for it.
    let asks = command
        .words
        .get(1)
        .is_some_and(|word| matches!(word.text.as_str(), "-v" | "-V"));
    if !PREFIXES.contains(&first.text.as_str()) || first.text.as_str() == "command" && asks {
        return None;
    }
    let mut after_option = true;
    for (index, word) in command.words.iter().enumerate().take(12).skip(1) {
        if is_curl(word) {
            return Some(index);
        }
        let text = word.text.as_str();
        let option = text.starts_with('-');
        let plain =
            option || text.contains('=') || text.starts_with(|first: char| first.is_ascii_digit());
        if !plain && (!after_option || index == 1) {
            return None;
        }
        after_option = option;
    }
    None
}

/// Whether a word names curl, by whatever path. In a recipe of make signs may stand before it.
pub(super) fn is_curl(word: &Word<'_>) -> bool {
    let text = word.text.as_str();
    if !text.ends_with("curl") && !text.ends_with(".exe") {
        return false;
    }
    let name = text.rsplit(['/', '\\']).next().unwrap_or(text);
    matches!(
        name.trim_start_matches(['@', '-', '+']),
        "curl" | "curl.exe"
    )
}

/// Whether a word is a variable for curl (`$CURL`).
fn is_variable_curl<'t>(word: &Word<'t>, values: &Values<'_, 't>) -> bool {
    let Some(Expansion::Variable(name)) = word.expansion else {
        return false;
    };
    match values.word(word) {
        Produced::Text(text, _) => text.as_str() == "curl" || text.as_str().starts_with("curl "),
        _ => name.eq_ignore_ascii_case("curl"),
    }
}

impl<'s, 't> Line<'s, 't> {
    /// A command by itself.
    pub(super) fn single(command: &'s Command<'t>) -> Self {
        Line {
            words: command.words.iter().collect(),
            redirections: command.redirections.iter().collect(),
            input: command.input,
            span: command.span.clone(),
            problems: Vec::new(),
            extended: false,
            foreign: command.foreign,
        }
    }

    /// A curl command together with the orphaned lines after it.
    pub(super) fn curl(source: &str, script: &'s Script<'t>, index: usize, program: usize) -> Self {
        let command = &script.commands[index];
        let mut line = Line::single(command);
        line.extended = program > 0 && command.words[0].text.as_str() == "xargs"
            || command.words[program].expansion.is_some();
        line.words.drain(..program);
        let mut last = index;
        while let Some(next) = line.orphan(source, script, last) {
            let orphan = &script.commands[next];
            line.words.extend(&orphan.words);
            line.redirections.extend(&orphan.redirections);
            line.span.end = orphan.span.end;
            last = next;
        }
        line
    }

    /// The command on the next line, if it can only be the rest of this one; notes the problem.
    fn orphan(&mut self, source: &str, script: &'s Script<'t>, last: usize) -> Option<usize> {
        let command = &script.commands[last];
        if command.joint != Joint::Newline || command.foreign {
            return None;
        }
        let nested = script.commands[last + 1..]
            .iter()
            .take_while(|next| next.span.start < command.span.end)
            .count();
        let next = last + 1 + nested;
        let orphan = script.commands.get(next)?;
        let first = orphan.words.first()?;
        let before = self.words.last()?;
        let awaited = looks_like_json(first.text.as_str())
            && matches!(before.text.as_str(), "-d" | "--data" | "--data-raw");
        if !orphan.assignments.is_empty() || !(arguments::is_orphan(first.text.as_str()) || awaited)
        {
            return None;
        }
        let end = command.span.end;
        let between = &source[end..orphan.span.start];
        let problem = if let Some(blank) = blank_after_backslash(source, before) {
            self.words.pop();
            (ProblemKind::BlankAfterBackslash, blank)
        } else {
            (ProblemKind::LostContinuation, end_of_line(between, end)?)
        };
        self.problems
            .push((problem.0, problem.1, orphan.span.clone()));
        Some(next)
    }
}

/// The backslash and the blanks after it, where a word is nothing else and ends its line.
fn blank_after_backslash(source: &str, word: &Word<'_>) -> Option<Range<usize>> {
    let raw = &source[word.span.clone()];
    if !matches!(raw, "\\ " | "\\\t") {
        return None;
    }
    let rest = &source[word.span.end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
    let end = source[..word.span.end + blanks]
        .trim_end_matches('\r')
        .len();
    rest[blanks..]
        .starts_with('\n')
        .then_some(word.span.start..end)
}

/// Where between two lines (`between` begins at `at`) the continuation is lost: empty at the end of the line before, or
/// a comment that stands between. `None` where anything else does.
fn end_of_line(between: &str, at: usize) -> Option<Range<usize>> {
    let mut place = None;
    let mut start = at;
    for line in between.split_inclusive('\n') {
        let text = line.trim();
        let from = start + line.len() - line.trim_start().len();
        start += line.len();
        if text.starts_with('#') {
            return Some(from..from + text.len());
        }
        match text {
            "\\" => {}
            "" if line.ends_with('\n') => {
                // Behind the blanks, where the `\` would have stood.
                let end = start - (line.len() - line.trim_end_matches(['\n', '\r']).len());
                place = place.or(Some(end..end));
            }
            "" => {}
            _ => return None,
        }
    }
    place
}
