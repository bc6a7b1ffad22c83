//! Decoded text that knows where in the file each of its bytes came from, and how to write back.
//!
//! A file is a [`Text`]; a shell-quoted argument is the text inside the quotes; a JSON string inside
//! that is a text again. Each wrapping is a [`Layer`]. The innermost wrapping needs none where it
//! decodes nothing: the text keeps the coordinates of its parent, and costs no allocation.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Edit;

mod decoder;
mod encoding;
mod quoting;
mod transcript;

pub use decoder::Decoder;
pub use encoding::Encoding;
use encoding::encode;
pub use quoting::Quoting;
pub(crate) use quoting::is_literal;
pub use transcript::Transcript;

/// Stands in decoded text for something whose value only a later program knows (`$TOKEN`, `$(…)`).
/// Whatever holds it is unknown, and nothing is said about it.
pub const HOLE: char = '\u{FFFC}';

/// A run of decoded bytes and the bytes of the parent text that they came from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    /// First byte in the decoded text.
    at: usize,
    /// Number of decoded bytes.
    len: usize,
    /// First byte in the parent's coordinates.
    source: usize,
    /// Number of bytes there; equal to `len` where the bytes are the same.
    source_len: usize,
    verbatim: bool,
    encoding: Encoding,
}

#[derive(Debug)]
struct Layer {
    parent: Option<Arc<Layer>>,
    encoding: Encoding,
    /// Sorted by `at`, without gaps. Empty: the layer decodes nothing and has its parent's coordinates.
    segments: Vec<Segment>,
    /// Whether anything may stand in the parent between two segments that follow each other here.
    is_pieced: bool,
}

/// A piece of text, its place in the file, and the wrappings between the two.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    value: Cow<'a, str>,
    /// Where `value` begins, in the coordinates of `layer`.
    offset: usize,
    layer: Option<Arc<Layer>>,
    /// A wrapping inside `layer` that decodes nothing.
    wrapping: Option<Encoding>,
}

impl<'a> Text<'a> {
    /// A whole file: byte 0 of the text is byte 0 of the file.
    pub fn file(contents: &'a str) -> Self {
        Text {
            value: Cow::Borrowed(contents),
            offset: 0,
            layer: None,
            wrapping: None,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.value
    }

    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The part of the text in `range` (bytes of this text).
    pub fn slice(&self, range: Range<usize>) -> Text<'_> {
        Text {
            value: Cow::Borrowed(&self.value[range.clone()]),
            offset: self.offset + range.start,
            layer: self.layer.clone(),
            wrapping: self.wrapping,
        }
    }

    /// The part of the text in `range`, for as long as what was borrowed lasts.
    pub fn part(&self, range: Range<usize>) -> Text<'a> {
        let value = match &self.value {
            Cow::Borrowed(value) => Cow::Borrowed(&value[range.clone()]),
            Cow::Owned(value) => Cow::Owned(value[range.clone()].to_owned()),
        };
        Text {
            value,
            offset: self.offset + range.start,
            layer: self.layer.clone(),
            wrapping: self.wrapping,
        }
    }

    /// The part of the text in `range`, which stands in a wrapping that happens to decode nothing there.
    pub fn wrapped(&self, range: Range<usize>, encoding: Encoding) -> Text<'_> {
        Text {
            value: Cow::Borrowed(&self.value[range.clone()]),
            offset: self.offset + range.start,
            layer: self.layers(),
            wrapping: Some(encoding),
        }
    }

    /// Every wrapping as a layer, for a text inside this one.
    fn layers(&self) -> Option<Arc<Layer>> {
        let Some(encoding) = self.wrapping else {
            return self.layer.clone();
        };
        Some(Arc::new(Layer {
            parent: self.layer.clone(),
            encoding,
            segments: Vec::new(),
            is_pieced: false,
        }))
    }

    /// The same text without the borrow of the one it was cut from.
    pub fn into_owned(self) -> Text<'static> {
        Text {
            value: Cow::Owned(self.value.into_owned()),
            offset: self.offset,
            layer: self.layer,
            wrapping: self.wrapping,
        }
    }

    /// Where `range` (bytes of this text) stands in the file, in bytes of the file.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let mut range = range.start + self.offset..range.end + self.offset;
        let mut layer = self.layer.as_deref();
        while let Some(current) = layer {
            range = current.to_parent(range);
            layer = current.parent.as_deref();
        }
        range
    }

    /// The places in the file that a range of this text came from, in the order of this text: one, or several where it
    /// was put together from pieces between which something else may stand.
    pub fn pieces(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let range = range.start + self.offset..range.end + self.offset;
        let mut pieces = vec![range];
        let mut layer = self.layer.as_deref();
        while let Some(current) = layer {
            pieces = match current.is_pieced {
                true => pieces
                    .into_iter()
                    .flat_map(|range| current.apart(range))
                    .collect(),
                false => pieces
                    .into_iter()
                    .map(|range| current.to_parent(range))
                    .collect(),
            };
            layer = current.parent.as_deref();
        }
        pieces
    }

    /// Whether something may stand in the file between two bytes that follow each other here.
    pub fn is_pieced(&self) -> bool {
        let mut layer = self.layer.as_deref();
        while let Some(current) = layer {
            if current.is_pieced {
                return true;
            }
            layer = current.parent.as_deref();
        }
        false
    }

    /// The whole text's place in the file.
    pub fn whole_span(&self) -> Range<usize> {
        self.span(0..self.value.len())
    }

    /// How the bytes in `range` (bytes of this text) are written in the innermost wrapping, if that is one way.
    pub fn encoding(&self, range: Range<usize>) -> Option<Encoding> {
        let range = range.start + self.offset..range.end + self.offset;
        match (self.wrapping, &self.layer) {
            (Some(encoding), _) => Some(encoding),
            (None, Some(layer)) => layer.encoding_of(&range),
            (None, None) => None,
        }
    }

    /// An edit of the file that replaces `range` (bytes of this text) by `text`, escaped for every
    /// wrapping around it; `None` where the range cannot be written back (it crosses a change of
    /// quoting, or comes from an expansion).
    pub fn edit(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        let mut range = range.start + self.offset..range.end + self.offset;
        let mut text = Cow::Borrowed(text);
        if let Some(encoding) = self.wrapping {
            text = Cow::Owned(encode(encoding, &text)?);
        }
        let mut layer = self.layer.as_deref();
        while let Some(current) = layer {
            let encoding = current.encoding_of(&range)?;
            text = Cow::Owned(encode(encoding, &text)?);
            range = current.to_parent(range);
            layer = current.parent.as_deref();
        }
        Some(Edit {
            span: range,
            text: text.into_owned(),
            secret: false,
        })
    }
}

impl Layer {
    fn segment_at(&self, position: usize) -> &Segment {
        let index = self
            .segments
            .partition_point(|segment| segment.at + segment.len <= position);
        &self.segments[index.min(self.segments.len() - 1)]
    }

    fn to_parent(&self, range: Range<usize>) -> Range<usize> {
        if self.segments.is_empty() {
            return range;
        }
        if self.is_pieced
            && let Some(piece) = self.longest_piece(&range)
        {
            return piece;
        }
        if range.is_empty() {
            let point = if range.start == 0 {
                self.start(0)
            } else {
                self.end(range.start)
            };
            return point..point;
        }
        self.start(range.start)..self.end(range.end)
    }

    /// Of a string that was put together from several places, which need not be in order, the one with most of a range.
    fn longest_piece(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self
            .segments
            .partition_point(|segment| segment.at + segment.len <= range.start);
        let inside = self.segments[first..].iter();
        let inside = inside.take_while(|segment| segment.at < range.end);
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for segment in inside {
            // What has brackets of its own is one place.
            if segment.encoding == Encoding::Verbatim {
                return None;
            }
            let end = (segment.at + segment.len).min(range.end);
            let place = self.start(segment.at.max(range.start))..self.end(end);
            match pieces.last_mut() {
                Some(last) if last.end == place.start => last.end = place.end,
                _ => pieces.push(place),
            }
        }
        let apart = pieces.len() > 1;
        let longest = pieces.into_iter().max_by_key(|piece| piece.len());
        longest.filter(|_| apart)
    }

    /// The parent's range of each segment that has a part in `range`.
    fn apart(&self, range: Range<usize>) -> Vec<Range<usize>> {
        if range.is_empty() {
            return vec![self.to_parent(range)];
        }
        let first = self
            .segments
            .partition_point(|segment| segment.at + segment.len <= range.start);
        let segments = self.segments[first..].iter();
        let inside = segments.take_while(|segment| segment.at < range.end);
        inside
            .map(|segment| {
                let end = (segment.at + segment.len).min(range.end);
                self.start(segment.at.max(range.start))..self.end(end)
            })
            .collect()
    }

    fn start(&self, position: usize) -> usize {
        let segment = self.segment_at(position);
        match segment.verbatim {
            true => segment.source + (position - segment.at).min(segment.source_len),
            false => segment.source,
        }
    }

    /// The parent's position just after the decoded byte before `position`.
    fn end(&self, position: usize) -> usize {
        let segment = self.segment_at(position - 1);
        match segment.verbatim {
            true => segment.source + (position - segment.at).min(segment.source_len),
            false => segment.source + segment.source_len,
        }
    }

    /// The one encoding of all bytes in `range`, if there is one and nothing stands between them.
    fn encoding_of(&self, range: &Range<usize>) -> Option<Encoding> {
        if self.segments.is_empty() {
            return Some(self.encoding);
        }
        let last = if range.is_empty() {
            range.start.saturating_sub(1)
        } else {
            range.end - 1
        };
        let first = if range.is_empty() { last } else { range.start };
        let from = self
            .segments
            .partition_point(|s| s.at + s.len <= first)
            .min(self.segments.len() - 1);
        let to = self
            .segments
            .partition_point(|s| s.at + s.len <= last)
            .min(self.segments.len() - 1);
        let run = &self.segments[from..=to];
        let joined = run.windows(2).all(|pair| {
            pair[0].source + pair[0].source_len == pair[1].source
                && pair[0].encoding == pair[1].encoding
        });
        joined.then_some(run[0].encoding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a\"b` in a JSON string, inside a shell word that ends its single quotes for an apostrophe.
    #[test]
    fn spans_and_edits_go_through_two_layers() {
        let source = r#"-d '{"k":"a\"b'\''c"}'"#;
        let file = Text::file(source);
        let mut shell = Decoder::new();
        shell.verbatim(4, &source[4..14], Encoding::ShellSingle);
        shell.escape(14..18, "'", Encoding::ShellSingle);
        shell.verbatim(18, &source[18..21], Encoding::ShellSingle);
        let body = shell.finish(&file, 4, Encoding::ShellSingle);
        assert_eq!(body.as_str(), r#"{"k":"a\"b'c"}"#);
        let mut json = Decoder::new();
        json.verbatim(6, "a", Encoding::JsonString);
        json.escape(7..9, "\"", Encoding::JsonString);
        json.verbatim(9, "b'c", Encoding::JsonString);
        let value = json.finish(&body, 6, Encoding::JsonString);
        assert_eq!(value.as_str(), "a\"b'c");
        assert_eq!(&source[value.span(1..2)], "\\\"");
        assert_eq!(&source[value.span(2..4)], r"b'\''");
        assert_eq!(&source[value.span(4..5)], "c");
        let edit = value.edit(2..3, "\"'").expect("one run of one quoting");
        assert_eq!(
            (&source[edit.span.clone()], edit.text.as_str()),
            ("b", r#"\"'\''"#)
        );
    }

    #[test]
    fn an_empty_range_is_a_point_after_what_precedes_it() {
        let file = Text::file("ab  cd");
        let mut decoder = Decoder::new();
        decoder.verbatim(0, "ab", Encoding::Verbatim);
        decoder.verbatim(4, "cd", Encoding::Verbatim);
        let text = decoder.finish(&file, 0, Encoding::Verbatim);
        assert_eq!(text.span(2..2), 2..2);
        assert_eq!(text.span(0..0), 0..0);
        assert_eq!(text.span(4..4), 6..6);
        assert_eq!(text.span(1..3), 1..5);
        assert_eq!(
            text.edit(1..3, "x"),
            None,
            "the bytes between are not the text's own"
        );
    }

    #[test]
    fn a_hole_cannot_be_edited() {
        let file = Text::file("\"$PORT\"");
        let mut decoder = Decoder::new();
        decoder.hole(1..6);
        let text = decoder.finish(&file, 1, Encoding::ShellDouble);
        assert_eq!(text.span(0..text.as_str().len()), 1..6);
        assert_eq!(text.edit(0..3, "1521"), None);
    }
}
