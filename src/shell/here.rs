//! Here-documents: their bodies follow the line that asks for them.

use std::ops::Range;

use super::Parser;
use super::word::Building;
use crate::text::{Encoding, Text};

/// A here-document whose body has not been read yet.
pub(super) struct Pending<'t> {
    /// Indices of the command and of its redirection.
    pub(super) command: usize,
    pub(super) redirection: usize,
    pub(super) delimiter: Text<'t>,
    /// Whether nothing in the body is live.
    pub(super) quoted: bool,
    /// Whether leading tabs are removed (`<<-`).
    pub(super) stripped: bool,
}

impl<'t> Parser<'t> {
    /// Steps over a line end and reads the bodies that begin after it.
    pub(super) fn newline(&mut self) {
        self.at += 1;
        for pending in std::mem::take(&mut self.pending) {
            let body = self.here_body(&pending);
            let redirections = self
                .script
                .commands
                .get_mut(pending.command)
                .map(|command| &mut command.redirections);
            if let Some(redirection) = redirections.and_then(|all| all.get_mut(pending.redirection))
            {
                redirection.body = Some(body);
            }
        }
    }

    /// Reads lines up to the delimiter, or to the end where it is missing.
    fn here_body(&mut self, pending: &Pending<'t>) -> Text<'t> {
        let start = self.at;
        while self.at < self.end {
            let line = self.at;
            let next = self
                .find(line..self.end, b'\n')
                .map_or(self.end, |at| at + 1);
            self.at = next;
            let text = self.source[line..next].trim_end_matches(['\n', '\r']);
            let text = if pending.stripped {
                text.trim_start_matches('\t')
            } else {
                text
            };
            if text == pending.delimiter.as_str() {
                return self.here_text(start..line, pending);
            }
        }
        self.here_text(start..self.end, pending)
    }

    fn here_text(&mut self, body: Range<usize>, pending: &Pending<'t>) -> Text<'t> {
        let text = &self.source[body.clone()];
        let encoding = if pending.quoted {
            Encoding::QuotedHereDocument
        } else {
            Encoding::HereDocument
        };
        if !pending.stripped && (pending.quoted || !text.contains(['\\', '$', '`'])) {
            return self.text.wrapped(body, encoding);
        }
        let after = self.at;
        let mut building = Building::new();
        self.within(body.clone(), |parser| {
            while parser.at < parser.end {
                // Not after a line that was continued.
                if pending.stripped
                    && (parser.at == body.start || building.decoder.as_str().ends_with('\n'))
                {
                    while parser.peek(parser.at) == b'\t' {
                        parser.at += 1;
                    }
                }
                parser.here_piece(pending, encoding, &mut building);
            }
        });
        self.at = after;
        building.decoder.finish(self.text, body.start, encoding)
    }

    /// Reads a run of text, at most to the end of the line, or what follows it.
    fn here_piece(
        &mut self,
        pending: &Pending<'t>,
        encoding: Encoding,
        building: &mut Building<'t>,
    ) {
        let start = self.at;
        let live =
            |byte: &u8| *byte == b'\n' || !pending.quoted && matches!(byte, b'\\' | b'$' | b'`');
        let run = self.bytes[start..self.end]
            .iter()
            .position(live)
            .map_or(self.end, |run| start + run);
        building
            .decoder
            .verbatim(start, &self.source[start..run], encoding);
        self.at = run;
        match self.peek(run) {
            b'\n' => {
                building.decoder.verbatim(run, "\n", encoding);
                self.at += 1;
            }
            b'\\' => match self.peek(run + 1) {
                b'\\' | b'$' | b'`' => {
                    building
                        .decoder
                        .escape(run..run + 2, &self.source[run + 1..run + 2], encoding);
                    self.at += 2;
                }
                _ => match self.line_end(run + 1) {
                    Some(len) => self.at += 1 + len,
                    None => {
                        building.decoder.verbatim(run, "\\", encoding);
                        self.at += 1;
                    }
                },
            },
            b'$' | b'`' => self.expand(building, true),
            _ => {}
        }
    }
}
