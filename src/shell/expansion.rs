//! What begins with `$`, a back-tick or `<(`.

use super::{Expansion, MAX_DEPTH, Parser};

/// The longest arithmetic expression that is told from nested parentheses, in bytes.
const LONGEST_ARITHMETIC: usize = 512;

impl<'t> Parser<'t> {
    /// Reads the expansion at the current position; `None`, without moving, where there is none.
    pub(super) fn expansion(&mut self, quoted: bool) -> Option<Expansion<'t>> {
        // Makefiles and Compose write `$$NAME` for `$NAME`; behind the number of a process hardly anybody writes letters.
        if self.bytes[self.at] == b'$' && self.peek(self.at + 1) == b'$' {
            let behind = self.peek(self.at + 2);
            if behind.is_ascii_alphabetic() || matches!(behind, b'_' | b'{' | b'(') {
                self.at += 1;
            }
        }
        let start = self.at;
        let next = self.peek(start + 1);
        match self.bytes[start] {
            b'`' => Some(self.back_ticks()),
            b'<' | b'>' if next == b'(' => {
                self.at += 2;
                self.nested();
                Some(Expansion::Other)
            }
            b'$' if next == b'(' => {
                if self.peek(start + 2) == b'('
                    && let Some(end) = self.arithmetic_end(start + 1)
                {
                    self.at = end;
                    return Some(Expansion::Other);
                }
                self.at += 2;
                Some(self.nested())
            }
            b'$' if next == b'{' => match self.workflow_expression() {
                Some(end) => {
                    self.at = end;
                    Some(Expansion::Other)
                }
                None => Some(self.parameter(quoted)),
            },
            b'$' if next == b'@' || next == b'*' => {
                self.at += 2;
                Some(if next == b'*' && quoted {
                    Expansion::Other
                } else {
                    Expansion::List
                })
            }
            b'$' if next.is_ascii_digit() || matches!(next, b'#' | b'?' | b'$' | b'!' | b'-') => {
                self.at += 2;
                Some(Expansion::Other)
            }
            b'$' => {
                let end = self.name_end(start + 1);
                if end == start + 1 {
                    return None;
                }
                self.at = end;
                Some(Expansion::Variable(&self.source[start + 1..end]))
            }
            _ => None,
        }
    }

    /// The end of `${{ … }}`, which a CI's runner replaces before any shell sees it.
    fn workflow_expression(&self) -> Option<usize> {
        let rest = &self.source[self.at..self.end];
        let line = rest.strip_prefix("${{")?.split('\n').next()?;
        line.find("}}").map(|end| self.at + 3 + end + 2)
    }

    /// The end of the variable's name at `at`; `at` itself where there is none.
    pub(super) fn name_end(&self, at: usize) -> usize {
        let mut end = at;
        if !self.peek(at).is_ascii_digit() {
            while self.peek(end).is_ascii_alphanumeric() || self.peek(end) == b'_' {
                end += 1;
            }
        }
        end
    }

    /// Reads the commands up to the `)` of a substitution that has just been opened.
    fn nested(&mut self) -> Expansion<'t> {
        if self.depth >= MAX_DEPTH {
            let mut open = 1;
            while self.at < self.end && open > 0 {
                match self.bytes[self.at] {
                    b'(' => open += 1,
                    b')' => open -= 1,
                    _ => {}
                }
                self.at += 1;
            }
            return Expansion::Other;
        }
        let first = self.script.commands.len();
        self.depth += 1;
        let conditional = std::mem::replace(&mut self.conditional, false);
        self.list(true);
        self.conditional = conditional;
        self.depth -= 1;
        Expansion::Commands(first..self.script.commands.len())
    }

    fn back_ticks(&mut self) -> Expansion<'t> {
        let start = self.at + 1;
        let mut end = start;
        let mut escaped = false;
        while end < self.end && self.bytes[end] != b'`' {
            let escape = self.bytes[end] == b'\\';
            escaped |= escape && matches!(self.peek(end + 1), b'`' | b'\\' | b'$');
            end += if escape { 2 } else { 1 };
        }
        let end = end.min(self.end);
        let mut expansion = Expansion::Other;
        // With escapes the commands are not what is written here, and are not looked for.
        if !escaped && self.source.is_char_boundary(end) {
            self.within(start..end, |parser| expansion = parser.nested());
        }
        self.at = (end + 1).min(self.end);
        expansion
    }

    /// Reads `${…}`.
    fn parameter(&mut self, quoted: bool) -> Expansion<'t> {
        let inner = self.at + 2;
        let mark = usize::from(matches!(self.peek(inner), b'!' | b'#'));
        let name = self.name_end(inner + mark);
        let rest = &self.source[name..self.end];
        self.at = name;
        if rest.starts_with("[@]") || rest.starts_with("[*]") && !quoted {
            self.braces(quoted);
            return if mark == 1 && self.bytes[inner] == b'#' {
                Expansion::Other
            } else {
                Expansion::List
            };
        }
        if matches!(self.peek(inner), b'@' | b'*') {
            self.at = inner;
            self.braces(quoted);
            return Expansion::List;
        }
        if mark == 0 && name > inner && rest.starts_with('}') {
            self.at = name + 1;
            return Expansion::Variable(&self.source[inner..name]);
        }
        if name == inner + mark && mark == 1 && rest.starts_with('}') {
            self.at = name + 1;
            return Expansion::Other;
        }
        self.braces(quoted);
        Expansion::Other
    }

    /// Skips to the end of `${…}`, finding the commands in it.
    fn braces(&mut self, quoted: bool) {
        if self.depth >= MAX_DEPTH {
            self.at = self
                .find(self.at..self.end, b'}')
                .map_or(self.end, |at| at + 1);
            return;
        }
        self.depth += 1;
        let mut double = false;
        // Between quotes inside `"${…}"` an apostrophe is only special after an operator that takes a pattern.
        let pattern = matches!(self.peek(self.at), b'#' | b'%' | b'/');
        while self.at < self.end {
            match self.bytes[self.at] {
                b'}' if !double => {
                    self.at += 1;
                    break;
                }
                b'\\' => self.at = self.after_char((self.at + 1).min(self.end)).min(self.end),
                b'"' => {
                    double = !double;
                    self.at += 1;
                }
                b'\'' if !double && (!quoted || pattern) => {
                    self.at = self
                        .find(self.at + 1..self.end, b'\'')
                        .map_or(self.end, |at| at + 1);
                }
                b'$' | b'`' => {
                    if self.expansion(quoted || double).is_none() {
                        self.at += 1;
                    }
                }
                _ => self.at += 1,
            }
        }
        self.depth -= 1;
    }

    /// The end of `((…))` that begins at `at`; `None` where the parentheses are commands in commands.
    pub(super) fn arithmetic_end(&mut self, at: usize) -> Option<usize> {
        let limit = self.end.min(at + LONGEST_ARITHMETIC.min(self.budget));
        let mut open = 0usize;
        for index in at..limit {
            self.budget -= 1;
            match self.bytes[index] {
                b'(' => open += 1,
                b')' => open = open.saturating_sub(1),
                _ => continue,
            }
            if open == 0 {
                return None;
            }
            if open == 1 && self.bytes[index] == b')' {
                return (self.peek(index + 1) == b')').then_some(index + 2);
            }
        }
        None
    }
}
