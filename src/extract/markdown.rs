//! Markdown: the code in it is handed on to the other readers.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{Fragment, embedded};
use crate::text::{Decoder, Encoding, Text};

pub(super) fn extract(text: &Text<'_>) -> Vec<Fragment<'static>> {
    blocks(text)
        .into_iter()
        .flat_map(|(language, code)| embedded::read(&language, code))
        .collect()
}

/// The code blocks of a text, with the first word of their info strings.
pub(super) fn blocks(text: &Text<'_>) -> Vec<(String, Text<'static>)> {
    let source = text.as_str();
    let mut blocks = Vec::new();
    let mut open: Option<(String, Decoder, usize)> = None;
    for (event, range) in Parser::new(source).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info
                        .split([' ', ',', '{', '\t'])
                        .next()
                        .unwrap_or_default()
                        .to_lowercase(),
                    CodeBlockKind::Indented => String::new(),
                };
                open = Some((info, Decoder::new(), range.start));
            }
            Event::Text(piece) => {
                if let Some((_, decoder, _)) = &mut open {
                    let encoding = Encoding::Verbatim;
                    if source[range.clone()] == *piece {
                        decoder.verbatim(range.start, &piece, encoding);
                    } else {
                        decoder.escape(range, &piece, encoding);
                    }
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, decoder, start)) = open.take() {
                    blocks.push((info, decoder.finish(text, start, Encoding::Verbatim)));
                }
            }
            _ => {}
        }
    }
    blocks
}
