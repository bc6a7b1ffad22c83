//! Names that are handed to a function, which may change what they stand for.

use crate::code::{Code, Kind, Language};

/// Functions that only read what they are given, or send it.
const READERS: [&str; 32] = [
    "post",
    "put",
    "patch",
    "request",
    "fetch",
    "axios",
    "dumps",
    "stringify",
    "print",
    "pprint",
    "len",
    "str",
    "repr",
    "type",
    "isinstance",
    "dict",
    "copy",
    "deepcopy",
    "structuredClone",
    "freeze",
    "keys",
    "values",
    "entries",
    "log",
    "debug",
    "info",
    "warn",
    "warning",
    "error",
    "encode",
    "Request",
    "bool",
];

/// The same for commands of PowerShell, or how they begin.
const COMMANDS: [&str; 13] = [
    "invoke-restmethod",
    "invoke-webrequest",
    "irm",
    "iwr",
    "convertto-json",
    "write-",
    "out-",
    "format-",
    "test-json",
    "curl",
    "return",
    "select-object",
    "measure-",
];

/// Whether a name is handed to somebody who is not known to leave it as it is. `around` is the bracket that it stands in.
pub(super) fn is_handed_on(code: &Code<'_>, token: usize, around: Option<usize>) -> bool {
    if around.is_some_and(|open| is_argument(code, token, open)) {
        return true;
    }
    code.language == Language::PowerShell && is_word_of_command(code, token)
}

/// Whether a name by itself is an argument of a call between the bracket `open` and its other half.
fn is_argument(code: &Code<'_>, token: usize, open: usize) -> bool {
    let Some(function) = open.checked_sub(1) else {
        return false;
    };
    let is_call = code.opens(open, "(")
        && code.kind(function) == Some(Kind::Word)
        && code.tokens[function].end == code.tokens[open].start
        && !READERS.contains(&code.source(function));
    let ends = matches!(
        code.kind(token + 1),
        Some(Kind::Close | Kind::Comma | Kind::Newline)
    );
    let begins = match code.kind(token - 1) {
        Some(Kind::Open | Kind::Comma | Kind::Newline) => true,
        // `f(name=value)`
        Some(Kind::Assign) => code.language == Language::Python,
        _ => false,
    };
    is_call && begins && ends
}

/// Whether a variable is a word of a command, or goes into one through a pipe.
fn is_word_of_command(code: &Code<'_>, token: usize) -> bool {
    let leaves_alone = |command: usize| {
        let name = code.source(command).to_ascii_lowercase();
        COMMANDS.iter().any(|own| match own.ends_with('-') {
            true => name.starts_with(own),
            false => name == *own,
        })
    };
    let is_command =
        |at: usize| code.kind(at) == Some(Kind::Word) && !code.source(at).starts_with('$');
    if code.kind(token + 1) == Some(Kind::Pipe) {
        let next = token + 2;
        return !is_command(next) || !leaves_alone(next);
    }
    let before = (0..token).rev().take(64);
    let mut words = before.take_while(|&at| {
        let kind = code.tokens[at].kind;
        !matches!(
            kind,
            Kind::Newline | Kind::Semicolon | Kind::Pipe | Kind::Open | Kind::Assign
        )
    });
    let first = words.by_ref().last();
    first.is_some_and(|first| is_command(first) && !leaves_alone(first))
}
