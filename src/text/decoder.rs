//! Builds decoded texts.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{Encoding, HOLE, Layer, Segment, Text};

/// Builds a decoded text piece by piece, remembering where each piece came from.
///
/// Positions given to it are bytes of the parent [`Text`].
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    pub(super) value: String,
    pub(super) segments: Vec<Segment>,
}

impl Decoder {
    pub fn new() -> Self {
        Decoder::default()
    }

    /// What has been decoded so far.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Takes away what goes beyond `len` bytes, of which a segment must be the last.
    pub fn truncate(&mut self, len: usize) {
        self.value.truncate(len);
        self.segments.retain(|segment| segment.at < len);
        if let Some(last) = self.segments.last_mut().filter(|last| last.verbatim) {
            last.len = len - last.at;
            last.source_len = last.len;
        }
    }

    /// Adds bytes that stand in the parent as they are, from `source` on.
    pub fn verbatim(&mut self, source: usize, text: &str, encoding: Encoding) {
        if text.is_empty() {
            return;
        }
        match self.segments.last_mut() {
            Some(last)
                if last.verbatim
                    && last.encoding == encoding
                    && last.source + last.source_len == source =>
            {
                last.len += text.len();
                last.source_len += text.len();
            }
            _ => self.push(source..source + text.len(), text.len(), true, encoding),
        }
        self.value.push_str(text);
    }

    /// Adds `text`, which the parent's bytes `source` decode to (an escape, or a hole).
    pub fn escape(&mut self, source: Range<usize>, text: &str, encoding: Encoding) {
        self.push(source, text.len(), false, encoding);
        self.value.push_str(text);
    }

    /// Adds what another decoder has read of the same parent.
    pub fn append(&mut self, other: Decoder) {
        let before = self.value.len();
        self.value.push_str(&other.value);
        let moved = other.segments.into_iter().map(|segment| Segment {
            at: segment.at + before,
            ..segment
        });
        self.segments.extend(moved);
    }

    /// Adds something that only a later program knows the value of.
    pub fn hole(&mut self, source: Range<usize>) {
        let mut buffer = [0; 4];
        self.escape(source, HOLE.encode_utf8(&mut buffer), Encoding::Expansion);
    }

    fn push(&mut self, source: Range<usize>, len: usize, verbatim: bool, encoding: Encoding) {
        if len > 0 {
            let segment = Segment {
                at: self.value.len(),
                len,
                source: source.start,
                source_len: source.len(),
                verbatim,
                encoding,
            };
            self.segments.push(segment);
        }
    }

    /// The decoded text, inside `parent`. `place` is where it stands there when nothing was decoded.
    pub fn finish(self, parent: &Text<'_>, place: usize, encoding: Encoding) -> Text<'static> {
        let mut segments = self.segments;
        for segment in &mut segments {
            segment.source += parent.offset;
        }
        let parent_layers = parent.layers();
        let undecoded = match &segments[..] {
            [] => Some((parent.offset + place, encoding)),
            [only] if only.verbatim => Some((only.source, only.encoding)),
            _ => None,
        };
        if let Some((offset, encoding)) = undecoded {
            return Text {
                value: Cow::Owned(self.value),
                offset,
                layer: parent_layers,
                wrapping: Some(encoding),
            };
        }
        let layer = Layer {
            parent: parent_layers,
            encoding,
            segments,
            is_pieced: false,
        };
        Text {
            value: Cow::Owned(self.value),
            offset: 0,
            layer: Some(Arc::new(layer)),
            wrapping: None,
        }
    }
}
