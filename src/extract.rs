//! Finds the requests in a file: picks an extractor by content, with the file's name as a hint.

use std::ops::Range;

use crate::code::Language;
use crate::file::File;
use crate::json::Leniency;
use crate::text::Text;

mod batch;
mod beside;
pub mod bruno;
mod comments;
pub mod curl;
mod embedded;
mod format;
mod http;
mod markdown;
mod notebook;
mod piece;
mod postman;
mod powershell;
mod program;
mod saved;
mod script;
mod steps;
mod yaml;

pub use beside::{Beside, Variable};
pub use comments::{Comment, MARK, addressed_comments};
use format::{Format, extension, format, is_test, looks_like_json};
pub(crate) use format::{is_decoded_first, leniency};
pub use http::Used;
pub use script::Touched;

/// Hands every candidate for a request in a file's text to `each`, in the order of the text, and answers what stands beside
/// them.
///
/// The content decides what kind of file it is; the name is asked where the content leaves it open.
pub fn extract<'a>(file: &File, text: &Text<'a>, each: &mut dyn FnMut(Fragment<'_>)) -> Beside<'a> {
    let extension = extension(file);
    let fragments = match format(text.as_str(), &extension) {
        Format::Json => match saved::extract(file, text, each) {
            Some(beside) => return beside,
            None => {
                each(Fragment {
                    leniency: leniency(&extension),
                    body: Body::Text(text.clone()),
                    call: None,
                });
                return Beside::default();
            }
        },
        Format::Http => {
            let (variables, used) = http::extract(text, each);
            return Beside {
                variables,
                used,
                looks_like: Some("requests to other services"),
                ..Beside::default()
            };
        }
        Format::Bruno => return bruno::extract(text, each),
        Format::Markdown => markdown::extract(text),
        Format::Shell => curl::extract(text),
        Format::Batch => batch::extract(text),
        Format::Notebook => notebook::extract(text),
        // Tests are about what is wrong as often as not.
        Format::Program(_) if is_test(&file.path) => Vec::new(),
        Format::Program(Language::PowerShell) => powershell::extract(text),
        Format::Program(language) => program::extract(text, language),
        Format::Yaml => yaml::extract(text, yaml::Use::of_file(&file.path)),
        Format::Other => Vec::new(),
    };
    fragments.into_iter().for_each(each);
    Beside::default()
}

/// The remarks that people make in a file of an API tool, in bytes of the file; none in files of other kinds.
pub fn comments(file: &File, text: &Text<'_>) -> Vec<Range<usize>> {
    match format(text.as_str(), &extension(file)) {
        Format::Http => http::comments(text),
        Format::Bruno => bruno::comments(text),
        _ => Vec::new(),
    }
}

/// Whether a file is a page for people, which shows requests.
pub(crate) fn is_page(file: &File, text: &str) -> bool {
    format(text, &extension(file)) == Format::Markdown
}

/// Whether a file is read as one side of a merge has it, where one is not finished.
pub(crate) fn reads_one_side(file: &File, text: &str) -> bool {
    matches!(format(text, &extension(file)), Format::Json | Format::Yaml)
}

/// One candidate for a request: a body, and the call around it where there is one.
#[derive(Debug, Default)]
pub struct Fragment<'a> {
    /// What the place allows beyond strict JSON.
    pub leniency: Leniency,
    pub body: Body<'a>,
    pub call: Option<Call<'a>>,
}

impl Fragment<'_> {
    /// The same fragment without the borrow of the text it was found in.
    pub fn into_owned(self) -> Fragment<'static> {
        let body = match self.body {
            Body::None => Body::None,
            Body::Text(text) => Body::Text(text.into_owned()),
            Body::File(path) => Body::File(path.into_owned()),
            Body::Unknown => Body::Unknown,
        };
        let header = |header: Header<'_>| Header {
            name: header.name.into_owned(),
            value: header.value.map(Text::into_owned),
            implied: header.implied,
        };
        let call = self.call.map(|call| Call {
            client: call.client,
            method: call.method.map(Text::into_owned),
            url: call.url.map(Text::into_owned),
            headers: call.headers.into_iter().map(header).collect(),
            name: call.name,
            span: call.span,
            headers_known: call.headers_known,
            header_template: call.header_template,
            problems: call.problems,
        });
        Fragment {
            leniency: self.leniency,
            body,
            call,
        }
    }
}

/// What a call sends.
#[derive(Debug, Default)]
pub enum Body<'a> {
    /// Nothing is sent.
    #[default]
    None,
    /// This text is sent.
    Text(Text<'a>),
    /// The contents of a file are sent (`@body.json`); the text is the path as written, without `@`.
    File(Text<'a>),
    /// Something is sent that cannot be read here (`"$BODY"`, `@-`, `$(jq …)`, a form).
    Unknown,
}

/// The methods of HTTP.
const METHODS: [&str; 9] = [
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE",
];

/// Whether a word is a method of HTTP, in any case.
pub fn is_method(word: &str) -> bool {
    METHODS
        .iter()
        .any(|method| method.eq_ignore_ascii_case(word))
}

/// An HTTP call, as a command or a file of a tool describes it.
#[derive(Debug)]
pub struct Call<'a> {
    pub client: Client,
    /// The program's name or the request line, in bytes of the file: where something absent is reported.
    pub name: Range<usize>,
    /// The whole command, in bytes of the file.
    pub span: Range<usize>,
    /// The method as written; `None` where it follows from the rest.
    pub method: Option<Text<'a>>,
    /// `None` where it cannot be read or is not there.
    pub url: Option<Text<'a>>,
    /// In the order of the text.
    pub headers: Vec<Header<'a>>,
    /// Whether `headers` are all headers that can matter; false where a splice, a file or a wrapper may add some.
    pub headers_known: bool,
    /// Where a further header would be inserted, and what stands before it, such as ` \⏎  -H '`.
    pub header_template: Option<HeaderTemplate>,
    /// What keeps the command from sending what is written, in the order of the text.
    pub problems: Vec<Problem>,
}

impl Call<'_> {
    /// Whether the headers that are written are sent as they are, even where others may be added to them.
    pub fn keeps_headers(&self) -> bool {
        match self.client {
            Client::Postman { keeps_headers } | Client::Bruno { keeps_headers, .. } => {
                self.headers_known || keeps_headers
            }
            Client::Shell | Client::Editor => self.headers_known,
        }
    }
}

/// Who sends a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Client {
    /// A command in a script, or on a prompt.
    #[default]
    Shell,
    /// An editor that sends what stands in a file as it goes over the wire.
    Editor,
    Postman {
        /// Whether the headers that are written are sent as they are, whatever may be added to them.
        keeps_headers: bool,
    },
    Bruno {
        /// The same.
        keeps_headers: bool,
        /// Whether the folders around the request say how the sender proves who they are.
        inherits_auth: bool,
    },
}

/// One header of a call.
#[derive(Debug)]
pub struct Header<'a> {
    /// Without outer blanks.
    pub name: Text<'a>,
    /// After the colon, without outer blanks; `None` where there is no colon.
    pub value: Option<Text<'a>>,
    /// Given by an option of its own that implies it (`--oauth2-bearer`, `--json`): nothing is written to point at.
    pub implied: bool,
}

impl Header<'static> {
    /// A header without a value that follows from what is at `place`.
    pub(crate) fn implied(text: &Text<'_>, place: Range<usize>, name: &str) -> Self {
        Header {
            name: piece::implied(text, place, name),
            value: None,
            implied: true,
        }
    }
}

/// How a header is added to a call.
#[derive(Clone, Debug)]
pub struct HeaderTemplate {
    /// Byte of the file at which to insert.
    pub at: usize,
    pub before: String,
    pub after: String,
}

/// Why a command does not send what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// A second place that explains it, in bytes of the file.
    pub other: Option<Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A quote that is opened at `span` and never closed.
    UnclosedQuote,
    /// A line that was meant to continue: `span` is the end of the line before, `other` the orphan that follows.
    LostContinuation,
    /// A blank after the backslash, which then continues nothing.
    BlankAfterBackslash,
    /// JSON in double quotes without escapes, which the shell takes apart.
    UnescapedJson,
    /// The same where single quotes are none: on the command line of Windows.
    UnescapedJsonOnWindows,
    /// An apostrophe inside `'…'` that ends the quotes; `other` is the opening quote.
    StrayApostrophe,
    /// A second body (`other` is the first).
    TwoBodies,
    /// The name of a file where its contents were meant: the `@` is missing before it.
    NameAsBody,
    /// A `=` between a long option and its argument, which curl does not take.
    EqualsInOption,
    /// A long option with one dash.
    OneDash,
    /// JSON that no option takes.
    BodyWithoutOption,
    /// A header without quotes, which ends at its colon.
    UnquotedHeader,
    /// A typographic quote or dash in the place of the plain one.
    Typography,
    /// The body begins where a header is expected, for no empty line comes before it.
    NoEmptyLine,
    /// A block that is never closed.
    UnclosedBlock,
    /// A body at the beginning of its lines, so that its own bracket ends the block.
    UnindentedBody,
}

/// A fragment on one line, for tests: method, address, headers, body; `?` stands behind headers that may not be all, and for
/// what cannot be read, `~` before headers that are not written.
#[cfg(test)]
fn described(fragment: &Fragment<'_>) -> String {
    let body = match &fragment.body {
        Body::None => "-".to_owned(),
        Body::Text(text) => text.as_str().to_owned(),
        Body::File(path) => format!("@{}", path.as_str()),
        Body::Unknown => "?".to_owned(),
    };
    let Some(call) = &fragment.call else {
        return format!("{body}\n");
    };
    let text = |text: &Option<Text<'_>>| text.as_ref().map_or("?", Text::as_str).to_owned();
    let headers = call.headers.iter().map(|header| {
        let mark = if header.implied { "~" } else { "" };
        format!("{mark}{}={}", header.name.as_str(), text(&header.value))
    });
    let headers = headers.collect::<Vec<_>>().join(", ");
    let open = if call.headers_known { "" } else { " ?" };
    let (method, url) = (text(&call.method), text(&call.url));
    format!("{method} {url} | {headers}{open} | {body}\n")
}
