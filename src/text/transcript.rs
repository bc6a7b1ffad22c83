//! Values of other notations, written out as JSON.

use std::ops::Range;
use std::sync::Arc;

use super::{Decoder, Encoding, HOLE, Layer, Quoting, Text};

/// Writes a value of another notation (YAML, a literal in a program) out as JSON of which every byte knows where
/// it came from, so that whoever reads JSON reads it, and whoever mends the JSON mends what it was made from.
///
/// Positions given to it are bytes of the parent [`Text`]. What JSON demands and the other notation does not have is
/// written at an empty place.
#[derive(Debug, Default)]
pub struct Transcript {
    decoder: Decoder,
}

impl Transcript {
    pub fn new() -> Self {
        Transcript::default()
    }

    /// How much has been written.
    pub fn len(&self) -> usize {
        self.decoder.as_str().len()
    }

    pub fn is_empty(&self) -> bool {
        self.decoder.is_empty()
    }

    /// A bracket. Where it is only implied, `place` is what shows best what it opens or closes.
    pub fn bracket(&mut self, place: Range<usize>, bracket: char) {
        let mut buffer = [0; 4];
        self.decoder
            .escape(place, bracket.encode_utf8(&mut buffer), Encoding::Verbatim);
    }

    /// What stands between two items, of which the second begins at `next`.
    pub fn comma(&mut self, place: Range<usize>, next: usize) {
        self.decoder.escape(place, ",", Encoding::Verbatim);
        self.decoder.escape(next..next, " ", Encoding::Verbatim);
    }

    /// What stands between a key and its value, which begins at `value`.
    pub fn colon(&mut self, place: Range<usize>, value: usize) {
        self.decoder.escape(place, ":", Encoding::Verbatim);
        self.decoder.escape(value..value, " ", Encoding::Verbatim);
    }

    /// What stands between two values at the top.
    pub fn line_break(&mut self, at: usize) {
        self.decoder.escape(at..at, "\n", Encoding::Verbatim);
    }

    /// A string between its quotes, which may be empty places. Without a quoting nothing can be written back into it.
    pub fn string(
        &mut self,
        open: Range<usize>,
        content: &Decoder,
        close: Range<usize>,
        quoting: Option<Quoting>,
    ) {
        let own = quoting.map_or(Encoding::Expansion, Encoding::Transcribed);
        self.decoder.escape(open, "\"", own);
        for segment in &content.segments {
            let text = &content.value[segment.at..segment.at + segment.len];
            let encoding = match segment.encoding {
                Encoding::Expansion => Encoding::Expansion,
                _ => own,
            };
            let source = segment.source..segment.source + segment.source_len;
            if text.starts_with(HOLE) && segment.encoding == Encoding::Expansion {
                self.decoder.hole(source);
            } else if segment.verbatim {
                self.characters(source.start, text, encoding);
            } else {
                self.decoder.escape(source, &escaped(text), encoding);
            }
        }
        self.decoder.escape(close, "\"", own);
    }

    /// Characters that stand in the parent as they are.
    fn characters(&mut self, source: usize, text: &str, encoding: Encoding) {
        let mut plain = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| is_special(*c)) {
            self.decoder
                .verbatim(source + plain, &text[plain..at], encoding);
            let end = at + c.len_utf8();
            self.decoder.escape(
                source + at..source + end,
                &escaped(&text[at..end]),
                encoding,
            );
            plain = end;
        }
        self.decoder
            .verbatim(source + plain, &text[plain..], encoding);
    }

    /// A number or a literal that both notations write alike, or a placeholder without quotes.
    pub fn same(&mut self, source: usize, text: &str) {
        self.decoder.verbatim(source, text, Encoding::Verbatim);
    }

    /// A literal that JSON writes in another way.
    pub fn word(&mut self, place: Range<usize>, text: &str) {
        self.decoder.escape(place, text, Encoding::Expansion);
    }

    /// A value, or in the place of a member any number of them, that cannot be read.
    pub fn unknown(&mut self, place: Range<usize>) {
        self.decoder.hole(place);
    }

    /// The JSON.
    pub fn finish(self, parent: &Text<'_>) -> Text<'static> {
        let text = self.decoder.finish(parent, 0, Encoding::Verbatim);
        // Nobody else has the layer yet.
        let layer = text.layer.map(|layer| match Arc::try_unwrap(layer) {
            Ok(layer) => Arc::new(Layer {
                is_pieced: true,
                ..layer
            }),
            Err(shared) => shared,
        });
        Text { layer, ..text }
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '"' | '\\') || u32::from(c) < 0x20
}

/// As the inside of a JSON string.
fn escaped(text: &str) -> String {
    super::encode(Encoding::JsonString, text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `port: it's "1521"` and what is made of it.
    #[test]
    fn places_and_edits_are_those_of_the_other_notation() {
        let source = "port: 'it''s \"x\"'";
        let file = Text::file(source);
        let mut content = Decoder::new();
        let quoting = Quoting::YamlSingle;
        let encoding = Encoding::Quoted(quoting);
        content.verbatim(7, "it", encoding);
        content.escape(9..11, "'", encoding);
        content.verbatim(11, "s \"x\"", encoding);
        let mut key = Decoder::new();
        key.verbatim(0, "port", Encoding::Quoted(Quoting::YamlPlain));
        let mut transcript = Transcript::new();
        transcript.bracket(0..4, '{');
        transcript.string(0..0, &key, 4..4, Some(Quoting::YamlPlain));
        transcript.colon(4..5, 6);
        transcript.string(6..7, &content, 16..17, Some(quoting));
        transcript.bracket(17..17, '}');
        let text = transcript.finish(&file);
        assert_eq!(text.as_str(), r#"{"port": "it's \"x\""}"#);
        let json = crate::json::parse(text, crate::json::Leniency::default());
        assert!(json.slips.is_empty());
        let (key, value) = json.members(json.roots[0]).next().expect("a member");
        assert_eq!(&source[json.span(key)], "port");
        assert_eq!(&source[json.span(value)], "'it''s \"x\"'");
        let string = json.string(value);
        assert_eq!(string.as_str(), "it's \"x\"");
        assert_eq!(&source[string.span(2..3)], "''");
        assert_eq!(&source[string.span(5..8)], "\"x\"");
        let edit = string.edit(0..4, "don't \"").expect("one quoting");
        assert_eq!(
            (&source[edit.span.clone()], edit.text.as_str()),
            ("it''s", "don''t \"")
        );
        let pieces = json.text.pieces(0..json.text.as_str().len());
        assert!(pieces.contains(&(4..5)) && !pieces.iter().any(|piece| piece.len() > 6));
    }
}
