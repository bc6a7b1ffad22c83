//! Comments that silence rules: `connlint: ignore[rule, rule] reason`.
//!
//! A comment silences what these rules say in the place that it is about, which its format decides. It needs a reason to
//! count. What a comment silences still claims its place, so that nothing else is said of the same mistake instead.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit};
use crate::extract::{Comment, MARK};
use crate::near;
use crate::rule::Check;
use crate::rules::{self, RULES};
use crate::text::Text;

/// A comment that is meant to silence something.
#[derive(Debug)]
pub struct Ignore {
    /// From the mark to the end of the comment's text.
    pub text: Text<'static>,
    /// The whole comment, in bytes of the file.
    pub span: Range<usize>,
    /// What it is about, in bytes of the file.
    pub covers: Range<usize>,
    /// The rules that it names; `None` where it is not written as it should be.
    pub rules: Option<Vec<Named>>,
    pub has_reason: bool,
    /// What takes it away, with its line where it stands alone.
    pub removal: Range<usize>,
}

/// The name of a rule in such a comment.
#[derive(Debug)]
pub struct Named {
    /// Bytes of the comment's text.
    pub at: Range<usize>,
    pub name: Name,
    /// Whether it has silenced anything, at any stage and on any platform.
    pub used: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Known(&'static str),
    /// No rule's, but near this one.
    Near(&'static str),
    Unknown,
}

/// The comments of a file that are meant to silence something. Others that speak to connlint are left alone.
pub fn read(comments: Vec<Comment>, contents: &str) -> Vec<Ignore> {
    comments
        .into_iter()
        .filter_map(|comment| ignore(comment, contents))
        .collect()
}

const WORD: &str = "ignore";

fn ignore(comment: Comment, contents: &str) -> Option<Ignore> {
    let text = comment.text.as_str();
    let rest = text.strip_prefix(MARK)?.trim_start().strip_prefix(WORD)?;
    // `ignored`, `ignores`
    if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return None;
    }
    let list = rest.trim_start().strip_prefix('[');
    let parts = list.and_then(|list| list.split_once(']'));
    let mut has_reason = false;
    let rules = parts.map(|(list, reason)| {
        has_reason = reason.contains(char::is_alphanumeric);
        let start = text.len() - reason.len() - 1 - list.len();
        names(list, start)
    });
    let removal = removal(contents, &comment.span);
    Some(Ignore {
        rules,
        has_reason,
        removal,
        text: comment.text,
        span: comment.span,
        covers: comment.covers,
    })
}

/// The names in a list that begins at `start`.
fn names(list: &str, start: usize) -> Vec<Named> {
    let mut at = start;
    let mut names = Vec::new();
    for part in list.split(',') {
        let written = part.trim();
        let from = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        if written.is_empty() {
            continue;
        }
        let known = || RULES.iter().map(|rule| rule.id);
        let name = match rules::rule(written) {
            Some(rule) => Name::Known(rule.id),
            None => near::nearest(written, known()).map_or(Name::Unknown, Name::Near),
        };
        names.push(Named {
            at: from..from + written.len(),
            name,
            used: false,
        });
    }
    names
}

/// The bytes of a comment, with the blanks before it or, where nothing else stands on its lines, all of these.
fn removal(contents: &str, comment: &Range<usize>) -> Range<usize> {
    let bytes = contents.as_bytes();
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let before = bytes[..comment.start].iter().rev();
    let start = comment.start - before.take_while(|byte| is_blank(byte)).count();
    let after = &contents[comment.end..];
    let rest = after.trim_start_matches([' ', '\t', '\r']);
    let alone = start == 0 || bytes[start - 1] == b'\n';
    let end = contents.len() - rest.len();
    match alone && (rest.is_empty() || rest.starts_with('\n')) {
        true => start..(end + 1).min(contents.len()),
        false => start..comment.end,
    }
}

impl Ignore {
    /// Whether it counts at all.
    pub fn counts(&self) -> bool {
        self.has_reason && self.rules.is_some()
    }

    /// Whether it silences what a rule says of a place, and notes that.
    fn silences(&mut self, rule: &'static str, place: &Range<usize>) -> bool {
        let covers = &self.covers;
        if !self.counts() || place.start < covers.start || place.start > covers.end {
            return false;
        }
        let mut named = self.rules.iter_mut().flatten();
        let named = named.find(|named| named.name == Name::Known(rule));
        named.is_some_and(|named| {
            named.used = true;
            true
        })
    }

    /// The edit that takes the whole comment away.
    pub fn removed(&self) -> [Option<Edit>; 1] {
        [Some(Edit {
            span: self.removal.clone(),
            text: String::new(),
            secret: false,
        })]
    }

    /// The edit that takes a name out of the list, with the comma on the side of another one that stays. Edits for several
    /// names have no byte in common as long as the same one stays.
    pub fn without(&self, index: usize, kept: usize) -> [Option<Edit>; 1] {
        let names = self.rules.as_deref().unwrap_or_default();
        let at = |index: usize| names[index].at.clone();
        let range = match index < kept {
            true => at(index).start..at(index + 1).start,
            false => at(index - 1).end..at(index).end,
        };
        [self.text.edit(range, "")]
    }
}

/// Takes away what is silenced.
pub fn silence(findings: &mut Vec<Diagnostic>, ignores: &mut [Ignore]) {
    findings.retain(|finding| !is_silenced(finding.rule, &finding.span, ignores));
}

/// Whether a rule is silenced in a place; notes by which comments.
pub fn is_silenced(rule: &'static str, place: &Range<usize>, ignores: &mut [Ignore]) -> bool {
    let mut silenced = false;
    // Of two that say the same thing neither is idle.
    for ignore in ignores {
        silenced |= ignore.silences(rule, place);
    }
    silenced
}

/// Notes what the same comments have silenced at another time.
pub fn learn(ignores: &mut [Ignore], others: &[Ignore]) {
    for (ignore, other) in ignores.iter_mut().zip(others) {
        let names = ignore.rules.iter_mut().flatten();
        for (named, other) in names.zip(other.rules.iter().flatten()) {
            named.used |= other.used;
        }
    }
}

/// Whether any comment names a rule that it has not silenced yet and that could have spoken in a run like this.
pub fn are_idle(ignores: &[Ignore]) -> bool {
    let counting = ignores.iter().filter(|ignore| ignore.counts());
    let mut named = counting.flat_map(|ignore| ignore.rules.iter().flatten());
    named.any(|named| !named.used && could_speak(named.name))
}

/// Whether a rule speaks of a file by itself. What it says of several files together, it says only where all of them are
/// there.
fn could_speak(name: Name) -> bool {
    match name {
        Name::Known(id) => {
            rules::rule(id).is_some_and(|rule| !matches!(rule.check, Check::Across(_)))
        }
        _ => false,
    }
}

impl Named {
    /// Whether it names a rule that has nothing to say here.
    pub fn is_idle(&self) -> bool {
        !self.used && could_speak(self.name)
    }
}

/// Adds what may be shown of a comment: its form, and names of rules.
pub fn shown(ignore: &Ignore, contents: &str, shown: &mut Vec<Range<usize>>) {
    let text = ignore.text.as_str();
    let opened = ignore.span.start..ignore.text.whole_span().start;
    let marks = contents.get(opened.clone()).unwrap_or("?");
    let is_mark = marks.chars().all(|c| " \t/#<!-*:{".contains(c));
    let word = marks.trim().trim_start_matches('@');
    if is_mark || word.eq_ignore_ascii_case("rem") {
        shown.push(opened);
    }
    shown.push(ignore.text.span(0..MARK.len()));
    if let Some(at) = text.find(WORD) {
        shown.push(ignore.text.span(at..at + WORD.len()));
    }
    for (at, mark) in text.match_indices(['[', ']', ',']) {
        shown.push(ignore.text.span(at..at + mark.len()));
    }
    for named in ignore.rules.iter().flatten() {
        if named.name != Name::Unknown {
            shown.push(ignore.text.span(named.at.clone()));
        }
    }
}
