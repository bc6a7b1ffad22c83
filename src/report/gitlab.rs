//! GitLab's Code Quality report: what its merge requests show beside the lines.

use std::io::{self, Write};

use serde::Serialize;

use super::Run;
use super::escape::write_value;
use super::locate::Locator;
use crate::diagnostic::Severity;
use crate::fingerprint::fingerprints;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut issues = Vec::new();
    for checked in &run.checked {
        let locator = Locator::new(&checked.file.bytes);
        let names = fingerprints(&checked.file, &checked.findings);
        for (finding, fingerprint) in checked.findings.iter().zip(names) {
            let description = match &finding.help {
                Some(help) => format!("{}; {help}", finding.message),
                None => finding.message.clone(),
            };
            issues.push(Issue {
                description,
                check_name: finding.rule,
                fingerprint,
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                },
                location: Location {
                    path: &checked.file.path,
                    lines: Lines {
                        begin: locator.position(finding.span.start).line,
                        end: locator.position(finding.span.end).line,
                    },
                },
            });
        }
    }
    write_value(&issues, out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}
