//! One line a finding: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::locate::Locator;
use super::{Run, name, safe};

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for checked in &run.checked {
        let path = safe(&checked.file.path);
        let locator = Locator::new(&checked.file.bytes);
        for finding in &checked.findings {
            let place = locator.position(finding.span.start);
            let (severity, message) = (name(finding.severity), safe(&finding.message));
            writeln!(
                out,
                "{path}:{}:{}: {severity}[{}] {message}",
                place.line, place.column, finding.rule
            )?;
        }
    }
    Ok(())
}
