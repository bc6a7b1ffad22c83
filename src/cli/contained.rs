//! A mistake of this program itself: it costs one file, not the run, and shows nothing of what is in the file.

use std::io::{self, Write as _};
use std::panic::{self, AssertUnwindSafe};

/// What is told of a file that the program fails on.
pub(crate) const FAILED: &str =
    "connlint fails on it, which is a mistake of connlint; please report it";

/// From now on a panic tells where it happened and no more: its message can quote the file, and so a secret. Builds for
/// development keep the message.
pub(crate) fn hush() {
    if cfg!(debug_assertions) {
        return;
    }
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let place = place.unwrap_or_else(|| "an unknown place".to_owned());
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(io::stderr(), "connlint: internal error at {place}");
    }));
}

/// What `run` answers, if it does not panic.
pub(crate) fn contained<T>(run: impl FnOnce() -> T) -> Option<T> {
    // What it works on is its own, or is made anew for the next file.
    panic::catch_unwind(AssertUnwindSafe(run)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_its_own_answer_only() {
        let tenth = |n: usize| contained(|| 10 / n);
        assert_eq!([0, 1, 5].map(tenth), [None, Some(10), Some(2)]);
    }
}
