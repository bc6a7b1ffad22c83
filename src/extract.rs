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
mod http;
mod markdown;
mod notebook;
mod piece;
mod postman;
mod powershell;
mod program;
mod saved;
mod yaml;

pub use beside::{Beside, Variable};
pub use comments::{Comment, MARK, addressed_comments};

/// Hands every candidate for a request in a file's text to `each`, in the order of the text, and answers what stands beside
/// them.
///
/// The content decides what kind of file it is; the name is asked where the content leaves it open.
pub fn extract<'a>(file: &File, text: &Text<'a>, each: &mut dyn FnMut(Fragment<'_>)) -> Beside<'a> {
    let extension = extension(file);
    let fragments = match format(text.as_str(), &extension) {
        Format::Json => match saved::extract(file, text, each) {
            Some(beside) => return beside,
            None => vec![Fragment {
                leniency: leniency(&extension),
                body: Body::Text(text.clone()),
                call: None,
            }],
        },
        Format::Http => {
            let variables = http::extract(text, each);
            return Beside {
                variables,
                looks_like: Some("requests to other services"),
                ..Beside::default()
            };
        }
        Format::Bruno => return bruno::extract(text, each),
        Format::Markdown => markdown::extract(text),
        Format::Shell => curl::extract(text),
        Format::Batch => batch::extract(text),
        Format::Notebook => notebook::extract(text),
        Format::Program(Language::PowerShell) => powershell::extract(text),
        Format::Program(language) => program::extract(text, language),
        Format::Yaml => yaml::extract(text, false),
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

/// The extension that tells what kind of file it is: of `body.json.j2` that is `json`.
fn extension(file: &File) -> String {
    const TEMPLATES: [&str; 13] = [
        "tmpl", "tpl", "template", "j2", "jinja", "jinja2", "mustache", "erb", "ejs", "tftpl",
        "example", "sample", "dist",
    ];
    let own = file.extension().unwrap_or_default();
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.rsplit('.').skip(1);
    match parts.next().filter(|_| TEMPLATES.contains(&own.as_str())) {
        // A name has to be left before it.
        Some(inner) if parts.next().is_some() => inner.to_ascii_lowercase(),
        _ => own,
    }
}

/// What a kind of file, or a fence of this language, allows beyond strict JSON.
pub(crate) fn leniency(kind: &str) -> Leniency {
    let json5 = matches!(kind, "json5" | "js" | "javascript");
    let comments = json5 || kind == "jsonc";
    Leniency {
        comments,
        trailing_commas: comments,
        json5,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Http,
    Bruno,
    Markdown,
    Shell,
    Batch,
    Notebook,
    Program(Language),
    Yaml,
    Other,
}

fn format(text: &str, extension: &str) -> Format {
    let body = text.trim_start_matches('\u{FEFF}').trim_start();
    match extension {
        "json" | "jsonc" | "json5" | "ndjson" | "jsonl" => return Format::Json,
        "md" | "markdown" | "mdx" => return Format::Markdown,
        "http" | "rest" => return Format::Http,
        "bru" => return Format::Bruno,
        "yml" | "yaml" => return Format::Yaml,
        "bat" | "cmd" => return Format::Batch,
        "ps1" | "psm1" => return Format::Program(Language::PowerShell),
        "ipynb" => return Format::Notebook,
        "py" => return Format::Program(Language::Python),
        "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" => {
            return Format::Program(Language::JavaScript);
        }
        // Other languages hold commands and objects in ways of their own, which are not read.
        "toml" | "rb" | "go" | "java" | "rs" | "xml" | "html" | "tf" | "ini" | "csv" | "log" => {
            return Format::Other;
        }
        _ => {}
    }
    let fenced = || {
        body.lines()
            .map(str::trim_start)
            .any(|line| line.starts_with("```") || line.starts_with("~~~"))
    };
    // A template's own blocks may stand before everything else, and say nothing of what it makes.
    let is_template = || body.starts_with("{{") || body.starts_with("{%");
    if body.starts_with("#!") || is_shell_extension(extension) && is_template() {
        Format::Shell
    } else if looks_like_json(body) {
        Format::Json
    } else if http::is_plausible(body) {
        Format::Http
    } else if bruno::is_plausible(body) {
        Format::Bruno
    } else if fenced() {
        Format::Markdown
    } else if yaml::is_likely(body) {
        Format::Yaml
    } else if is_shell_extension(extension)
        || memchr::memmem::find(body.as_bytes(), b"curl").is_some()
    {
        Format::Shell
    } else {
        Format::Other
    }
}

fn is_shell_extension(extension: &str) -> bool {
    matches!(extension, "sh" | "bash" | "zsh" | "ksh" | "curl")
}

/// Whether a text begins the way JSON does, comments before it included.
fn looks_like_json(body: &str) -> bool {
    let mut rest = body;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, rest)| rest);
        } else {
            break;
        }
    }
    // `[ -f x ]` and `{ cmd; }` are shell.
    let inside = rest.get(1..).unwrap_or("").trim_start();
    match rest.as_bytes().first() {
        Some(b'{') => {
            inside.starts_with([
                '"', '\'', '}', '/', '“', '{', '%', '$', '.', '…', '\u{FFFC}',
            ]) || inside.is_empty()
                || bare_key(inside)
        }
        Some(b'[') => {
            inside.starts_with(['{', '[', '"', ']', '/', '\'']) && !rest.starts_with("[[")
        }
        _ => false,
    }
}

fn bare_key(inside: &str) -> bool {
    let name = inside.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    name.len() < inside.len() && name.trim_start().starts_with(':')
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

/// Who sends a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Client {
    /// A command in a script, or on a prompt.
    #[default]
    Shell,
    /// An editor that sends what stands in a file as it goes over the wire.
    Editor,
    Postman,
    Bruno {
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
