//! A reader of YAML that keeps the place of every value, and writes what it reads out as JSON.
//!
//! Templates (Helm, Jinja, ERB) are YAML only after another program has been at them. What they put into a value is
//! unknown, and so is what a mapping or a list holds with one of their lines in it. A document that does not parse
//! is left alone; the documents after it are read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Tag};

use crate::text::{Decoder, Encoding, Text};

mod merge;
mod scalar;
mod template;
mod transcribe;
mod word;

use template::Template;

/// Number of a node.
pub type Id = usize;

/// A YAML text.
#[derive(Debug)]
pub struct Yaml<'t> {
    text: &'t Text<'t>,
    /// The text as it was given to the parser: with its templates covered, byte for byte.
    covered: Cow<'t, str>,
    templates: Vec<Template>,
    /// In the order of the text; keys are nodes, too.
    nodes: Vec<Node>,
    /// The documents.
    pub roots: Vec<Id>,
    /// Whether an empty value is one that somebody else gives.
    pub leaves_empty: bool,
}

#[derive(Debug)]
struct Node {
    /// Bytes of the text, quotes and brackets included; of a collection up to its last item.
    range: Range<usize>,
    /// The node after this one and all that is inside it.
    next: Id,
    kind: Kind,
    tag: TagKind,
}

#[derive(Debug)]
enum Kind {
    Scalar {
        style: ScalarStyle,
        /// As the parser reads it, templates covered.
        value: String,
        /// Blanks before the lines of a block.
        indent: usize,
    },
    Sequence,
    Mapping,
    /// The same as another node; `None` where that is around it.
    Alias(Option<Id>),
}

/// What a tag makes of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagKind {
    None,
    /// `!!str`.
    String,
    /// What it stands for is known to another program only.
    Custom,
}

/// Reads a text. Nothing is an error: what cannot be read is left out.
pub fn parse<'t>(text: &'t Text<'t>) -> Yaml<'t> {
    let (covered, templates) = template::cover(text.as_str());
    let mut yaml = Yaml {
        text,
        covered,
        templates,
        nodes: Vec::new(),
        roots: Vec::new(),
        leaves_empty: false,
    };
    let mut reader = Reader::default();
    let covered = yaml.covered.as_ref();
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: usize::from(MAX_DEPTH),
        block_nesting_limit: usize::from(MAX_DEPTH),
    };
    let mut parser = Parser::new_from_str_with_options(covered, options);
    // Every turn reads an event or gives a document up, and there are fewer of both than bytes.
    for _ in 0..4 * covered.len() + 16 {
        match parser.next_event() {
            Some(Ok((event, span))) => {
                let indent = span.indent.unwrap_or(0);
                // The parser counts some of the places in lists of pairs by characters.
                let range = span.byte_range().unwrap_or(0..0);
                let end = covered.floor_char_boundary(range.end);
                let start = covered.floor_char_boundary(range.start).min(end);
                reader.event(event, start..end, indent);
            }
            Some(Err(_)) => {
                reader.give_up();
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    break;
                }
            }
            None => break,
        }
    }
    reader.give_up();
    (yaml.nodes, yaml.roots) = (reader.nodes, reader.roots);
    yaml
}

/// Nesting below this is not read.
const MAX_DEPTH: u16 = 100;

/// Makes nodes of events.
#[derive(Default)]
struct Reader {
    nodes: Vec<Node>,
    roots: Vec<Id>,
    /// The collections that are still open.
    open: Vec<Id>,
    /// By the parser's number, for the current document.
    anchors: HashMap<usize, Id>,
    /// Where the current document begins.
    start: Id,
    /// Where the last node ended, in bytes of the text.
    end: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, indent: usize) {
        match event {
            Event::DocumentStart(..) => {
                self.start = self.nodes.len();
                self.anchors.clear();
            }
            Event::DocumentEnd => {
                self.start = self.nodes.len();
            }
            Event::Scalar(value, style, anchor, tag) => {
                let value = value.into_owned();
                let kind = Kind::Scalar {
                    style,
                    value,
                    indent,
                };
                self.node(range, kind, anchor, tag.as_deref());
            }
            Event::SequenceStart(_, anchor, tag) => {
                let id = self.node(range, Kind::Sequence, anchor, tag.as_deref());
                self.open.push(id);
            }
            Event::MappingStart(_, anchor, tag) => {
                let id = self.node(range, Kind::Mapping, anchor, tag.as_deref());
                self.open.push(id);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(id) = self.open.pop() {
                    // Where no bracket stands the collection ends with its last item.
                    if !range.is_empty() {
                        self.end = range.end;
                    }
                    let next = self.nodes.len();
                    let node = &mut self.nodes[id];
                    node.range.end = self.end.max(node.range.start);
                    node.next = next;
                }
            }
            Event::Alias(anchor) => {
                let target = self.anchors.get(&anchor).copied();
                let target = target.filter(|target| !self.open.contains(target));
                self.node(range, Kind::Alias(target), 0, None);
            }
            _ => {}
        }
    }

    fn node(&mut self, range: Range<usize>, kind: Kind, anchor: usize, tag: Option<&Tag>) -> Id {
        let id = self.nodes.len();
        if self.open.is_empty() {
            self.roots.push(id);
        }
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        self.end = range.end;
        self.nodes.push(Node {
            range,
            next: id + 1,
            kind,
            tag: tag.map_or(TagKind::None, kind_of_tag),
        });
        id
    }

    /// Forgets the current document, of which not all could be read.
    fn give_up(&mut self) {
        if !self.open.is_empty() {
            self.nodes.truncate(self.start);
            self.roots.retain(|root| *root < self.start);
            self.open.clear();
        }
        self.start = self.nodes.len();
    }
}

fn kind_of_tag(tag: &Tag) -> TagKind {
    match tag.core_suffix() {
        Some("str") => TagKind::String,
        Some("map" | "seq") => TagKind::None,
        _ => TagKind::Custom,
    }
}

impl<'t> Yaml<'t> {
    /// Bytes of the text.
    pub fn range(&self, id: Id) -> Range<usize> {
        self.nodes[id].range.clone()
    }

    pub fn next(&self, id: Id) -> Id {
        self.nodes[id].next
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn is_mapping(&self, id: Id) -> bool {
        matches!(self.nodes[id].kind, Kind::Mapping)
    }

    pub fn is_sequence(&self, id: Id) -> bool {
        matches!(self.nodes[id].kind, Kind::Sequence)
    }

    pub fn is_scalar(&self, id: Id) -> bool {
        matches!(self.nodes[id].kind, Kind::Scalar { .. })
    }

    /// Keys and values of a mapping, in order; nothing for other nodes.
    pub fn members(&self, id: Id) -> impl Iterator<Item = (Id, Id)> + '_ {
        let mut children = self.children(id, self.is_mapping(id));
        std::iter::from_fn(move || Some((children.next()?, children.next()?)))
    }

    /// Items of a list, in order; nothing for other nodes.
    pub fn elements(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.children(id, self.is_sequence(id))
    }

    fn children(&self, id: Id, any: bool) -> impl Iterator<Item = Id> + '_ {
        let end = if any { self.nodes[id].next } else { id + 1 };
        let mut at = id + 1;
        std::iter::from_fn(move || {
            let child = at;
            (child < end).then(|| {
                at = self.nodes[child].next;
                child
            })
        })
    }

    /// The value of a key.
    pub fn get(&self, id: Id, key: &str) -> Option<Id> {
        let is = |&(name, _): &(Id, Id)| self.is_scalar(name) && self.value(name) == key;
        self.members(id).find(is).map(|(_, value)| value)
    }

    /// A scalar's value, templates covered; empty for other nodes.
    pub fn value(&self, id: Id) -> &str {
        match &self.nodes[id].kind {
            Kind::Scalar { value, .. } => value,
            _ => "",
        }
    }

    /// Whether a node is a text that no tag turns into something else.
    pub fn is_plain_text(&self, id: Id) -> bool {
        self.is_scalar(id) && self.nodes[id].tag != TagKind::Custom
    }

    /// A scalar's value, with its place.
    pub fn string(&self, id: Id) -> Text<'static> {
        self.strings(&[id])
    }

    /// The values of several scalars, one a line.
    pub fn strings(&self, ids: &[Id]) -> Text<'static> {
        let mut decoder = Decoder::new();
        let mut place = 0;
        for (index, &id) in ids.iter().enumerate() {
            let range = self.range(id);
            if index > 0 {
                decoder.escape(place..place, "\n", Encoding::Expansion);
            }
            self.scalar(id, &mut decoder);
            place = range.end;
        }
        let place = ids.first().map_or(0, |&id| self.nodes[id].range.start);
        let encoding = Encoding::Verbatim;
        decoder.finish(self.text, place, encoding)
    }
}

#[cfg(test)]
mod tests;
