use std::ops::Range;

use crate::connection_string::{SyntaxError, SyntaxErrorKind as Kind};
use crate::keywords::{ConnectionKeywords, Pair};
use crate::object::Match;
use crate::request::Request;
use crate::rule::{Check, Findings, error, rule};

rule! {
    /// A connection string that breaks the grammar.
    ///
    /// The service reads connection strings as .NET does: pairs of a keyword and a value, with a `=` in the
    /// pair and a `;` between pairs. A value may stand in `'…'` or `"…"`, with that quote doubled inside;
    /// nothing may follow the closing quote. Control characters may stand in quotes only, and a keyword
    /// never holds a tab or a line break.
    ///
    /// Reading goes on at the next known keyword, so that one slip is one finding.
    ///
    /// ```json bad
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host='{HOST}'x;Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// ```json good
    /// {
    ///   "name": "Orders",
    ///   "auth": {
    ///     "specName": "ConnectionString",
    ///     "params": {
    ///       "connectionString": "Host={HOST};Port={PORT};Sid={SID};User Id={USERNAME};Password={PASSWORD}"
    ///     }
    ///   },
    ///   "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }
    /// }
    /// ```
    ///
    /// **How sure.** The grammar was compared with two of .NET's runtimes on many thousands of strings.
    ///
    /// **The service answers** with no code of its own: the connection fails when it is tested or first
    /// used, with the words of the driver. It says that the format of the initialization string does not
    /// conform to the specification, and an index.
    ///
    /// **Fix.** None: what was meant cannot be told.
    "malformed-connection-strings", Error, Check::Request(check)
}

/// More are not told one by one.
const MOST: usize = 20;

fn check(request: &Request<'_>, findings: &mut Findings) {
    let Some(string) = &request.string else {
        return;
    };
    if let Some([open, close]) = &string.wrapping {
        let span = string.text.span(open.clone());
        let finding = error(
            &RULE,
            span,
            "quotes stand around the whole connection string",
        )
        .label(string.text.span(close.clone()), "and end here")
        .help("only a value is quoted; remove both quotes")
        .pointer(string.pointer(request));
        findings.report(finding);
    }
    let wrong = string
        .errors
        .iter()
        .filter(|wrong| string.unquoted(wrong).is_none());
    for wrong in wrong.take(MOST) {
        let pair = string.pair_of_error(wrong);
        let (at, message) = place(wrong, pair, string);
        let mut finding = error(&RULE, string.text.span(at), message)
            .help(help(wrong.kind, string))
            .pointer(string.pointer(request));
        if let Some(keyword) = pair.and_then(|pair| pair.keyword) {
            finding = finding.keyword(keyword.name);
        }
        findings.report(finding);
    }
    for pair in string.pairs.iter().filter(|pair| pair.decoded.is_some()) {
        let key = &string.text.as_str()[pair.key.clone()];
        let known = pair.keyword.filter(|_| pair.matched == Match::Exact);
        let (Some(keyword), Some(at)) = (known, key.find(char::is_control)) else {
            continue;
        };
        let at = pair.key.start + at..pair.key.start + at + 1;
        let message = format!("a tab or a line break stands inside `{}`", keyword.name);
        let finding = error(&RULE, string.text.span(at), message)
            .help("write the keyword on one line, with a blank at most")
            .keyword(keyword.name)
            .pointer(string.pointer(request));
        findings.report(finding);
    }
}

/// The bytes to point at, and the message.
fn place(
    wrong: &SyntaxError,
    pair: Option<&Pair>,
    string: &ConnectionKeywords<'_>,
) -> (Range<usize>, String) {
    let text = string.text.as_str();
    let rest = &text[wrong.offset..];
    let one = wrong.offset..wrong.offset + rest.chars().next().map_or(0, char::len_utf8);
    let opening = pair.map(|pair| pair.value.start..pair.value.start + 1);
    let beyond = pair.is_some_and(|pair| pair.value.end <= wrong.offset);
    let value = match pair.and_then(|pair| pair.keyword) {
        Some(keyword) => format!("the value of `{}`", keyword.name),
        None => "a value".to_owned(),
    };
    match wrong.kind {
        Kind::MissingEquals if string.pairs.is_empty() => (
            wrong.offset..text.trim_end().len(),
            "the connection string holds no `keyword=value` pair".to_owned(),
        ),
        Kind::MissingEquals => {
            let separator = string.dialect.separator();
            let piece = rest.split(separator).next().unwrap_or(rest).trim_end();
            let at = wrong.offset..wrong.offset + piece.len();
            (
                at,
                "this piece of the connection string has no `=`".to_owned(),
            )
        }
        Kind::EmptyKey => (one, "no keyword stands before this `=`".to_owned()),
        Kind::ControlCharInKey => (one, "a control character stands in a keyword".to_owned()),
        Kind::ControlCharInValue => (
            one,
            format!("a control character stands in {value}, which is not quoted"),
        ),
        Kind::UnterminatedQuote | Kind::UnterminatedBrace | Kind::UnquotedValueEndsWithQuote => {
            (one, format!("the quote around {value} is never closed"))
        }
        Kind::JunkAfterQuote if beyond => (
            opening.unwrap_or(one),
            format!("the quote around {value} ends at another value's"),
        ),
        Kind::JunkAfterQuote => (one, format!("{value} goes on behind its closing quote")),
        Kind::NulInQuotedValue => (one, format!("a NUL character stands in {value}")),
        Kind::TextAfterNul => (
            one,
            "a NUL character ends the string before this".to_owned(),
        ),
    }
}

fn help(kind: Kind, string: &ConnectionKeywords<'_>) -> String {
    match kind {
        Kind::MissingEquals if string.pairs.is_empty() => {
            format!("write `{}`", string.dialect.pattern)
        }
        Kind::MissingEquals | Kind::EmptyKey => {
            let separator = string.dialect.separator();
            format!("every piece between two `{separator}` is a keyword, a `=` and a value")
        }
        Kind::JunkAfterQuote => {
            "double a quote that belongs to the value, or use the other quotes around it".to_owned()
        }
        Kind::UnterminatedQuote | Kind::UnterminatedBrace | Kind::UnquotedValueEndsWithQuote => {
            "close the quote, or put a value that begins with one in the other quotes".to_owned()
        }
        Kind::ControlCharInKey
        | Kind::ControlCharInValue
        | Kind::NulInQuotedValue
        | Kind::TextAfterNul => "remove it; it is often left over from copying".to_owned(),
    }
}
