//! A team's own dialects of placeholders, which its configuration tells.

use std::cell::Cell;

use regex::{Regex, RegexSet};

/// One way to write something that is to be filled in later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// A regular expression without anchors, for one placeholder.
    pub regex: String,
    /// May it be a part of a value? Otherwise it counts only as the whole of one.
    pub part: bool,
}

/// Dialects that count beside those that everybody knows.
#[derive(Debug)]
pub struct OwnDialects {
    whole: RegexSet,
    /// Any of them wherever it stands, for a cheap test.
    anywhere: RegexSet,
    part: Option<Regex>,
}

/// Why a regular expression is no dialect; lower case, no final stop, without a piece of it.
pub type Refusal = &'static str;

/// Whether a regular expression can stand for a placeholder.
pub fn check(regex: &str) -> Result<(), Refusal> {
    let compiled = Regex::new(regex).map_err(|error| reason(&error))?;
    let whole = Regex::new(&anchored(regex)).map_err(|error| reason(&error))?;
    if compiled.is_match("") || whole.is_match("") {
        return Err("it matches where nothing stands");
    }
    Ok(())
}

impl OwnDialects {
    /// Dialects that passed [`check`]; `None` where there are none.
    pub fn new(patterns: &[Pattern]) -> Option<OwnDialects> {
        if patterns.is_empty() {
            return None;
        }
        let all = || patterns.iter();
        let parts: Vec<String> = all()
            .filter(|pattern| pattern.part)
            .map(|pattern| format!("(?:{})", pattern.regex))
            .collect();
        let part = match parts.is_empty() {
            true => None,
            false => Some(Regex::new(&parts.join("|")).ok()?),
        };
        Some(OwnDialects {
            whole: RegexSet::new(all().map(|pattern| anchored(&pattern.regex))).ok()?,
            anywhere: RegexSet::new(all().map(|pattern| &pattern.regex)).ok()?,
            part,
        })
    }

    /// Whether a value holds one, or could.
    pub(super) fn occur_in(&self, value: &str) -> bool {
        self.anywhere.is_match(value)
    }

    /// Whether a value is one, and nothing else.
    pub(super) fn are_whole(&self, value: &str) -> bool {
        self.whole.is_match(value)
    }

    pub(super) fn part(&self) -> Option<&Regex> {
        self.part.as_ref()
    }
}

fn anchored(regex: &str) -> String {
    format!("^(?:{regex})$")
}

fn reason(error: &regex::Error) -> Refusal {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large",
        _ => "it is not a regular expression",
    }
}

thread_local! {
    static IN_FORCE: Cell<Option<&'static OwnDialects>> = const { Cell::new(None) };
}

/// Runs something during which these dialects count on this thread.
///
/// What a value is filled with is asked in the smallest readers, which know nothing of a configuration; it is handed to
/// them this way, by the function that checks a file and by nobody else, so that its answer depends on its arguments alone.
pub fn with<T>(own: Option<&'static OwnDialects>, run: impl FnOnce() -> T) -> T {
    struct Restore(Option<&'static OwnDialects>);
    impl Drop for Restore {
        fn drop(&mut self) {
            IN_FORCE.set(self.0);
        }
    }
    let _restore = Restore(IN_FORCE.replace(own));
    run()
}

pub(super) fn in_force() -> Option<&'static OwnDialects> {
    IN_FORCE.get()
}
