//! Mistakes in the command around a body.

use connlint::catalog::{self, HeaderValue};

use super::marks::marked;
use super::mistake::{Content, Mistake, few, typos};
use super::wrapping::{Call, Wrapping};

pub(crate) fn mistakes(submission: bool) -> Vec<Mistake> {
    let call = Call::new(submission);
    let mut all = headers(&call);
    all.extend(values(&call, submission));
    all.extend(addresses(&call));
    all.extend(scripts());
    all
}

fn of_call(kind: &'static str, what: &str, call: Call, rule: &'static str) -> Mistake {
    Mistake::new(kind, what, Content::Call(call))
        .is(&[rule])
        .only(Wrapping::is_call)
}

fn headers(call: &Call) -> Vec<Mistake> {
    let mut all = Vec::new();
    for header in catalog::headers().iter().filter(|header| header.required) {
        let is_it = |line: &&String| line.split(':').next() == Some(header.name);
        let at = call
            .headers
            .iter()
            .position(|line| is_it(&line))
            .expect("a call has it");
        let (_, value) = call.headers[at]
            .split_once(':')
            .expect("a header has a colon");
        let mut without = call.clone();
        without.headers.remove(at);
        without.program = marked(&call.program);
        all.push(of_call(
            "header dropped",
            header.name,
            without,
            "missing-headers",
        ));
        let typos = typos(header.name).into_iter();
        let typos = typos.filter(|typo| !typo.eq_ignore_ascii_case(header.name));
        let aliases = header.aliases.iter().map(|alias| (*alias).to_owned());
        for name in typos.chain(aliases) {
            let mut other = call.clone();
            other.headers[at] = format!("{}:{value}", marked(&name));
            let rule = "misspelled-headers";
            let mistake = of_call("header misspelt", &name, other, rule);
            all.push(mistake.only(|wrapping| few(wrapping) && wrapping.is_call()));
        }
        let mut twice = call.clone();
        twice.headers[at] = marked(&twice.headers[at]);
        twice.headers.push(twice.headers[at].clone());
        all.push(of_call(
            "header given twice",
            header.name,
            twice,
            "invalid-headers",
        ));
    }
    all
}

fn values(call: &Call, submission: bool) -> Vec<Mistake> {
    let mut all = Vec::new();
    for (at, line) in call.headers.iter().enumerate() {
        let (name, value) = line.split_once(':').expect("a header has a colon");
        let known = catalog::headers().iter().find(|header| header.name == name);
        let bad = match known.expect("the header is documented").value {
            // What is to be filled in may begin with it.
            HeaderValue::Prefix(_) if !submission => continue,
            HeaderValue::Prefix(prefix) => value.trim_start().trim_start_matches(prefix),
            HeaderValue::Suffix(_) => "0A1B2C3D4E5F",
            HeaderValue::MediaTypes(_) => "text/plain",
            HeaderValue::LowerCase => "Prod",
            HeaderValue::Any => continue,
        };
        let mut other = call.clone();
        other.headers[at] = format!("{name}: {}", marked(bad));
        all.push(of_call("header's value", name, other, "invalid-headers"));
    }
    all
}

fn addresses(call: &Call) -> Vec<Mistake> {
    let mut all = Vec::new();
    for method in ["PUT", "PATCH", "GET"] {
        let mut other = call.clone();
        other.method = marked(method);
        all.push(of_call("wrong method", method, other, "wrong-methods"));
    }
    let urls = [
        ("http for https", call.url.replacen("https:", "http:", 1)),
        (
            "wrong path",
            call.url.replace("/connections", "/sourceConnections"),
        ),
        (
            "wrong path",
            call.url.replace("/connections", "/connection"),
        ),
        (
            "wrong host",
            call.url
                .replace("platform.adobe.io", "platform-stage.adobe.io"),
        ),
    ];
    for (kind, url) in urls {
        let mut other = call.clone();
        other.url = marked(&url);
        all.push(of_call(kind, &url, other, "wrong-endpoints"));
    }
    all
}

/// What goes wrong between a command and its body.
fn scripts() -> Vec<Mistake> {
    let single = |wrapping| wrapping == Wrapping::SingleQuotes;
    let double = |wrapping| wrapping == Wrapping::DoubleQuotes;
    let script = |kind, change: fn(&str) -> String| {
        Mistake::new(kind, "", Content::Script(change)).is(&["broken-commands"])
    };
    vec![
        script("backslash lost before the body", |text| {
            lose_backslash(text, "-d '", "")
        })
        .only(single),
        script("backslash lost before a header", |text| {
            lose_backslash(text, "-H 'x-api-key", "")
        })
        .only(single),
        script("blank behind a backslash", |text| {
            lose_backslash(text, "-d '", "\\ ")
        })
        .only(single),
        script("quote of the body not closed", |text| {
            let (before, body) = text.split_once("-d '").expect("a body");
            format!(
                "{before}-d {}",
                marked(&format!("'{}", body.replacen("}'", "}", 1)))
            )
        })
        .only(single),
        script("apostrophe in the body", |text| {
            let (before, body) = text.split_once("-d '").expect("a body");
            let body = body.replacen("Orders of", "Anna's orders of", 1);
            format!("{before}-d {}", marked(&format!("'{body}")))
        })
        .only(single),
        script("quotes of the body not escaped", |text| {
            let (before, body) = text.split_once("--data \"").expect("a body");
            format!(
                "{before}--data {}",
                marked(&format!("\"{}", body.replace("\\\"", "\"")))
            )
        })
        .only(double),
        script("two bodies", |text| {
            let (before, body) = text.split_once("-d '").expect("a body");
            format!(
                "{before}{} -d {}",
                marked("-d 'mode=draft'"),
                marked(&format!("'{body}"))
            )
        })
        .only(single),
    ]
}

/// The line before the one that begins with `next` ends in something else than a backslash.
fn lose_backslash(text: &str, next: &str, instead: &str) -> String {
    let (before, after) = text
        .split_once(&format!(" \\\n  {next}"))
        .expect("a line that goes on");
    let (option, rest) = next.split_at(2);
    format!(
        "{before}{}{rest}{after}",
        marked(&format!(" {instead}\n  {option}"))
    )
}
