//! What other commands print or write, and a command reads.

use super::{LONGEST_PIPE, Produced, Values, spelled};
use crate::shell::{Command, Input, Redirection, RedirectionKind, Word};
use crate::text::{Decoder, Encoding, HOLE, Text};

impl<'s, 't> Values<'s, 't> {
    pub(super) fn substitution(&self, commands: std::ops::Range<usize>) -> Produced<'t> {
        match self.script.commands.get(commands) {
            Some([only]) => self.output(only, LONGEST_PIPE),
            _ => Produced::Unknown,
        }
    }

    pub(super) fn own_input(&self, command: &Command<'t>) -> Produced<'t> {
        self.input(command.redirections.iter(), command.input)
    }

    pub(super) fn piped<'r>(
        &self,
        redirections: impl DoubleEndedIterator<Item = &'r Redirection<'t>>,
        input: Input,
        steps: usize,
    ) -> Produced<'t>
    where
        't: 'r,
    {
        let mut own = redirections.rev().filter(|redirection| {
            use RedirectionKind::{HereDocument, HereString, Input, Other};
            matches!(redirection.descriptor, None | Some(0))
                && (matches!(redirection.kind, HereDocument | HereString | Input)
                    || redirection.kind == Other && redirection.descriptor == Some(0))
        });
        match own.next() {
            Some(redirection) => match redirection.kind {
                RedirectionKind::HereDocument => redirection
                    .body
                    .clone()
                    .map_or(Produced::Unknown, |body| Produced::Text(body, None)),
                RedirectionKind::HereString => self.word(&redirection.target),
                RedirectionKind::Input => self.path(&redirection.target),
                _ => Produced::Unknown,
            },
            None => match input {
                Input::Command(index) if steps > 0 => {
                    self.output(&self.script.commands[index], steps - 1)
                }
                _ => Produced::Unknown,
            },
        }
    }

    /// What a command writes to its standard output.
    pub(super) fn output(&self, command: &Command<'t>, steps: usize) -> Produced<'t> {
        let piped = || self.piped(command.redirections.iter(), command.input, steps);
        let Some((program, arguments)) = command.words.split_first() else {
            // `$(< file)`
            return if command.assignments.is_empty() {
                piped()
            } else {
                Produced::Unknown
            };
        };
        match (program.text.as_str(), arguments) {
            ("cat", []) => piped(),
            ("cat", [file]) if file.text.as_str() == "-" => piped(),
            ("cat", [file]) if !file.text.as_str().starts_with('-') => self.path(file),
            ("envsubst", [] | [_]) => match piped() {
                Produced::Text(text, slip) => {
                    let names = arguments.first().map(|names| names.text.as_str());
                    Produced::Text(substituted(&text, names), slip)
                }
                _ => Produced::Unknown,
            },
            ("echo", [flags @ .., text]) => {
                let plain = flags
                    .iter()
                    .all(|flag| matches!(flag.text.as_str(), "-n" | "-e" | "-E" | "-ne" | "-en"));
                let escapes = flags.iter().any(|flag| flag.text.as_str().contains('e'));
                match self.word(text) {
                    Produced::Text(text, slip)
                        if plain && !(escapes && text.as_str().contains('\\')) =>
                    {
                        Produced::Text(text, slip)
                    }
                    _ => Produced::Unknown,
                }
            }
            ("printf", [text]) if !text.text.as_str().contains(['%', '\\']) => self.word(text),
            ("printf", [format, text])
                if matches!(format.text.as_str(), "%s" | "%s\\n" | "%s\n") =>
            {
                self.word(text)
            }
            _ => Produced::Unknown,
        }
    }

    /// The contents of the file that a word names.
    pub(super) fn path(&self, word: &Word<'t>) -> Produced<'t> {
        if let Some(produced) = self.file(&spelled(&self.source[word.span.clone()])) {
            return produced;
        }
        match self.word(word) {
            Produced::Text(text, _) => self.named(text),
            _ => Produced::Unknown,
        }
    }

    /// The contents of the file that a text names.
    pub(in crate::extract::curl) fn named(&self, path: Text<'t>) -> Produced<'t> {
        let name = path.as_str();
        if name.is_empty() || name.contains(HOLE) || name.starts_with("/dev/") {
            return Produced::Unknown;
        }
        self.file(name.strip_prefix("./").unwrap_or(name))
            .unwrap_or(Produced::File(path))
    }
}

/// What `envsubst` makes of a text: holes where variables are named, all or those in `names`.
fn substituted<'t>(text: &Text<'t>, names: Option<&str>) -> Text<'t> {
    let source = text.as_str();
    let mut decoder = Decoder::new();
    let mut from = 0;
    for (at, _) in source.match_indices('$') {
        let braced = source[at + 1..].starts_with('{');
        let start = at + 1 + usize::from(braced);
        let len = source[start..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .count();
        let end = start + len + usize::from(braced);
        let name = &source[start..start + len];
        let named = names.is_none_or(|names| {
            names
                .split(['$', '{', '}', ' ', ','])
                .any(|one| one == name)
        });
        if len > 0 && named && (!braced || source[start + len..].starts_with('}')) {
            decoder.verbatim(from, &source[from..at], Encoding::Verbatim);
            decoder.hole(at..end);
            from = end;
        }
    }
    decoder.verbatim(from, &source[from..], Encoding::Verbatim);
    decoder.finish(text, 0, Encoding::Verbatim)
}
