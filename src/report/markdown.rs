//! Markdown for the summary of a CI job or a comment: one table, and what was looked at.
//!
//! Whatever comes from a file or its name is text in it: neither markup, nor a link, nor a mention.

use std::io::{self, Write};

use super::locate::Locator;
use super::summary::{findings_of, looked_at, no_findings};
use super::{Run, name, safe};
use crate::check::Checked;
use crate::diagnostic::Diagnostic;

/// Rows of the table; a job's summary is dropped as a whole where it is too large.
const MOST: usize = 1_000;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let all: usize = run
        .checked
        .iter()
        .map(|checked| checked.findings.len())
        .sum();
    let title = findings_of(run).unwrap_or_else(|| {
        let nothing = run.totals.checked.is_empty();
        if nothing {
            "nothing checked"
        } else {
            no_findings(run)
        }
        .to_owned()
    });
    writeln!(out, "## connlint: {title}\n")?;
    if all > 0 {
        writeln!(out, "| place | level | rule | what is wrong |")?;
        writeln!(out, "| --- | --- | --- | --- |")?;
    }
    let mut left = MOST;
    for checked in &run.checked {
        if left == 0 {
            break;
        }
        let locator = Locator::new(&checked.file.bytes);
        for finding in checked.findings.iter().take(left) {
            writeln!(out, "{}", row(checked, finding, &locator))?;
            left -= 1;
        }
    }
    if all > MOST {
        writeln!(out, "\n{MOST} of {all} findings are shown.")?;
    }
    if all > 0 {
        writeln!(out)?;
    }
    for line in looked_at(run) {
        writeln!(out, "- {}", prose(&line))?;
    }
    for file in &run.unread {
        writeln!(
            out,
            "- not read: {}: {}",
            code(&safe(&file.path)),
            prose(&file.message)
        )?;
    }
    Ok(())
}

fn row(checked: &Checked, finding: &Diagnostic, locator: &Locator) -> String {
    let at = locator.position(finding.span.start);
    let place = format!("{}:{}:{}", safe(&checked.file.path), at.line, at.column);
    let help = match &finding.help {
        Some(help) => format!("<br>{}", prose(help)),
        None => String::new(),
    };
    format!(
        "| {} | {} | {} | {}{help} |",
        code(&place),
        name(finding.severity),
        code(finding.rule),
        prose(&finding.message)
    )
}

/// A sentence in which back-ticks mark code, as Markdown.
fn prose(text: &str) -> String {
    let text = safe(text);
    let parts: Vec<&str> = text.split('`').collect();
    let mut prose = String::with_capacity(text.len() + 16);
    for (index, part) in parts.iter().enumerate() {
        // A tick that nothing closes is one.
        let is_last = index + 1 == parts.len();
        match index % 2 {
            0 => inert(part, &mut prose),
            _ if is_last => inert(&format!("`{part}"), &mut prose),
            _ => prose += &code(part),
        }
    }
    prose
}

/// A text in the typeface of code.
fn code(text: &str) -> String {
    let is_simple = |c: char| c.is_alphanumeric() || " !\"#$%&'()*+,-./:;=?@[]^_{}~".contains(c);
    // White space at both ends would be taken away, and a span without anything is none.
    if !text.is_empty() && text.trim() == text && text.chars().all(is_simple) {
        return format!("`{text}`");
    }
    let mut code = "<code>".to_owned();
    inert(text, &mut code);
    code + "</code>"
}

/// A text in which no character means anything.
fn inert(text: &str, out: &mut String) {
    for (at, c) in text.char_indices() {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let is_plain = match c {
            // What would begin a link.
            ':' => !after.starts_with('/'),
            '.' => !before.to_ascii_lowercase().ends_with("www"),
            c => " ,;'\"?=%$()-/".contains(c) || !c.is_ascii_punctuation(),
        };
        match is_plain {
            true => out.push(c),
            false => *out += &format!("&#{};", u32::from(c)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_marked_and_everything_else_is_text() {
        assert_eq!(
            prose("`pasword` should be `password`; see *this*"),
            "`pasword` should be `password`; see &#42;this&#42;"
        );
        assert_eq!(prose("a `b"), "a &#96;b");
        assert_eq!(
            prose("`a|b` `<x>` `` ` `"),
            "<code>a&#124;b</code> <code>&#60;x&#62;</code> <code></code> <code> </code>"
        );
        assert_eq!(
            prose("[a](b): @c #1 https://d |, www.e"),
            "&#91;a&#93;(b): &#64;c &#35;1 https&#58;//d &#124;, www&#46;e"
        );
    }
}
