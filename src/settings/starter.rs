//! The file to begin with: everything that can be said, and nothing of it said yet.

use std::fmt::Write as _;

use super::keys::{KEYS, Kind};

/// Columns of the comments.
const WIDTH: usize = 96;

/// A file in which every line is a comment.
pub fn starter() -> String {
    let mut text = "# What connlint is to know about the request files below this folder.\n\
                    # `connlint config show FILE` says what holds for a file, and why.\n"
        .to_owned();
    for key in KEYS {
        text.push('\n');
        let doc = match key.kind {
            // An example of what holds for some files has to show the other keys as well.
            Kind::Overrides => format!("{} The keys:", key.doc),
            _ => key.doc.to_owned(),
        };
        comment(&mut text, &doc);
        if key.kind == Kind::Overrides {
            for key in super::keys::OVERRIDE_KEYS {
                comment(&mut text, &format!("- {}: {}", key.name, key.doc));
            }
        }
        for line in key.example.lines() {
            let _ = writeln!(text, "#{line}");
        }
    }
    text
}

fn comment(text: &mut String, sentences: &str) {
    let mut line = String::from("#");
    for word in sentences.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = String::from("#");
            if sentences.starts_with('-') {
                line.push_str("  ");
            }
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}
