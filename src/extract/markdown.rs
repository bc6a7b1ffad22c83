//! Markdown: the code in it is handed on to the other readers.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{Body, Fragment, curl};
use crate::text::{Decoder, Encoding, Text};

pub(super) fn extract(text: &Text<'_>) -> Vec<Fragment<'static>> {
    blocks(text)
        .into_iter()
        .flat_map(|(language, code)| read(&language, code))
        .collect()
}

fn read(language: &str, code: Text<'static>) -> Vec<Fragment<'static>> {
    let body = code.as_str().trim_start();
    let json = matches!(
        language,
        "json" | "jsonc" | "json5" | "javascript" | "js" | "http"
    ) || super::looks_like_json(body);
    if json
        && (body.starts_with('{')
            || body.starts_with('[')
            || body.starts_with("//")
            || body.starts_with("/*"))
    {
        return vec![Fragment {
            leniency: super::leniency(language),
            body: Body::Text(code),
            call: None,
        }];
    }
    if memchr::memmem::find(body.as_bytes(), b"curl").is_some()
        || matches!(language, "bash" | "sh" | "shell" | "zsh" | "console")
    {
        return curl::extract(&code)
            .into_iter()
            .map(Fragment::into_owned)
            .collect();
    }
    Vec::new()
}

/// The code blocks of a text, with the first word of their info strings.
fn blocks(text: &Text<'_>) -> Vec<(String, Text<'static>)> {
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
