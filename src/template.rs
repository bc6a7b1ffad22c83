//! What a template's program takes out before anybody reads the text: conditions, loops, remarks. What they leave of
//! the text around them is open.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What is longer than this, in bytes, is no control block.
const LONGEST: usize = 4096;

/// How control blocks begin and end, and whether a word of `WORDS` must follow.
const DELIMITERS: [(&str, &str, bool); 5] = [
    ("{%", "%}", false),
    ("{#", "#}", false),
    ("<%", "%>", false),
    ("%{", "}", true),
    ("{{", "}}", true),
];

/// What tells a condition or a loop from a value.
const WORDS: [&str; 13] = [
    "if", "else", "elif", "elseif", "unless", "end", "endif", "for", "endfor", "range", "with",
    "each", "define",
];

/// Length in bytes of the control block that a text begins with: `{% … %}`, `{# … #}`, `<% … %>`, Terraform's `%{ if … }`.
pub fn control_block(text: &str) -> Option<usize> {
    Some(text)
        .filter(|text| !text.starts_with("{{"))
        .and_then(control)
}

/// Length in bytes of the interpolation that a text begins with, `${ … }` or `#{ … }`, others in it included. One whose braces
/// do not match ends with its first `}`.
pub fn interpolation(text: &str) -> Option<usize> {
    let first = text.find('}')? + 1;
    let mut open = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open <= 1 => return Some(at + 1),
            b'}' => open -= 1,
            _ => {}
        }
    }
    Some(first)
}

/// Length in bytes of the expression that a text begins with: `{{ … }}`, dictionaries in it included. One whose braces do
/// not match ends with its first `}}`.
pub fn expression(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("{{")?;
    let first = inner.find("}}")? + "{{}}".len();
    let mut open = 0usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open > 0 => open -= 1,
            b'}' if inner[at..].starts_with("}}") => return Some(at + "{{}}".len()),
            b'}' => break,
            _ => {}
        }
    }
    Some(first)
}

/// How expressions begin and end that can hold strings in double quotes.
const QUOTING: [(&str, &str); 4] = [("{{", "}}"), ("<%", "%>"), ("${", "}"), ("%{", "}")];

/// Whether any of them may be in a text.
pub fn may_quote(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows = |at: usize, next: u8| bytes.get(at + 1) == Some(&next);
    let mut signs = memchr::memchr3_iter(b'<', b'$', b'%', bytes);
    static BRACES: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("{{"));
    BRACES.find(bytes).is_some()
        || signs.any(|at| follows(at, if bytes[at] == b'<' { b'%' } else { b'{' }))
}

/// The end of the expression that is still open at the end of a text, before a quote that may belong to it.
pub fn quoting(before: &str) -> Option<&'static str> {
    let open = QUOTING.iter().filter_map(|(open, close)| {
        let at = before.rfind(open)?;
        (!before[at..].contains(close)).then_some((at, *close))
    });
    let (at, close) = open.max_by_key(|(at, _)| *at)?;
    // One brace closes much: there a string must stand where only a value can, such as in `${m["key"]}`.
    let inside = before[at..].trim_end();
    let is_awaited = inside.ends_with(['[', '(', ',', '=', '?', ':', '+', '|', '&']);
    (close != "}" || is_awaited).then_some(close)
}

/// Length in bytes of the control blocks that fill the line a text begins with, blanks between them included. Here
/// `{{- if … }}`, `{{#if …}}` and their like count as well; a `\` may end the line.
pub fn control_line(text: &str) -> Option<usize> {
    let mut end = control(text)?;
    loop {
        let rest = &text[end..];
        let behind = rest.trim_start_matches([' ', '\t']);
        let begins = rest.len() - behind.len();
        let line_end = behind.strip_prefix('\\').unwrap_or(behind);
        if line_end.is_empty() || line_end.starts_with(['\n', '\r']) {
            return Some(end);
        }
        end += begins + control(behind)?;
    }
}

fn control(text: &str) -> Option<usize> {
    let (open, close, is_word) = DELIMITERS
        .iter()
        .find(|(open, ..)| text.starts_with(open))?;
    let ahead = &text[open.len()..text.floor_char_boundary(LONGEST.min(text.len()))];
    let ahead = ahead.get(..ahead.find(close)?)?;
    let holds = match is_word {
        true => {
            let inner = ahead.trim_start_matches(['-', '~', '#', '/', '^', ' ']);
            let word = inner.split(|c: char| !c.is_ascii_alphabetic()).next();
            word.is_some_and(|word| WORDS.contains(&word))
        }
        // `<%= … %>` is a value.
        false => !ahead.starts_with('='),
    };
    holds.then_some(open.len() + ahead.len() + close.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_block_ends_with_its_mark() {
        for (text, expected) in [
            ("{% if a %}b", Some("{% if a %}")),
            ("{# a #}", Some("{# a #}")),
            ("<% if a %> %>", Some("<% if a %>")),
            ("%{ if a }b", Some("%{ if a }")),
            ("%{~ endfor ~}b", Some("%{~ endfor ~}")),
            ("%{http_code}", None),
            ("%{ format }", None),
            ("<%= a %>", None),
            ("{{ if a }}", None),
            ("{% if a", None),
            ("{", None),
            ("", None),
        ] {
            let found = control_block(text).map(|length| &text[..length]);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn an_expression_ends_behind_its_dictionaries() {
        for (text, expected) in [
            ("{{ a }}b", Some("{{ a }}")),
            (
                "{{ a | combine({'b': {'c': 1}}) }}d }}",
                Some("{{ a | combine({'b': {'c': 1}}) }}"),
            ),
            ("{{ '{' }}b", Some("{{ '{' }}")),
            ("{{ '}' }}b", Some("{{ '}' }}")),
            ("{{ a }", None),
            ("{ a }}", None),
        ] {
            let found = expression(text).map(|length| &text[..length]);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn an_interpolation_ends_behind_those_in_it() {
        for (text, expected) in [
            ("${a}, ${b}", Some("${a}")),
            (r#"${f("h=${a};")} }"#, Some(r#"${f("h=${a};")}"#)),
            ("#{a}#", Some("#{a}")),
            ("${'{'} }", Some("${'{'} }")),
            ("${'{'}, 1", Some("${'{'}")),
            ("${a", None),
        ] {
            let found = interpolation(text).map(|length| &text[..length]);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_quote_belongs_to_the_expression_that_is_open() {
        for (before, expected) in [
            ("{{ lookup ", Some("}}")),
            ("Host=<%= h[", Some("%>")),
            ("<%= link_to ", Some("%>")),
            ("Password=${m[", Some("}")),
            ("%{ if a != ", Some("}")),
            ("${a}", None),
            ("<%= a %>", None),
            ("Tall${tiger", None),
            ("Tall${", None),
            ("100%{", None),
            ("tiger", None),
        ] {
            assert_eq!(quoting(before), expected, "{before}");
            assert!(expected.is_none() || may_quote(before), "{before}");
        }
        assert!(!may_quote(r#"{ "a": "<3 $5 100% {" }"#));
    }

    #[test]
    fn control_blocks_fill_a_line_where_nothing_else_stands_there() {
        for (text, expected) in [
            ("{{- if .Values.a }}\nb", Some("{{- if .Values.a }}")),
            ("{{#if a}} {{/if}} \r\nb", Some("{{#if a}} {{/if}}")),
            ("{{ end }}", Some("{{ end }}")),
            ("{% else %} \\\nb", Some("{% else %}")),
            ("{{ url }}\n", None),
            ("{{ iffy }}\n", None),
            ("{% if a %} b\n", None),
            ("b", None),
        ] {
            let found = control_line(text).map(|length| &text[..length]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
