//! Every kind of mistake, made in every request that the catalogue describes, in every wrapping: one
//! finding each, of the right rule, at the right place, and a safe fix that leaves nothing to say.

#[path = "mutations/addresses.rs"]
mod addresses;
#[path = "mutations/base.rs"]
mod base;
#[path = "mutations/body.rs"]
mod body;
#[path = "mutations/calls.rs"]
mod calls;
#[path = "support/fixing.rs"]
mod fixing;
#[path = "support/golden.rs"]
mod golden;
#[path = "mutations/identity.rs"]
mod identity;
#[path = "mutations/marks.rs"]
mod marks;
#[path = "mutations/mistake.rs"]
mod mistake;
#[path = "mutations/properties.rs"]
mod properties;
#[path = "mutations/strings.rs"]
mod strings;
#[path = "mutations/syntax.rs"]
mod syntax;
#[path = "support/takes.rs"]
mod takes;
#[path = "support/text.rs"]
mod text;
#[path = "support/wrapping.rs"]
mod wrapping;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::thread;

use base::{Base, bases};
use body::Layout;
use connlint::config::Config;
use fixing::fixed;
use golden::golden;
use marks::unmarked;
use mistake::{Content, Mistake};
use text::check_text;
use wrapping::{Call, Wrapping};

/// Of a hundred mistakes.
const EXACT: f64 = 99.0;

/// The source whose requests are tried in every wrapping, with every slip of the syntax and of the call.
const THOROUGH: &str = "oracle";

#[test]
fn what_is_right_is_clean_in_every_wrapping() {
    let mut failures = String::new();
    for submission in [false, true] {
        let call = Call::new(submission);
        for (index, base) in bases(submission).into_iter().enumerate() {
            for wrapping in wrappings(&base, index, |_| true) {
                let text = wrapping.wrap(&base.body.write(Layout::of(wrapping)), &call);
                let checked = check_text(wrapping.file(), text.as_bytes(), &config(&base));
                let said = golden(text.as_bytes(), &checked.findings);
                let count = checked
                    .requests
                    .iter()
                    .filter(|request| request.checked)
                    .count();
                if !said.is_empty() || count != 1 {
                    let _ = writeln!(
                        failures,
                        "{}, {wrapping:?}, submission {submission}: expected one request and no \
                         finding, got {count} and\n{said}{text}",
                        base.name
                    );
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn one_mistake_is_one_finding() {
    let stages = thread::scope(|scope| {
        let stages = [false, true].map(|submission| scope.spawn(move || try_all(submission)));
        stages.map(|stage| stage.join().expect("a stage ends"))
    });
    let (mut kinds, mut wrappings) = (Table::new(), Table::new());
    for (of_kinds, of_wrappings) in stages {
        add(&mut kinds, of_kinds);
        add(&mut wrappings, of_wrappings);
    }
    let mut all = Row::default();
    let mut report = String::new();
    for (name, row) in kinds.iter().chain(&wrappings) {
        let _ = writeln!(
            report,
            "{name:40} {:6} tried {:6} exact",
            row.tried, row.exact
        );
    }
    for row in wrappings.values() {
        all.tried += row.tried;
        all.exact += row.exact;
    }
    let (tried, exact, rate) = (all.tried, all.exact, all.rate());
    let _ = writeln!(report, "{tried} mistakes, {exact} exact, {rate:.2} %");
    for (kind, row) in &kinds {
        for miss in &row.misses {
            let _ = writeln!(report, "\n-- {kind}: {miss}");
        }
    }
    io::stdout()
        .write_all(report.as_bytes())
        .expect("the report is written");
    assert!(
        tried > 10_000,
        "{tried} mistakes are too few to say anything"
    );
    for (kind, row) in &kinds {
        let (exact, tried) = (row.exact, row.tried);
        assert!(
            2 * exact > tried,
            "{kind}: expected most of {tried} exact, got {exact}"
        );
    }
    assert!(rate >= EXACT, "expected {EXACT} % exact, got {rate:.2} %");
    for wrapping in [Wrapping::Editor, Wrapping::Postman, Wrapping::Bruno] {
        let rate = wrappings[&format!("{wrapping:?}")].rate();
        assert!(
            rate >= EXACT,
            "{wrapping:?}: expected {EXACT} % exact, got {rate:.2} %"
        );
    }
}

/// Rows by the kind of mistake, or by the wrapping.
type Table = BTreeMap<String, Row>;

fn add(table: &mut Table, other: Table) {
    for (name, row) in other {
        table.entry(name).or_default().add(row);
    }
}

/// What became of some mistakes.
#[derive(Default)]
struct Row {
    tried: usize,
    exact: usize,
    /// The first few that are not exact.
    misses: Vec<String>,
}

impl Row {
    const MISSES: usize = 3;

    /// How many of a hundred are exact.
    fn rate(&self) -> f64 {
        100.0 * self.exact as f64 / self.tried as f64
    }

    fn add(&mut self, other: Row) {
        self.tried += other.tried;
        self.exact += other.exact;
        self.misses.extend(other.misses);
        self.misses.truncate(Row::MISSES);
    }
}

/// What became of all mistakes, by kind and by wrapping.
fn try_all(submission: bool) -> (Table, Table) {
    let (mut kinds, mut by_wrapping) = (Table::new(), Table::new());
    let all = bases(submission);
    for base in &all {
        for (turn, mistake) in mistakes(base, &all).into_iter().enumerate() {
            for wrapping in wrappings(base, turn, mistake.scope) {
                let kind = kinds.entry(mistake.kind.to_owned()).or_default();
                let other = by_wrapping.entry(format!("{wrapping:?}")).or_default();
                kind.tried += 1;
                other.tried += 1;
                match judge(base, &mistake, wrapping) {
                    None => {
                        kind.exact += 1;
                        other.exact += 1;
                    }
                    Some(_) if kind.misses.len() >= Row::MISSES => {}
                    Some(miss) => kind.misses.push(miss),
                }
            }
        }
    }
    (kinds, by_wrapping)
}

/// Every wrapping for one source; for the others each mistake has one, and they take turns.
fn wrappings(base: &Base, index: usize, scope: fn(Wrapping) -> bool) -> Vec<Wrapping> {
    let all = Wrapping::ALL
        .into_iter()
        .filter(|wrapping| scope(*wrapping));
    let all: Vec<_> = all.collect();
    match (base.is_first(), all.len()) {
        (true, _) | (_, 0) => all,
        (_, count) => vec![all[index % count]],
    }
}

fn mistakes(base: &Base, all: &[Base]) -> Vec<Mistake> {
    let mut mistakes = strings::mistakes(base);
    if !base.is_alternative {
        mistakes.extend(properties::mistakes(base));
        mistakes.extend(identity::mistakes(base, all));
        mistakes.extend(addresses::mistakes(base));
        if base.is_first() {
            mistakes.extend(syntax::mistakes(base));
            mistakes.extend(calls::mistakes(base.submission));
        }
    }
    mistakes
}

/// What is not as expected, with the text and what was said of it.
fn judge(base: &Base, mistake: &Mistake, wrapping: Wrapping) -> Option<String> {
    let right = || base.body.write(Layout::of(wrapping));
    let call = Call::new(base.submission);
    let text = match &mistake.content {
        Content::Body { pretty, minified } => {
            let body = match Layout::of(wrapping) {
                Layout::Pretty => pretty,
                Layout::Minified => minified,
            };
            wrapping.wrap(body, &call)
        }
        Content::Call(call) => wrapping.wrap(&right(), call),
        Content::Script(change) => change(&wrapping.wrap(&right(), &call)),
    };
    let (text, marks) = unmarked(&text);
    let config = config(base);
    let checked = check_text(wrapping.file(), text.as_bytes(), &config);
    let problem = match (&checked.findings[..], &mistake.rules[..]) {
        ([], []) => return None,
        ([found], rules) if rules.contains(&found.rule) => {
            let touched = marks.iter().any(|mark| touch(mark, &found.span));
            let mended = fixed(text.as_bytes(), [found]);
            let again = check_text(wrapping.file(), &mended, &config);
            let left = golden(&mended, &again.findings);
            let is_restored = left.is_empty() || !mistake.restores;
            match (touched, mended == text.as_bytes() || is_restored) {
                (true, true) => return None,
                (false, _) => format!("expected a place in {marks:?}, got {:?}", found.span),
                (true, false) => {
                    let mended = String::from_utf8_lossy(&mended);
                    format!("expected nothing after the fix, got\n{left}{mended}")
                }
            }
        }
        (_, []) => "expected nothing".to_owned(),
        (_, rules) => format!("expected one finding of {rules:?}"),
    };
    let (name, what, submission) = (&base.name, &mistake.what, base.submission);
    let said = golden(text.as_bytes(), &checked.findings);
    Some(format!(
        "{what} ({name}, {wrapping:?}, submission {submission})\n{problem}\ngot\n{said}of\n{text}"
    ))
}

/// Whether two ranges have bytes in common, or an empty one lies in or at the other.
fn touch(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    match a.is_empty() || b.is_empty() {
        true => a.start <= b.end && b.start <= a.end,
        false => a.start < b.end && b.start < a.end,
    }
}

/// What the vendor ends draws a warning of its own, whatever else is wrong.
fn config(base: &Base) -> Config {
    Config {
        submission: base.submission,
        levels: vec![("deprecated-auth-specs", None)],
        ..Config::default()
    }
}
