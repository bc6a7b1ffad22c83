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

/// As a literal of Python.
pub(crate) fn python(text: &str) -> String {
    let word = |word: &str| match word {
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        "null" => "None".to_owned(),
        other => other.to_owned(),
    };
    literal(
        text,
        &|_, string| escaped(string, quote_of(string)),
        &word,
        "{",
        ",",
    )
}

/// As a literal of JavaScript, most of whose keys need no quotes.
pub(crate) fn javascript(text: &str) -> String {
    let string = |is_key: bool, string: &str| {
        let name =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '\u{E000}' | '\u{E001}');
        let plain = !string.is_empty() && string.chars().all(name);
        match is_key && plain && !string.starts_with(|c: char| c.is_ascii_digit()) {
            true => string.to_owned(),
            false => escaped(string, quote_of(string)),
        }
    };
    literal(text, &string, &str::to_owned, "{", ",")
}

/// As a hashtable of PowerShell.
pub(crate) fn powershell(text: &str) -> String {
    let string = |_: bool, string: &str| match string.chars().count() % 2 {
        0 => format!("'{}'", string.replace('\'', "''")),
        _ => {
            let special = |c: char| matches!(c, '$' | '`' | '"');
            let mut out = String::new();
            for c in string.chars() {
                out.extend(special(c).then_some('`'));
                out.push(c);
            }
            format!("\"{}\"", out.replace('\n', "`n").replace('\t', "`t"))
        }
    };
    let word = |word: &str| match word {
        "true" | "false" | "null" => format!("${word}"),
        other => other.to_owned(),
    };
    literal(text, &string, &word, "@{", ";")
}

/// Single quotes for some strings and double quotes for others.
fn quote_of(string: &str) -> char {
    match string.chars().count() % 2 {
        0 => '\'',
        _ => '"',
    }
}

fn escaped(string: &str, quote: char) -> String {
    let mut out = String::from(quote);
    for c in string.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c == quote || c == '\\' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// How a string is written, given whether it is a key.
type Write<'w> = &'w dyn Fn(bool, &str) -> String;

fn literal(
    text: &str,
    string: Write<'_>,
    word: &dyn Fn(&str) -> String,
    brace: &str,
    comma: &str,
) -> String {
    let mut out = String::new();
    let tokens = tokens(text);
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let mut next = tokens[index + 1..].iter();
        let next = next.find(|token| !matches!(token, Token::Mark(_)));
        match token {
            Token::Sign('{') => {
                open.push('{');
                out += brace;
            }
            Token::Sign('[') => {
                open.push('[');
                out += if brace == "{" { "[" } else { "@(" };
            }
            Token::Sign(']') => {
                open.pop();
                out += if brace == "{" { "]" } else { ")" };
            }
            Token::Sign('}') => {
                open.pop();
                out.push('}');
            }
            Token::Sign(',') if open.last() == Some(&'[') => out += ", ",
            Token::Sign(',') => out += &format!("{comma}\n  "),
            Token::Sign(':') => out += if brace == "{" { ": " } else { " = " },
            Token::Sign(other) => out.push(*other),
            Token::String(content) => {
                let is_key = next == Some(&Token::Sign(':'));
                out += &string(is_key, &plain(content));
            }
            Token::Bare(content) => out += &word(content),
            Token::Mark(mark) => out.push(*mark),
        }
    }
    out
}
