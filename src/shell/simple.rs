//! Simple commands: assignments, words and redirections.

use super::command::List;
use super::{Assignment, Command, Joint, Parser, Redirection, RedirectionKind, Word, here};
use crate::template;
use crate::text::{Decoder, Encoding};

impl<'t> Parser<'t> {
    /// Reads a simple command.
    pub(super) fn command(&mut self, list: &mut List) {
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
            b'<' | b'>' if !self.conditional && !matches!(next, b'(' | b'%') => {
                self.redirection(index, None);
            }
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
        let words = &self.script.commands[index].words;
        let template = if words.is_empty() {
            None
        } else {
            self.control_line()
        };
        let word = template.unwrap_or_else(|| self.word());
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

    /// Reads a line between those of a command that only a template's program understands: it may become any number of
    /// words, and needs no `\` at its end.
    fn control_line(&mut self) -> Option<Word<'t>> {
        let start = self.at;
        if !matches!(self.peek(start), b'{' | b'%' | b'<') {
            return None;
        }
        let before = self.source[..start].trim_end_matches([' ', '\t']);
        // Asked first, because the other question goes through the rest of the line, and is asked for every word.
        if !before.ends_with('\n') {
            return None;
        }
        let length = template::control_line(&self.source[start..self.end])?;
        let end = start + length;
        self.at = end;
        let behind = self.skip_blank(end);
        if let Some(line_end) = self.line_end(behind) {
            let next = self.skip_blank(behind + line_end);
            // What cannot begin a command goes on with this one.
            let goes_on = matches!(self.peek(next), b'-' | b'\'' | b'"')
                || template::control_line(&self.source[next..self.end]).is_some();
            self.at = if goes_on { next } else { end };
        }
        let mut decoder = Decoder::new();
        decoder.hole(start..end);
        Some(Word {
            span: start..end,
            text: decoder.finish(self.text, start, Encoding::ShellBare),
            quoted: false,
            expansion: None,
            splits: true,
            slip: None,
        })
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
