//! Writes a YAML value out as JSON.

use std::ops::Range;

use super::merge::Members;
use super::template::{self, Kind as TemplateKind};
use super::word::Word;
use super::{Id, Kind, MAX_DEPTH, TagKind, Yaml};
use crate::conflict;
use crate::text::{Decoder, Text, Transcript};

/// How much longer than the text its JSON may be: aliases of aliases can stand for more than anybody has memory for.
const GROWTH: usize = 4;

impl Yaml<'_> {
    /// All documents as a stream of JSON values. What is `taken` is read elsewhere, and unknown here. An excerpt leaves
    /// out what its writer likes.
    pub fn json(&self, taken: &[Id], is_excerpt: bool) -> Text<'static> {
        let mut writer = Writer::new(self, taken);
        writer.is_excerpt = is_excerpt;
        // The reader of JSON tells of conflicts.
        for merge in conflict::all(self.text.as_str()) {
            for (place, mark) in [
                (merge.mark, "<<<<<<<\n"),
                (merge.other, "=======\n>>>>>>>\n"),
            ] {
                writer.out.word(place, mark);
            }
        }
        for &root in &self.roots {
            writer.value(root);
            writer.out.line_break(self.range(root).end);
        }
        writer.out.finish(self.text)
    }

    /// One value as JSON.
    pub fn json_of(&self, id: Id) -> Text<'static> {
        let mut writer = Writer::new(self, &[]);
        writer.value(id);
        writer.out.finish(self.text)
    }
}

struct Writer<'y> {
    yaml: &'y Yaml<'y>,
    out: Transcript,
    taken: &'y [Id],
    is_excerpt: bool,
    depth: u16,
    /// How many aliases and merges lead here: what they stand for is also used elsewhere, and not written to.
    borrowed: usize,
    most: usize,
}

impl<'y> Writer<'y> {
    fn new(yaml: &'y Yaml<'y>, taken: &'y [Id]) -> Self {
        Writer {
            yaml,
            out: Transcript::new(),
            taken,
            is_excerpt: false,
            depth: 0,
            borrowed: 0,
            most: GROWTH * yaml.text.as_str().len() + (1 << 16),
        }
    }

    fn value(&mut self, id: Id) {
        let yaml = self.yaml;
        let range = yaml.range(id);
        let custom = yaml.nodes[id].tag == TagKind::Custom;
        if custom
            || self.taken.contains(&id)
            || self.depth >= MAX_DEPTH
            || self.out.len() > self.most
        {
            return self.out.unknown(range);
        }
        self.depth += 1;
        match &yaml.nodes[id].kind {
            Kind::Scalar { .. } => self.scalar(id),
            Kind::Alias(Some(target)) => {
                self.borrowed += 1;
                self.value(*target);
                self.borrowed -= 1;
            }
            Kind::Alias(None) => self.out.unknown(range),
            Kind::Sequence => self.sequence(id),
            Kind::Mapping => match self.placeholder(id) {
                Some(text) => self.out.same(range.start, text),
                None => self.mapping(id),
            },
        }
        self.depth -= 1;
    }

    /// `{NAME}`, which YAML takes for a mapping and people for something to fill in.
    fn placeholder(&self, id: Id) -> Option<&'y str> {
        let text = &self.yaml.text.as_str()[self.yaml.range(id)];
        let name = text.strip_prefix('{')?.strip_suffix('}')?;
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        (begins && name.chars().all(word)).then_some(text)
    }

    fn scalar(&mut self, id: Id) {
        let yaml = self.yaml;
        let range = yaml.range(id);
        if yaml.leaves_empty && matches!(yaml.value(id), "" | "~" | "null") {
            return self.out.unknown(range);
        }
        match yaml.word(id) {
            Word::String => match self.template(id) {
                Some(text) => self.out.same(range.start, text),
                None if self.is_template(id) => self.out.unknown(range),
                None => self.string(id),
            },
            Word::Same if self.borrowed > 0 => {
                let text = yaml.value(id).to_owned();
                self.out.word(range, &text);
            }
            Word::Same => self.out.same(range.start, yaml.value(id)),
            Word::Literal(_) if self.is_filled_by_a_line(&range) => self.out.unknown(range),
            Word::Literal(text) => self.out.word(range, text),
            Word::Unknown => self.out.unknown(range),
        }
    }

    /// Whether a scalar without quotes is one template: what it will be is open.
    fn is_template(&self, id: Id) -> bool {
        let range = self.yaml.range(id);
        let plain = self.yaml.content(id) == range && !range.is_empty();
        let mut inside = template::inside(&self.yaml.templates, &range);
        plain
            && inside
                .next()
                .is_some_and(|template| template.range == range)
    }

    /// Such a template, where the reader of JSON knows it as well.
    fn template(&self, id: Id) -> Option<&'y str> {
        let range = self.yaml.range(id);
        let template = template::inside(&self.yaml.templates, &range).next()?;
        let text = &self.yaml.text.as_str()[range];
        let known = template.kind == TemplateKind::Expression && !template.is_opaque;
        (self.is_template(id) && known && text.len() < 200 && !text.contains(['\n', '"']))
            .then_some(text)
    }

    /// Whether nothing stands here but a line for a template's program, in which a value may come of it.
    fn is_filled_by_a_line(&self, range: &Range<usize>) -> bool {
        let source = self.yaml.covered.as_ref();
        let templates = &self.yaml.templates;
        let next = templates.partition_point(|template| template.range.start < range.end);
        let next = templates.get(next).filter(|_| range.is_empty());
        next.is_some_and(|next| {
            source[range.end..next.range.start]
                .trim_matches([' ', '\t', '\r', '\n', ':', '-', '#', '_'])
                .is_empty()
        })
    }

    fn string(&mut self, id: Id) {
        let yaml = self.yaml;
        let mut content = Decoder::new();
        yaml.scalar(id, &mut content);
        let (whole, inner) = (yaml.range(id), yaml.content(id));
        let quoting = yaml.quoting(id).filter(|_| self.borrowed == 0);
        let (open, close) = (whole.start..inner.start, inner.end..whole.end);
        self.out.string(open, &content, close, quoting);
    }

    fn sequence(&mut self, id: Id) {
        let yaml = self.yaml;
        let flow = self.is_written(id, '[');
        self.open(id, '[', flow);
        let mut first = !self.is_mixed(id);
        for element in yaml.elements(id) {
            if !std::mem::take(&mut first) {
                self.comma(yaml.range(element).start);
            }
            self.value(element);
        }
        self.close(id, ']', flow);
    }

    fn mapping(&mut self, id: Id) {
        let yaml = self.yaml;
        let flow = self.is_written(id, '{');
        self.open(id, '{', flow);
        let mut first = !self.is_mixed(id);
        let members = Members::of(yaml, id);
        let is_open = !members.is_complete || self.is_excerpt;
        if is_open && std::mem::take(&mut first) {
            let start = yaml.range(id).start;
            self.out.unknown(start..start);
        }
        for (key, value, is_merged) in members.all {
            let at = yaml.range(key).start;
            if !std::mem::take(&mut first) {
                self.comma(at);
            }
            self.borrowed += usize::from(is_merged);
            self.member(key, value);
            self.borrowed -= usize::from(is_merged);
        }
        self.close(id, '}', flow);
    }

    fn member(&mut self, key: Id, value: Id) {
        let yaml = self.yaml;
        let (key_range, value_range) = (yaml.range(key), yaml.range(value));
        let named = match yaml.nodes[key].kind {
            Kind::Alias(Some(target)) => target,
            _ => key,
        };
        if !yaml.is_scalar(named) || template::touches(&yaml.templates, &yaml.range(named)) {
            // Nobody knows what is called so.
            return self.out.unknown(key_range);
        }
        if yaml.is_mapping(value) && is_reference(yaml.value(named)) {
            // What a cluster or a pipeline fetches from elsewhere has another name then.
            return self.out.unknown(key_range);
        }
        self.string(named);
        let between = yaml
            .covered
            .get(key_range.end..value_range.start)
            .unwrap_or_default();
        let colon = between
            .find(':')
            .map_or(key_range.end..key_range.end, |at| {
                key_range.end + at..key_range.end + at + 1
            });
        self.out.colon(colon, value_range.start);
        self.value(value);
    }

    /// What divides an item from the one before it: only between brackets is that written.
    fn comma(&mut self, next: usize) {
        let before = self.yaml.covered[..next].trim_end_matches([' ', '\t']);
        let place = match before.ends_with(',') {
            true => before.len() - 1..before.len(),
            false => next..next,
        };
        self.out.comma(place, next);
    }

    /// Whether a collection stands between brackets. A pair in a list does not, although the list does.
    fn is_written(&self, id: Id, bracket: char) -> bool {
        self.yaml.text.as_str()[self.yaml.range(id)].starts_with(bracket)
    }

    /// A bracket that is written, or that the first item stands for.
    fn open(&mut self, id: Id, bracket: char, flow: bool) {
        let yaml = self.yaml;
        let start = yaml.range(id).start;
        let first = yaml.nodes.get(id + 1).filter(|_| yaml.next(id) > id + 1);
        let place = match (flow, first) {
            (true, _) => start..start + 1,
            (false, Some(first)) => first.range.clone(),
            (false, None) => start..start,
        };
        // The first item of a list may be long.
        let line = yaml.text.as_str()[place.clone()].find('\n');
        let place = place.start..line.map_or(place.end, |line| place.start + line);
        self.out.bracket(place, bracket);
        if self.is_mixed(id) {
            self.out.unknown(start..start);
        }
    }

    fn close(&mut self, id: Id, bracket: char, flow: bool) {
        let end = self.yaml.range(id).end;
        let written = flow && self.yaml.text.as_str()[..end].ends_with(bracket);
        let place = if written { end - 1..end } else { end..end };
        self.out.bracket(place, bracket);
    }

    /// Whether a line for a template's program stands in a collection, or where it might still be in it.
    fn is_mixed(&self, id: Id) -> bool {
        let yaml = self.yaml;
        if yaml.templates.is_empty() {
            return false;
        }
        let source = yaml.covered.as_ref();
        let mut range = yaml.range(id);
        let behind = source[range.end..].trim_start_matches([' ', '\t', '\r', '\n']);
        let is_line = |template: &template::Template| {
            matches!(template.kind, TemplateKind::Line | TemplateKind::Merge)
        };
        // Lines at the end, and before the beginning, belong to this one or to one around it.
        let next = source.len() - behind.len();
        range.end = range.end.max(next) + 1;
        let before = source[..range.start].trim_end_matches([' ', '\t', '\r', '\n', '-']);
        range.start = before.len().saturating_sub(1);
        template::inside(&yaml.templates, &range).any(is_line)
    }
}

/// Whether a key says where its value is: `passwordSecretRef`, `valueFrom`.
fn is_reference(key: &str) -> bool {
    let word = |end: &str| key.strip_suffix(end).is_some_and(|rest| !rest.is_empty());
    word("Ref") || word("From")
}
