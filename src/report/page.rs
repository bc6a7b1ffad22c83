//! A rule's page for people: as text, and as Markdown for those who can draw it.

use std::fmt::Write as _;

use super::wrap;

/// Columns of a page as text.
pub const PAGE_WIDTH: usize = 88;

/// Markdown, its paragraphs wrapped and its examples indented.
pub fn page(markdown: &str) -> String {
    let mut text = String::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in markdown.lines().chain([""]) {
        let bare = line.trim();
        let is_fence = bare.starts_with("```");
        let breaks = fenced
            || is_fence
            || bare.is_empty()
            || bare.starts_with(['#', '|', '-', '*', '>']) && !bare.starts_with("**");
        if breaks && !paragraph.is_empty() {
            flush(&mut text, &mut paragraph);
        }
        if is_fence {
            if !fenced {
                let _ = writeln!(text, "{}:\n", caption(bare));
            }
            fenced = !fenced;
        } else if fenced {
            let _ = writeln!(text, "    {line}");
        } else if bare.is_empty() {
            if !text.is_empty() && !text.ends_with("\n\n") {
                text.push('\n');
            }
        } else if bare.starts_with(['#', '|']) {
            let _ = writeln!(text, "{bare}");
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(bare);
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// What an example shows, from the words behind its fence: `json bad submission`.
fn caption(fence: &str) -> String {
    let words = fence.trim_start_matches('`');
    if words == "toml" {
        return "With this in connlint.toml".to_owned();
    }
    let mut words = words.split_ascii_whitespace().skip(1);
    let kind = match words.next() {
        Some("bad") => "Wrong",
        Some("good") => "Right",
        _ => "Example",
    };
    match words.collect::<Vec<_>>().join(", ") {
        more if more.is_empty() => kind.to_owned(),
        more => format!("{kind} ({more})"),
    }
}

fn flush(text: &mut String, paragraph: &mut String) {
    let indent = if paragraph.starts_with("- ") || paragraph.starts_with("* ") {
        "  "
    } else {
        ""
    };
    for (index, line) in wrap(paragraph, PAGE_WIDTH - indent.len(), 0)
        .iter()
        .enumerate()
    {
        let _ = writeln!(text, "{}{line}", if index == 0 { "" } else { indent });
    }
    paragraph.clear();
}

/// Markdown whose examples say above themselves what they show, which the words behind a fence do not.
pub(super) fn markdown(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut fenced = false;
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
            if fenced {
                let language = line.split_ascii_whitespace().next().unwrap_or(line);
                let _ = writeln!(text, "{}:\n\n{language}", caption(line));
                continue;
            }
        }
        text.push_str(line);
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_wrapped_and_examples_are_not() {
        let markdown = "First line.\n\nA long paragraph\nthat goes on.\n\n```json bad\n{\n  \"a\": 1\n}\n```\n\n- one\n  more\n- two\n";
        assert_eq!(
            page(markdown),
            "First line.\n\nA long paragraph that goes on.\n\nWrong:\n\n    {\n      \"a\": 1\n    }\n\n- one more\n- two\n"
        );
    }

    #[test]
    fn an_example_says_what_it_shows() {
        assert_eq!(caption("```json bad submission"), "Wrong (submission)");
        assert_eq!(caption("```toml"), "With this in connlint.toml");
        assert_eq!(
            markdown("First.\n\n```json bad submission\n{}\n```\n\n```json good\n1\n```\n"),
            "First.\n\nWrong (submission):\n\n```json\n{}\n```\n\nRight:\n\n```json\n1\n```"
        );
    }
}
