//! A reader of the literals in programs: Python, JavaScript and TypeScript, PowerShell.
//!
//! A program is taken apart into tokens, no further. A literal is written out as JSON; what only running the program
//! could tell is unknown. Nothing is an error, and whatever looks strange is not a literal.

use std::cell::Cell;
use std::ops::Range;

use crate::text::{Decoder, Encoding, Quoting, Text};

mod lex;
mod names;
mod powershell;
mod quoted;
mod value;

pub use names::Assigned;
use names::Names;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Python,
    /// TypeScript, too.
    JavaScript,
    PowerShell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword, a variable with its `$`, a command with its hyphens.
    Word,
    /// `-Name` in PowerShell.
    Parameter,
    Number,
    String,
    /// `(`, `[`, `{`; in PowerShell with an `@` before it or not.
    Open,
    Close,
    Comma,
    Colon,
    /// `=`, and nothing else with an equals sign.
    Assign,
    Plus,
    Dot,
    Semicolon,
    Pipe,
    /// `...`, `**`, and in PowerShell `@name`.
    Spread,
    Newline,
    Other,
}

/// A piece of a program. Positions are bytes of the text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Of a string its number; of a bracket the token of the other bracket.
    link: usize,
}

/// The inside of a string, and how it is quoted.
#[derive(Debug)]
struct Quoted {
    open: Range<usize>,
    content: Decoder,
    close: Range<usize>,
    /// `None` where nothing can be written back.
    quoting: Option<Quoting>,
}

/// A program that was taken apart.
#[derive(Debug)]
pub struct Code<'t> {
    text: &'t Text<'t>,
    pub language: Language,
    pub tokens: Vec<Token>,
    strings: Vec<Quoted>,
    names: Names,
    /// How many bytes of JSON may still be written: names make it possible to write little and mean much.
    allowance: Cell<usize>,
}

/// How much longer than the program all its JSON together may be.
const GROWTH: usize = 8;

/// Numbers of tokens: an expression, an argument, an item of a list.
pub type Part = Range<usize>;

/// Takes a program apart.
pub fn parse<'t>(text: &'t Text<'t>, language: Language) -> Code<'t> {
    let mut code = Code {
        text,
        language,
        tokens: Vec::new(),
        strings: Vec::new(),
        names: Names::default(),
        allowance: Cell::new(GROWTH * text.as_str().len() + (1 << 16)),
    };
    lex::read(&mut code);
    code.names = Names::of(&code);
    code
}

impl<'t> Code<'t> {
    pub fn source(&self, token: usize) -> &'t str {
        let token = &self.tokens[token];
        &self.text.as_str()[token.start..token.end]
    }

    pub fn kind(&self, token: usize) -> Option<Kind> {
        self.tokens.get(token).map(|token| token.kind)
    }

    /// Whether a token is this word. PowerShell does not tell cases apart.
    pub fn is_word(&self, token: usize, word: &str) -> bool {
        self.kind(token) == Some(Kind::Word)
            && match self.language {
                Language::PowerShell => self.source(token).eq_ignore_ascii_case(word),
                _ => self.source(token) == word,
            }
    }

    /// Bytes of the text.
    pub fn range(&self, part: &Part) -> Range<usize> {
        match (self.tokens.get(part.start), part.is_empty()) {
            (Some(first), false) => first.start..self.tokens[part.end - 1].end,
            (Some(first), true) => first.start..first.start,
            (None, _) => self.text.as_str().len()..self.text.as_str().len(),
        }
    }

    /// The token after a bracket and all that is inside it; after any other token the next one.
    pub fn after(&self, token: usize) -> usize {
        match self.tokens[token].kind {
            Kind::Open => self.tokens[token].link + 1,
            _ => token + 1,
        }
    }

    /// What stands between a bracket and its other half.
    pub fn inside(&self, open: usize) -> Part {
        open + 1
            ..self.tokens[open]
                .link
                .clamp(open + 1, self.tokens.len().max(open + 1))
    }

    /// Whether a token is this opening bracket. In PowerShell only the ones of literals have an `@`.
    pub fn opens(&self, token: usize, bracket: &str) -> bool {
        self.kind(token) == Some(Kind::Open) && self.source(token) == bracket
    }

    /// The parts of a part, which are divided by tokens that `divides` outside brackets; empty ones are left out.
    pub fn split(&self, part: Part, divides: impl Fn(Kind) -> bool) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut start = part.start;
        let mut at = part.start;
        while at < part.end {
            // A sum goes on behind the end of its line.
            let goes_on = self.tokens[at].kind == Kind::Newline
                && at > start
                && self.tokens[at - 1].kind == Kind::Plus;
            if divides(self.tokens[at].kind) && !goes_on {
                parts.push(start..at);
                start = at + 1;
            }
            at = self.after(at);
        }
        parts.push(start..part.end);
        let trimmed = parts.into_iter().map(|part| self.trimmed(part));
        trimmed.filter(|part| !part.is_empty()).collect()
    }

    /// The first token of a kind outside brackets.
    pub fn find(&self, part: &Part, kind: Kind) -> Option<usize> {
        let mut at = part.start;
        while at < part.end {
            if self.tokens[at].kind == kind {
                return Some(at);
            }
            at = self.after(at);
        }
        None
    }

    /// A part without the line breaks at its ends.
    pub fn trimmed(&self, part: Part) -> Part {
        let (mut start, mut end) = (part.start, part.end.max(part.start));
        while start < end && self.tokens[start].kind == Kind::Newline {
            start += 1;
        }
        while start < end && self.tokens[end - 1].kind == Kind::Newline {
            end -= 1;
        }
        start..end
    }

    /// A part without parentheses around all of it.
    pub fn bare(&self, part: Part) -> Part {
        let mut part = self.trimmed(part);
        while !part.is_empty() && self.opens(part.start, "(") && self.after(part.start) == part.end
        {
            part = self.trimmed(self.inside(part.start));
        }
        part
    }

    /// Whether a part is one bracket with what is inside it.
    pub fn is_bracket(&self, part: &Part, bracket: &str) -> bool {
        !part.is_empty() && self.opens(part.start, bracket) && self.after(part.start) == part.end
    }

    /// What a name was given, where that is told in one place.
    pub fn assigned(&self, name: &str) -> Option<&Assigned> {
        self.names.get(self.language, name)
    }

    /// A place in the file.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        self.text.span(range)
    }

    /// What stands at a place.
    pub fn verbatim(&self, range: Range<usize>) -> Text<'static> {
        self.text.part(range).into_owned()
    }

    /// Something that is not written but follows from what is at a place.
    pub fn implied(&self, place: Range<usize>, value: &str) -> Text<'static> {
        let mut decoder = Decoder::new();
        let at = place.start;
        decoder.escape(place, value, Encoding::Expansion);
        decoder.finish(self.text, at, Encoding::Expansion)
    }
}

#[cfg(test)]
mod tests;
