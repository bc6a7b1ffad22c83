//! Writes a literal of a program out as JSON.

use std::ops::Range;

use super::{Code, Kind, Language, Part, powershell};
use crate::text::{Decoder, Quoting, Text, Transcript};

/// How deeply literals, and names in them, are followed into each other.
const MAX_DEPTH: usize = 64;

impl Code<'_> {
    /// An expression as JSON. Where it is an excerpt, objects may hold more than is written.
    pub fn json(&self, part: &Part, is_excerpt: bool) -> Text<'static> {
        let mut writer = Writer {
            code: self,
            out: Transcript::new(),
            depth: 0,
            excerpts: usize::from(is_excerpt),
            most: self.allowance.get(),
        };
        writer.value(part.clone());
        let left = writer.most.saturating_sub(writer.out.len());
        self.allowance.set(left);
        writer.out.finish(self.text)
    }

    /// The key of an item of an object, and its value. `None` where the item is something else.
    pub fn entry(&self, item: &Part) -> Option<(Part, Part)> {
        let sign = match self.language {
            Language::PowerShell => Kind::Assign,
            _ => Kind::Colon,
        };
        let at = self.find(item, sign)?;
        let (key, value) = (item.start..at, self.trimmed(at + 1..item.end));
        (!key.is_empty() && !value.is_empty()).then_some((key, value))
    }

    /// The items of an object, a list or an argument list between brackets.
    pub fn items(&self, open: usize) -> Vec<Part> {
        let inside = self.inside(open);
        let is_powershell = self.language == Language::PowerShell;
        self.split(inside, |kind| match kind {
            Kind::Comma => true,
            Kind::Newline | Kind::Semicolon => is_powershell,
            _ => false,
        })
    }

    /// The name of a key, where it is one that is written.
    pub fn name_of(&self, key: &Part) -> Option<String> {
        if key.len() != 1 {
            return None;
        }
        match self.tokens[key.start].kind {
            Kind::Word if self.language != Language::Python => {
                let name = self.source(key.start);
                (!name.starts_with('$') || self.language == Language::JavaScript)
                    .then(|| name.to_owned())
            }
            Kind::String => {
                let quoted = &self.strings[self.tokens[key.start].link];
                Some(quoted.content.as_str().to_owned())
            }
            _ => None,
        }
    }
}

struct Writer<'c, 't> {
    code: &'c Code<'t>,
    out: Transcript,
    depth: usize,
    /// How many excerpts lead here.
    excerpts: usize,
    most: usize,
}

/// A string, or a part of one.
struct Piece<'c> {
    open: Range<usize>,
    content: &'c Decoder,
    close: Range<usize>,
    quoting: Option<Quoting>,
}

impl<'c> Writer<'c, '_> {
    fn value(&mut self, part: Part) {
        let code = self.code;
        let part = self.plain(part);
        let range = code.range(&part);
        if part.is_empty() || self.depth >= MAX_DEPTH || self.out.len() > self.most {
            return self.out.unknown(range);
        }
        self.depth += 1;
        let first = part.start;
        if self.is_object(&part) {
            self.object(first);
        } else if code.is_bracket(&part, "[") || code.is_bracket(&part, "@(") {
            self.list(first);
        } else if part.len() == 1 {
            self.single(first, range);
        } else if !self.joined(&part) {
            self.out.unknown(range);
        }
        self.depth -= 1;
    }

    /// An expression without parentheses and what only says of which type it is.
    fn plain(&self, part: Part) -> Part {
        let code = self.code;
        let mut part = code.bare(part);
        if code.language == Language::PowerShell {
            part = powershell::without_casts(code, part);
        }
        if code.language == Language::JavaScript {
            let types = |&at: &usize| code.is_word(at, "as") || code.is_word(at, "satisfies");
            let mut at = part.start;
            while at < part.end {
                if at > part.start && types(&at) {
                    part.end = at;
                }
                at = code.after(at);
            }
        }
        part
    }

    fn single(&mut self, token: usize, range: Range<usize>) {
        let code = self.code;
        let source = code.source(token);
        match code.tokens[token].kind {
            Kind::String => {
                let piece = self.piece(token);
                // What an excerpt leaves empty is filled in later.
                match self.excerpts > 0 && piece.content.as_str().is_empty() {
                    true => self.out.unknown(range),
                    false => self.string(&[Ok(piece)]),
                }
            }
            Kind::Number if is_number(source) => self.out.same(range.start, source),
            Kind::Word => match literal(code.language, source) {
                Some("null") if self.excerpts > 0 => self.out.unknown(range),
                Some(same) if same == source => self.out.same(range.start, same),
                Some(word) => self.out.word(range, word),
                None => self.follow(source, range),
            },
            _ => self.out.unknown(range),
        }
    }

    /// What a name stands for.
    fn follow(&mut self, name: &str, range: Range<usize>) {
        let Some(assigned) = self.code.assigned(name) else {
            return self.out.unknown(range);
        };
        self.excerpts += usize::from(assigned.is_touched);
        self.value(assigned.value.clone());
        self.excerpts -= usize::from(assigned.is_touched);
    }

    fn piece(&self, token: usize) -> Piece<'c> {
        let quoted = &self.code.strings[self.code.tokens[token].link];
        Piece {
            open: quoted.open.clone(),
            content: &quoted.content,
            close: quoted.close.clone(),
            quoting: quoted.quoting,
        }
    }

    /// A string made of several: `'a' + b`, and in Python `'a' 'b'`. Answers whether it is one.
    fn joined(&mut self, part: &Part) -> bool {
        let code = self.code;
        let mut pieces: Vec<Result<Piece<'c>, Range<usize>>> = Vec::new();
        for operand in code.split(part.clone(), |kind| kind == Kind::Plus) {
            let operand = code.bare(operand);
            let strings = || {
                operand
                    .clone()
                    .all(|at| code.tokens[at].kind == Kind::String)
            };
            let side_by_side = operand.len() == 1 || code.language == Language::Python;
            let newline = |&at: &usize| code.tokens[at].kind != Kind::Newline;
            let tokens: Vec<usize> = operand.clone().filter(newline).collect();
            let only_strings = tokens
                .iter()
                .all(|&at| code.tokens[at].kind == Kind::String);
            if side_by_side && (strings() || only_strings) {
                pieces.extend(tokens.into_iter().map(|at| Ok(self.piece(at))));
            } else {
                pieces.push(self.named(&operand).ok_or(code.range(&operand)));
            }
        }
        if !pieces.iter().any(Result::is_ok) {
            return false;
        }
        self.string(&pieces);
        true
    }

    /// The string that a name stands for.
    fn named(&self, operand: &Part) -> Option<Piece<'c>> {
        let code = self.code;
        let name = operand.start;
        if operand.len() != 1 || code.tokens[name].kind != Kind::Word {
            return None;
        }
        let assigned = code.assigned(code.source(name))?;
        let value = code.bare(assigned.value.clone());
        let is_string = value.len() == 1 && code.tokens[value.start].kind == Kind::String;
        is_string.then(|| self.piece(value.start))
    }

    fn string(&mut self, pieces: &[Result<Piece<'c>, Range<usize>>]) {
        let place = |piece: &Result<Piece<'c>, Range<usize>>| match piece {
            Ok(piece) => (piece.open.clone(), piece.close.clone()),
            Err(range) => (range.start..range.start, range.end..range.end),
        };
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return;
        };
        let (open, close) = (place(first).0, place(last).1);
        let mut content = Decoder::new();
        // A string is mended piece by piece, and each as it is quoted.
        let quoting = pieces.iter().find_map(|piece| piece.as_ref().ok()?.quoting);
        let mut alike = true;
        for piece in pieces {
            match piece {
                Ok(piece) => {
                    alike &= piece.quoting == quoting;
                    content.append(piece.content.clone());
                }
                Err(range) => content.hole(range.clone()),
            }
        }
        self.out
            .string(open, &content, close, quoting.filter(|_| alike));
    }

    /// Whether an expression is an object. TypeScript's types look like some.
    fn is_object(&self, part: &Part) -> bool {
        let code = self.code;
        let bracket = match code.language {
            Language::PowerShell => "@{",
            _ => "{",
        };
        if !code.is_bracket(part, bracket) {
            return false;
        }
        let inside = code.inside(part.start);
        code.language != Language::JavaScript
            || code.find(&inside, Kind::Semicolon).is_none() && !self.is_type(part.start)
    }

    fn is_type(&self, open: usize) -> bool {
        const TYPES: [&str; 7] = [
            "string", "number", "boolean", "any", "unknown", "object", "never",
        ];
        let code = self.code;
        let items = code.items(open);
        let values = items.iter().filter_map(|item| code.entry(item));
        values.into_iter().any(|(_, value)| {
            value.len() == 1 && TYPES.iter().any(|name| code.is_word(value.start, name))
        })
    }

    fn object(&mut self, open: usize) {
        let code = self.code;
        self.bracket(open, '{');
        let mut first = true;
        if self.excerpts > 0 {
            let start = code.tokens[open].end;
            self.out.unknown(start..start);
            first = false;
        }
        for item in code.items(open) {
            let range = code.range(&item);
            if !std::mem::take(&mut first) {
                self.comma(item.start, range.start);
            }
            if !self.member(&item) {
                self.out.unknown(range);
            }
        }
        self.bracket_end(open, '}');
    }

    /// A key with its value; answers whether it is one that can be read.
    fn member(&mut self, item: &Part) -> bool {
        let code = self.code;
        let is_name = |at: usize| code.tokens[at].kind == Kind::Word;
        // `name`, which is `name: name`.
        let is_short =
            code.language == Language::JavaScript && item.len() == 1 && is_name(item.start);
        let entry = match is_short {
            true => Some((item.clone(), item.clone())),
            false => code.entry(item),
        };
        let Some((key, value)) = entry else {
            return false;
        };
        let is_plain = key.len() == 1 && code.name_of(&key).is_some();
        if !is_plain {
            return false;
        }
        let token = key.start;
        if is_name(token) {
            let range = code.range(&key);
            let mut content = Decoder::new();
            let encoding = crate::text::Encoding::Quoted(Quoting::Name);
            content.verbatim(range.start, code.source(token), encoding);
            let (open, close) = (range.start..range.start, range.end..range.end);
            let quoting = Some(Quoting::Name).filter(|_| !is_short);
            self.out.string(open, &content, close, quoting);
        } else {
            let piece = self.piece(token);
            self.string(&[Ok(piece)]);
        }
        let sign = code.tokens[key.end.min(code.tokens.len() - 1)];
        let place = match is_short {
            true => code.range(&key).end..code.range(&key).end,
            false => sign.start..sign.end,
        };
        self.out.colon(place, code.range(&value).start);
        self.value(value);
        true
    }

    fn list(&mut self, open: usize) {
        let code = self.code;
        self.bracket(open, '[');
        let mut first = true;
        for item in code.items(open) {
            if !std::mem::take(&mut first) {
                self.comma(item.start, code.range(&item).start);
            }
            self.value(item);
        }
        self.bracket_end(open, ']');
    }

    /// What divides an item, which begins with a token, from the one before it.
    fn comma(&mut self, token: usize, next: usize) {
        let code = self.code;
        let mut before = (0..token).rev().take(8);
        let sign = before.find(|&at| code.tokens[at].kind != Kind::Newline);
        let sign = sign.filter(|&at| matches!(code.tokens[at].kind, Kind::Comma | Kind::Semicolon));
        let place = sign.map_or(next..next, |at| code.tokens[at].start..code.tokens[at].end);
        self.out.comma(place, next);
    }

    fn bracket(&mut self, open: usize, bracket: char) {
        let token = self.code.tokens[open];
        self.out.bracket(token.start..token.end, bracket);
    }

    fn bracket_end(&mut self, open: usize, bracket: char) {
        let code = self.code;
        let place = match code.tokens.get(code.tokens[open].link) {
            Some(close) => close.start..close.end,
            None => code.text.as_str().len()..code.text.as_str().len(),
        };
        self.out.bracket(place, bracket);
    }
}

/// What JSON writes for a word of a language.
fn literal(language: Language, word: &str) -> Option<&'static str> {
    let words: [(&str, &'static str); 3] = match language {
        Language::Python => [("True", "true"), ("False", "false"), ("None", "null")],
        Language::JavaScript => [("true", "true"), ("false", "false"), ("null", "null")],
        Language::PowerShell => [("$true", "true"), ("$false", "false"), ("$null", "null")],
    };
    let found = words.iter().find(|(own, _)| match language {
        Language::PowerShell => own.eq_ignore_ascii_case(word),
        _ => *own == word,
    });
    found.map(|(_, json)| *json)
}

/// Whether a number is written as JSON writes it.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}
