//! GitHub's workflow commands, which become annotations of the lines in a pull request.
//!
//! Each message begins with the place, because the log of a job shows nothing else of a command.

use std::io::{self, Write};

use super::locate::Locator;
use super::mask::is_unsafe;
use super::summary::count;
use super::{Run, name, safe};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;

/// What is shown of each level in one step; the rest is in the log only.
const SHOWN: usize = 10;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for checked in &run.checked {
        let locator = Locator::new(&checked.file.bytes);
        for finding in &checked.findings {
            writeln!(out, "{}", command(checked, finding, &locator))?;
        }
    }
    for file in &run.unread {
        let (path, title) = (property(&file.path), "connlint: not read");
        let said = data(&format!("{}: {}", safe(&file.path), safe(&file.message)));
        let place = match file.place {
            Some(place) => format!(",line={},col={}", place.line, place.column),
            None => String::new(),
        };
        let title = property(title);
        writeln!(out, "::error file={path}{place},title={title}::{said}")?;
    }
    let (errors, warnings) = (run.totals.errors + run.unread.len(), run.totals.warnings);
    if errors > SHOWN || warnings > SHOWN {
        writeln!(
            out,
            "::notice title=connlint::{} and {}: GitHub shows {SHOWN} of each for a step, the log has them all",
            count(errors, "error"),
            count(warnings, "warning"),
        )?;
    }
    Ok(())
}

fn command(checked: &Checked, finding: &Diagnostic, locator: &Locator) -> String {
    let [start, end] = [finding.span.start, finding.span.end].map(|at| locator.position(at));
    let (level, path) = (name(finding.severity), &checked.file.path);
    let mut command = format!("::{level} file={},line={}", property(path), start.line);
    // Columns are taken only where the whole is in one line.
    match start.line == end.line {
        true => {
            command += &format!(
                ",endLine={},col={},endColumn={}",
                end.line, start.column, end.column
            );
        }
        false => command += &format!(",endLine={}", end.line),
    }
    let mut said = format!(
        "{}:{}:{}: {}",
        safe(path),
        start.line,
        start.column,
        safe(&finding.message)
    );
    if let Some(help) = &finding.help {
        said = format!("{said}\nhelp: {}", safe(help));
    }
    let title = property(&format!("connlint: {}", finding.rule));
    format!("{command},title={title}::{}", data(&said))
}

/// A text as the message of a command.
fn data(text: &str) -> String {
    escape(text, &['%', '\r', '\n'])
}

/// A text as the value of a property, without what would end it. It is a name, and so nothing else in it is changed
/// than what could not be shown.
fn property(text: &str) -> String {
    escape(text, &['%', '\r', '\n', ':', ','])
}

fn escape(text: &str, special: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if special.contains(&c) => escaped += &format!("%{:02X}", u32::from(c)),
            c if is_unsafe(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_or_begins_another() {
        assert_eq!(data("50 % of a, b: c\nd\re"), "50 %25 of a, b: c%0Ad%0De");
        assert_eq!(
            property("::a,b:c%\n::error::d\u{202e}#"),
            "%3A%3Aa%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ad\\u{202e}#"
        );
    }
}
