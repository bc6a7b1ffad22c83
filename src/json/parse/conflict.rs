//! A merge that nobody has finished: the marks of git, and between them what each side wrote.

use std::ops::Range;

use super::{Parser, SlipKind};

/// One side begins.
const OURS: &str = "<<<<<<<";
/// What both sides began with, which not everybody has git write.
const BASE: &str = "|||||||";
/// The other side begins.
const THEIRS: &str = "=======";
/// Both have ended.
const END: &str = ">>>>>>>";

/// How far a search has come that is not made twice.
#[derive(Debug, Default)]
pub(super) enum Conflict {
    #[default]
    None,
    /// Of a conflict that was opened, the side that is not read.
    Open(Range<usize>),
    /// None is left in the text.
    NoMore,
}

impl Parser<'_> {
    /// Reads over a mark that opens a conflict, so that one side is read, or over the other side. What the container
    /// holds depends on who wins.
    pub(super) fn conflict(&mut self) -> bool {
        match &self.conflict {
            Conflict::Open(other) if self.at < other.start => return false,
            Conflict::Open(other) if self.at == other.start => {
                self.at = other.end;
                self.conflict = Conflict::None;
                self.mark_incomplete();
                return true;
            }
            Conflict::NoMore => return false,
            Conflict::Open(_) | Conflict::None => {}
        }
        let is_first = matches!(
            self.source[..self.at].chars().next_back(),
            None | Some('\n' | '\u{FEFF}')
        );
        if !is_first || !is_mark(self.line(self.at), OURS) {
            return false;
        }
        let Some(other) = self.other_side() else {
            self.conflict = Conflict::NoMore;
            return false;
        };
        let mark = self.at..self.at + OURS.len();
        self.habit(SlipKind::MergeConflict, mark, Vec::new());
        self.at += self.line(self.at).len();
        self.conflict = Conflict::Open(other);
        self.mark_incomplete();
        true
    }

    /// From the end of one side to the end of the conflict.
    fn other_side(&self) -> Option<Range<usize>> {
        let mut start = None;
        let mut is_divided = false;
        let mut at = self.at;
        while at < self.source.len() {
            let line = self.line(at);
            let divides = is_mark(line, THEIRS);
            if divides || is_mark(line, BASE) {
                start = start.or(Some(at));
                is_divided |= divides;
            } else if is_divided && is_mark(line, END) {
                return Some(start?..at + line.len());
            }
            at += line.len() + 1;
        }
        None
    }

    /// The line that begins here.
    fn line(&self, at: usize) -> &str {
        let rest = &self.source[at..];
        rest.split('\n').next().unwrap_or(rest)
    }
}

fn is_mark(line: &str, mark: &str) -> bool {
    let behind = line.strip_prefix(mark);
    behind.is_some_and(|behind| matches!(behind.as_bytes(), [] | [b' ' | b'\r', ..]))
}
