//! What the reader writes down: slips, and the nodes of the tape.

use std::ops::Range;

use super::{ESCAPED, HOLED, INCOMPLETE, Kind, MAX_SLIPS, Node, Parser, Slip, SlipKind, State};
use crate::text::HOLE;

impl Parser<'_> {
    pub(super) fn slip(&mut self, kind: SlipKind, at: Range<usize>) {
        if self.slips.len() >= MAX_SLIPS {
            self.slips.pop();
        }
        self.slips.push(Slip {
            kind,
            at,
            others: Vec::new(),
            edits: Vec::new(),
        });
    }

    /// Records the one way to mend the last slip.
    pub(super) fn mend(&mut self, at: Range<usize>, text: &str) {
        if let Some(slip) = self.slips.last_mut() {
            slip.edits.push((at, text.to_owned()));
        }
    }

    /// Records a slip of a kind that one person makes all over a text, as one finding.
    pub(super) fn habit(
        &mut self,
        kind: SlipKind,
        at: Range<usize>,
        edits: Vec<(Range<usize>, String)>,
    ) {
        match self.slips.iter_mut().find(|slip| slip.kind == kind) {
            Some(slip) => {
                slip.others.push(at);
                slip.edits.extend(edits);
            }
            None => self.slips.push(Slip {
                kind,
                at,
                others: Vec::new(),
                edits,
            }),
        }
    }

    /// Whether the innermost container has parts that cannot be read: its commas may be theirs.
    pub(super) fn in_incomplete(&self) -> bool {
        self.stack
            .last()
            .is_some_and(|frame| self.nodes[frame.node].flags & INCOMPLETE != 0)
    }

    /// A key of dots, which was read last, stands for members that are not shown.
    pub(super) fn elided_key(&mut self) {
        let Some(key) = self.nodes.last_mut() else {
            return;
        };
        let inside = self
            .source
            .get(key.start as usize + 1..(key.end as usize).saturating_sub(1));
        if matches!(inside, Some("..." | "…")) {
            key.flags |= HOLED;
            self.mark_incomplete();
        }
    }

    pub(super) fn trailing_comma(&mut self) {
        if let Some(comma) = self.comma.take()
            && !self.leniency.trailing_commas
            && !self.in_incomplete()
        {
            self.slip(SlipKind::TrailingComma, comma..comma + 1);
            self.mend(comma..comma + 1, "");
        }
    }

    pub(super) fn extra_comma(&mut self, state: State) -> State {
        if !self.in_incomplete() {
            self.slip(SlipKind::ExtraComma, self.at..self.at + 1);
            self.mend(self.at..self.at + 1, "");
        }
        self.at += 1;
        state
    }

    /// Reads over something that cannot stand here, up to where the text can go on.
    pub(super) fn unexpected(&mut self) {
        let start = self.at;
        self.skip_char();
        while let Some(byte) = self.peek() {
            if matches!(byte, b',' | b'}' | b']' | b'"' | b'\n' | b'\r') {
                break;
            }
            self.skip_char();
        }
        let end = start + self.source[start..self.at].trim_end().len();
        self.slip(SlipKind::Unexpected, start..end.max(start));
        if let Some(frame) = self.stack.last() {
            let node = frame.node;
            self.nodes[node].flags |= INCOMPLETE;
        }
    }

    /// The place just after the colon that lacks its value.
    pub(super) fn last_value_gap(&self) -> usize {
        self.source[..self.at].trim_end().len()
    }

    pub(super) fn push(&mut self, range: Range<usize>, kind: Kind) -> usize {
        let id = self.nodes.len();
        if self.stack.is_empty() {
            self.roots.push(id);
        }
        self.nodes.push(Node {
            start: range.start as u32,
            end: range.end as u32,
            next: id as u32 + 1,
            kind,
            open: 0,
            close: 0,
            flags: 0,
        });
        self.last_end = range.end;
        id
    }

    pub(super) fn finish_node(&mut self, node: usize, end: usize) {
        self.nodes[node].end = end as u32;
        self.nodes[node].next = self.nodes.len() as u32;
        self.last_end = end;
        self.last_closer = end.saturating_sub(1);
    }

    pub(super) fn push_string(
        &mut self,
        range: Range<usize>,
        open: usize,
        close: usize,
        escaped: bool,
    ) {
        let content = || &self.source[range.start + open..range.end - close];
        let holed = self.has_holes && content().contains(HOLE);
        let id = self.push(range, Kind::String);
        let node = &mut self.nodes[id];
        (node.open, node.close) = (open as u8, close as u8);
        node.flags = if escaped { ESCAPED } else { 0 } | if holed { HOLED } else { 0 };
    }
}
