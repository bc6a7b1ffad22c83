//! Lists of commands: operators, groups, loops and functions, without a tree of them.
//!
//! Reserved words are stepped over and their bodies read as part of the list around them; a linter of requests needs to
//! know that a command is there, not when it runs.

use super::{Input, Joint, Parser, prompt};

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
pub(super) struct List {
    frames: Vec<Frame>,
    /// The command that has just ended.
    pub(super) last: Option<usize>,
    /// The input of the next command.
    pub(super) input: Input,
    /// A function whose body comes next.
    pub(super) defined: Option<usize>,
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
    pub(super) fn blanks(&mut self) {
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
            self.skip_line();
        }
    }

    /// Steps to the end of the line, over a comment.
    pub(super) fn comment(&mut self) {
        let start = self.at;
        self.skip_line();
        let text = self.source[start..self.at].trim_end();
        self.script.comments.push(start..start + text.len());
    }

    fn skip_line(&mut self) {
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

    pub(super) fn define(&mut self, name: std::ops::Range<usize>) -> usize {
        self.script.functions.push(&self.source[name]);
        self.script.functions.len() - 1
    }
}
