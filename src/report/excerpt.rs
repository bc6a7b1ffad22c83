//! Which parts of a file a finding shows: the lines with labels, one line before them, and of a long
//! line only what surrounds the label.

use std::ops::Range;

use super::locate::Locator;
use super::mask::{Unit, mask, units};
use super::{Look, safe};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Elsewhere};

/// A line, or part of one, and what is marked in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Counted from 1.
    pub number: usize,
    pub text: String,
    /// Sorted by place.
    pub marks: Vec<Mark>,
    /// Whether anything in it can be read.
    pub readable: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the row's text.
    pub span: Range<usize>,
    /// Empty where the finding's own message says it.
    pub message: String,
    /// Whether this is the finding's own place.
    pub primary: bool,
}

/// More labels than this are not drawn.
pub(super) const MOST: usize = 6;

/// The rows of a finding, in the order of the file, at most `width` columns wide.
pub(super) fn rows(
    checked: &Checked,
    finding: &Diagnostic,
    locator: &Locator,
    look: Look,
    width: usize,
) -> Vec<Row> {
    let mut labels = vec![(finding.span.clone(), String::new(), true)];
    let others = finding.labels.iter().take(MOST - 1);
    labels
        .extend(others.map(|label| (label.span.clone(), safe(&label.message).into_owned(), false)));
    labels.sort_by_key(|(span, ..)| (span.start, span.end));
    let sheet = Sheet {
        locator,
        shown: &checked.shown,
        look,
        width,
    };
    sheet.rows(&labels, Some((checked, finding)))
}

/// The rows of a place in another file.
pub(super) fn rows_elsewhere(
    place: &Elsewhere,
    locator: &Locator,
    look: Look,
    width: usize,
) -> Vec<Row> {
    let message = safe(&place.message).into_owned();
    let sheet = Sheet {
        locator,
        shown: &place.shown,
        look,
        width,
    };
    sheet.rows(&[(place.span.clone(), message, false)], None)
}

/// A place, what is said of it, and whether it is the finding's own.
type Labelled = (Range<usize>, String, bool);

/// A file, and the paper on which its lines are drawn.
struct Sheet<'a> {
    locator: &'a Locator<'a>,
    shown: &'a [Range<usize>],
    look: Look,
    width: usize,
}

impl Sheet<'_> {
    /// The rows of some places, sorted, and the line before the place of the finding that they belong to.
    fn rows(&self, labels: &[Labelled], of: Option<(&Checked, &Diagnostic)>) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut rest = labels;
        while let Some(first) = rest.first() {
            let at = first.0.start.min(self.locator.bytes.len());
            let line = self.locator.lines.line_of(at);
            let together = rest
                .iter()
                .take_while(|label| self.fits(line, first.0.start..label.0.end, &label.1))
                .count()
                .max(1);
            let (here, later) = rest.split_at(together);
            if let Some((checked, finding)) = of
                && here.iter().any(|(.., primary)| *primary)
            {
                rows.extend(self.before(line, checked, finding, rows.last()));
            }
            rows.push(self.row(line, here));
            rest = later;
        }
        rows
    }

    /// The line before, where it belongs to the same request and is not there already.
    fn before(
        &self,
        line: usize,
        checked: &Checked,
        finding: &Diagnostic,
        last: Option<&Row>,
    ) -> Option<Row> {
        let request = &checked.requests.get(finding.request?)?.span;
        let place = self.place(line.checked_sub(1)?);
        // Rows count from 1, lines from 0.
        let is_new = last.is_none_or(|row| row.number < line);
        if !is_new
            || place.start < self.place(self.locator.lines.line_of(request.start)).start
            || place.len() > 4 * self.width
        {
            return None;
        }
        let row = self.row(
            line - 1,
            &[(place.start..place.start, String::new(), false)],
        );
        row.readable.then_some(Row {
            marks: Vec::new(),
            ..row
        })
    }

    fn row(&self, line: usize, labels: &[Labelled]) -> Row {
        let place = self.place(line);
        let clip = |span: &Range<usize>| {
            span.start.clamp(place.start, place.end)..span.end.clamp(place.start, place.end)
        };
        let focus = labels
            .iter()
            .map(|(span, ..)| clip(span))
            .reduce(|all, span| all.start..all.end.max(span.end));
        let focus = focus.unwrap_or(place.start..place.start);
        // A label's text starts below the middle of what it marks and needs room to its right.
        let text = labels
            .iter()
            .map(|(_, text, _)| text.len())
            .max()
            .unwrap_or(0);
        // The room is counted from the middle of what is in view, which is not that of the last of several labels.
        let beyond = match labels {
            [_, _, ..] => self.columns(focus.clone()).div_ceil(2),
            _ => 0,
        };
        let window = self.window(place.clone(), focus.clone(), room(text) + beyond);
        let masked = mask(self.locator.bytes, window.clone(), self.shown, self.look);
        let before = if window.start > place.start {
            self.look.ellipsis()
        } else {
            ""
        };
        let after = if window.end < place.end {
            self.look.ellipsis()
        } else {
            ""
        };
        let marks = labels.iter().map(|(span, message, primary)| {
            let span = clip(span);
            let at = |offset| before.len() + masked.at(offset);
            Mark {
                span: at(span.start)..at(span.end),
                message: message.clone(),
                primary: *primary,
            }
        });
        let marks = marks.collect();
        Row {
            number: line + 1,
            text: format!("{before}{}{after}", masked.text),
            marks,
            readable: masked.readable,
        }
    }

    /// Bytes of a line, without a byte-order mark.
    fn place(&self, line: usize) -> Range<usize> {
        let place = self.locator.lines.line(self.locator.bytes, line);
        let mark = line == 0 && self.locator.bytes[place.clone()].starts_with(b"\xEF\xBB\xBF");
        place.start + if mark { 3 } else { 0 }..place.end
    }

    /// Whether the whole span can stand in one row of the line, with a label's text after it.
    fn fits(&self, line: usize, span: Range<usize>, text: &str) -> bool {
        let place = self.place(line);
        span.end <= place.end && span.len() <= 4 * self.width && {
            let ellipses = 2 * self.look.ellipsis().chars().count();
            self.columns(span) + room(text.len()) + ellipses <= self.width
        }
    }

    /// The width of a part of a line, up to that of the paper.
    fn columns(&self, span: Range<usize>) -> usize {
        let units = units(self.locator.bytes, span).take(self.width);
        units.map(|unit| unit.width(0)).sum()
    }

    /// The bytes of a line that are shown around `focus`: all of them, if they and the label's text have room.
    fn window(&self, line: Range<usize>, focus: Range<usize>, room: usize) -> Range<usize> {
        let bytes = self.locator.bytes;
        // A character has at most four bytes, so nothing further away can be in view.
        let reach = 4 * self.width;
        let is_inside = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        let from = focus.start.saturating_sub(reach).max(line.start);
        let from = (from..from + 4)
            .find(|&at| !is_inside(at))
            .unwrap_or(from)
            .min(focus.start);
        let to = focus.start.saturating_add(reach).min(line.end);
        let to = (to..to + 4)
            .find(|&at| !is_inside(at))
            .unwrap_or(to)
            .min(line.end);
        let near: Vec<Unit> = units(bytes, from..to).collect();
        let mut columns = Vec::with_capacity(near.len() + 1);
        let mut column = 0;
        for unit in &near {
            columns.push(column);
            column += unit.width(column);
        }
        columns.push(column);
        let index = |offset: usize| near.partition_point(|unit| unit.at < offset);
        let (start, end) = (columns[index(focus.start)], columns[index(focus.end)]);
        let middle = (start + end.min(start + self.width)) / 2;
        let has_room = middle + room <= self.width;
        if from == line.start && to == line.end && column <= self.width && has_room {
            return line;
        }
        let width = self.width - 2 * self.look.ellipsis().chars().count();
        let first = if from == line.start && has_room && end <= width {
            0
        } else {
            // A third of the row stands before the label, less where the label or its text needs the room,
            // more where the line ends before the row does.
            let length = (end - start).min(width);
            let lead = (width / 3)
                .min(width - length)
                .min(width.saturating_sub(room + length / 2));
            let full = if to == line.end {
                column.max(middle + room).saturating_sub(width)
            } else {
                usize::MAX
            };
            columns.partition_point(|&column| column < full.min(start.saturating_sub(lead)))
        };
        let last = columns.partition_point(|&column| column <= columns[first] + width) - 1;
        let at = |index: usize| near.get(index).map_or(to, |unit| unit.at);
        at(first)..at(last)
    }
}

/// Columns for a label's text of so many bytes.
fn room(text: usize) -> usize {
    match text {
        0 => 1,
        text => text.min(24) + 4,
    }
}

impl Look {
    /// What stands for a part of a line that is left out.
    fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}
