//! For people at a terminal: what is wrong and where, the lines in question, and what to do.
//!
//! The only user of `miette`, which draws one row at a time from an excerpt of our own. It never sees
//! the file: what it is given is masked, holds no control character and is as wide as the terminal at
//! most, so that neither its arithmetic nor its output can go wrong on a long or hostile line.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceSpan, SpanContents,
    ThemeStyles,
};
use unicode_width::UnicodeWidthStr;

use super::excerpt::{MOST, Row, rows, rows_elsewhere};
use super::locate::{Locator, Others};
use super::wrap::wrap;
use super::{BOLD, CYAN, DIM, Look, Run, name, safe};
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Severity};
use crate::file::Position;

/// One finding after the other, with an empty line between them.
pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    let others = Others::of(&run.checked);
    for checked in &run.checked {
        let locator = Locator::new(&checked.file.bytes);
        for finding in &checked.findings {
            finding_in(&mut text, checked, finding, &locator, &others, run.look);
            text.push('\n');
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    Ok(())
}

/// One finding.
pub(super) fn finding_in(
    text: &mut String,
    checked: &Checked,
    finding: &Diagnostic,
    locator: &Locator,
    others: &Others,
    look: Look,
) {
    headline(text, finding, look);
    let numbers = locator.lines.lines().to_string().len();
    let rows = rows(checked, finding, locator, look, room(numbers, look));
    let place = locator.position(finding.span.start);
    let path = &checked.file.path;
    frame(text, path, place, &rows, finding.severity, look);
    for other in &finding.elsewhere {
        let Some(locator) = others.locator(other) else {
            continue;
        };
        let numbers = locator.lines.lines().to_string().len();
        let rows = rows_elsewhere(other, locator, look, room(numbers, look));
        let place = locator.position(other.span.start);
        frame(text, &other.file.path, place, &rows, finding.severity, look);
    }
    if let Some(more) = finding
        .labels
        .len()
        .checked_sub(MOST)
        .filter(|more| *more > 0)
    {
        let _ = writeln!(text, "  and {more} more");
    }
    if let Some(help) = &finding.help {
        paragraph(
            text,
            &look.paint(CYAN, "help:"),
            "help:".len(),
            &safe(help),
            look,
        );
    }
}

/// Columns for a line whose number has so many digits.
fn room(numbers: usize, look: Look) -> usize {
    look.width.saturating_sub(numbers + 5).max(20)
}

/// Rows of a file below its name, if anything can be read in them: other rows show nothing but how long they are.
fn frame(
    text: &mut String,
    path: &str,
    place: Position,
    rows: &[Row],
    severity: Severity,
    look: Look,
) {
    let name = format!("{}:{}:{}", safe(path), place.line, place.column);
    let name = look.paint(CYAN, &name);
    let lines = Lines::of(look);
    if !rows.iter().any(|row| row.readable) {
        let _ = writeln!(text, "  {}[{name}]", lines.lone);
        return;
    }
    let gutter = rows
        .iter()
        .map(|row| row.number)
        .max()
        .unwrap_or(0)
        .to_string()
        .len();
    let indent = gutter + 2;
    let _ = writeln!(text, "{:indent$}{}[{name}]", "", lines.top);
    let mut last = None;
    for row in rows {
        if last.is_some_and(|last| row.number > last + 1 || row.number == last) {
            let _ = writeln!(text, "{:indent$}{}", "", lines.gap);
        }
        draw(text, row, gutter, severity, look);
        last = Some(row.number);
    }
    let _ = writeln!(text, "{:indent$}{}", "", lines.bottom);
}

/// `error: message (rule)`, the continuation indented below the message. What no rule says has none.
fn headline(text: &mut String, finding: &Diagnostic, look: Look) {
    let severity = name(finding.severity);
    let message = safe(&finding.message);
    let rule = match finding.rule {
        "" => String::new(),
        rule => format!("({rule})"),
    };
    let indent = severity.len() + 2;
    let width = look.width.saturating_sub(indent).max(20);
    let mut lines = wrap(&message, width, 0);
    let beside = lines
        .last()
        .is_some_and(|line| line.width() + 1 + rule.len() <= width);
    for line in &mut lines {
        *line = look.paint(BOLD, line);
    }
    let rule = look.paint(DIM, &rule);
    match lines.last_mut().filter(|_| beside) {
        _ if finding.rule.is_empty() => {}
        Some(line) => {
            line.push(' ');
            line.push_str(&rule);
        }
        None => lines.push(rule),
    }
    let head = look.paint(colour(finding.severity), &format!("{severity}:"));
    let _ = writeln!(text, "{head} {}", lines.join(&format!("\n{:indent$}", "")));
}

/// A paragraph below a finding, the continuation indented below its first word.
fn paragraph(text: &mut String, head: &str, columns: usize, body: &str, look: Look) {
    let indent = columns + 3;
    let lines = wrap(
        body,
        look.width.min(LONGEST).saturating_sub(indent).max(20),
        0,
    );
    let _ = writeln!(
        text,
        "  {head} {}",
        lines.join(&format!("\n{:indent$}", ""))
    );
}

/// Columns of text that are read with ease.
const LONGEST: usize = 100;

/// One row with its marks. Its number stands right-aligned in `gutter` columns.
fn draw(text: &mut String, row: &Row, gutter: usize, severity: Severity, look: Look) {
    let number = row.number.to_string();
    let pad = gutter - number.len();
    if row.marks.is_empty() {
        let (number, line) = (look.paint(DIM, &number), row.text.trim_end());
        let _ = writeln!(text, " {:pad$}{number} {} {line}", "", Lines::of(look).side);
        return;
    }
    let theme = theme(row, severity, look);
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_context_lines(0);
    let mut drawn = String::new();
    if handler
        .render_report(&mut drawn, &Drawing::new(row, gutter, look))
        .is_err()
    {
        return;
    }
    // The first line would be the message and the second the head of the frame, the last its foot: they
    // are drawn once for all rows.
    let lines: Vec<&str> = drawn.lines().skip(2).collect();
    for line in &lines[..lines.len().saturating_sub(1)] {
        let _ = writeln!(text, "{:pad$}{}", "", line.trim_end());
    }
}

/// Strong lines below the place of the finding, thin ones below the others.
fn theme(row: &Row, severity: Severity, look: Look) -> GraphicalTheme {
    let mut theme = if look.unicode {
        GraphicalTheme::unicode_nocolor()
    } else {
        GraphicalTheme::none()
    };
    if row.marks.iter().any(|mark| mark.primary) {
        (theme.characters.underline, theme.characters.underbar) = if look.unicode {
            ('━', '┯')
        } else {
            ('^', '^')
        };
    } else if !look.unicode {
        theme.characters.underbar = '-';
        theme.characters.underline = '-';
    }
    if look.colour {
        theme.styles = ThemeStyles::ansi();
        let primary = match severity {
            Severity::Error => theme.styles.error.bold(),
            Severity::Warning => theme.styles.warning.bold(),
        };
        let other = theme.styles.help;
        theme.styles.highlights = row
            .marks
            .iter()
            .map(|mark| if mark.primary { primary } else { other })
            .collect();
    }
    theme
}

/// A row as miette wants it.
#[derive(Debug)]
struct Drawing {
    /// With the line break, so that what follows the last character can be marked, too.
    text: String,
    line: usize,
    labels: Vec<LabeledSpan>,
}

impl Drawing {
    fn new(row: &Row, gutter: usize, look: Look) -> Self {
        let labels = row.marks.iter().map(|mark| {
            let before =
                row.text[..mark.span.start].width() + row.text[mark.span.clone()].width() / 2;
            let room = look.width.saturating_sub(gutter + 4 + before + 4).max(24);
            let message =
                (!mark.message.is_empty()).then(|| wrap(&mark.message, room, 0).join("\n"));
            LabeledSpan::new(message, mark.span.start, mark.span.len())
        });
        Drawing {
            text: format!("{}\n", row.text),
            line: row.number - 1,
            labels: labels.collect(),
        }
    }
}

impl miette::SourceCode for Drawing {
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let all = SourceSpan::from(0..self.text.len());
        Ok(Box::new(miette::MietteSpanContents::new(
            self.text.as_bytes(),
            all,
            self.line,
            0,
            1,
        )))
    }
}

impl miette::Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Drawing {}

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

/// What joins the rows of a finding.
struct Lines {
    top: &'static str,
    side: &'static str,
    gap: &'static str,
    bottom: &'static str,
    /// In front of a place that is not drawn.
    lone: &'static str,
}

impl Lines {
    fn of(look: Look) -> Self {
        match look.unicode {
            true => Lines {
                top: "╭─",
                side: "│",
                gap: "⋮",
                bottom: "╰────",
                lone: "──",
            },
            false => Lines {
                top: ",-",
                side: "|",
                gap: "...",
                bottom: "`----",
                lone: "--",
            },
        }
    }
}

fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
    }
}

#[cfg(test)]
mod tests;
