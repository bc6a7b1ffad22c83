//! JSON that does not parse, and keys that are given twice.

use super::base::Base;
use super::body::Layout;
use super::marks::{CLOSE, OPEN, marked};
use super::mistake::{Content, Mistake, few};
use super::wrapping::Wrapping;

pub(crate) fn mistakes(base: &Base) -> Vec<Mistake> {
    let texts = [Layout::Pretty, Layout::Minified].map(|layout| base.body.write(layout));
    let mut all = Vec::new();
    for (kind, slips) in [
        ("comma lost", commas_lost as fn(&str) -> Vec<String>),
        ("comma too many", commas_added),
        ("opening quote lost", |text| quotes_lost(text, true)),
        ("closing quote lost", |text| quotes_lost(text, false)),
        ("colon lost", |text| without(text, ':')),
        ("opening brace lost", opening_braces_lost),
        ("closing brace lost", closing_braces_lost),
    ] {
        let [pretty, minified] = [&texts[0], &texts[1]].map(|text| slips(text));
        assert_eq!(pretty.len(), minified.len(), "{kind}: places");
        for (index, (pretty, minified)) in pretty.into_iter().zip(minified).enumerate() {
            let content = Content::Body { pretty, minified };
            let mistake = Mistake::new(kind, format!("place {index}"), content);
            let mistake = mistake.is(&["syntax-errors"]).only(layouts);
            all.push(match kind {
                // Where it is missing can be seen behind the body only.
                "closing brace lost" => {
                    mistake.only(|wrapping| layouts(wrapping) && wrapping != Wrapping::Nested)
                }
                _ => mistake,
            });
        }
    }
    for (pointer, _) in base.body.pointers() {
        let mut body = base.body.clone();
        body.mark(&pointer);
        let again = body.member(&pointer).clone();
        let (parent, _) = pointer.rsplit_once('/').expect("a pointer has steps");
        body.object(parent).push(again);
        all.push(Mistake::body("key given twice", &pointer, &body).is(&["duplicate-keys"]));
    }
    all
}

/// The wrappings that lay JSON out or escape it in ways of their own.
fn layouts(wrapping: Wrapping) -> bool {
    use Wrapping::{Bruno, DoubleQuotes, Editor, WindowsLines};
    few(wrapping) || matches!(wrapping, DoubleQuotes | WindowsLines | Editor | Bruno)
}

/// Each byte of a text, and whether it lies in a string, quotes included.
fn bytes(text: &str) -> Vec<(usize, u8, bool)> {
    let (mut inside, mut escaped) = (false, false);
    let mut all = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        let quote = byte == b'"' && !escaped;
        all.push((at, byte, inside || quote));
        escaped = inside && byte == b'\\' && !escaped;
        inside ^= quote;
    }
    all
}

/// The text with one of the marks of JSON left out, once for each place; marked are the gap and
/// what stands next to it.
fn without(text: &str, mark: char) -> Vec<String> {
    let places = bytes(text)
        .into_iter()
        .filter(|&(_, byte, inside)| byte as char == mark && !inside);
    places
        .map(|(at, ..)| {
            let (before, after) = (&text[..at], &text[at + 1..]);
            let kept = before.trim_end();
            let gap = &before[kept.len()..];
            let rest = after.trim_start();
            let blank = &after[..after.len() - rest.len()];
            // The next mark of JSON is where it can be seen that something is missing.
            let next = rest.find([',', '}', ':']).map_or(rest.len(), |at| at + 1);
            format!(
                "{kept}{}{}",
                marked(&format!("{gap}{blank}{}", &rest[..next])),
                &rest[next..]
            )
        })
        .collect()
}

fn commas_lost(text: &str) -> Vec<String> {
    without(text, ',')
}

/// The first one is left where it is: without it nothing says that this is JSON.
fn opening_braces_lost(text: &str) -> Vec<String> {
    without(text, '{').split_off(1)
}

/// Which brace was lost can be seen nowhere before the end.
fn closing_braces_lost(text: &str) -> Vec<String> {
    let lost = without(text, '}').into_iter();
    lost.map(|text| {
        let (before, rest) = text.split_once(OPEN).expect("a mark");
        format!("{before}{}", marked(&rest.replace(CLOSE, "")))
    })
    .collect()
}

fn commas_added(text: &str) -> Vec<String> {
    let places = bytes(text)
        .into_iter()
        .filter(|&(_, byte, inside)| byte == b'}' && !inside);
    places
        .map(|(at, ..)| {
            let kept = text[..at].trim_end();
            format!("{kept}{}{}", marked(","), &text[kept.len()..])
        })
        .collect()
}

/// The text with one quote left out, once for each string.
fn quotes_lost(text: &str, opening: bool) -> Vec<String> {
    let bytes = bytes(text);
    let is_quote = |&&(at, byte, inside): &&(usize, u8, bool)| {
        byte == b'"' && inside && (at == 0 || text.as_bytes()[at - 1] != b'\\')
    };
    let quotes: Vec<usize> = bytes.iter().filter(is_quote).map(|(at, ..)| *at).collect();
    let pairs = quotes.chunks_exact(2);
    pairs
        .map(|pair| {
            let (first, last) = (pair[0], pair[1]);
            let content = &text[first + 1..last];
            // Whoever reads on cannot tell where the string should have ended before the line does.
            let rest = &text[last + 1..];
            let end = rest.find('\n').unwrap_or(rest.len());
            match opening {
                true => format!(
                    "{}{}{}",
                    &text[..first],
                    marked(&format!("{content}\"")),
                    rest
                ),
                false => {
                    let touched = marked(&format!("\"{content}{}", &rest[..end]));
                    format!("{}{touched}{}", &text[..first], &rest[end..])
                }
            }
        })
        .collect()
}
