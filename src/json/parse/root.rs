//! The top of a text: a document, a stream of documents, or a fragment of one.

use super::{Frame, Kind, Parser, SlipKind, State};

impl Parser<'_> {
    pub(super) fn root(&mut self, byte: u8) -> State {
        match byte {
            b',' => self.comma_at_top(),
            b'}' | b']' => {
                self.slip(SlipKind::ExtraCloser, self.at..self.at + 1);
                if self.at + 1 >= self.text_end {
                    self.mend(self.at..self.at + 1, "");
                }
                self.at += 1;
                State::Root
            }
            // Members without their braces: a fragment, which is nobody's request.
            b':' => {
                self.at += 1;
                State::Root
            }
            b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => State::Value,
            _ if self.roots.is_empty() || self.template_token(byte) => {
                if self.roots.is_empty() {
                    State::Value
                } else {
                    State::Root
                }
            }
            _ => {
                self.unexpected();
                State::Root
            }
        }
    }

    /// A comma after a finished object: where a key follows, the brace before it was one too many.
    fn comma_at_top(&mut self) -> State {
        let comma = self.at;
        self.at += 1;
        self.skip_blank();
        if self.peek().is_none() && !self.roots.is_empty() {
            self.slip(SlipKind::CommaBehind, comma..comma + 1);
            self.mend(comma..comma + 1, "");
            return State::Root;
        }
        let last = self
            .roots
            .last()
            .copied()
            .filter(|&root| self.nodes[root].kind == Kind::Object);
        let key_follows = self.peek() == Some(b'"') && {
            let rest = &self.rest()[1..];
            rest.find('"')
                .is_some_and(|end| rest[end + 1..].trim_start().starts_with(':'))
        };
        if let Some(root) = last.filter(|_| key_follows) {
            let at = self.last_closer;
            self.slip(SlipKind::ExtraCloser, at..at + 1);
            self.mend(at..at + 1, "");
            let indent = if self.by_indent {
                self.indent_of(self.nodes[root].start as usize)
            } else {
                0
            };
            self.stack.push(Frame {
                node: root,
                object: true,
                indent,
            });
            self.comma = Some(comma);
            return State::Key;
        }
        State::Root
    }
}
