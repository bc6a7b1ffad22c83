//! What a run found, as bytes. One function a format; the only modules that serialise or draw.

use std::io::{self, Write};
use std::str::FromStr;

use crate::catalog::RequestKind;
use crate::check::Checked;
use crate::config::Config;
use crate::diagnostic::Severity;
use crate::discover::Unread;

mod concise;
pub mod differences;
pub mod escape;
mod excerpt;
pub mod faults;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod locate;
mod markdown;
mod mask;
mod page;
mod sarif;
pub mod sources;
mod statistics;
mod summary;
mod wrap;

pub use mask::safe;
pub use page::{PAGE_WIDTH, page};
pub use statistics::statistics;
pub use summary::summary;
pub use wrap::wrap;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Human,
    Concise,
    Json,
    Jsonl,
    Sarif,
    GitHub,
    GitLab,
    Junit,
    Markdown,
}

impl Format {
    /// Every format and its name.
    pub const ALL: [(&'static str, Format); 9] = [
        ("human", Format::Human),
        ("concise", Format::Concise),
        ("json", Format::Json),
        ("jsonl", Format::Jsonl),
        ("sarif", Format::Sarif),
        ("github", Format::GitHub),
        ("gitlab", Format::GitLab),
        ("junit", Format::Junit),
        ("markdown", Format::Markdown),
    ];

    /// Whether it shows pieces of the files.
    pub fn has_excerpts(self) -> bool {
        self == Format::Human
    }

    /// Whether people read it as it is written, and want the summary in words.
    pub fn is_prose(self) -> bool {
        matches!(self, Format::Human | Format::Concise | Format::GitHub)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Format::ALL.iter().find(|(known, _)| *known == name);
        known
            .map(|(_, format)| *format)
            .ok_or_else(|| format!("there is no format `{name}`"))
    }
}

/// Everything a report is made of.
#[derive(Debug)]
pub struct Run {
    /// The files with findings, sorted by path.
    pub checked: Vec<Checked>,
    /// What was selected and could not be read, sorted by path.
    pub unread: Vec<Unread>,
    pub totals: Totals,
    pub config: Config,
    pub look: Look,
}

/// The counts of a run.
#[derive(Debug, Default)]
pub struct Totals {
    /// Files that were read.
    pub files: usize,
    /// Those of them that hold no request, where that is no finding.
    pub passed_over: usize,
    /// Files of folders that were not looked at, by their names or because they are no text.
    pub skipped: usize,
    /// Requests that were checked, by kind; most first, then by name.
    pub checked: Vec<(&'static RequestKind, usize)>,
    /// Requests that were recognised and not checked; in the same order.
    pub unchecked: Vec<(&'static RequestKind, usize)>,
    /// Values that wait to be filled in.
    pub placeholders: usize,
    pub errors: usize,
    pub warnings: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings that are not shown, because a baseline has them.
    pub known: usize,
}

/// The terminal, or what takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns.
    pub width: usize,
    pub colour: bool,
    /// Whether more than ASCII can be drawn.
    pub unicode: bool,
}

impl Look {
    /// A text in one of the styles below, where there is colour.
    fn paint(self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

const BOLD: &str = "1";
const DIM: &str = "2";
const CYAN: &str = "36";

/// Writes the findings.
pub fn write(run: &Run, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(run, out),
        Format::Concise => concise::write(run, out),
        Format::Json => json::write(run, out),
        Format::Jsonl => jsonl::write(run, out),
        Format::Sarif => sarif::write(run, out),
        Format::GitHub => github::write(run, out),
        Format::GitLab => gitlab::write(run, out),
        Format::Junit => junit::write(run, out),
        Format::Markdown => markdown::write(run, out),
    }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
