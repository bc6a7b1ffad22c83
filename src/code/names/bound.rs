//! Names that get a value which is not written beside them: parameters, loops, what is taken apart.

use crate::code::{Code, Kind, Language};

/// Whether a name is given something here that cannot be read. `around` are the brackets that it stands in, outer ones first.
pub(super) fn is_bound(code: &Code<'_>, token: usize, around: &[usize]) -> bool {
    let is_word = |words: &[&str]| words.contains(&before(code, token));
    let binds = match code.language {
        Language::Python => {
            is_word(&["as", "import", "global", "nonlocal", "del", "def", "class"])
                || is_behind(code, token, "for")
                || is_behind(code, token, "lambda")
        }
        Language::JavaScript => is_word(&["function", "class", "import", "of"]),
        Language::PowerShell => false,
    };
    let is_arrow = |at: usize| code.kind(at) == Some(Kind::Other) && code.source(at) == "=>";
    binds
        || is_arrow(token + 1)
        // Patterns are not nested deeper than that.
        || around.iter().rev().take(8).any(|&open| is_pattern(code, open))
        || is_one_of_several(code, token, around)
}

/// The word directly before a token.
fn before<'t>(code: &Code<'t>, token: usize) -> &'t str {
    let before = token.checked_sub(1);
    let word = before.filter(|&before| code.kind(before) == Some(Kind::Word));
    word.map_or("", |before| code.source(before))
}

/// Whether a keyword stands before a name, with nothing but more names and their defaults between.
fn is_behind(code: &Code<'_>, token: usize, keyword: &str) -> bool {
    for at in (0..token).rev().take(24) {
        match code.tokens[at].kind {
            Kind::Word if code.source(at) == keyword => return true,
            Kind::Word if ["in", "for", "lambda", "if"].contains(&code.source(at)) => return false,
            Kind::Newline | Kind::Semicolon | Kind::Colon | Kind::Dot | Kind::Pipe => return false,
            _ => {}
        }
    }
    false
}

/// Whether the names in a bracket are the parameters of a function, the variable of a loop, or take something apart.
fn is_pattern(code: &Code<'_>, open: usize) -> bool {
    let name = before(code, open);
    let keyword = open.checked_sub(1).map_or("", |name| before(code, name));
    let is = |word: &str, known: &str| word.eq_ignore_ascii_case(known);
    match (code.language, code.source(open)) {
        (Language::Python, "(") => keyword == "def",
        (Language::PowerShell, "(") => {
            is(name, "param")
                || is(name, "foreach")
                || is(keyword, "function")
                || is(keyword, "filter")
        }
        (Language::JavaScript, "(") => {
            !["if", "while", "switch", "for", "with"].contains(&name) && heads_function(code, open)
        }
        (Language::JavaScript, "{" | "[") => ["const", "let", "var"].contains(&name),
        _ => false,
    }
}

/// Whether a function's body follows the bracket, or an arrow, be it behind the type of what it returns. Types are short.
fn heads_function(code: &Code<'_>, open: usize) -> bool {
    let mut at = code.after(open);
    let is_typed = code.kind(at) == Some(Kind::Colon);
    for _ in 0..16 {
        match code.kind(at) {
            Some(Kind::Open) if code.source(at) == "{" => return true,
            Some(Kind::Other) if code.source(at) == "=>" => return true,
            Some(Kind::Newline | Kind::Semicolon | Kind::Comma | Kind::Close) | None => {
                return false;
            }
            _ if !is_typed => return false,
            _ => at = code.after(at),
        }
    }
    false
}

/// Whether a name is one of several that get the parts of something: `host, port = …`.
fn is_one_of_several(code: &Code<'_>, token: usize, around: &[usize]) -> bool {
    let is_statement = match code.language {
        Language::Python => around.is_empty(),
        _ => around.last().is_none_or(|&open| code.source(open) == "{"),
    };
    let mut at = token + 1;
    if !is_statement || code.kind(at) != Some(Kind::Comma) {
        return false;
    }
    for _ in 0..32 {
        match code.kind(at) {
            Some(Kind::Assign) => return true,
            Some(Kind::Word | Kind::Comma | Kind::Open | Kind::Spread) => at = code.after(at),
            _ => return false,
        }
    }
    false
}
