//! A merge that nobody has finished: one side is read, and the other one is not.

use super::{Parser, SlipKind};
use crate::conflict::{self, Conflict};

/// How far a search has come that is not made twice.
#[derive(Debug, Default)]
pub(super) enum Merge {
    #[default]
    None,
    /// Of this one a side is being read.
    Open(Conflict),
    /// None is left in the text.
    NoMore,
}

impl Parser<'_> {
    /// Reads over a mark that opens a conflict, so that one side is read, or over the other side. What the container
    /// holds depends on who wins.
    pub(super) fn conflict(&mut self) -> bool {
        match &self.merge {
            Merge::Open(open) if self.at < open.other.start => return false,
            Merge::Open(open) if self.at == open.other.start => {
                self.at = open.other.end;
                self.merge = Merge::None;
                self.mark_incomplete();
                return true;
            }
            Merge::NoMore => return false,
            Merge::Open(_) | Merge::None => {}
        }
        let is_first = matches!(
            self.source[..self.at].chars().next_back(),
            None | Some('\n' | '\u{FEFF}')
        );
        // Asked first: the end of a long line is far away.
        if !is_first {
            return false;
        }
        let line = conflict::line(self.source, self.at);
        if !conflict::opens(line) {
            return false;
        }
        let Some(found) = conflict::at(self.source, self.at) else {
            self.merge = Merge::NoMore;
            return false;
        };
        self.habit(SlipKind::MergeConflict, found.mark.clone(), Vec::new());
        self.at += line.len();
        self.merge = Merge::Open(found);
        self.mark_incomplete();
        true
    }
}
