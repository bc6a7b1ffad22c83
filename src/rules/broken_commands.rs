use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::extract::{Body, Client, Problem, ProblemKind};
use crate::rule::{CallContext, Check, Findings, error, rule, warning};

rule! {
    /// A command that does not send what is written.
    ///
    /// A quote that is not closed, a line that is not continued, an apostrophe inside `'…'`: the
    /// shell goes on with something else, and the body or a header never arrives. Without its `@` the
    /// name of a file is sent instead of the file. connlint says where it slipped and checks the rest
    /// of the call as it was meant, where that is evident. In a `.http` file an empty line divides the
    /// headers from the body; without it the body is taken for more headers. In a `.bru` file every block is
    /// closed, and a body is indented.
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}'
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```sh bad
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY} \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// ```http bad
    /// POST https://platform.adobe.io/data/foundation/flowservice/connections
    /// Authorization: Bearer {{ACCESS_TOKEN}}
    /// x-api-key: {{API_KEY}}
    /// x-gw-ims-org-id: {{ORG_ID}}
    /// x-sandbox-name: {{SANDBOX_NAME}}
    /// Content-Type: application/json
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={{HOST}};Port=1521;Sid=ORCL;User Id=APP;Password={{PASSWORD}}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```sh good
    /// curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections \
    ///   -H 'Authorization: Bearer {ACCESS_TOKEN}' \
    ///   -H 'x-api-key: {API_KEY}' \
    ///   -H 'x-gw-ims-org-id: {ORG_ID}' \
    ///   -H 'x-sandbox-name: {SANDBOX_NAME}' \
    ///   -H 'Content-Type: application/json' \
    ///   -d "$BODY"
    /// ```
    ///
    /// **How sure.** Certain: it is how shells and curl read a command, and editors a request file. That the file of a body
    /// (`-d @body.json`) is not there is a warning, for something may write it before.
    ///
    /// **The service answers** `1405-400` where no body arrives, `400` where half of one does, and
    /// `401` or `403` where the headers are lost.
    ///
    /// **Fix.** None.
    "broken-commands", Error, Check::Call(check)
}

fn check(context: &CallContext<'_>, findings: &mut Findings) {
    // Where the lines were pasted without their backslashes, that is one mistake.
    let mut lost: Option<Diagnostic> = None;
    for problem in problems(context) {
        match (&mut lost, problem.kind) {
            (Some(finding), ProblemKind::LostContinuation) => {
                *finding = finding.clone().label(problem.span.clone(), "and here");
            }
            (None, ProblemKind::LostContinuation) => lost = Some(describe(problem, context.file)),
            _ => {
                findings.report(describe(problem, context.file));
            }
        }
    }
    if let Some(finding) = lost {
        findings.report(finding);
    }
    if let Body::File(path) = context.body
        && context.body_is_missing
        && (context.call.client != Client::Shell || !is_named_elsewhere(context, path.as_str()))
    {
        let message = "the file that holds the body is not there";
        let help = match context.call.client {
            Client::Shell => "curl looks for it in the folder that it is run from",
            _ => "it is looked for in the folder of this file",
        };
        findings.report(warning(&RULE, path.whole_span(), message).help(help));
    }
}

/// The problems of a call. A text that YAML folds into one line needs no backslashes, and an address on a line of its
/// own does not belong to a call that has one.
fn problems<'a>(context: &CallContext<'a>) -> impl Iterator<Item = &'a Problem> {
    let (call, file) = (context.call, context.file);
    let has_url = |before: usize| {
        let url = call.url.as_ref().map(|url| url.whole_span().start);
        url.is_some_and(|url| url < before)
    };
    let apart = move |problem: &Problem| {
        let orphan = problem.other.clone().and_then(|other| file.get(other));
        orphan.is_some_and(|orphan| orphan.starts_with("http")) && has_url(problem.span.start)
    };
    let lost = |problem: &Problem| problem.kind == ProblemKind::LostContinuation;
    let folded = call.problems.iter().any(lost) && is_folded(context);
    let counts = move |problem: &&Problem| !lost(problem) || !folded && !apart(problem);
    call.problems.iter().filter(counts)
}

/// Whether the call stands in a block of YAML after `>`.
fn is_folded(context: &CallContext<'_>) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let start = context.call.name.start;
    let own = line_before(context.file, start).len();
    let before = &context.file[context
        .file
        .floor_char_boundary(start.saturating_sub(1 << 12))..start];
    let mut lines = before.rsplit('\n').skip(1);
    let parent = lines.find(|line| !line.trim().is_empty() && indent(line) < own);
    let marks = [": >", ": >-", ": >+", "- >", "- >-", "- >+"];
    let ends = |line: &str| marks.iter().any(|mark| line.trim_end().ends_with(mark));
    parent.is_some_and(ends)
}

fn describe(problem: &Problem, file: &str) -> Diagnostic {
    let (span, message, label, help) = match problem.kind {
        ProblemKind::UnclosedQuote => (
            problem.span.clone(),
            "this quote is never closed",
            "",
            "close it where the argument ends",
        ),
        ProblemKind::LostContinuation if problem.span.is_empty() => (
            problem.span.clone(),
            "the command ends here, for the line has no `\\` at its end",
            "never reaches the command",
            "end every line of the command but the last with ` \\`",
        ),
        ProblemKind::LostContinuation => (
            first_line(&problem.span, file),
            "a comment ends the command",
            "never reaches the command",
            "move the comment above the command",
        ),
        ProblemKind::BlankAfterBackslash => (
            problem.span.clone(),
            "a blank after the `\\` ends the command here",
            "never reaches the command",
            "the `\\` must be the last character of its line",
        ),
        ProblemKind::UnescapedJson => (
            until_taken_apart(&problem.span, file),
            "the shell takes the quotes out of this JSON",
            "",
            match file
                .get(problem.span.clone())
                .unwrap_or_default()
                .contains('$')
            {
                true => r#"write `\"` for every quote inside it"#,
                false => "put the JSON in single quotes",
            },
        ),
        ProblemKind::UnescapedJsonOnWindows => (
            until_taken_apart(&problem.span, file),
            "the program is given this JSON without its quotes",
            "",
            r#"write `\"` for every quote inside it"#,
        ),
        ProblemKind::StrayApostrophe => (
            problem.span.clone(),
            "this apostrophe ends the quotes",
            "the quotes begin here",
            r"write `'\''` for an apostrophe inside single quotes",
        ),
        ProblemKind::NoEmptyLine => (
            problem.span.clone(),
            "the body begins among the headers",
            "",
            "leave an empty line between the headers and the body",
        ),
        ProblemKind::UnclosedBlock => (
            problem.span.clone(),
            "this block is never closed",
            "",
            "close it with `}` at the beginning of a line",
        ),
        ProblemKind::UnindentedBody => (
            problem.span.clone(),
            "the body is not indented, so its own brace ends the block",
            "",
            "put two blanks before every line of the body",
        ),
        ProblemKind::TwoBodies => (
            first_line(&problem.span, file),
            "a second body, which curl joins to the first with `&`",
            "the first body",
            "send one body with each call",
        ),
        ProblemKind::NameAsBody => (
            problem.span.clone(),
            "the name of a file is sent, and not what is in it",
            "",
            "write `@` before the name",
        ),
        ProblemKind::EqualsInOption => (
            problem.span.clone(),
            "curl knows no option with a `=` in it",
            "",
            "write a blank in its place",
        ),
        ProblemKind::OneDash => (
            problem.span.clone(),
            "with one dash these are letters, each an option of its own",
            "",
            "write two dashes",
        ),
        ProblemKind::BodyWithoutOption => (
            first_line(&problem.span, file),
            "curl takes this for a URL, and sends no body",
            "",
            "write `-d` before it",
        ),
        ProblemKind::UnquotedHeader => (
            problem.span.clone(),
            "without quotes the header ends at its colon",
            "",
            "put the name and the value in quotes, together",
        ),
        ProblemKind::Typography => (
            problem.span.clone(),
            "a typographic mark, which is a letter to the shell",
            "",
            "write the plain quotes and dashes of the keyboard",
        ),
    };
    let finding = error(&RULE, span, message).help(help);
    match &problem.other {
        Some(other) if !label.is_empty() => finding.label(first_line(other, file), label),
        _ => finding,
    }
}

/// The part of a span on its first line.
fn first_line(span: &Range<usize>, file: &str) -> Range<usize> {
    let text = file.get(span.clone()).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end();
    let line = line.strip_suffix('\\').unwrap_or(line).trim_end();
    span.start..span.start + line.len()
}

/// The beginning of JSON up to where the shell drops the first quote of a name.
fn until_taken_apart(span: &Range<usize>, file: &str) -> Range<usize> {
    let text = file.get(span.clone()).unwrap_or_default();
    let first = usize::from(text.starts_with('"'));
    let end = text[first..].find('"').map_or(1, |at| first + at + 1);
    first_line(&(span.start..span.start + end), file)
}

/// Whether the text around the call speaks of the file, and so perhaps makes it, or goes to another folder.
fn is_named_elsewhere(context: &CallContext<'_>, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let around = around(context);
    let mut words = around.split_whitespace();
    let moves = words.any(|word| matches!(word.trim_start_matches('('), "cd" | "pushd"));
    let is_sent = |at: usize| {
        let before = line_before(around, at);
        let word = before.rsplit(char::is_whitespace).next();
        word.is_some_and(|word| word.contains('@'))
    };
    moves || around.match_indices(name).any(|(at, _)| !is_sent(at))
}

/// The text around a call, as far as it is worth looking at.
pub(super) fn around<'a>(context: &CallContext<'a>) -> &'a str {
    const REACH: usize = 1 << 14;
    let (file, start) = (context.file, context.call.span.start);
    let from = file.floor_char_boundary(start.saturating_sub(REACH));
    let to = file.floor_char_boundary(start.saturating_add(REACH));
    &file[from..to]
}

/// The part of the line before `at`; of a very long line only the end.
pub(super) fn line_before(text: &str, at: usize) -> &str {
    let near = &text[text.floor_char_boundary(at.saturating_sub(200))..at];
    near.rsplit('\n').next().unwrap_or(near)
}
