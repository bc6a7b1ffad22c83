//! The files whose contents commands send.

use std::sync::Arc;

use super::{Checked, Run, Sandbox, Sent, idle};
use crate::catalog::RequestKind;
use crate::config::Config;
use crate::extract::{self, Body};
use crate::file::File;
use crate::placeholder;
use crate::text::Text;

/// Where the contents of a file come from that a command names (`-d @body.json`).
pub trait Files {
    /// The file that `path`, written in the file `from`, names.
    fn follow(&self, from: &File, path: &str) -> Followed;

    /// What holds for such a file, where that can be another thing than for the command.
    fn config(&self, _: &File) -> Option<Arc<Config>> {
        None
    }
}

#[derive(Debug)]
pub enum Followed {
    Contents(Arc<File>),
    /// It would be inside the root, and is not there.
    Missing,
    /// It lies outside the root, is a device or too large, or cannot be told.
    NotFollowed,
}

/// Checks a file whose contents a command sends, to a sandbox where that is known.
pub(super) fn check(
    file: Arc<File>,
    kind: Option<&'static RequestKind>,
    config: &Config,
    sent_to: Option<Sandbox>,
) -> Checked {
    let once = |config: &Config| check_once(&file, kind, config, sent_to.clone());
    let mut checked = once(config);
    idle::judge(&mut checked, config, once);
    checked
}

fn check_once(
    file: &Arc<File>,
    kind: Option<&'static RequestKind>,
    config: &Config,
    sent_to: Option<Sandbox>,
) -> Checked {
    let mut run = Run::new(file.clone(), config);
    run.sent_to = sent_to;
    run.file_rules();
    if let Ok(contents) = file.text() {
        let text = Text::file(contents);
        run.read_ignores(&text);
        let leniency = extract::leniency(&file.extension().unwrap_or_default());
        let body = Body::None;
        let sent = Sent {
            call: None,
            kind,
            body: &body,
            contents,
            body_is_missing: false,
            body_is_followed: false,
            leniency,
        };
        placeholder::with(config.placeholders, || run.text(text.clone(), &sent));
    }
    run.finish()
}
