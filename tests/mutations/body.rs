//! A request's body that can be changed, with marks around what was changed.

use super::marks::{CLOSE, OPEN, marked};
use super::wrapping::Wrapping;

#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// A string, without quotes and escapes.
    Text(String),
    /// Anything else that is no object, as JSON.
    Raw(String),
    Object(Vec<Member>),
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) value: Node,
    /// Whether key and value are marked together.
    pub(crate) marked: bool,
}

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    Pretty,
    Minified,
}

impl Layout {
    /// How the body stands in a file.
    pub(crate) fn of(wrapping: Wrapping) -> Layout {
        match wrapping {
            Wrapping::Minified | Wrapping::Lines => Layout::Minified,
            _ => Layout::Pretty,
        }
    }
}

impl Member {
    pub(crate) fn new(key: impl Into<String>, value: Node) -> Member {
        Member {
            key: key.into(),
            value,
            marked: false,
        }
    }

    pub(crate) fn text(key: impl Into<String>, value: impl Into<String>) -> Member {
        Member::new(key, Node::Text(value.into()))
    }

    /// A member that was added.
    pub(crate) fn added(key: &str, value: &str) -> Member {
        Member {
            marked: true,
            ..Member::text(key, value)
        }
    }
}

/// A body and whether it is marked as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) members: Vec<Member>,
    pub(crate) marked: bool,
}

impl Body {
    /// The members of the object at a pointer.
    pub(crate) fn object(&mut self, pointer: &str) -> &mut Vec<Member> {
        if pointer.is_empty() {
            return &mut self.members;
        }
        match &mut self.member(pointer).value {
            Node::Object(members) => members,
            _ => panic!("{pointer} is no object"),
        }
    }

    /// The member at a pointer.
    pub(crate) fn member(&mut self, pointer: &str) -> &mut Member {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer has steps");
        let found = self
            .object(parent)
            .iter_mut()
            .find(|member| member.key == name);
        found.unwrap_or_else(|| panic!("{pointer} is not there"))
    }

    /// The string at a pointer.
    pub(crate) fn text(&mut self, pointer: &str) -> &mut String {
        match &mut self.member(pointer).value {
            Node::Text(text) => text,
            _ => panic!("{pointer} is no string"),
        }
    }

    /// Marks the object at a pointer, with its key where it has one.
    pub(crate) fn mark(&mut self, pointer: &str) {
        if pointer.is_empty() {
            self.marked = true;
        } else {
            self.member(pointer).marked = true;
        }
    }

    /// Takes the member at a pointer away and marks the object that had it.
    pub(crate) fn remove(&mut self, pointer: &str) {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer has steps");
        self.object(parent).retain(|member| member.key != name);
        self.mark(parent);
    }

    /// The pointers of all members, outer ones first, each with whether it is a string.
    pub(crate) fn pointers(&self) -> Vec<(String, bool)> {
        let mut pointers = Vec::new();
        let mut open: Vec<(String, &[Member])> = vec![(String::new(), &self.members)];
        while let Some((at, members)) = open.pop() {
            for member in members {
                let pointer = format!("{at}/{}", member.key);
                pointers.push((pointer.clone(), matches!(member.value, Node::Text(_))));
                if let Node::Object(inner) = &member.value {
                    open.push((pointer, inner));
                }
            }
        }
        pointers
    }

    pub(crate) fn write(&self, layout: Layout) -> String {
        let mut text = String::new();
        object(&mut text, &self.members, layout, 0);
        if self.marked { marked(&text) } else { text }
    }
}

fn object(text: &mut String, members: &[Member], layout: Layout, depth: usize) {
    let pretty = layout == Layout::Pretty;
    let line = |text: &mut String, depth: usize| {
        if pretty {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        }
    };
    text.push('{');
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        line(text, depth + 1);
        if member.marked {
            text.push(OPEN);
        }
        string(text, &member.key);
        text.push_str(if pretty { ": " } else { ":" });
        match &member.value {
            Node::Text(value) => string(text, value),
            Node::Raw(value) => text.push_str(value),
            Node::Object(members) => object(text, members, layout, depth + 1),
        }
        if member.marked {
            text.push(CLOSE);
        }
    }
    line(text, depth);
    text.push('}');
}

fn string(text: &mut String, content: &str) {
    text.push('"');
    for c in content.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            _ => text.push(c),
        }
    }
    text.push('"');
}
