//! Takes a program apart into tokens.

use super::{Code, Kind, Language, Token};

/// Reads all tokens, and finds each bracket's other half.
pub(super) fn read(code: &mut Code<'_>) {
    let mut lexer = Lexer {
        source: code.text.as_str(),
        at: 0,
        code,
    };
    while lexer.at < lexer.source.len() {
        let before = lexer.at;
        lexer.token();
        // A mistake of ours is made harmless by reading on.
        if lexer.at == before {
            lexer.at += lexer.first_len();
        }
    }
    pair(code);
}

/// Finds each bracket's other half; one without is the end of the program.
fn pair(code: &mut Code<'_>) {
    let mut open: Vec<usize> = Vec::new();
    // How many of each kind are open: the other half of one is not looked for where there is none.
    let mut waiting = [0usize; 3];
    for token in 0..code.tokens.len() {
        let is_open = match code.tokens[token].kind {
            Kind::Open => true,
            Kind::Close => false,
            _ => continue,
        };
        let kind = bracket(code.source(token));
        if is_open {
            code.tokens[token].link = code.tokens.len();
            waiting[kind] += 1;
            open.push(token);
            continue;
        }
        while waiting[kind] > 0
            && let Some(first) = open.pop()
        {
            let own = bracket(code.source(first));
            waiting[own] -= 1;
            if own == kind {
                code.tokens[first].link = token;
                break;
            }
            // This one was never closed.
            code.tokens[first].link = token - 1;
        }
    }
}

/// Which of the three pairs of brackets one belongs to.
fn bracket(sign: &str) -> usize {
    match sign.trim_start_matches('@') {
        "(" | ")" => 0,
        "[" | "]" => 1,
        _ => 2,
    }
}

pub(super) struct Lexer<'c, 't> {
    pub(super) source: &'t str,
    pub(super) at: usize,
    pub(super) code: &'c mut Code<'t>,
}

impl<'t> Lexer<'_, 't> {
    pub(super) fn rest(&self) -> &'t str {
        &self.source[self.at..]
    }

    fn first_len(&self) -> usize {
        self.rest().chars().next().map_or(1, char::len_utf8)
    }

    pub(super) fn push(&mut self, kind: Kind, len: usize) {
        let len = len.min(self.source.len() - self.at);
        self.code.tokens.push(Token {
            kind,
            start: self.at,
            end: self.at + len,
            link: 0,
        });
        self.at += len;
    }

    /// Adds a string that has been read up to `end`.
    pub(super) fn push_string(&mut self, quoted: super::Quoted, end: usize) {
        self.code.strings.push(quoted);
        let link = self.code.strings.len() - 1;
        self.push(Kind::String, end - self.at);
        if let Some(token) = self.code.tokens.last_mut() {
            token.link = link;
        }
    }

    fn token(&mut self) {
        let rest = self.rest();
        let first = rest.as_bytes()[0];
        match first {
            b'\n' => return self.push(Kind::Newline, 1),
            b' ' | b'\t' | b'\r' | 0x0C => {
                self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\x0C']).len();
                return;
            }
            _ => {}
        }
        if let Some(len) = self.comment() {
            self.at += len;
            return;
        }
        let is_own = match self.code.language {
            Language::Python => self.python(first),
            Language::JavaScript => self.javascript(first),
            Language::PowerShell => self.powershell(first),
        };
        if !is_own {
            self.common(first);
        }
    }

    /// Length of a comment that begins here.
    fn comment(&self) -> Option<usize> {
        let rest = self.rest();
        let line = || rest.find('\n').unwrap_or(rest.len());
        let block = |close: &str| rest[2..].find(close).map_or(rest.len(), |end| end + 4);
        match self.code.language {
            Language::Python => rest.starts_with('#').then(line),
            Language::JavaScript if rest.starts_with("//") => Some(line()),
            Language::JavaScript if rest.starts_with("/*") => Some(block("*/")),
            Language::JavaScript => (self.at == 0 && rest.starts_with("#!")).then(line),
            Language::PowerShell if rest.starts_with("<#") => Some(block("#>")),
            Language::PowerShell => {
                let before = self.source[..self.at].chars().next_back();
                let alone = before.is_none_or(|c| c.is_whitespace() || "(){};,|=".contains(c));
                (rest.starts_with('#') && alone).then(line)
            }
        }
    }

    fn python(&mut self, first: u8) -> bool {
        let rest = self.rest();
        if first == b'\\' {
            // The line goes on.
            let line_break = rest[1..].trim_start_matches([' ', '\t', '\r']);
            if line_break.starts_with('\n') {
                self.at += rest.len() - line_break.len() + 1;
                return true;
            }
        }
        let prefix = rest.len() - rest.trim_start_matches(is_prefix).len();
        if prefix <= 2 && rest[prefix..].starts_with(['\'', '"']) {
            self.python_string(prefix);
            return true;
        }
        if rest.starts_with("**") && !self.follows_value() {
            self.push(Kind::Spread, 2);
            return true;
        }
        false
    }

    fn javascript(&mut self, first: u8) -> bool {
        match first {
            b'\'' | b'"' | b'`' => self.javascript_string(first),
            b'/' => {
                let len = if self.follows_value() {
                    None
                } else {
                    regex_len(self.rest())
                };
                self.push(Kind::Other, len.unwrap_or(1));
            }
            _ if self.rest().starts_with("...") => self.push(Kind::Spread, 3),
            _ => return false,
        }
        true
    }

    /// Whether what stands before can be an operand: then no operand begins here.
    fn follows_value(&self) -> bool {
        let Some(last) = self.code.tokens.len().checked_sub(1) else {
            return false;
        };
        match self.code.tokens[last].kind {
            Kind::Word => !matches!(
                self.code.source(last),
                "return" | "typeof" | "case" | "in" | "of" | "await" | "yield" | "delete"
            ),
            Kind::Number | Kind::String => true,
            Kind::Close => self.code.source(last) != "}",
            _ => false,
        }
    }

    fn common(&mut self, first: u8) {
        let rest = self.rest();
        if first.is_ascii_digit() {
            let number = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_');
            let len = rest.find(|c| !number(c)).unwrap_or(rest.len());
            return self.push(Kind::Number, len);
        }
        if first.is_ascii_alphabetic() || matches!(first, b'_' | b'$') || first >= 0x80 {
            let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
            let len = rest.find(|c| !name(c)).unwrap_or(rest.len());
            return match len {
                0 => self.push(Kind::Other, self.first_len()),
                _ => self.push(Kind::Word, len),
            };
        }
        let sign = |c: u8| b"=<>!+-*/%&|^?~:@".contains(&c);
        let run = rest.bytes().take_while(|&c| sign(c)).count();
        let kind = match (first, run) {
            (b'(' | b'[' | b'{', _) => Kind::Open,
            (b')' | b']' | b'}', _) => Kind::Close,
            (b',', _) => Kind::Comma,
            (b';', _) => Kind::Semicolon,
            (b'.', _) => Kind::Dot,
            (b'=', 1) => Kind::Assign,
            (b'+', 1) => Kind::Plus,
            (b'|', 1) => Kind::Pipe,
            (b':', _) if !rest.starts_with(":=") && !rest.starts_with("::") => Kind::Colon,
            // `={` and `=-1`: the sign belongs to what follows.
            (b'=', _)
                if matches!(
                    rest.as_bytes().get(1),
                    Some(b'-' | b'+' | b'@' | b'!' | b'~')
                ) =>
            {
                Kind::Assign
            }
            _ => return self.push(Kind::Other, run.max(self.first_len())),
        };
        self.push(kind, 1);
    }
}

fn is_prefix(c: char) -> bool {
    matches!(c, 'r' | 'R' | 'b' | 'B' | 'u' | 'U' | 'f' | 'F')
}

/// Length of a regular expression in JavaScript, of which none is longer than some lines.
fn regex_len(text: &str) -> Option<usize> {
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices().skip(1).take(512) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return Some(at + 1),
            _ => {}
        }
    }
    None
}
