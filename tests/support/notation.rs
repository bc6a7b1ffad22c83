//! JSON written in other notations. Marks, and whatever else is no JSON, stay where they are.

/// A piece of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// One of `{}[]:,`.
    Sign(char),
    /// A string without its quotes, as it is written.
    String(&'t str),
    /// A number, a literal, a placeholder.
    Bare(&'t str),
    /// A mark, which belongs to no notation.
    Mark(char),
}

pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, len) = match first {
            '{' | '}' | '[' | ']' | ':' | ',' => (Token::Sign(first), 1),
            '\u{E000}' | '\u{E001}' => (Token::Mark(first), first.len_utf8()),
            '"' => {
                let len = closing(&rest[1..]);
                (Token::String(&rest[1..1 + len]), (len + 2).min(rest.len()))
            }
            c if c.is_whitespace() => {
                rest = &rest[c.len_utf8()..];
                continue;
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || "{}[]:,\"\u{E000}\u{E001}".contains(c);
                let len = rest[first.len_utf8()..].find(ends);
                let len = len.map_or(rest.len(), |len| len + first.len_utf8());
                (Token::Bare(&rest[..len]), len)
            }
        };
        tokens.push(token);
        rest = &rest[len..];
    }
    tokens
}

/// Where the quote stands that ends a string.
fn closing(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// A string without its escapes.
pub(crate) fn plain(string: &str) -> String {
    let quoted = format!("\"{string}\"");
    serde_json::from_str(&quoted).unwrap_or_else(|_| string.to_owned())
}

/// As a block of YAML, each line indented by so many blanks, quoted in every way there is.
pub(crate) fn yaml(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let (mut depth, mut lists, mut braces) = (0usize, 0usize, 0usize);
    let mut begins = true;
    let tokens = tokens(text);
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1);
        let closes = matches!(
            token,
            Token::Sign('}' | ']' | ',') | Token::Mark('\u{E001}')
        );
        if begins && lists == 0 && depth > 0 && !closes {
            out += &format!("\n{}", " ".repeat(indent + 2 * (depth - 1)));
            begins = false;
        }
        match token {
            // Lists are short, and written as JSON writes them.
            Token::Sign('[') => {
                lists += 1;
                out.push('[');
            }
            Token::Sign(']') => {
                lists = lists.saturating_sub(1);
                out.push(']');
            }
            _ if lists > 0 => flow(&mut out, *token),
            Token::Sign('{') if next == Some(&Token::Sign('}')) => out.push_str("{}"),
            // `{NAME}`, which stands for a value.
            Token::Sign('{') if matches!(next, Some(Token::Bare(_))) => {
                braces += 1;
                out.push('{');
            }
            Token::Sign('}') if braces > 0 => {
                braces -= 1;
                out.push('}');
            }
            Token::Sign('{') => {
                depth += 1;
                begins = true;
            }
            Token::Sign('}') if index > 0 && tokens[index - 1] == Token::Sign('{') => {}
            Token::Sign('}') => depth = depth.saturating_sub(1),
            Token::Sign(',') => begins = true,
            Token::Sign(':')
                if next == Some(&Token::Sign('{')) && !is_empty(&tokens[index + 1..]) =>
            {
                out.push(':');
            }
            Token::Sign(':') => out.push_str(": "),
            Token::Sign(other) => out.push(*other),
            Token::String(string) => out += &yaml_string(&plain(string)),
            Token::Bare(text) => out += text,
            Token::Mark(mark) => out.push(*mark),
        }
    }
    out
}

/// Whether an object without members begins here, or something that only looks like an object.
fn is_empty(tokens: &[Token<'_>]) -> bool {
    matches!(tokens.get(1), Some(Token::Sign('}') | Token::Bare(_)))
}

/// The same text always in the same quotes, and texts of all lengths in all quotes.
fn yaml_string(text: &str) -> String {
    let safe = |c: char| c.is_alphanumeric() || " ._/;=@-\u{E000}\u{E001}".contains(c);
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.ends_with(' ');
    let literal = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|literal| literal.eq_ignore_ascii_case(text));
    match text
        .chars()
        .filter(|c| !matches!(c, '\u{E000}' | '\u{E001}'))
        .count()
        % 3
    {
        0 | 1 if word && !literal && text.chars().all(safe) => text.to_owned(),
        1 if !text.contains(char::is_control) => format!("'{}'", text.replace('\'', "''")),
        _ => json_string(text),
    }
}

/// In double quotes, which JSON and YAML escape alike.
pub(crate) fn json_string(text: &str) -> String {
    serde_json::to_string(text).expect("a string can be written")
}

/// As it is in JSON.
fn flow(out: &mut String, token: Token<'_>) {
    match token {
        Token::Sign(sign) => {
            out.push(sign);
            out.push_str(if matches!(sign, ',' | ':') { " " } else { "" });
        }
        Token::String(string) => *out += &format!("\"{string}\""),
        Token::Bare(text) => *out += text,
        Token::Mark(mark) => out.push(mark),
    }
}
