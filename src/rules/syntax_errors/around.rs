//! What stands around the value of a text and must not: a call sends one JSON value and nothing else.

use std::ops::Range;

use crate::document::{Document, Extent};
use crate::json::{Slip, SlipKind};
use crate::text::HOLE;

/// What is in the way.
pub(super) struct Stray {
    /// Bytes of the JSON text: from the first character to the end of its line.
    pub(super) at: Range<usize>,
    /// Everything on this side of the value, which is one mistake.
    pub(super) side: Range<usize>,
    pub(super) message: &'static str,
}

/// Whatever stands before and behind the value that a call sends. Brackets alone, and a comma, are told as such.
pub(super) fn strays(document: &Document<'_>) -> Vec<Stray> {
    let json = document.json;
    let ranges = || document.roots.iter().map(|&root| json.range(root));
    let (Some(start), Some(end)) = (
        ranges().map(|range| range.start).min(),
        ranges().map(|range| range.end).max(),
    ) else {
        return Vec::new();
    };
    if !matches!(document.extent, Extent::Sent | Extent::Edited) {
        return Vec::new();
    }
    let sides = [
        (0..start, "only JSON can be sent, and this stands before it"),
        (
            end..json.text.as_str().len(),
            "only JSON can be sent, and this stands behind it",
        ),
    ];
    let strays = sides.into_iter().filter_map(|(side, message)| {
        let at = stray(document, side.clone())?;
        Some(Stray { at, side, message })
    });
    strays.collect()
}

/// Whether a slip outside of every value is one all the same: nothing but such slips stands there.
pub(super) fn is_plain(
    document: &Document<'_>,
    slip: &Slip,
    outside: impl Fn(&Slip) -> bool,
) -> bool {
    let may_be = |slip: &Slip| match slip.kind {
        SlipKind::ExtraCloser => true,
        SlipKind::Comment => matches!(document.extent, Extent::Sent | Extent::Edited),
        // Of a piece of a list people show a value with its comma.
        SlipKind::CommaBehind => document.extent != Extent::Piece,
        _ => false,
    };
    let mut others = document.json.slips.iter().filter(|slip| outside(slip));
    may_be(slip) && others.all(may_be)
}

/// The first line of what stands on one side of the value and is neither white space nor a comment. What a program
/// fills in, or a page leaves out, is unknown.
fn stray(document: &Document<'_>, side: Range<usize>) -> Option<Range<usize>> {
    let json = document.json;
    let text = json.text.as_str();
    let mut at = side.start;
    let start = loop {
        let rest = &text[at..side.end];
        let begin = at + rest.find(|c: char| !c.is_whitespace() && c != '\u{FEFF}')?;
        let comment = json
            .comments
            .iter()
            .find(|comment| comment.contains(&begin));
        match comment {
            Some(comment) => at = comment.end.min(side.end),
            None => break begin,
        }
    };
    let rest = &text[start..side.end];
    let is_unknown = rest.contains([HOLE, '…']) || UNKNOWN.iter().any(|sign| rest.contains(sign));
    let mut signs = rest.chars().filter(|c| !c.is_whitespace());
    let has_own_name = rest.trim() == "," || signs.all(|c| matches!(c, '}' | ']'));
    let is_left_out =
        document.extent == Extent::Edited && LEFT_OUT.iter().any(|sign| rest.starts_with(sign));
    if is_unknown || has_own_name || is_left_out {
        return None;
    }
    let line = rest.lines().next().unwrap_or_default().trim_end();
    Some(start..start + line.len())
}

/// Signs of templates, of variables and of something that was left out.
const UNKNOWN: [&str; 6] = ["{{", "{%", "<%", "$", "%", "..."];

/// How the notes, variables, scripts and answers begin that editors leave out of a body.
const LEFT_OUT: [&str; 6] = ["#", "//", "@", "<", ">", "HTTP/"];
