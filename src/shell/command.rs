//! Lists of commands: operators, groups, loops and functions, without a tree of them.
//!
//! Reserved words are stepped over and their bodies read as part of the list around them; a linter of requests needs to
//! know that a command is there, not when it runs.

use super::{
    Assignment, Command, Input, Joint, Parser, Redirection, RedirectionKind, here, prompt,
};

/// A group that is open.
struct Frame {
    kind: FrameKind,
    /// The function that was being read before.
    function: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    Parenthesis,
    Brace,
    /// `case`; set while its next thing is a pattern.
    Case(bool),
}

/// What a list remembers from one command to the next.
#[derive(Default)]
struct List {
    frames: Vec<Frame>,
    /// The command that has just ended.
    last: Option<usize>,
    /// The input of the next command.
    input: Input,
    /// A function whose body comes next.
    defined: Option<usize>,
}

impl<'t> Parser<'t> {
    /// Reads commands to the end, or to the `)` that closes a substitution.
    pub(super) fn list(&mut self, nested: bool) {
        let mut list = List::default();
        let function = self.function;
        self.line_start();
        loop {
            self.blanks();
            if self.at >= self.end {
                break;
            }
            match self.bytes[self.at] {
                b'\n' => {
                    self.join(&mut list, Joint::Newline);
                    self.newline();
                    self.line_start();
                }
                b'#' => self.comment(),
                b'&' if self.peek(self.at + 1) == b'>' => self.command(&mut list),
                b';' | b'&' | b'|' => self.operator(&mut list),
                b'(' => self.open_parenthesis(&mut list),
                b')' => {
                    self.at += 1;
                    list.last = None;
                    if let Some(Frame {
                        kind: FrameKind::Case(pattern @ true),
                        ..
                    }) = list.frames.last_mut()
                    {
                        *pattern = false;
                    } else if !self.close(&mut list, FrameKind::Parenthesis) && nested {
                        break;
                    }
                }
                _ => {
                    let before = self.at;
                    if matches!(
                        list.frames.last(),
                        Some(Frame {
                            kind: FrameKind::Case(true),
                            ..
                        })
                    ) {
                        self.pattern(&mut list);
                    } else if !self.reserved(&mut list) {
                        self.command(&mut list);
                    }
                    if self.at == before {
                        self.at = self.after_char(before);
                    }
                }
            }
        }
        self.function = function;
    }

    /// Steps over blanks, continued lines and, in a transcript, the prompt of a continued line.
    fn blanks(&mut self) {
        loop {
            match self.peek(self.at) {
                b' ' | b'\t' => self.at += 1,
                b'\r' if self.peek(self.at + 1) == b'\n' => self.at += 1,
                b'\\' if self.line_end(self.at + 1).is_some() => self.continued(),
                b'^' if self.line_end(self.at + 1).is_some() => {
                    self.foreign = true;
                    self.continued();
                }
                // PowerShell's; in a script of this shell no option follows a back-tick that opens.
                b'`' if self.at > 0 && matches!(self.bytes[self.at - 1], b' ' | b'\t') => {
                    let Some(len) = self.line_end(self.at + 1) else {
                        return;
                    };
                    let next = self.skip_blank(self.at + 1 + len);
                    if !matches!(self.peek(next), b'-' | b'"' | b'\'') {
                        return;
                    }
                    self.foreign = true;
                    self.continued();
                }
                _ => return,
            }
        }
    }

    fn continued(&mut self) {
        self.at += 1 + self.line_end(self.at + 1).unwrap_or(0);
        if self.prompted && self.source[self.at..self.end].starts_with("> ") {
            self.at += 2;
        }
    }

    /// At a line's beginning: steps over a prompt, or over a line that a program printed.
    fn line_start(&mut self) {
        if self.depth > 0 || self.at >= self.end {
            return;
        }
        let start = self.skip_blank(self.at);
        let line = &self.source[start..self.end];
        self.prompted = false;
        if let Some(len) = prompt::length(line) {
            self.at = start + len;
            self.prompted = true;
        } else if self.console && prompt::is_output(line) {
            self.comment();
        }
    }

    /// Steps to the end of the line.
    fn comment(&mut self) {
        self.at = self.find(self.at..self.end, b'\n').unwrap_or(self.end);
    }

    /// Notes how the last command is joined to what follows.
    fn join(&mut self, list: &mut List, joint: Joint) {
        let last = list.last.take();
        if let Some(last) = last {
            self.script.commands[last].joint = joint;
        }
        match joint {
            Joint::Pipe => list.input = last.map_or(Input::Unknown, Input::Command),
            // The command may follow on the next line.
            Joint::Newline => {}
            _ => list.input = Input::Inherited,
        }
    }

    fn operator(&mut self, list: &mut List) {
        if matches!(
            list.frames.last(),
            Some(Frame {
                kind: FrameKind::Case(true),
                ..
            })
        ) {
            // `a|b)`
            self.at += 1;
            return;
        }
        let (byte, next) = (self.bytes[self.at], self.peek(self.at + 1));
        let double = byte == next;
        self.at += if double || byte == b'|' && next == b'&' || byte == b';' && next == b'&' {
            2
        } else {
            1
        };
        if byte == b';' && (double || next == b'&') {
            if double && self.peek(self.at) == b'&' {
                self.at += 1;
            }
            if let Some(Frame {
                kind: FrameKind::Case(pattern),
                ..
            }) = list.frames.last_mut()
            {
                *pattern = true;
            }
        }
        let joint = match byte {
            b'|' if !double => Joint::Pipe,
            b'|' | b'&' if double => Joint::Condition,
            _ => Joint::Separator,
        };
        self.join(list, joint);
    }

    fn open_parenthesis(&mut self, list: &mut List) {
        if self.peek(self.at + 1) == b'('
            && let Some(end) = self.arithmetic_end(self.at)
        {
            self.at = end;
            return;
        }
        self.at += 1;
        if !matches!(
            list.frames.last(),
            Some(Frame {
                kind: FrameKind::Case(true),
                ..
            })
        ) {
            self.open(list, FrameKind::Parenthesis);
        }
    }

    fn open(&mut self, list: &mut List, kind: FrameKind) {
        list.frames.push(Frame {
            kind,
            function: self.function,
        });
        if let Some(defined) = list.defined.take() {
            self.function = Some(defined);
        }
        list.last = None;
        list.input = Input::Inherited;
    }

    /// Closes the innermost group if it is of this kind.
    fn close(&mut self, list: &mut List, kind: FrameKind) -> bool {
        let Some(frame) = list.frames.pop_if(|frame| frame.kind == kind) else {
            return false;
        };
        self.function = frame.function;
        list.last = None;
        true
    }

    /// A pattern of `case`, up to its `)`, or the `esac`.
    fn pattern(&mut self, list: &mut List) {
        let word = self.word();
        if !word.quoted && word.text.as_str() == "esac" {
            self.close(list, FrameKind::Case(true));
        }
    }

    /// Steps over a reserved word.
    fn reserved(&mut self, list: &mut List) -> bool {
        let start = self.at;
        let mut end = start;
        while end < start + 10 && matches!(self.peek(end), b'a'..=b'z' | b'{' | b'}' | b'!') {
            end += 1;
        }
        if !self.is_boundary(end) {
            return false;
        }
        match &self.source[start..end] {
            "if" | "then" | "elif" | "else" | "fi" | "while" | "until" | "do" | "done" | "!"
            | "coproc" => self.at = end,
            "{" => {
                self.at = end;
                self.open(list, FrameKind::Brace);
            }
            "}" => {
                self.at = end;
                self.close(list, FrameKind::Brace);
            }
            "esac" => {
                self.at = end;
                self.close(list, FrameKind::Case(false));
            }
            "case" => {
                self.at = end;
                self.blanks();
                self.word();
                self.at = self.skip_space(self.at);
                if self.source[self.at..self.end].starts_with("in") && self.is_boundary(self.at + 2)
                {
                    self.at += 2;
                    self.open(list, FrameKind::Case(true));
                }
            }
            "function" => {
                let name = self.skip_blank(end);
                self.at = name;
                while !self.is_boundary(self.at) {
                    self.at = self.after_char(self.at);
                }
                list.defined = Some(self.define(name..self.at));
                let open = self.skip_blank(self.at);
                if self.peek(open) == b'(' && self.peek(self.skip_blank(open + 1)) == b')' {
                    self.at = self.skip_blank(open + 1) + 1;
                }
            }
            _ => return false,
        }
        list.last = None;
        true
    }

    fn define(&mut self, name: std::ops::Range<usize>) -> usize {
        self.script.functions.push(&self.source[name]);
        self.script.functions.len() - 1
    }

    /// Reads a simple command.
    fn command(&mut self, list: &mut List) {
        let start = self.at;
        let index = self.script.commands.len();
        // Those found inside its words come after it.
        self.script.commands.push(Command {
            span: start..start,
            assignments: Vec::new(),
            words: Vec::new(),
            redirections: Vec::new(),
            input: std::mem::take(&mut list.input),
            joint: Joint::End,
            function: self.function,
            foreign: false,
        });
        let foreign = std::mem::take(&mut self.foreign);
        let mut end = start;
        while self.element(index) {
            end = self.at;
            self.blanks();
        }
        self.conditional = false;
        let foreign = std::mem::replace(&mut self.foreign, foreign);
        let defines = self.script.commands[index].words.len() == 1 && self.peek(self.at) == b'(';
        let close = self.skip_blank(self.at + 1);
        if defines && self.peek(close) == b')' {
            self.script.commands.truncate(index);
            list.defined = Some(self.define(start..end));
            self.at = close + 1;
            return;
        }
        list.defined = None;
        list.last = Some(index);
        let command = &mut self.script.commands[index];
        command.span = start..end;
        command.foreign = foreign;
    }

    /// Reads one assignment, word or redirection of a command; false where it ends.
    fn element(&mut self, index: usize) -> bool {
        let (first, next) = (self.peek(self.at), self.peek(self.at + 1));
        if self.at >= self.end || self.line_end(self.at).is_some() {
            return false;
        }
        match first {
            b'<' | b'>' if !self.conditional && next != b'(' => self.redirection(index, None),
            b'&' if !self.conditional && next == b'>' => self.redirection(index, None),
            b';' | b'&' | b'|' | b'(' | b')' if !self.conditional => return false,
            b'#' => {
                self.comment();
                return false;
            }
            b'0'..=b'9' => match self.descriptor() {
                Some(descriptor) => self.redirection(index, Some(descriptor)),
                None => self.add_word(index),
            },
            _ if self.script.commands[index].words.is_empty() && self.assignment(index) => {}
            _ => self.add_word(index),
        }
        true
    }

    fn add_word(&mut self, index: usize) {
        let before = self.at;
        let word = self.word();
        if self.at == before {
            self.at = self.after_char(before);
        }
        let mark = if word.quoted { "" } else { word.text.as_str() };
        let words = &mut self.script.commands[index].words;
        if words.is_empty() && mark == "[[" {
            self.conditional = true;
        } else if mark == "]]" {
            self.conditional = false;
        }
        words.push(word);
    }

    /// The number that is directly before a redirection's operator.
    fn descriptor(&mut self) -> Option<u32> {
        let mut end = self.at;
        while self.peek(end).is_ascii_digit() {
            end += 1;
        }
        if !matches!(self.peek(end), b'<' | b'>') || self.peek(end + 1) == b'(' {
            return None;
        }
        let number = self.source[self.at..end].parse().ok()?;
        self.at = end;
        Some(number)
    }

    fn redirection(&mut self, index: usize, descriptor: Option<u32>) {
        const OPERATORS: [(&str, RedirectionKind); 13] = [
            ("<<<", RedirectionKind::HereString),
            ("<<-", RedirectionKind::HereDocument),
            ("<<", RedirectionKind::HereDocument),
            ("<&", RedirectionKind::Other),
            ("<>", RedirectionKind::Other),
            ("<", RedirectionKind::Input),
            (">>", RedirectionKind::Append),
            (">&", RedirectionKind::Other),
            (">|", RedirectionKind::Output),
            (">", RedirectionKind::Output),
            ("&>>", RedirectionKind::Append),
            ("&>", RedirectionKind::Output),
            ("&", RedirectionKind::Other),
        ];
        let rest = &self.source[self.at..self.end];
        let Some((operator, kind)) = OPERATORS
            .into_iter()
            .find(|(operator, _)| rest.starts_with(operator))
        else {
            return;
        };
        self.at += operator.len();
        self.blanks();
        let target = self.word();
        let redirections = &mut self.script.commands[index].redirections;
        if kind == RedirectionKind::HereDocument {
            self.pending.push(here::Pending {
                command: index,
                redirection: redirections.len(),
                delimiter: target.text.clone(),
                quoted: target.quoted,
                stripped: operator == "<<-",
            });
        }
        redirections.push(Redirection {
            descriptor,
            kind,
            target,
            body: None,
        });
    }

    /// Reads `NAME=value`, `NAME+=value`, `NAME[i]=value` or `NAME=(…)`.
    fn assignment(&mut self, index: usize) -> bool {
        let start = self.at;
        let name = self.name_end(start);
        if name == start {
            return false;
        }
        let mut at = name;
        if self.peek(at) == b'[' {
            let limit = self.end.min(at + 128);
            let close = self.bytes[at..limit]
                .iter()
                .position(|byte| matches!(byte, b']' | b'\n'));
            let Some(close) = close else { return false };
            at += close + 1;
        }
        at += usize::from(self.peek(at) == b'+');
        if self.peek(at) != b'=' {
            return false;
        }
        let plain = at == name;
        self.at = at + 1;
        let value = match self.peek(self.at) {
            b'(' => {
                self.array();
                None
            }
            _ => Some(self.word()).filter(|_| plain),
        };
        self.script.commands[index].assignments.push(Assignment {
            name: &self.source[start..name],
            value,
        });
        true
    }

    /// Steps over `(…)`, finding the commands in its words.
    fn array(&mut self) {
        self.at += 1;
        while self.at < self.end {
            self.blanks();
            match self.peek(self.at) {
                b')' => {
                    self.at += 1;
                    return;
                }
                b'\n' => self.at += 1,
                b'#' => self.comment(),
                _ => {
                    let before = self.at;
                    self.word();
                    if self.at == before {
                        self.at = self.after_char(before).max(before + 1).min(self.end);
                    }
                }
            }
        }
    }
}
