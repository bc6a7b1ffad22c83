//! Turns a file into what is wrong with it: the one function that the command line and the tests call.

use std::ops::Range;
use std::sync::Arc;

use crate::catalog::RequestKind;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::extract::{self, Body, Call, Fragment};
use crate::file::File;
use crate::json::{self, Json};
use crate::recognise::{self, Recognised, is_base_connection};
use crate::request::Request;
use crate::rule::{CallContext, Check, Findings};
use crate::rules::{self, RULES};
use crate::shown;
use crate::text::Text;

/// What was found in one file.
#[derive(Debug)]
pub struct Checked {
    pub file: Arc<File>,
    /// In order of position.
    pub findings: Vec<Diagnostic>,
    /// The bytes of the file that may be shown, sorted and disjoint. Everything else is masked.
    pub shown: Vec<Range<usize>>,
    /// The requests, in the order of the text; empty where the file holds none.
    pub requests: Vec<Summary>,
    /// Placeholders and masks that wait to be filled in.
    pub placeholders: usize,
    /// What a file that holds no request looks like, such as `an empty file`.
    pub looks_like: Option<&'static str>,
}

/// A request that was recognised.
#[derive(Debug)]
pub struct Summary {
    pub kind: &'static RequestKind,
    /// Whether it was checked, or only recognised.
    pub checked: bool,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// Slug of the source it is taken to be for.
    pub source: Option<&'static str>,
}

/// Where the contents of a file come from that a command names (`-d @body.json`).
pub trait Files {
    /// The file that `path`, written in the file `from`, names.
    fn follow(&self, from: &File, path: &str) -> Followed;
}

#[derive(Debug)]
pub enum Followed {
    Contents(Arc<File>),
    /// It would be inside the root, and is not there.
    Missing,
    /// It lies outside the root, is a device or too large, or cannot be told.
    NotFollowed,
}

/// Checks a file and the bodies that its commands name. The first item is about the file itself;
/// the others are about the bodies that were followed.
pub fn check(file: &Arc<File>, files: &dyn Files, config: &Config) -> Vec<Checked> {
    let mut run = Run::new(file.clone(), config);
    let mut followed = Vec::new();
    run.file_rules();
    if let Ok(contents) = file.text() {
        let text = Text::file(contents);
        for fragment in extract::extract(file, &text) {
            run.fragment(&fragment, contents, files, &mut followed);
        }
        if run.requests.is_empty() {
            run.looks_like = looks_like(contents);
        }
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
    placeholders: usize,
    looks_like: Option<&'static str>,
}

impl<'c> Run<'c> {
    fn new(file: Arc<File>, config: &'c Config) -> Self {
        Run {
            file,
            config,
            findings: Findings::default(),
            shown: Vec::new(),
            requests: Vec::new(),
            placeholders: 0,
            looks_like: None,
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
        let call_kind = call.and_then(|call| recognise::kind_of_call(call, &fragment.body));
        match &fragment.body {
            Body::Text(text) => self.text(
                text.clone(),
                call.map(|call| (call, contents)),
                call_kind,
                &fragment.body,
            ),
            Body::File(path) => {
                let (mut base, mut missing) = (call_kind.is_some_and(is_base_connection), false);
                match files.follow(&self.file, path.as_str()) {
                    Followed::Contents(file) => {
                        let mut run = Run::new(file.clone(), self.config);
                        run.file_rules();
                        if let Ok(contents) = file.text() {
                            run.text(Text::file(contents), None, call_kind, &Body::None);
                        }
                        base |= run.requests.iter().any(|request| request.checked);
                        followed.push(run.finish());
                    }
                    Followed::Missing => missing = true,
                    Followed::NotFollowed => {}
                }
                self.call_alone(call, call_kind, &fragment.body, contents, base, missing);
            }
            Body::None | Body::Unknown => {
                let base = call_kind.is_some_and(is_base_connection);
                self.call_alone(call, call_kind, &fragment.body, contents, base, false);
            }
        }
    }

    /// A call whose body is not in this text.
    fn call_alone(
        &mut self,
        call: Option<&Call<'_>>,
        kind: Option<&'static RequestKind>,
        body: &Body<'_>,
        contents: &str,
        base: bool,
        body_is_missing: bool,
    ) {
        let Some(call) = call else { return };
        if let Some(kind) = kind {
            self.requests.push(Summary {
                kind,
                checked: base,
                span: call.span.clone(),
                source: None,
            });
        }
        if base {
            let submission = self.config.submission;
            self.call_rules(&CallContext {
                call,
                file: contents,
                request: None,
                body,
                body_is_missing,
                submission,
            });
        }
    }

    /// A JSON text, sent by a call or standing by itself.
    fn text(
        &mut self,
        text: Text<'_>,
        call: Option<(&Call<'_>, &str)>,
        call_kind: Option<&'static RequestKind>,
        body: &Body<'_>,
    ) {
        let json = json::parse(text, extract::leniency(&self.file));
        let mut found = recognise::recognise(&json);
        if let Some(kind) = call_kind {
            by_call(&json, kind, &mut found);
        }
        let (contents, call) = call.map_or(("", None), |(call, contents)| (contents, Some(call)));
        if found.is_empty() {
            let base = call_kind.is_some_and(is_base_connection);
            return self.call_alone(call, call_kind, body, contents, base, false);
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
                roots,
                requests,
            };
            for rule in RULES {
                if let Check::Document(check) = rule.check {
                    check(&document, &mut self.findings);
                }
            }
            self.findings.begin_requests();
        }
        for one in &found {
            if is_base_connection(one.kind) {
                self.request(&json, one, call, contents, body);
            } else {
                let span = json.span(one.node);
                self.requests.push(Summary {
                    kind: one.kind,
                    checked: false,
                    span,
                    source: None,
                });
            }
        }
    }

    fn request(
        &mut self,
        json: &Json<'_>,
        found: &Recognised,
        call: Option<&Call<'_>>,
        contents: &str,
        body: &Body<'_>,
    ) {
        let index = self.requests.len();
        let request = Request::read(index, json, found.node, call, self.config);
        let before = self.findings.list.len();
        self.findings.next_request();
        let submission = self.config.submission;
        if let Some(call) = call {
            self.call_rules(&CallContext {
                call,
                file: contents,
                request: Some(&request),
                body,
                body_is_missing: false,
                submission,
            });
        }
        for rule in RULES {
            if let Check::Request(check) = rule.check {
                check(&request, &mut self.findings);
            }
        }
        self.placeholders += rules::placeholders::count(&request);
        let source = request.source().map(|source| source.slug);
        for finding in &mut self.findings.list[before..] {
            finding.request = Some(index);
            finding.source = source;
            finding.auth = request.variant().map(|variant| variant.name);
        }
        if !self.findings.list.is_empty() {
            shown::request(&request, &mut self.shown);
        }
        let span = json.span(found.node);
        self.requests.push(Summary {
            kind: found.kind,
            checked: true,
            span,
            source,
        });
    }

    fn call_rules(&mut self, context: &CallContext<'_>) {
        for rule in RULES {
            if let Check::Call(check) = rule.check {
                check(context, &mut self.findings);
            }
        }
        shown::call(context, &mut self.shown);
    }

    fn finish(self) -> Checked {
        let Run {
            file,
            config,
            findings,
            mut shown,
            requests,
            placeholders,
            looks_like,
        } = self;
        let mut findings = findings.list;
        for finding in &mut findings {
            if let Some((_, Some(level))) = config.levels.iter().find(|(id, _)| *id == finding.rule)
            {
                finding.severity = *level;
            }
        }
        findings.retain(|finding| !config.levels.contains(&(finding.rule, None)));
        findings.sort_by(|a, b| {
            (a.span.start, a.span.end, a.rule).cmp(&(b.span.start, b.span.end, b.rule))
        });
        findings.dedup();
        shown::normalise(&mut shown);
        Checked {
            file,
            findings,
            shown,
            requests,
            placeholders,
            looks_like,
        }
    }
}

/// A call says what its body is: the value at the top is that, whatever keys it has.
fn by_call(json: &Json<'_>, kind: &'static RequestKind, found: &mut Vec<Recognised>) {
    let Some(&root) = json.roots.first().filter(|&&root| json.is_object(root)) else {
        return;
    };
    if kind.method != "POST" {
        return;
    }
    if found.first().is_some_and(|one| {
        one.node == root && !(is_base_connection(kind) && one.kind.method == "GET")
    }) {
        return;
    }
    // What would be found inside is a part of the body.
    *found = vec![Recognised {
        kind,
        node: root,
        root,
    }];
}

/// What a text without a request looks like, for people who named it.
fn looks_like(contents: &str) -> Option<&'static str> {
    let body = contents.trim_start_matches('\u{FEFF}').trim();
    if body.is_empty() {
        return Some("an empty file");
    }
    if body.starts_with(['{', '[']) {
        return Some(match serde_json::from_str::<serde::de::IgnoredAny>(body) {
            Ok(_) => "JSON of another kind",
            Err(_) => "JSON that does not parse",
        });
    }
    Some("a text without a request")
}
