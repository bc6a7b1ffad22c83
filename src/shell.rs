//! A tolerant reader of POSIX and bash scripts: commands, words with their quoting, redirections.
//!
//! It reads what people keep around a request: scripts, snippets from a page, console transcripts.
//! Nothing is expanded; what only running the script could tell becomes a [`HOLE`](crate::text::HOLE).
//! No input is an error. Every byte is read a bounded number of times and nesting is followed to
//! [`MAX_DEPTH`] only, so that hostile input costs no more than its length.

use std::ops::Range;

use crate::text::Text;

mod batch;
mod command;
mod expansion;
mod here;
mod prompt;
mod quote;
mod recover;
mod simple;
mod word;

pub use batch::parse_batch;

/// How deeply `$(…)`, `${…}` and back-ticks are followed into each other. What lies deeper is one hole.
pub const MAX_DEPTH: usize = 32;

/// Reads a script. All positions in the result are bytes of `text`; `text.span` leads to the file.
pub fn parse<'t>(text: &'t Text<'_>) -> Script<'t> {
    let mut parser = Parser::new(text);
    parser.list(false);
    parser.script
}

/// What a script consists of.
#[derive(Debug, Default)]
pub struct Script<'t> {
    /// All simple commands in the order in which they begin, those inside `$(…)`, functions and loops included.
    pub commands: Vec<Command<'t>>,
    /// The names of the functions that are defined, in order; a name can occur twice.
    pub functions: Vec<&'t str>,
    /// The comments, from `#` to the line's end.
    pub comments: Vec<Range<usize>>,
}

/// A simple command: assignments, words and redirections up to an operator or the line's end.
#[derive(Debug)]
pub struct Command<'t> {
    /// From the first assignment, word or redirection to the end of the last.
    pub span: Range<usize>,
    /// Those before the first word. Without a word they are the script's own variables.
    pub assignments: Vec<Assignment<'t>>,
    pub words: Vec<Word<'t>>,
    pub redirections: Vec<Redirection<'t>>,
    pub input: Input,
    pub joint: Joint,
    /// The function whose body holds the command, as an index into [`Script::functions`].
    pub function: Option<usize>,
    /// Whether the command is written for another shell: a `^` or a back-tick continues its lines.
    pub foreign: bool,
}

/// Where a command's standard input comes from, redirections apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Input {
    #[default]
    Inherited,
    /// The command with this index pipes into it.
    Command(usize),
    /// A loop, a group or something else pipes into it.
    Unknown,
}

/// What ends a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    #[default]
    End,
    Newline,
    Pipe,
    /// `&&` or `||`.
    Condition,
    /// `;` or `&`.
    Separator,
}

/// `NAME=value` before a command's words.
#[derive(Debug)]
pub struct Assignment<'t> {
    pub name: &'t str,
    /// `None` for an array, for `+=` and for an element: what the variable holds is then not written here.
    pub value: Option<Word<'t>>,
}

/// One word as the shell sees it, quotes removed.
#[derive(Clone, Debug)]
pub struct Word<'t> {
    /// With its quotes.
    pub span: Range<usize>,
    pub text: Text<'t>,
    /// Whether any of it is quoted, be it by a backslash.
    pub quoted: bool,
    /// Set where the whole word is this one expansion, quoted or not.
    pub expansion: Option<Expansion<'t>>,
    /// Whether it may become any number of words (`$ARGS`, `"$@"`, `"${HEADERS[@]}"`, `*.json`, `{a,b}`).
    pub splits: bool,
    /// What is wrong with its quoting; `text` is then what was meant.
    pub slip: Option<Box<Slip>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expansion<'t> {
    /// `$NAME` or `${NAME}`.
    Variable(&'t str),
    /// `$@`, `$*`, `${NAME[@]}`: a list of words.
    List,
    /// `$(…)` or back-ticks: the commands in it, as a range of indices into [`Script::commands`]. Without any,
    /// as where it holds a comment, it expands to nothing.
    Commands(Range<usize>),
    Other,
}

#[derive(Debug)]
pub struct Redirection<'t> {
    /// The number before the operator.
    pub descriptor: Option<u32>,
    pub kind: RedirectionKind,
    /// The file, the delimiter or the here-string.
    pub target: Word<'t>,
    /// The body of a here-document.
    pub body: Option<Text<'t>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectionKind {
    /// `<`
    Input,
    /// `>`, `>|`, `&>`
    Output,
    /// `>>`, `&>>`
    Append,
    /// `<<`, `<<-`
    HereDocument,
    /// `<<<`
    HereString,
    /// `<>`, `<&`, `>&`
    Other,
}

/// A mistake in a word's quoting that is so plain that reading goes on as if it had not been made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub kind: SlipKind,
    pub span: Range<usize>,
    /// A second place that explains it.
    pub other: Option<Range<usize>>,
    /// Whether the end that was meant is evident, so that what follows is read as intended.
    pub evident: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipKind {
    /// `span` is the opening quote.
    UnclosedQuote,
    /// `span` is the argument with its outer quotes.
    UnescapedJson,
    /// `span` is the first apostrophe inside `'…'`, `other` the opening quote.
    StrayApostrophe,
}

/// The state of reading. Methods are spread over this module's files by what they read.
struct Parser<'t> {
    text: &'t Text<'t>,
    source: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Reading never goes beyond; smaller than the source inside back-ticks and recovered quotes.
    end: usize,
    depth: usize,
    /// Bytes that may still be looked at ahead of reading them, which bounds the whole by the length.
    budget: usize,
    /// Whether the text is a console's transcript: its first line begins with a prompt.
    console: bool,
    /// Whether the current line began with a prompt, so that `> ` may begin the next one.
    prompted: bool,
    foreign: bool,
    /// Inside `[[ … ]]`, where operators are ordinary characters.
    conditional: bool,
    function: Option<usize>,
    /// Here-documents whose bodies follow the current line.
    pending: Vec<here::Pending<'t>>,
    script: Script<'t>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t Text<'_>) -> Self {
        let source = text.as_str();
        Parser {
            text,
            source,
            bytes: source.as_bytes(),
            at: 0,
            end: source.len(),
            depth: 0,
            budget: 8 * source.len() + 1024,
            console: prompt::opens_console(source),
            prompted: false,
            foreign: false,
            conditional: false,
            function: None,
            pending: Vec::new(),
            script: Script::default(),
        }
    }

    /// The byte at `at`, or 0 at the end.
    fn peek(&self, at: usize) -> u8 {
        if at < self.end { self.bytes[at] } else { 0 }
    }

    /// Whether a line ends at `at`, and the number of bytes that end it.
    fn line_end(&self, at: usize) -> Option<usize> {
        match self.peek(at) {
            b'\n' => Some(1),
            b'\r' if self.peek(at + 1) == b'\n' => Some(2),
            _ => None,
        }
    }

    /// The first position from `at` on that holds no blank.
    fn skip_blank(&self, mut at: usize) -> usize {
        while matches!(self.peek(at), b' ' | b'\t') {
            at += 1;
        }
        at
    }

    /// The first position from `at` on that holds no white space.
    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.peek(at), b' ' | b'\t' | b'\n' | b'\r') {
            at += 1;
        }
        at
    }

    /// The position after the character at `at`.
    fn after_char(&self, at: usize) -> usize {
        let mut next = at + 1;
        while next < self.end && !self.source.is_char_boundary(next) {
            next += 1;
        }
        next.min(self.end)
    }

    /// Position of the first `byte` in the given part of the source.
    fn find(&self, range: Range<usize>, byte: u8) -> Option<usize> {
        Some(range.start + self.source[range.clone()].find(char::from(byte))?)
    }
}

#[cfg(test)]
pub(crate) mod tests;
