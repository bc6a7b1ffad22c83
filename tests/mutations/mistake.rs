//! One mistake, and what is to be said of it.

use super::body::{Body, Layout};
use super::wrapping::{Call, Wrapping};

pub(crate) struct Mistake {
    /// A row of the table.
    pub(crate) kind: &'static str,
    /// What exactly was done.
    pub(crate) what: String,
    pub(crate) content: Content,
    /// The rules of which one finding is expected; none where nothing is to be said. There are two
    /// where the text can be read in two ways.
    pub(crate) rules: Vec<&'static str>,
    /// The wrappings in which it is one.
    pub(crate) scope: fn(Wrapping) -> bool,
    /// Whether a safe fix leaves nothing to say. It does not where the value is nonsense.
    pub(crate) restores: bool,
}

/// What is wrong.
pub(crate) enum Content {
    /// The body, with marks around what was changed.
    Body { pretty: String, minified: String },
    /// The call around it.
    Call(Call),
    /// The command, given as the file that was right.
    Script(fn(&str) -> String),
}

impl Mistake {
    pub(crate) fn new(kind: &'static str, what: impl Into<String>, content: Content) -> Mistake {
        Mistake {
            kind,
            what: what.into(),
            content,
            rules: Vec::new(),
            scope: |_| true,
            restores: true,
        }
    }

    pub(crate) fn body(kind: &'static str, what: impl Into<String>, body: &Body) -> Mistake {
        let [pretty, minified] =
            [Layout::Pretty, Layout::Minified].map(|layout| body.write(layout));
        Mistake::new(kind, what, Content::Body { pretty, minified })
    }

    /// The rule that finds it, or one of the rules.
    pub(crate) fn is(mut self, rules: &[&'static str]) -> Mistake {
        self.rules = rules.to_vec();
        self
    }

    pub(crate) fn only(mut self, scope: fn(Wrapping) -> bool) -> Mistake {
        self.scope = scope;
        self
    }

    pub(crate) fn nonsense(mut self) -> Mistake {
        self.restores = false;
        self
    }
}

/// What fingers do to a word: a letter lost, two exchanged, one doubled, another case.
pub(crate) fn typos(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let mut typos = Vec::new();
    if letters.len() > 3 {
        let mut lost = letters.clone();
        lost.remove(middle);
        typos.push(lost);
    }
    if letters.len() > 2 && letters[middle] != letters[middle - 1] {
        let mut exchanged = letters.clone();
        exchanged.swap(middle - 1, middle);
        typos.push(exchanged);
    }
    let mut doubled = letters.clone();
    doubled.push(letters[letters.len() - 1]);
    typos.push(doubled);
    let first = letters[0];
    let other = match first.is_uppercase() {
        true => first.to_ascii_lowercase(),
        false => first.to_ascii_uppercase(),
    };
    if other != first {
        let mut cased = letters;
        cased[0] = other;
        typos.push(cased);
    }
    typos.into_iter().map(String::from_iter).collect()
}

/// A few wrappings of every sort, for what does not depend on them.
pub(crate) fn few(wrapping: Wrapping) -> bool {
    use Wrapping::{AnsiQuotes, MarkdownCall, Minified, Nested, Postman};
    matches!(
        wrapping,
        Minified | Nested | MarkdownCall | AnsiQuotes | Postman
    )
}
