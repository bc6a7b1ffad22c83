//! Turns a file into what is wrong with it: the one function that the command line and the tests call.

use std::ops::Range;
use std::sync::Arc;

use crate::catalog::RequestKind;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::extract::{self, Beside, Body, Fragment, ProblemKind};
use crate::file::File;
use crate::ignores::{self, Ignore};
use crate::json::{self, Json};
use crate::placeholder;
use crate::recognise::{self, Recognised, is_base_connection};
use crate::request::Request;
use crate::rule::{CallContext, Check, Findings};
use crate::rules::RULES;
use crate::shown;
use crate::text::Text;

mod across;
mod beside;
mod followed;
mod idle;
mod inherit;
mod kind;
mod levels;
mod merge;
mod placed;
mod routine;
mod sent;

pub use across::{Across, across};
pub use followed::{Files, Followed};
use inherit::inherit;
pub use placed::{Mark, Organization, Placed, Sandbox};
use sent::Sent;

/// What was found in one file.
#[derive(Debug)]
pub struct Checked {
    pub file: Arc<File>,
    /// In order of position.
    pub findings: Vec<Diagnostic>,
    /// The bytes of the file that may be shown, sorted and disjoint. Everything else is masked. None where the
    /// configuration asks for no excerpts.
    pub shown: Vec<Range<usize>>,
    /// The requests, in the order of the text; empty where the file holds none.
    pub requests: Vec<Summary>,
    /// Placeholders and masks that wait to be filled in.
    pub placeholders: usize,
    /// What a file that holds no request looks like, such as `an empty file`.
    pub looks_like: Option<&'static str>,
    /// The base connections of which it is known where they will be made.
    pub placed: Vec<Placed>,
    /// The comments that are meant to silence something.
    pub ignores: Vec<Ignore>,
}

impl Checked {
    /// A file about which nothing is known but these findings.
    pub fn new(file: Arc<File>, findings: Vec<Diagnostic>) -> Checked {
        Checked {
            file,
            findings,
            shown: Vec::new(),
            requests: Vec::new(),
            placeholders: 0,
            looks_like: None,
            placed: Vec::new(),
            ignores: Vec::new(),
        }
    }
}

/// A request that was recognised.
#[derive(Debug)]
pub struct Summary {
    pub kind: &'static RequestKind,
    /// Whether it was checked, or only recognised.
    pub checked: bool,
    /// Whether what it sends lies in another file, and is a request of that.
    pub followed: bool,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// Slug of the source it is taken to be for.
    pub source: Option<&'static str>,
}

/// Checks a file and the bodies that its commands name. The first item is about the file itself;
/// the others are about the bodies that were followed.
pub fn check(file: &Arc<File>, files: &dyn Files, config: &Config) -> Vec<Checked> {
    let all = |config: &Config| {
        let run = Run::new(file.clone(), config);
        placeholder::with(config.placeholders, || check_file(run, files))
    };
    let mut checked = all(config);
    idle::judge(&mut checked[0], config, |config| all(config).swap_remove(0));
    checked
}

/// A file without what is found in it, but with everything that may be shown of it.
pub fn excerpts(file: &Arc<File>, files: &dyn Files, config: &Config) -> Checked {
    let mut run = Run::new(file.clone(), config);
    run.shows_all = true;
    let checked = placeholder::with(config.placeholders, || check_file(run, files));
    let own = checked.into_iter().next();
    Checked {
        findings: Vec::new(),
        placed: Vec::new(),
        ignores: Vec::new(),
        ..own.unwrap_or_else(|| Checked::new(file.clone(), Vec::new()))
    }
}

fn check_file(mut run: Run<'_>, files: &dyn Files) -> Vec<Checked> {
    let file = &run.file.clone();
    let mut followed = Vec::new();
    run.file_rules();
    if let Ok(contents) = file.text() {
        let text = Text::file(contents);
        run.read_ignores(&text);
        let beside = extract::extract(file, &text, &mut |mut fragment| {
            inherit(&mut fragment, file, files);
            run.fragment(&fragment, contents, files, &mut followed);
        });
        run.beside(&beside, contents);
        run.merge(contents);
    } else {
        run.looks_like = Some("a text in another encoding than UTF-8, which is not read");
    }
    let mut all = vec![run.finish()];
    all.extend(followed);
    all
}

/// The state of checking one file.
struct Run<'c> {
    file: Arc<File>,
    config: &'c Config,
    findings: Findings,
    shown: Vec<Range<usize>>,
    requests: Vec<Summary>,
    looks_like: Option<&'static str>,
    placed: Vec<Placed>,
    ignores: Vec<Ignore>,
    /// Where the command sends it that names this file.
    sent_to: Option<Sandbox>,
    /// What may be shown is asked of requests without findings, too.
    shows_all: bool,
}

impl<'c> Run<'c> {
    fn new(file: Arc<File>, config: &'c Config) -> Self {
        Run {
            file,
            config,
            findings: Findings::default(),
            shown: Vec::new(),
            requests: Vec::new(),
            looks_like: None,
            placed: Vec::new(),
            ignores: Vec::new(),
            sent_to: None,
            shows_all: false,
        }
    }

    fn file_rules(&mut self) {
        for rule in RULES {
            if let Check::File(check) = rule.check {
                check(&self.file, &mut self.findings);
            }
        }
    }

    fn fragment(
        &mut self,
        fragment: &Fragment<'_>,
        contents: &str,
        files: &dyn Files,
        followed: &mut Vec<Checked>,
    ) {
        self.findings.next_text();
        let call = fragment.call.as_ref();
        // What curl joins to one text with `&` is not JSON, whatever its parts are.
        let joined = call.is_some_and(|call| {
            call.problems
                .iter()
                .any(|problem| problem.kind == ProblemKind::TwoBodies)
        });
        let body = if joined {
            &Body::Unknown
        } else {
            &fragment.body
        };
        let kind = call.and_then(|call| recognise::kind_of_call(call, body));
        let mut sent = Sent {
            call,
            kind,
            body,
            contents,
            body_is_missing: false,
            body_is_followed: false,
            leniency: fragment.leniency,
        };
        let mut base = kind.is_some_and(is_base_connection);
        match body {
            Body::Text(text) => return self.text(text.clone(), &sent),
            Body::File(path) => match files.follow(&self.file, path.as_str()) {
                Followed::Contents(file) => {
                    let own = files.config(&file);
                    let config = own.as_deref().unwrap_or(self.config);
                    let sent_to = placed::sandbox(call, &self.config.expected, &self.file);
                    let checked = followed::check(file, kind, config, sent_to);
                    sent.body_is_followed = !checked.requests.is_empty();
                    base |= checked.requests.iter().any(|request| request.checked);
                    followed.push(checked);
                }
                Followed::Missing => sent.body_is_missing = true,
                Followed::NotFollowed => {}
            },
            Body::None | Body::Unknown => {}
        }
        self.call_alone(&sent, base);
    }

    /// A call whose body is not in this text.
    fn call_alone(&mut self, sent: &Sent<'_>, base: bool) {
        let Some(call) = sent.call else { return };
        if let Some(kind) = sent.kind {
            self.requests.push(Summary {
                kind,
                checked: false,
                followed: sent.body_is_followed,
                span: call.span.clone(),
                source: None,
            });
        }
        if base {
            self.call_rules(sent, None);
        }
    }

    /// A JSON text, sent by a call or standing by itself.
    fn text(&mut self, text: Text<'_>, sent: &Sent<'_>) {
        let json = json::parse(text, sent.leniency);
        if let [root] = json.roots[..]
            && json.slips.is_empty()
            && sent.kind.is_none()
            && self.routine(&json, root, sent)
        {
            return;
        }
        let mut found = recognise::recognise(&json, self.config.catalog);
        if let Some(kind) = sent.kind {
            kind::by_call(&json, kind, &mut found);
        }
        if found.is_empty() {
            return self.call_alone(sent, sent.kind.is_some_and(is_base_connection));
        }
        let bases: Vec<_> = found
            .iter()
            .filter(|one| is_base_connection(one.kind))
            .collect();
        if !bases.is_empty() {
            let mut roots: Vec<_> = bases.iter().map(|one| one.root).collect();
            roots.dedup();
            let requests = bases.iter().map(|one| one.node).collect();
            let document = Document {
                json: &json,
                catalog: self.config.catalog,
                roots,
                requests,
                extent: sent.extent(&json),
            };
            for rule in RULES {
                if let Check::Document(check) = rule.check {
                    check(&document, &mut self.findings);
                }
            }
            self.findings.begin_requests();
        }
        // A call that sends several base connections is still one call.
        let mut first = true;
        for one in &found {
            if is_base_connection(one.kind) {
                if self.routine(&json, one.node, sent) {
                    continue;
                }
                self.request(&json, one, sent, std::mem::take(&mut first));
            } else {
                let span = json.span(one.node);
                self.requests.push(Summary {
                    kind: one.kind,
                    checked: false,
                    followed: false,
                    span,
                    source: None,
                });
            }
        }
    }

    fn request(&mut self, json: &Json<'_>, found: &Recognised, sent: &Sent<'_>, first: bool) {
        let index = self.requests.len();
        let request = Request::read(index, json, found, sent.call, sent.contents, self.config);
        let before = self.findings.list.len();
        self.findings.next_request();
        if first {
            self.call_rules(sent, Some(&request));
        }
        for rule in RULES {
            if let Check::Request(check) | Check::Sent(check, _) | Check::Kept(check, ..) =
                rule.check
            {
                check(&request, &mut self.findings);
            }
        }
        let source = request.source().map(|source| source.slug);
        for finding in &mut self.findings.list[before..] {
            finding.request = Some(index);
            finding.source = source;
            finding.auth = request.choice.auth_name();
        }
        self.place(&request, sent.contents);
        let is_shown = self.shows_all || !self.findings.list.is_empty();
        if is_shown && !self.config.without_excerpts {
            shown::request(&request, &mut self.shown);
        }
        let span = json.span(found.node);
        self.requests.push(Summary {
            kind: found.kind,
            checked: true,
            followed: false,
            span,
            source,
        });
    }

    fn call_rules(&mut self, sent: &Sent<'_>, request: Option<&Request<'_>>) {
        let Some(call) = sent.call else { return };
        let context = CallContext {
            call,
            file: sent.contents,
            request,
            body: sent.body,
            body_is_missing: sent.body_is_missing,
            submission: self.config.submission,
            expected: &self.config.expected,
        };
        for rule in RULES {
            if let Check::Call(check) | Check::Sent(_, check) | Check::Kept(_, check, _) =
                rule.check
            {
                check(&context, &mut self.findings);
            }
        }
        if !self.config.without_excerpts {
            shown::call(&context, &mut self.shown);
        }
    }

    fn finish(self) -> Checked {
        let Run {
            file,
            config,
            findings,
            mut shown,
            requests,
            looks_like,
            mut placed,
            mut ignores,
            ..
        } = self;
        let placeholders = findings.placeholders;
        let mut findings = findings.list;
        ignores::silence(&mut findings, &mut ignores);
        placed
            .iter_mut()
            .for_each(|placed| placed.silence(&mut ignores));
        levels::apply(&mut findings, config);
        shown::normalise(&mut shown);
        Checked {
            file,
            findings,
            shown,
            requests,
            placeholders,
            looks_like,
            placed,
            ignores,
        }
    }
}
