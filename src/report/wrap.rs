//! Breaks text into lines.

use unicode_width::UnicodeWidthStr;

/// The words of a text on lines of at most `width` columns, the first of which has `used` columns less.
/// A longer word stands alone: ids and addresses are copied, and a break would spoil them.
pub fn wrap(text: &str, width: usize, used: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for word in text.split_ascii_whitespace() {
        match lines.last_mut() {
            Some(line) if word.width() < room => {
                line.push(' ');
                line.push_str(word);
                room -= word.width() + 1;
            }
            _ => {
                let width = if lines.is_empty() {
                    width.saturating_sub(used)
                } else {
                    width
                };
                room = width.saturating_sub(word.width());
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(wrap("one two three", 7, 0), ["one two", "three"]);
        assert_eq!(wrap("one two three", 7, 1), ["one", "two", "three"]);
        assert_eq!(
            wrap("a d6b52d86-f0f8-475f b", 6, 0),
            ["a", "d6b52d86-f0f8-475f", "b"]
        );
        assert_eq!(wrap("漢字 漢字", 8, 0), ["漢字", "漢字"]);
        assert_eq!(wrap("漢字 漢字", 9, 0), ["漢字 漢字"]);
        assert!(wrap("", 9, 0).is_empty());
    }
}
