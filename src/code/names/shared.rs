//! Names that get what another name stands for: what is done to one is done to both.

use crate::code::{Code, Kind, Language};

/// What a name by itself is good for.
pub(super) enum Share<'t> {
    /// Another name gets what it stands for.
    With(&'t str),
    /// It can be reached in ways that are not followed: in a list that is gone through, without its type, in parts.
    Open,
    No,
}

/// Looks at the name at a token. `around` are the brackets that it stands in, outer ones first.
pub(super) fn share<'t>(code: &Code<'t>, token: usize, around: &[usize]) -> Share<'t> {
    let is_sign = |at: usize, signs: &[&str]| {
        code.kind(at) == Some(Kind::Other) && signs.contains(&code.source(at))
    };
    let is_opened = |at: usize| {
        code.kind(at) == Some(Kind::Dot)
            || code.opens(at, "[") && code.language != Language::PowerShell
    };
    // `name!.part`, `name?.part`
    if is_sign(token + 1, &["!", "?"]) && is_opened(token + 2) {
        return Share::Open;
    }
    if let Some(&open) = around.last()
        && is_by_itself(code, open)
        && (is_opened(code.after(open)) || is_gone_through(code, open))
    {
        return Share::Open;
    }
    let Some(assign) = token.checked_sub(1) else {
        return Share::No;
    };
    let is_whole = code.kind(assign) == Some(Kind::Assign)
        && matches!(
            code.kind(token + 1),
            None | Some(Kind::Newline | Kind::Semicolon | Kind::Close)
        );
    if !is_whole {
        return match is_given_all_the_same(code, token, around) {
            true => Share::Open,
            false => Share::No,
        };
    }
    let other = assign.checked_sub(1);
    match other.and_then(|other| code.kind(other)) {
        // `f(name=value)` hands it on, which is another matter.
        Some(Kind::Word) if code.language == Language::Python && !around.is_empty() => Share::No,
        Some(Kind::Word) => Share::With(code.source(assign - 1)),
        // `const { part } = name`, `box[0] = name`
        Some(Kind::Close) => Share::Open,
        _ => Share::No,
    }
}

/// Whether a name gives what it stands for to another, with something else beside it: `p = name as T`, `p = name || {}`,
/// `p = name if a else b`, `a, b = c, name`, `() => name`.
fn is_given_all_the_same(code: &Code<'_>, token: usize, around: &[usize]) -> bool {
    let before = token.checked_sub(1);
    let is = |kind: Kind| before.and_then(|before| code.kind(before)) == Some(kind);
    let next = code.kind(token + 1).map_or("", |_| code.source(token + 1));
    let is_python = code.language == Language::Python;
    if is(Kind::Assign) && (!is_python || around.is_empty()) {
        let words = ["as", "satisfies", "if", "or", "and"];
        let signs = ["|", "||", "&", "&&", "?", "??"];
        let is_list = is_python && code.kind(token + 1) == Some(Kind::Comma);
        // A pipe of PowerShell makes something else of it.
        let is_sign = code.language != Language::PowerShell && signs.contains(&next);
        return is_list || words.contains(&next) || is_sign;
    }
    is_python && around.is_empty() && is(Kind::Comma)
        || before.is_some_and(|before| code.source(before).ends_with('>'))
            && matches!(
                code.kind(token + 1),
                None | Some(Kind::Newline | Kind::Semicolon | Kind::Close | Kind::Comma)
            )
}

/// Whether a bracket is not the one of a call, nor what something is looked up by.
fn is_by_itself(code: &Code<'_>, open: usize) -> bool {
    if !matches!(code.source(open), "(" | "[" | "@(") {
        return false;
    }
    let Some(before) = open.checked_sub(1) else {
        return true;
    };
    let touches = code.tokens[before].end == code.tokens[open].start;
    !(touches && matches!(code.tokens[before].kind, Kind::Word | Kind::Close))
}

/// Whether a loop takes one after another of what stands in a bracket.
fn is_gone_through(code: &Code<'_>, open: usize) -> bool {
    let before = open
        .checked_sub(1)
        .filter(|&before| code.kind(before) == Some(Kind::Word));
    let by_word = before.is_some_and(|before| ["in", "of"].contains(&code.source(before)));
    by_word || code.kind(code.after(open)) == Some(Kind::Pipe)
}
