//! Objects and arrays: where they open, and where they end although their bracket is missing or wrong.

use super::{Frame, INCOMPLETE, Kind, MAX_DEPTH, Parser, Slip, SlipKind, State, is_container};

impl Parser<'_> {
    pub(super) fn open(&mut self, object: bool) -> State {
        let indent = if self.by_indent {
            self.indent_of(self.at)
        } else {
            0
        };
        let node = self.push(
            self.at..self.at + 1,
            if object { Kind::Object } else { Kind::Array },
        );
        self.at += 1;
        self.comma = None;
        if self.stack.len() >= MAX_DEPTH {
            return self.opaque(node);
        }
        self.stack.push(Frame {
            node,
            object,
            indent,
        });
        if object { State::Key } else { State::Element }
    }

    /// Reads over a container that is nested too deep, counting brackets outside strings.
    pub(super) fn opaque(&mut self, node: usize) -> State {
        let mut depth = 1usize;
        let start = self.at - 1;
        while depth > 0 && self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    while let Some(found) = memchr::memchr2(b'"', b'\\', &self.bytes[self.at + 1..])
                    {
                        self.at += found + 1;
                        if self.bytes[self.at] == b'"' {
                            break;
                        }
                        self.at = (self.at + 1).min(self.bytes.len() - 1);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.nodes[node].kind = Kind::Unknown;
        self.finish_node(node, self.at);
        if !self.slips.iter().any(|slip| slip.kind == SlipKind::TooDeep) {
            self.slip(SlipKind::TooDeep, start..start + 1);
        }
        State::After
    }

    pub(super) fn close(&mut self, end: usize) -> State {
        if let Some(frame) = self.stack.pop() {
            self.finish_node(frame.node, end);
        }
        self.comma = None;
        self.after_value()
    }

    /// Ends the innermost container where its bracket is missing. `mend` is what to insert.
    pub(super) fn close_implied(&mut self, mend: Option<&str>) {
        let Some(frame) = self.stack.last() else {
            return;
        };
        let (opener, at) = (self.nodes[frame.node].start as usize, self.last_end);
        self.slip(SlipKind::MissingCloser, at..at);
        if let Some(slip) = self.slips.last_mut() {
            slip.others.push(opener..opener + 1);
            slip.edits
                .extend(mend.map(|text| (at..at, text.to_owned())));
        }
        let (comma, last_end) = (self.comma, self.last_end);
        self.close(at);
        (self.comma, self.last_end) = (comma, last_end);
    }

    pub(super) fn closer(&self) -> &'static str {
        if self.stack.last().is_some_and(|frame| frame.object) {
            "}"
        } else {
            "]"
        }
    }

    pub(super) fn after_value(&self) -> State {
        if self.stack.is_empty() {
            State::Root
        } else {
            State::After
        }
    }

    pub(super) fn end_of_text(&mut self, state: State) -> State {
        if state == State::Value && self.stack.last().is_some_and(|frame| frame.object) {
            self.push(self.at..self.at, Kind::Unknown);
        }
        if self.stack.is_empty() {
            return State::Done;
        }
        let flat = self
            .nodes
            .iter()
            .skip(self.stack[0].node + 1)
            .all(|node| !is_container(node.kind));
        let certain = self.by_indent || (flat && !self.source.contains('\n'));
        let mend: String = self
            .stack
            .iter()
            .rev()
            .map(|frame| if frame.object { "}" } else { "]" })
            .collect();
        let at = self.last_end;
        let opener = self
            .stack
            .last()
            .map_or(0, |frame| self.nodes[frame.node].start as usize);
        // A comma that the missing rest was to follow would be a second slip of the same mistake.
        let edits = match (certain, self.comma) {
            (true, Some(comma)) => vec![(comma..comma + 1, mend)],
            (true, None) => vec![(at..at, mend)],
            (false, _) => Vec::new(),
        };
        self.unclosed |= !certain;
        let others = std::iter::once(opener..opener + 1).collect();
        self.slips.push(Slip {
            kind: SlipKind::MissingCloser,
            at: at..at,
            others,
            edits,
        });
        if !certain {
            // What belongs where is a guess, so nothing may be concluded from any container.
            let root = self.stack[0].node;
            for node in self.nodes[root..]
                .iter_mut()
                .filter(|node| is_container(node.kind))
            {
                node.flags |= INCOMPLETE;
            }
        }
        while let Some(frame) = self.stack.pop() {
            self.finish_node(frame.node, at);
        }
        State::Done
    }

    /// What a bracket closes when it does not fit the innermost container.
    pub(super) fn wrong_closer(&mut self, byte: u8) -> State {
        let object = byte == b'}';
        let outer_fits = self.stack.len() > 1 && self.stack[self.stack.len() - 2].object == object;
        // `[{"a": 1]` lacks a brace; `{"a": 1]` has the wrong one.
        let next = self.source[self.at + 1..].trim_start().bytes().next();
        let outer_needs_it = match next {
            None => self.stack.len() == 2,
            Some(b'}' | b']') => outer_fits && self.closes_in_turn(2),
            _ => outer_fits && self.stack.len() > 2,
        };
        if outer_needs_it && outer_fits {
            let inner = self.stack.last().map_or(0, |frame| frame.node);
            let flat = self.nodes[inner + 1..]
                .iter()
                .all(|node| !is_container(node.kind));
            let sure = self.by_indent || flat;
            if !sure {
                self.doubtful
                    .extend(self.stack.first().map(|frame| frame.node));
            }
            let mend = self.closer();
            self.close_implied(sure.then_some(mend));
            return State::After;
        }
        let mend = self.closer();
        self.slip(SlipKind::WrongCloser, self.at..self.at + 1);
        self.mend(self.at..self.at + 1, mend);
        self.at += 1;
        self.close(self.at)
    }

    /// Whether the brackets that follow close the containers from the `skip`-th innermost outwards.
    pub(super) fn closes_in_turn(&self, skip: usize) -> bool {
        let mut frames = self.stack.iter().rev().skip(skip);
        for byte in self
            .until(self.at + 1, 4096)
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
        {
            match (byte, frames.next()) {
                (b'}', Some(frame)) if frame.object => {}
                (b']', Some(frame)) if !frame.object => {}
                (b'}' | b']', _) => return false,
                _ => return true,
            }
        }
        frames.next().is_none()
    }

    /// A value that is followed by a colon was meant to be a key: the brace before it is missing.
    pub(super) fn lost_opener(&mut self) -> bool {
        let lost = self.nodes.pop_if(|node| node.kind == Kind::String);
        let Some(key) = lost else { return false };
        let at = key.start as usize;
        let indent = if self.by_indent {
            self.indent_of(at)
        } else {
            0
        };
        self.slip(SlipKind::MissingOpener, at..at);
        self.mend(at..at, "{");
        let node = self.push(at..at, Kind::Object);
        self.stack.push(Frame {
            node,
            object: true,
            indent,
        });
        let id = self.push(at..key.end as usize, Kind::String);
        self.nodes[id] = key;
        self.nodes[id].next = id as u32 + 1;
        self.comma = None;
        self.at += 1;
        true
    }

    /// In a list of documents, one a line, an object at the start of a line begins the next document:
    /// the one before it lacks a bracket somewhere.
    pub(super) fn next_document(&mut self) -> bool {
        let lines = self.roots.len() > 1 || self.source.starts_with('{');
        let line_before = self.source[..self.last_end]
            .rsplit('\n')
            .next()
            .unwrap_or("");
        if !lines
            || self.indent_of(self.at) > 0
            || !self.first_on_line()
            || !line_before.starts_with('{')
        {
            return false;
        }
        let Some(root) = self.stack.first().map(|frame| frame.node) else {
            return false;
        };
        if self.source[self.nodes[root].start as usize..self.last_end].contains('\n') {
            return false;
        }
        let at = self.last_end;
        let opener = self.nodes[root].start as usize;
        self.slip(SlipKind::MissingCloser, at..at);
        if let Some(slip) = self.slips.last_mut() {
            slip.others.push(opener..opener + 1);
        }
        self.doubtful.push(root);
        while let Some(frame) = self.stack.pop() {
            self.finish_node(frame.node, at);
        }
        self.comma = None;
        true
    }

    /// What belongs where is a guess in these values, so nothing may be concluded from any container.
    pub(super) fn mark_doubtful(&mut self) {
        for root in std::mem::take(&mut self.doubtful) {
            let end = self.nodes[root].next as usize;
            for node in self.nodes[root..end]
                .iter_mut()
                .filter(|node| is_container(node.kind))
            {
                node.flags |= INCOMPLETE;
            }
        }
    }
}
