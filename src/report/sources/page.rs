//! Everything about one source, on a page.

use std::fmt::Write as _;

use serde_json::Value;

use super::platform;
use crate::catalog::{AuthSpec, Dialect, ForeignId, Keyword, Param, Platform, Source, Values};
use crate::report::wrap::wrap;
use crate::report::{BOLD, Look, safe};
use crate::rule::listed;
use crate::shape::Shape;

/// Columns of the labels at the top.
const LABEL: usize = 11;

pub(super) fn page(source: &Source, look: Look) -> String {
    let mut page = Page {
        text: String::new(),
        look,
    };
    page.heading(source.title);
    page.labelled("slug", source.slug);
    let ids = match source.ids {
        [] => "none is documented".to_owned(),
        ids => format!("{}, version {}", ids.join(", "), source.version),
    };
    page.labelled("spec id", &ids);
    if !source.clouds.is_empty() {
        let clouds = source.clouds.iter().map(|cloud| on(*cloud).to_owned());
        page.labelled("platforms", &listed(clouds, "and"));
    }
    let checked = match (source.auth.is_empty(), source.is_full()) {
        (true, _) => "the envelope; it takes no base connection",
        (_, true) => "in full",
        (_, false) => "the envelope, ids and secrets; its parameters are not",
    };
    page.labelled("checked", checked);
    if !source.ports.is_empty() {
        let ports = source.ports.iter().map(u16::to_string);
        page.labelled("ports", &listed(ports, "and"));
    }
    for (index, at) in source.pages.iter().enumerate() {
        let label = match index {
            0 if *at == source.file => "file",
            0 => "page",
            _ => "",
        };
        let seen = match source.seen {
            "" => String::new(),
            month => format!(" (read {month})"),
        };
        page.labelled(label, &format!("{at}{seen}"));
    }
    if !source.file.is_empty() && !source.pages.contains(&source.file) {
        page.labelled("auth specs", &format!("as {} has them", source.file));
    }
    for variant in source.auth {
        page.auth_spec(variant);
    }
    let misprints = source.misprints.iter();
    let misprints = misprints.map(|(id, note)| format!("`{id}`: {note}"));
    let notes: Vec<String> = misprints
        .chain(source.notes.iter().map(|note| (*note).to_owned()))
        .collect();
    if !notes.is_empty() {
        page.text.push('\n');
        page.heading("Contradictions and slips on its pages");
        for note in &notes {
            page.hanging(2, "-", note);
        }
    }
    page.text
}

/// An id that is known and is no source's.
pub(super) fn other(other: &ForeignId, look: Look) -> String {
    let mut page = Page {
        text: String::new(),
        look,
    };
    page.heading(other.name);
    page.labelled("id", other.id);
    page.labelled("kind", &format!("{}; it is not a source", other.kind));
    page.labelled(
        "checked",
        "no: requests for it are recognised and left alone",
    );
    if !other.note.is_empty() {
        page.labelled("note", other.note);
    }
    page.labelled("read in", other.source);
    page.text
}

struct Page {
    text: String,
    look: Look,
}

impl Page {
    fn heading(&mut self, text: &str) {
        for line in wrap(&safe(text), self.look.width, 0) {
            let _ = writeln!(self.text, "{}", self.look.paint(BOLD, &line));
        }
    }

    /// A label, and beside it a text.
    fn labelled(&mut self, label: &str, text: &str) {
        let text = safe(text);
        let width = self.look.width.saturating_sub(LABEL + 2);
        for (index, line) in wrap(&text, width, 0).iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            let _ = writeln!(self.text, "  {label:LABEL$}{line}");
        }
    }

    /// A text below the first line of which the others are indented by two more.
    fn hanging(&mut self, indent: usize, head: &str, text: &str) {
        let head = safe(head);
        let text = format!("{head} {}", safe(text));
        let lines = wrap(&text, self.look.width.saturating_sub(indent + 2).max(20), 0);
        for (index, line) in lines.iter().enumerate() {
            let more = if index == 0 { 0 } else { 2 };
            let line = match line
                .strip_prefix(&*head)
                .filter(|_| index == 0 && head.len() > 1)
            {
                Some(rest) => self.look.paint(BOLD, &head) + rest,
                None => line.clone(),
            };
            let _ = writeln!(self.text, "{:pad$}{line}", "", pad = indent + more);
        }
    }

    /// A paragraph, indented.
    fn paragraph(&mut self, indent: usize, text: &str) {
        let text = safe(text);
        for line in wrap(&text, self.look.width.saturating_sub(indent).max(20), 0) {
            let _ = writeln!(self.text, "{:indent$}{line}", "");
        }
    }

    fn auth_spec(&mut self, variant: &AuthSpec) {
        self.text.push('\n');
        let place = match variant.platform {
            Platform::Any => String::new(),
            cloud => format!(" (Experience Platform on {})", on(cloud)),
        };
        self.heading(&format!("{}{place}", variant.name));
        if let Some(why) = variant.deprecated {
            self.paragraph(2, &format!("deprecated: {why}"));
        }
        for (param, shape) in Shape::all(variant) {
            self.param(param, &shape);
        }
    }

    fn param(&mut self, param: &Param, shape: &Shape) {
        let types = match shape.types()[..] {
            [] => "any type".to_owned(),
            ref types => listed(types.iter().map(|name| (*name).to_owned()), "or"),
        };
        let mut facts = vec![types, need(param.required).to_owned()];
        facts.extend(param.secret.then(|| "secret".to_owned()));
        self.hanging(2, &format!("{}:", param.name), &facts.join(", "));
        self.paragraph(6, param.doc);
        if !shape.values().is_empty() {
            self.paragraph(6, &format!("one of {}", values(shape.values())));
        }
        if let Some(pattern) = shape.pattern() {
            self.paragraph(6, &format!("of the form {pattern}"));
        }
        if let Some(default) = shape.default_value() {
            self.paragraph(6, &format!("by default {default}"));
        }
        if !param.spellings.is_empty() {
            let text = format!("documented as {} too", coded(param.spellings, "and"));
            self.paragraph(6, &text);
        }
        let words = param.aliases.iter().copied();
        let words: Vec<_> = words
            .filter(|word| !param.spellings.contains(word))
            .collect();
        if !words.is_empty() {
            let text = format!("other words for it: {}", coded(&words, "and"));
            self.paragraph(6, &text);
        }
        if let Some(dialect) = param.dialect {
            self.dialect(dialect);
        }
    }

    fn dialect(&mut self, dialect: &Dialect) {
        // It is copied, and a break would spoil it.
        let _ = writeln!(self.text, "{:6}pattern: {}", "", safe(dialect.pattern));
        for one in dialect.one_of {
            let names: Vec<_> = one.keywords.iter().map(|keyword| keyword.name).collect();
            self.paragraph(6, &format!("one of {} is needed", coded(&names, "and")));
        }
        self.paragraph(6, "keywords, in any case, with or without blanks:");
        for keyword in dialect.keywords {
            self.keyword(dialect, keyword);
        }
        for note in dialect.notes {
            self.hanging(6, "-", note);
        }
    }

    fn keyword(&mut self, dialect: &Dialect, keyword: &Keyword) {
        let mut facts = Vec::new();
        if keyword.required {
            let spares: Vec<_> = dialect.spares(keyword).map(|other| other.name).collect();
            facts.push(match spares.is_empty() {
                true => "required".to_owned(),
                false => format!("required without {}", coded(&spares, "or")),
            });
        }
        facts.extend(keyword.secret.then(|| "secret".to_owned()));
        facts.extend(match keyword.values {
            Values::Any => None,
            Values::Json => Some("JSON".to_owned()),
            Values::Enum(values) => Some(coded(values, "or")),
            Values::List(values) => {
                Some(format!("a list, with commas, of {}", coded(values, "and")))
            }
            Values::Integer { min, max } => Some(format!("{min} to {max}")),
        });
        let names: Vec<&str> = [keyword.synonyms, keyword.short, keyword.spellings].concat();
        facts.extend((!names.is_empty()).then(|| format!("also {}", coded(&names, "and"))));
        facts.push(keyword.doc.to_owned());
        self.hanging(8, &format!("{}:", keyword.name), &facts.join("; "));
    }
}

fn need(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

/// As people call a cloud.
fn on(cloud: Platform) -> &'static str {
    match cloud {
        Platform::Azure => "Azure",
        Platform::Aws => "AWS",
        Platform::Any => platform(Platform::Any),
    }
}

fn coded(names: &[&str], conjunction: &str) -> String {
    listed(names.iter().map(|name| format!("`{name}`")), conjunction)
}

/// Values as JSON has them, without quotes where all are strings.
fn values(values: &[Value]) -> String {
    let plain = values.iter().all(Value::is_string);
    let shown = values
        .iter()
        .map(|value| match value.as_str().filter(|_| plain) {
            Some(text) => format!("`{text}`"),
            None => format!("`{value}`"),
        });
    listed(shown, "or")
}
