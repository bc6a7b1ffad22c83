//! Commands of Windows' own shell, as far as a call of a program needs it.
//!
//! Two readers are at work on a line there: the shell, which takes `^` away and knows quotes but no backslashes, and the
//! program, which divides the words and for which `\"` and `""` are a quote inside quotes.

use super::{Command, Input, Joint, Parser, Script, Slip, Word};
use crate::text::{Decoder, Encoding, Quoting, Text};

/// Reads a batch file, or what is typed at the prompt.
pub fn parse_batch<'t>(text: &'t Text<'_>) -> Script<'t> {
    let mut reader = Reader {
        text,
        source: text.as_str(),
        at: 0,
        ahead: Parser::new(text),
        script: Script::default(),
    };
    while reader.at < reader.source.len() {
        reader.line();
    }
    reader.script
}

struct Reader<'t> {
    text: &'t Text<'t>,
    source: &'t str,
    at: usize,
    /// Looks ahead for JSON, with a budget for the whole text.
    ahead: Parser<'t>,
    script: Script<'t>,
}

/// A word that is being read.
#[derive(Default)]
struct State {
    decoder: Decoder,
    /// Between quotes, to the program.
    quoted: bool,
    /// Between quotes, to the shell.
    shell_quoted: bool,
    any_quotes: bool,
    /// What the shell makes of it cannot be told.
    doubtful: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.source[self.at..]
    }

    fn peek(&self) -> u8 {
        self.source.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Reads the commands of a line, with the lines that continue it.
    fn line(&mut self) {
        self.blanks();
        let rest = self.rest();
        let first = rest.split([' ', '\t', '\r', '\n']).next().unwrap_or("");
        if first.eq_ignore_ascii_case("rem")
            || first.eq_ignore_ascii_case("@rem")
            || first.starts_with(':')
        {
            self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
            return;
        }
        let mut words: Vec<Word<'t>> = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                b'\n' | 0 => {
                    self.at = (self.at + 1).min(self.source.len());
                    break;
                }
                b'&' | b'|' => {
                    self.at += 1;
                    self.finish(&mut words);
                }
                b'<' | b'>' => {
                    // The file that is read or written is none of the program's words.
                    self.at +=
                        self.rest().len() - self.rest().trim_start_matches(['<', '>', '&']).len();
                    self.blanks();
                    self.word();
                }
                b'@' | b'(' | b')' if words.is_empty() => self.at += 1,
                _ => {
                    let word = self.word();
                    // `2>&1` says which of the program's outputs is meant.
                    let is_descriptor = |word: &Word<'_>| matches!(word.text.as_str(), "1" | "2");
                    let redirects = self.peek() == b'>';
                    words.extend(word.filter(|word| !(redirects && is_descriptor(word))));
                }
            }
        }
        self.finish(&mut words);
    }

    fn finish(&mut self, words: &mut Vec<Word<'t>>) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        let span = first.span.start..last.span.end;
        self.script.commands.push(Command {
            span,
            assignments: Vec::new(),
            words: std::mem::take(words),
            redirections: Vec::new(),
            input: Input::Unknown,
            joint: Joint::End,
            function: None,
            foreign: false,
        });
    }

    fn blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
            self.at += blank;
            match continuation(self.rest()) {
                Some(len) => self.at += len,
                None => return,
            }
        }
    }

    fn word(&mut self) -> Option<Word<'t>> {
        let start = self.at;
        if let Some(word) = self.unescaped_json() {
            return Some(word);
        }
        let mut state = State::default();
        while self.at < self.source.len() {
            let byte = self.peek();
            let ends = match byte {
                b'\n' => true,
                b' ' | b'\t' | b'\r' => !state.quoted,
                b'&' | b'|' | b'<' | b'>' if !state.shell_quoted => {
                    // To the shell the command ends here, whatever was meant.
                    state.doubtful |= state.quoted;
                    !state.quoted
                }
                _ => false,
            };
            if ends {
                break;
            }
            self.character(byte, &mut state);
        }
        if self.at == start {
            // Nothing that a word can begin with.
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            return None;
        }
        let doubtful = state.doubtful || state.quoted;
        let text = state
            .decoder
            .finish(self.text, start, encoding(state.any_quotes));
        Some(Word {
            span: start..self.at,
            text,
            quoted: state.any_quotes,
            expansion: None,
            splits: doubtful,
            slip: None,
        })
    }

    /// Reads `"{"name": …}"`, whose quotes the program never sees, as what was meant.
    fn unescaped_json(&mut self) -> Option<Word<'t>> {
        let start = self.at;
        if self.peek() != b'"' {
            return None;
        }
        let (content, slip): (_, Slip) = self.ahead.unescaped_json(start)?;
        let mut decoder = Decoder::new();
        self.at = content.start;
        while self.at < content.end {
            let rest = &self.source[self.at..content.end];
            let begun = rest.starts_with('%').then(|| variable(rest)).flatten();
            let len = match begun {
                Some(len) => {
                    decoder.hole(self.at..self.at + len);
                    len
                }
                None => {
                    let next = rest.match_indices('%').find(|(at, _)| *at > 0);
                    let len = next.map_or(rest.len(), |(at, _)| at);
                    decoder.verbatim(self.at, &rest[..len], Encoding::Expansion);
                    len
                }
            };
            self.at += len;
        }
        self.at = slip.span.end;
        Some(Word {
            span: slip.span.clone(),
            text: decoder.finish(self.text, content.start, Encoding::Expansion),
            quoted: true,
            expansion: None,
            splits: false,
            slip: Some(Box::new(slip)),
        })
    }

    fn character(&mut self, byte: u8, state: &mut State) {
        let rest = self.rest();
        let own = encoding(state.quoted);
        let at = self.at;
        match byte {
            b'^' if !state.shell_quoted => {
                let len = match continuation(rest) {
                    Some(len) => len,
                    None => {
                        let next = rest[1..].chars().next().map_or(0, char::len_utf8);
                        state
                            .decoder
                            .escape(at..at + 1 + next, &rest[1..1 + next], own);
                        1 + next
                    }
                };
                self.at += len;
            }
            b'%' | b'!' => match variable(rest) {
                Some(len) => {
                    state.decoder.hole(at..at + len);
                    self.at += len;
                }
                None => self.verbatim(1, state),
            },
            b'\\' => {
                let slashes = rest.len() - rest.trim_start_matches('\\').len();
                if !rest[slashes..].starts_with('"') {
                    return self.verbatim(slashes, state);
                }
                let left = &rest[..slashes / 2];
                state.decoder.escape(at..at + slashes / 2 * 2, left, own);
                self.at += slashes / 2 * 2;
                if slashes % 2 == 1 {
                    state.shell_quoted = !state.shell_quoted;
                    state.decoder.escape(self.at..self.at + 2, "\"", own);
                    self.at += 2;
                } else {
                    self.quote(state);
                }
            }
            b'"' if state.quoted && rest.starts_with("\"\"") => {
                state.decoder.escape(at..at + 2, "\"", own);
                self.at += 2;
            }
            b'"' => self.quote(state),
            _ => {
                let plain = |c: char| !"\"\\^%!&|<> \t\r\n".contains(c);
                let len = rest.find(|c| !plain(c)).unwrap_or(rest.len());
                let first = rest.chars().next().map_or(1, char::len_utf8);
                self.verbatim(len.max(first), state);
            }
        }
    }

    fn verbatim(&mut self, len: usize, state: &mut State) {
        let text = &self.rest()[..len];
        state
            .decoder
            .verbatim(self.at, text, encoding(state.quoted));
        self.at += len;
    }

    fn quote(&mut self, state: &mut State) {
        state.quoted = !state.quoted;
        state.shell_quoted = !state.shell_quoted;
        state.any_quotes = true;
        self.at += 1;
    }
}

/// Outside quotes too much is special to write there.
fn encoding(quoted: bool) -> Encoding {
    match quoted {
        true => Encoding::Quoted(Quoting::Batch),
        false => Encoding::Expansion,
    }
}

/// Length of a `^` that continues a line, with the line's end.
fn continuation(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('^')?;
    let line_break = rest.strip_prefix('\r').unwrap_or(rest);
    line_break
        .starts_with('\n')
        .then(|| text.len() - line_break.len() + 1)
}

/// Length of `%NAME%`, `%NAME:a=b%`, `!NAME!` or `%1`.
fn variable(text: &str) -> Option<usize> {
    // Nobody gives one a longer name.
    const LONGEST: usize = 256;
    let text = &text[..text.floor_char_boundary(LONGEST.min(text.len()))];
    let (sign, rest) = text.split_at(1);
    if sign == "%" && rest.starts_with('~') {
        let end = rest.find(|c: char| c.is_ascii_digit())?;
        return (end < 8).then_some(end + 2);
    }
    let line = rest.split(['\n', ' ', '"']).next().unwrap_or("");
    let end = line.find(sign)?;
    let name = line[..end].split(':').next().unwrap_or("");
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    (begins && name.chars().all(is_name)).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<Vec<String>> {
        let text = Text::file(source);
        let script = parse_batch(&text);
        let word = |word: &Word<'_>| {
            assert!(source.get(word.span.clone()).is_some(), "{source}");
            let span = word.text.whole_span();
            assert!(span.end <= source.len(), "{source}");
            match word.splits {
                true => format!("?{}", word.text.as_str()),
                false => word.text.as_str().to_owned(),
            }
        };
        let command = |command: &Command<'_>| command.words.iter().map(word).collect();
        script.commands.iter().map(command).collect()
    }

    #[test]
    fn words_are_what_the_program_is_given() {
        let cases: &[(&str, &[&str])] = &[
            (
                "curl -d \"{\\\"a\\\": 1}\" x",
                &["curl", "-d", "{\"a\": 1}", "x"],
            ),
            (
                "curl -d \"{\"\"a\"\": 1}\" x",
                &["curl", "-d", "{\"a\": 1}", "x"],
            ),
            (
                "curl ^\r\n  -d \"{}\" ^\r\n  x\r\n",
                &["curl", "-d", "{}", "x"],
            ),
            (
                "@curl -H \"a: %B%\" -H c:!D!",
                &["curl", "-H", "a: ￼", "-H", "c:￼"],
            ),
            (
                "curl a^&b \"c^&d\" 50% \"e\\\\\" f\\g",
                &["curl", "a&b", "c^&d", "50%", "e\\", "f\\g"],
            ),
            ("curl \"x\\\\\\\"y\" > out.txt 2>&1", &["curl", "x\\\"y"]),
            ("curl \"\" 'a b'", &["curl", "", "'a", "b'"]),
            (
                "curl -d \"{\\\"a\\\": \\\"b & c\\\"}\"",
                &["curl", "-d", "?{\"a\": \"b & c\"}"],
            ),
            ("curl -d \"{", &["curl", "-d", "?{"]),
            (
                "curl \"x?a=1&b=2\" %~dp0y %1",
                &["curl", "x?a=1&b=2", "￼y", "%1"],
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(words(source), [*expected], "{source}");
        }
        assert_eq!(
            words("rem curl a\n:: curl b\n:top\ncurl c & curl d\n(curl e)\n").len(),
            3
        );
    }

    #[test]
    fn json_whose_quotes_are_lost_is_read_as_it_was_meant() {
        let source = "curl -d \"{\"a b\": \"%C%\"}\" x";
        let text = Text::file(source);
        let script = parse_batch(&text);
        let body = &script.commands[0].words[2];
        // A key is a name without blanks, and other texts are what they are to the shell.
        assert!(body.slip.is_none());
        let source = source.replace("a b", "a");
        let text = Text::file(&source);
        let script = parse_batch(&text);
        let body = &script.commands[0].words[2];
        assert_eq!(body.text.as_str(), "{\"a\": \"\u{FFFC}\"}");
        let slip = body.slip.as_ref().expect("a slip");
        assert_eq!(&source[slip.span.clone()], "\"{\"a\": \"%C%\"}\"");
        assert_eq!(script.commands[0].words[3].text.as_str(), "x");
        for (value, expected) in [
            ("%C%ä", "\u{FFFC}ä"),
            ("a%b%é47", "a\u{FFFC}é47"),
            ("ä%", "ä%"),
            ("%ä", "%ä"),
        ] {
            let source = format!("curl -d \"{{\"a\": \"{value}\"}}\" x");
            let text = Text::file(&source);
            let script = parse_batch(&text);
            let body = script.commands[0].words[2].text.as_str();
            assert_eq!(body, format!("{{\"a\": \"{expected}\"}}"));
        }
    }

    #[test]
    fn what_is_written_back_is_escaped_again() {
        let source = "curl -d \"{\\\"a\\\": \\\"b\\\"}\"";
        let text = Text::file(source);
        let script = parse_batch(&text);
        let body = &script.commands[0].words[2].text;
        let at = body.as_str().find("\"b\"").expect("a value");
        let edit = body.edit(at..at + 3, "\"c\\n\"").expect("an edit");
        assert_eq!(
            (&source[edit.span.clone()], edit.text.as_str()),
            ("\\\"b\\\"", "\\\"c\\n\\\"")
        );
        assert_eq!(body.edit(at..at + 3, "50%"), None);
    }
}
