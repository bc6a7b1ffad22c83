//! What connlint says: plain data, with positions as byte ranges in a file on disk.

use std::ops::Range;
use std::sync::Arc;

use crate::file::File;

/// How bad a finding is. Two levels are enough: what the service would refuse, and what it would
/// accept and you would regret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

/// One finding: one mistake, one diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule, kebab-case.
    pub rule: &'static str,
    pub severity: Severity,
    /// Says what is wrong; lower case, no final stop, code in backticks, never a secret.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The smallest range of bytes in the file that shows the mistake.
    pub span: Range<usize>,
    /// Other places that matter, in this file.
    pub labels: Vec<Label>,
    /// The same in other files.
    pub elsewhere: Vec<Elsewhere>,
    pub fixes: Vec<Fix>,
    /// Index of the request in its file, counted from 0 in the order of the text.
    pub request: Option<usize>,
    /// JSON Pointer of the value inside the request's body.
    pub pointer: Option<String>,
    /// The keyword of a connection string, as documented.
    pub keyword: Option<&'static str>,
    /// The header of the call, as documented.
    pub header: Option<&'static str>,
    /// The documented names of all that it sums up, sorted: with another one it is another finding. Empty where it is about
    /// one thing.
    pub names: Vec<&'static str>,
    /// Slug of the source that the request is taken to be for.
    pub source: Option<&'static str>,
    /// Name of the auth spec that the request is taken to use.
    pub auth: Option<&'static str>,
}

/// A second place, and why it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Bytes in the file.
    pub span: Range<usize>,
    pub message: String,
}

/// A second place in another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub file: Arc<File>,
    /// Bytes of that file.
    pub span: Range<usize>,
    pub message: String,
    /// The bytes of that file that may be shown, sorted and disjoint.
    pub shown: Vec<Range<usize>>,
}

/// A repair, complete in itself: all of its edits are applied, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub title: String,
    /// Safe: there is one candidate only, and a request that works goes on doing what it did.
    pub safe: bool,
    /// In order of position, without overlaps.
    pub edits: Vec<Edit>,
}

/// Replaces bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes in the file; empty for an insertion.
    pub span: Range<usize>,
    /// What stands there afterwards, escaped for every wrapping around it.
    pub text: String,
    /// Whether the text repeats something that must not be shown; it is then written only by the fixer.
    pub secret: bool,
}

impl Diagnostic {
    pub fn new(
        rule: &'static str,
        severity: Severity,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Diagnostic {
            rule,
            severity,
            message: message.into(),
            help: None,
            span,
            labels: Vec::new(),
            elsewhere: Vec::new(),
            fixes: Vec::new(),
            request: None,
            pointer: None,
            keyword: None,
            header: None,
            names: Vec::new(),
            source: None,
            auth: None,
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn label(mut self, span: Range<usize>, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    pub fn elsewhere(mut self, place: Elsewhere) -> Self {
        self.elsewhere.push(place);
        self
    }

    /// Adds a safe fix, unless one of its edits cannot be written through the wrappings (`None`).
    pub fn fix(
        mut self,
        title: impl Into<String>,
        edits: impl IntoIterator<Item = Option<Edit>>,
    ) -> Self {
        let edits: Option<Vec<Edit>> = edits.into_iter().collect();
        if let Some(mut edits) = edits.filter(|edits| !edits.is_empty()) {
            edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
            self.fixes.push(Fix {
                title: title.into(),
                safe: true,
                edits,
            });
        }
        self
    }

    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    pub fn keyword(mut self, keyword: &'static str) -> Self {
        self.keyword = Some(keyword);
        self
    }

    pub fn header(mut self, header: &'static str) -> Self {
        self.header = Some(header);
        self
    }

    pub fn names(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.names = names.into_iter().collect();
        self.names.sort_unstable();
        self.names.dedup();
        self
    }
}
