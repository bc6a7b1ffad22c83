//! JUnit's XML, for services that know tests and no findings. A file is a suite, a finding a test that failed.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::locate::Locator;
use super::{Run, name, safe};
use crate::check::Checked;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let findings: usize = run
        .checked
        .iter()
        .map(|checked| checked.findings.len())
        .sum();
    let unread = run.unread.len();
    // Some readers take a report without a test for one that was lost.
    let tests = (findings + unread).max(1);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="connlint" tests="{tests}" failures="{findings}" errors="{unread}">"#
    )?;
    for checked in &run.checked {
        out.write_all(suite(checked).as_bytes())?;
    }
    if unread > 0 {
        writeln!(
            out,
            r#"  <testsuite name="not read" tests="{unread}" failures="0" errors="{unread}">"#
        )?;
        for file in &run.unread {
            let (path, message) = (escaped(&file.path), escaped(&file.message));
            writeln!(out, r#"    <testcase classname="{path}" name="read">"#)?;
            writeln!(out, r#"      <error type="unread" message="{message}"/>"#)?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    if findings + unread == 0 {
        writeln!(
            out,
            r#"  <testsuite name="connlint" tests="1" failures="0" errors="0">"#
        )?;
        writeln!(
            out,
            r#"    <testcase classname="connlint" name="no findings"/>"#
        )?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(checked: &Checked) -> String {
    let locator = Locator::new(&checked.file.bytes);
    let (path, count) = (escaped(&checked.file.path), checked.findings.len());
    let mut suite = format!(
        "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">\n"
    );
    for finding in &checked.findings {
        let place = locator.position(finding.span.start);
        let (rule, level) = (finding.rule, name(finding.severity));
        let message = escaped(&finding.message);
        let mut said = format!("{path}:{}:{}: {level}: {message}", place.line, place.column);
        if let Some(help) = &finding.help {
            let _ = write!(said, "\nhelp: {}", escaped(help));
        }
        let _ = writeln!(
            suite,
            "    <testcase classname=\"{path}\" name=\"{rule} {line}:{column}\" file=\"{path}\" line=\"{line}\">\n      \
             <failure type=\"{level}\" message=\"{message}\">{said}</failure>\n    </testcase>",
            line = place.line,
            column = place.column,
        );
    }
    suite + "  </testsuite>\n"
}

/// A text for an attribute or an element. What steers a terminal is spelled out, what XML does not know is dropped.
fn escaped(text: &str) -> Cow<'_, str> {
    let text = safe(text);
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || !is_character(c);
    if !text.contains(special) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if is_character(c) => escaped.push(c),
            _ => {}
        }
    }
    Cow::Owned(escaped)
}

/// Whether XML 1.0 has the character.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        assert_eq!(
            escaped("<a href='b'>\"&amp;\u{0}\u{1b}\u{FFFE}\u{FFFF}ß漢😀"),
            "&lt;a href=&#39;b&#39;&gt;&quot;&amp;amp;\\u{0}\\u{1b}ß漢😀"
        );
        assert!(matches!(escaped("plain"), Cow::Borrowed(_)));
    }
}
