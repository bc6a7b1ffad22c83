//! Comments that speak to connlint, and what they are about.
//!
//! Whoever reads a format that has comments adds an arm to [`addressed_comments`] and hands each comment to [`Comments::add`]; what
//! stands in it, and what follows from that, is the business of `ignores`.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{
    Body, Format, Fragment, bruno, curl, embedded, extension, format, http, is_test, leniency,
    markdown, saved,
};
use crate::code::Language;
use crate::file::File;
use crate::json::{self, Json, Leniency};
use crate::shell::{self, Input, Joint, Script};
use crate::text::Text;

mod lines;

/// What a comment begins with that speaks to connlint.
pub const MARK: &str = "connlint:";

/// A comment that begins with the mark.
#[derive(Debug)]
pub struct Comment {
    /// From the mark to the last character that is no blank, without what closes the comment.
    pub text: Text<'static>,
    /// The whole comment, in bytes of the file.
    pub span: Range<usize>,
    /// What it is about, in bytes of the file.
    pub covers: Range<usize>,
}

/// The comments of a file that speak to connlint, in the order of the text.
pub fn addressed_comments(file: &File, text: &Text<'_>) -> Vec<Comment> {
    // Hardly any file has one.
    static FINDER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(MARK));
    if FINDER.find(text.as_str().as_bytes()).is_none() {
        return Vec::new();
    }
    let extension = extension(file);
    let mut comments = Comments::default();
    match format(text.as_str(), &extension) {
        Format::Json => {
            let mut each = |fragment: Fragment<'_>| in_body(&fragment, &mut comments);
            if saved::extract(file, text, &mut each).is_none() {
                in_json(text, leniency(&extension), &mut comments);
            }
        }
        Format::Shell => in_shell(text, &mut comments),
        Format::Markdown => in_markdown(text, extension == "mdx", &mut comments),
        Format::Http => in_http(text, &mut comments),
        Format::Bruno => {
            bruno::extract(text, &mut |fragment| in_body(&fragment, &mut comments));
        }
        // Nothing is read in a test.
        Format::Program(_) if is_test(&file.path) => {}
        Format::Program(Language::Python | Language::PowerShell) | Format::Yaml => {
            lines::read(file, text, &["#"], &mut comments);
        }
        Format::Program(Language::JavaScript) => {
            lines::read(file, text, &["//", "/*"], &mut comments);
        }
        Format::Batch => lines::read(file, text, &["REM", "::"], &mut comments),
        // The page of `unused-ignores` says where no comments are read.
        Format::Notebook | Format::Other => {}
    }
    comments.found.sort_by_key(|comment| comment.span.start);
    comments.found
}

#[derive(Debug, Default)]
pub(crate) struct Comments {
    found: Vec<Comment>,
}

impl Comments {
    /// Takes a comment with the marks of its language around it (bytes of `text`), and what it is about (bytes of the file).
    /// Comments that do not speak to connlint are left alone.
    pub(crate) fn add(&mut self, text: &Text<'_>, comment: Range<usize>, covers: Range<usize>) {
        let written = &text.as_str()[comment.clone()];
        let is_mark = |c: char| !c.is_alphanumeric();
        let inner = written.trim_start_matches(is_mark);
        let inner = match inner.get(..3) {
            Some(word) if word.eq_ignore_ascii_case("rem") => inner[3..].trim_start(),
            _ => inner,
        };
        if !inner.starts_with(MARK) {
            return;
        }
        let start = comment.start + written.len() - inner.len();
        let closers = ["-->", "*/}", "*/"];
        let inner = inner.trim_end();
        let closed = closers.iter().find_map(|closer| inner.strip_suffix(closer));
        let inner = closed.unwrap_or(inner).trim_end();
        self.found.push(Comment {
            text: text.slice(start..start + inner.len()).into_owned(),
            span: text.span(comment),
            covers,
        });
    }
}

/// The body of a request in a file of a tool that takes comments out before it sends it.
fn in_body(fragment: &Fragment<'_>, comments: &mut Comments) {
    if let Body::Text(body) = &fragment.body
        && body.as_str().contains(MARK)
    {
        in_json(body, fragment.leniency, comments);
    }
}

/// The comments that hold the mark.
fn marked<'c>(
    source: &str,
    comments: &'c [Range<usize>],
) -> impl Iterator<Item = &'c Range<usize>> {
    let holds = move |comment: &&Range<usize>| source[(*comment).clone()].contains(MARK);
    comments.iter().filter(holds)
}

/// What stands before `at` on its line.
fn before_on_line(source: &str, at: usize) -> &str {
    let start = source[..at].rfind('\n').map_or(0, |found| found + 1);
    &source[start..at]
}

/// A comment on a line of its own is about the next member, item or value; one behind something is about its line.
fn in_json(text: &Text<'_>, leniency: Leniency, comments: &mut Comments) {
    let json = json::parse(text.clone(), leniency);
    let keys: HashSet<usize> = (0..json.len())
        .flat_map(|id| json.members(id))
        .map(|(key, _)| key)
        .collect();
    let source = text.as_str();
    for comment in marked(source, &json.comments) {
        let before = before_on_line(source, comment.start);
        let covers = match before.trim().is_empty() {
            true => next_value(&json, &keys, comment.end),
            false => Some(comment.start - before.len()..comment.start),
        };
        let covers = covers.unwrap_or(comment.end..comment.end);
        comments.add(text, comment.clone(), text.span(covers));
    }
}

/// The first member, item or value that begins after a place.
fn next_value(json: &Json<'_>, keys: &HashSet<usize>, after: usize) -> Option<Range<usize>> {
    // The nodes stand in the order of the text.
    let (mut first, mut end) = (0, json.len());
    while first < end {
        let middle = first + (end - first) / 2;
        match json.range(middle).start < after {
            true => first = middle + 1,
            false => end = middle,
        }
    }
    if first == json.len() {
        return None;
    }
    let last = if keys.contains(&first) {
        first + 1
    } else {
        first
    };
    Some(json.range(first).start..json.range(last).end)
}

/// A comment on a line of its own is about the next command, with all that is piped into it and from it; one behind a
/// command is about that.
fn in_shell(text: &Text<'_>, comments: &mut Comments) {
    let script = shell::parse(text);
    let commands = &script.commands;
    let source = text.as_str();
    for comment in marked(source, &script.comments) {
        let before = before_on_line(source, comment.start);
        let next = commands.partition_point(|command| command.span.start < comment.end);
        let about = match before.trim().is_empty() {
            true => next..commands.len().min(next + 1),
            false => {
                let on_line = |index: &usize| {
                    let end = commands[*index].span.end;
                    end <= comment.start && !source[end..comment.start].contains('\n')
                };
                // Those that a command holds come after it.
                let mut all = (next.saturating_sub(MOST_NESTED)..next).filter(on_line);
                all.next().map_or(next..next, |first| first..next)
            }
        };
        let covers = match about.is_empty() {
            true => text.span(comment.start - before.len()..comment.start),
            false => pipeline(text, &script, about),
        };
        comments.add(text, comment.clone(), covers);
    }
}

/// More commands do not stand in one line in front of a comment.
const MOST_NESTED: usize = 64;

/// Where some commands stand in the file, with those that they are joined to by pipes, and their here-documents.
fn pipeline(text: &Text<'_>, script: &Script<'_>, about: Range<usize>) -> Range<usize> {
    let commands = &script.commands;
    let (mut first, mut last) = (about.start, about.end - 1);
    while let Input::Command(before) = commands[first].input
        && before < first
    {
        first = before;
    }
    while commands[last].joint == Joint::Pipe {
        let end = commands[last].span.end;
        let mut after = commands.iter().skip(last + 1);
        let Some(next) = after.position(|command| command.span.start >= end) else {
            break;
        };
        last += 1 + next;
    }
    // A command ends behind those that it holds.
    let ends = commands[first..=last]
        .iter()
        .map(|command| command.span.end);
    let end = ends.max().unwrap_or(commands[last].span.end);
    let mut span = text.span(commands[first].span.start..end);
    for command in &commands[first..=last] {
        let bodies = command
            .redirections
            .iter()
            .filter_map(|one| one.body.as_ref());
        span.end = bodies.fold(span.end, |end, body| end.max(body.whole_span().end));
    }
    span
}

/// A comment is about the request between the same separators; behind it, about the request after the next separator.
fn in_http(text: &Text<'_>, comments: &mut Comments) {
    for (comment, covers) in http::commented(text.as_str(), MARK) {
        comments.add(text, comment, text.span(covers));
    }
}

/// A comment of the page is about the next block of code; one inside a block about something in it.
fn in_markdown(text: &Text<'_>, is_mdx: bool, comments: &mut Comments) {
    let source = text.as_str();
    let blocks = markdown::blocks(text);
    for (language, code) in &blocks {
        if !code.as_str().contains(MARK) {
            continue;
        }
        match embedded::is_json(language, code.as_str().trim_start()) {
            true => in_json(code, leniency(language), comments),
            false if curl::may_be_shell(language, code.as_str()) => in_shell(code, comments),
            false => {}
        }
    }
    let spans: Vec<Range<usize>> = blocks.iter().map(|(_, code)| code.whole_span()).collect();
    let mut at = 0;
    while let Some((open, closer)) = opened(source, at, is_mdx) {
        let Some(close) = source[open..].find(closer) else {
            break;
        };
        let end = open + close + closer.len();
        at = end;
        let next = spans.partition_point(|span| span.start < end);
        let inside = |span: &Range<usize>| span.contains(&open);
        if spans[..next].last().is_some_and(inside) || !source[open..end].contains(MARK) {
            continue;
        }
        let covers = spans.get(next).cloned().unwrap_or(end..end);
        comments.add(text, open..end, covers);
    }
}

/// Where the next comment of a page begins, and what closes it; MDX has its own, too.
fn opened(source: &str, at: usize, is_mdx: bool) -> Option<(usize, &'static str)> {
    const MARKS: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/}")];
    let count = if is_mdx { 2 } else { 1 };
    memchr::memchr2_iter(b'<', b'{', &source.as_bytes()[at..]).find_map(|found| {
        let rest = &source[at + found..];
        let mut marks = MARKS[..count].iter();
        let mark = marks.find(|(opener, _)| rest.starts_with(opener))?;
        Some((at + found, mark.1))
    })
}
