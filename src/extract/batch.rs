//! curl commands for the command line of Windows.

use super::{Fragment, ProblemKind, curl};
use crate::shell;
use crate::text::Text;

/// Finds the requests in a batch file, or in what is typed at the prompt.
pub(super) fn extract<'t>(text: &'t Text<'_>) -> Vec<Fragment<'t>> {
    let mut fragments = curl::of_script(text, &shell::parse_batch(text));
    let calls = fragments.iter_mut().filter_map(|one| one.call.as_mut());
    calls.for_each(|call| {
        // How a header is added to a command of another shell is not known.
        call.header_template = None;
        let problems = call.problems.iter_mut();
        problems.for_each(|problem| problem.kind = on_windows(problem.kind));
    });
    fragments
}

fn on_windows(kind: ProblemKind) -> ProblemKind {
    match kind {
        ProblemKind::UnescapedJson => ProblemKind::UnescapedJsonOnWindows,
        other => other,
    }
}

/// Whether a text of an unknown kind is written for that shell: a line of it goes on after a `^`.
pub(super) fn is_likely(text: &str) -> bool {
    let goes_on = |line: &str| line.trim_end().ends_with(" ^");
    memchr::memmem::find(text.as_bytes(), b"curl").is_some() && text.lines().any(goes_on)
}
