//! What a rule is, and what it reports to.

use std::collections::HashSet;
use std::ops::Range;

use crate::check::Across;
use crate::config::Expected;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::extract::{Body, Call, Variable};
use crate::file::File;
use crate::ignores::Ignore;
use crate::request::Request;
use crate::secrets::SecretNames;

/// A judgement, with the page that explains it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Kebab-case, plural, names the bad thing; also the stem of its file.
    pub id: &'static str,
    /// The level of its worst finding, and the one that the user can change.
    pub severity: Severity,
    /// The doc comment as the compiler hands it over: every line begins with a blank. See [`Rule::page`].
    pub doc: &'static str,
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The bytes of a file.
    File(fn(&File, &mut Findings)),
    /// A JSON text that holds at least one base connection.
    Document(fn(&Document<'_>, &mut Findings)),
    /// The call that sends a base connection.
    Call(fn(&CallContext<'_>, &mut Findings)),
    /// A base connection.
    Request(fn(&Request<'_>, &mut Findings)),
    /// A base connection, and the call that sends one.
    Sent(
        fn(&Request<'_>, &mut Findings),
        fn(&CallContext<'_>, &mut Findings),
    ),
    /// A base connection, the call that sends one, and the variables beside them.
    Kept(
        fn(&Request<'_>, &mut Findings),
        fn(&CallContext<'_>, &mut Findings),
        fn(&VariableContext<'_>, &mut Findings),
    ),
    /// The base connections of a run, compared with each other.
    Across(Across),
    /// A comment that is meant to silence others, after it has.
    Ignore(fn(&Ignore) -> Vec<Diagnostic>),
    /// The command line does this one, because it needs to know what the user named.
    Elsewhere,
}

/// A call, and what is around it.
#[derive(Debug)]
pub struct CallContext<'a> {
    pub call: &'a Call<'a>,
    /// The text of the whole file, for the source of a splice.
    pub file: &'a str,
    /// The base connection that it sends, if it can be read.
    pub request: Option<&'a Request<'a>>,
    pub body: &'a Body<'a>,
    /// The body is a file that is not there.
    pub body_is_missing: bool,
    pub submission: bool,
    /// What the user says that the file is for.
    pub expected: &'a Expected,
}

/// A variable, and what is known of names.
#[derive(Debug)]
pub struct VariableContext<'a> {
    pub variable: &'a Variable,
    pub names: &'a SecretNames,
    /// The places of which the rule has spoken already.
    pub told: &'a HashSet<Range<usize>>,
    pub submission: bool,
}

impl Rule {
    /// Markdown: what, why, examples, how sure it is, what the service answers, what the fix does.
    pub fn page(&self) -> String {
        self.doc
            .lines()
            .flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"])
            .collect()
    }

    /// The first line of the page.
    pub fn summary(&self) -> &'static str {
        self.doc
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())
            .unwrap_or_default()
    }
}

/// Declares a rule; its doc comment is its page.
macro_rules! rule {
    ($(#[doc = $line:literal])* $id:literal, $severity:ident, $check:expr) => {
        $(#[doc = $line])*
        pub const RULE: $crate::rule::Rule = $crate::rule::Rule {
            id: $id,
            severity: $crate::diagnostic::Severity::$severity,
            doc: concat!($($line, "\n"),*),
            check: $check,
        };
    };
}
pub(crate) use rule;

/// Findings so far, and the bytes and absences that they explain.
///
/// Rules run in order of precedence. What a finding has claimed, no later one reports on.
#[derive(Debug, Default)]
pub struct Findings {
    pub list: Vec<Diagnostic>,
    /// Of the whole text, and of the request that is looked at.
    claimed: [Claims; 2],
    in_request: bool,
    absent: Vec<&'static str>,
    /// Values that wait to be filled in, whether that is reported or not.
    pub placeholders: usize,
}

impl Findings {
    /// Adds a finding and claims its bytes, unless they are claimed already. Answers whether it was added.
    pub fn report(&mut self, finding: Diagnostic) -> bool {
        if self.is_claimed(&finding.span) {
            return false;
        }
        self.claim(finding.span.clone());
        self.list.push(finding);
        true
    }

    /// Adds a finding that stands beside any other on the same bytes.
    pub fn note(&mut self, finding: Diagnostic) {
        self.list.push(finding);
    }

    /// Claims bytes of the file.
    pub fn claim(&mut self, span: Range<usize>) {
        self.claimed[usize::from(self.in_request)].add(span);
    }

    /// Whether any of the bytes, or the point, is claimed.
    pub fn is_claimed(&self, span: &Range<usize>) -> bool {
        self.claimed.iter().any(|claims| claims.touch(span))
    }

    /// Claims that something is not there: a pointer, a keyword or a header.
    pub fn claim_absence(&mut self, what: &'static str) {
        self.absent.push(what);
    }

    pub fn is_absence_claimed(&self, what: &str) -> bool {
        self.absent.contains(&what)
    }

    /// Makes the claims so far those of the whole text, which hold for every request in it.
    pub fn begin_requests(&mut self) {
        self.in_request = true;
    }

    /// Forgets the claims of a request, for the next one.
    pub fn next_request(&mut self) {
        self.claimed[1].clear();
        self.absent.clear();
    }

    /// Forgets all claims, for another text.
    pub fn next_text(&mut self) {
        self.claimed.iter_mut().for_each(Claims::clear);
        self.in_request = false;
        self.absent.clear();
    }
}

/// Bytes and points of a file that are explained.
#[derive(Debug, Default)]
struct Claims {
    /// Disjoint and sorted.
    bytes: Vec<Range<usize>>,
    points: Vec<usize>,
}

impl Claims {
    fn clear(&mut self) {
        self.bytes.clear();
        self.points.clear();
    }

    fn add(&mut self, span: Range<usize>) {
        if span.is_empty() {
            return self.points.push(span.start);
        }
        let from = self.bytes.partition_point(|own| own.end < span.start);
        let to = self.bytes.partition_point(|own| own.start <= span.end);
        let merged = self.bytes[from..to].iter().fold(span, |all, own| {
            all.start.min(own.start)..all.end.max(own.end)
        });
        self.bytes.splice(from..to, [merged]);
    }

    /// Whether a span shares a byte with what is claimed; a point, whether it lies in it or at its ends.
    fn touch(&self, span: &Range<usize>) -> bool {
        let reaches = |own: &Range<usize>| match span.is_empty() {
            true => own.start <= span.end && span.start <= own.end,
            false => own.start < span.end && span.start < own.end,
        };
        let first = self.bytes.partition_point(|own| own.end < span.start);
        self.bytes[first..].iter().take(2).any(reaches)
            || self
                .points
                .iter()
                .any(|point| span.start <= *point && *point <= span.end)
    }
}

/// Shorthands for the two levels.
pub fn error(rule: &Rule, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(rule.id, Severity::Error, span, message)
}

pub fn warning(rule: &Rule, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(rule.id, Severity::Warning, span, message)
}

/// Items as a sentence lists them: `a, b and c`, with the conjunction that is given.
pub fn listed(items: impl IntoIterator<Item = String>, conjunction: &str) -> String {
    let items: Vec<String> = items.into_iter().collect();
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {conjunction} {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claimed_bytes_and_points_are_found_again() {
        let mut claims = Claims::default();
        for span in [10..12, 30..40, 12..14, 20..20, 5..6, 13..31] {
            claims.add(span);
        }
        assert_eq!(claims.bytes, [5..6, 10..40]);
        for (span, claimed) in [
            (0..5, false),
            (5..6, true),
            (6..10, false),
            (6..11, true),
            (40..41, false),
            (39..50, true),
            (0..100, true),
            (6..6, true),
            (7..7, false),
            (40..40, true),
        ] {
            assert_eq!(claims.touch(&span), claimed, "{span:?}");
        }
    }

    #[test]
    fn claims_of_a_request_end_with_it() {
        let mut findings = Findings::default();
        findings.claim(0..2);
        findings.begin_requests();
        findings.claim(4..6);
        findings.next_request();
        assert!(findings.is_claimed(&(1..2)));
        assert!(!findings.is_claimed(&(4..6)));
        findings.next_text();
        assert!(!findings.is_claimed(&(1..2)));
    }
}
