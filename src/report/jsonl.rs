//! For programs that read line by line: what the JSON report has, one object a line. `type` tells a finding from
//! what was not read, and from the counts, which come last.

use std::io::{self, Write};

use serde::Serialize;

use super::Run;
use super::escape::write_line;
use super::json::{Finding, Summary, Unread};
use super::locate::{Locator, Others};

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let others = Others::of(&run.checked);
    for checked in &run.checked {
        let locator = Locator::new(&checked.file.bytes);
        for finding in &checked.findings {
            let finding = Finding::of(checked, finding, &locator, &others);
            write_line(&Line::Finding(finding), out)?;
        }
    }
    for file in &run.unread {
        write_line(&Line::Unread(Unread::of(file)), out)?;
    }
    let summary = Summary::of(&run.totals);
    write_line(
        &Line::Summary {
            version: 1,
            summary,
        },
        out,
    )
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Finding(Finding<'a>),
    Unread(Unread<'a>),
    Summary {
        version: u32,
        #[serde(flatten)]
        summary: Summary,
    },
}
