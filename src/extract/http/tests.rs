//! What the reader makes of a file, a line a request.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::extract::Header;

/// Method, address, headers and body of every request; `?` behind headers that may not be all.
fn read(source: &str) -> String {
    let mut found = String::new();
    let text = Text::file(source);
    let variables = extract(&text, &mut |fragment| {
        found += &crate::extract::described(&fragment);
    });
    for variable in variables.0 {
        let (name, value) = (variable.name.as_str(), variable.value.as_str());
        assert_eq!(&source[variable.value.whole_span()], value);
        let _ = writeln!(found, "@{name} = {value}");
    }
    found
}

#[test]
fn requests_stand_between_separators() {
    let source = "\
GET https://a.example.com/x HTTP/1.1
Accept: */*

### second
# @name second
POST https://a.example.com/y
a: 1
B:2

{ \"x\": 1 }

#### third, by its address alone
https://a.example.com/z
###
HTTP/1.1 200 OK
Content-Type: application/json

{}
###
just a remark that nobody marked
";
    assert_eq!(
        read(source),
        "GET https://a.example.com/x | Accept=*/* | -\n\
         POST https://a.example.com/y | a=1, B=2 | { \"x\": 1 }\n\
         GET https://a.example.com/z |  ? | -\n"
    );
}

#[test]
fn a_misspelt_method_is_sent_as_it_stands() {
    assert_eq!(
        read("POTS https://a.example.com/x\na: b\n\n{}\n###\nNote https://a.example.com\n"),
        "POTS https://a.example.com/x | a=b | {}\n"
    );
}

#[test]
fn an_address_goes_on_and_a_method_may_be_small() {
    let source = "\
@host = https://a.example.com
  @ token=  {{$dotenv TOKEN}}
// import \"other.http\"
import shared.http
< {%
  request.variables.set('x', 1)
%}
post {{host}}/data
    ?mode=draft
    &x=1 HTTP/2
h: v
// not: sent
i: w
\t
body
";
    assert_eq!(
        read(source),
        "POST https://a.example.com/data?mode=draft&x=1 | h=v, i=w | body\n\
         @host = https://a.example.com\n\
         @token = {{$dotenv TOKEN}}\n"
    );
}

#[test]
fn a_body_ends_where_the_answer_is_handled() {
    let source = "\
POST https://a.example.com/
h: v

{
# a remark
  \"a\": \"> b\"
// another
}

> {%
  client.test('x', () => client.assert(response.headers['a']));
%}
<> 2026-01-01.200.json
###
POST https://a.example.com/
h: v

{{body}}
> ./handler.js
###
POST https://a.example.com/
h: v

{}

?? status == 201
###
POST https://a.example.com/
h: v

< ./a b.json

###
POST https://a.example.com/
h: v

<@latin1 ./c.json
>> out.json
###
POST https://a.example.com/
h: v

<note>
< ./d.xml
###
POST https://a.example.com/
x-request-type: GraphQL

query { a }

{ \"b\": 1 }
";
    assert_eq!(
        read(source),
        "POST https://a.example.com/ | h=v | {\n  \"a\": \"> b\"\n}\n\
         POST https://a.example.com/ | h=v | ?\n\
         POST https://a.example.com/ | h=v | {}\n\
         POST https://a.example.com/ | h=v | @./a b.json\n\
         POST https://a.example.com/ | h=v | @./c.json\n\
         POST https://a.example.com/ | h=v | ?\n\
         POST https://a.example.com/ | x-request-type=GraphQL | ?\n"
    );
}

#[test]
fn headers_are_not_known_where_something_may_add_some() {
    for (source, known) in [
        ("POST https://a.example.com/\na: b\n", true),
        ("POST https://a.example.com/\n", false),
        ("POST https://a.example.com/\na: b\n{{headers}}\n", false),
        ("POST https://a.example.com/\na: b\n...\n", false),
        (
            "POST https://a.example.com/\na: b\n[the usual headers]\n",
            false,
        ),
        ("POST https://a.example.com/\na: b\n{HEADERS}\n", false),
        ("< ./before.js\nPOST https://a.example.com/\na: b\n", false),
        (
            "< {% request.headers.add('c', 'd') %}\nPOST https://a.example.com/\na: b\n",
            false,
        ),
        (
            "< {% request.variables.set('c', 'd') %}\nPOST https://a.example.com/\na: b\n",
            true,
        ),
        (
            "POST https://a.example.com/\na: b\n\n> {% client.global.headers.set('c', 'd') %}\n",
            false,
        ),
    ] {
        let text = Text::file(source);
        let mut answers = Vec::new();
        extract(&text, &mut |fragment| {
            answers.extend(fragment.call.map(|call| call.headers_known));
        });
        assert_eq!(answers, [known], "{source}");
    }
}

#[test]
fn the_name_of_a_header_may_be_a_variable() {
    for name in ["{{header}}", "{{a}}-{{b}}", "{HEADER}", "{{$env A:B}}"] {
        let source = format!("GET https://a.example.com/\n{name}: v\nb: c\n");
        let expected = format!("GET https://a.example.com/ | {name}=v, b=c | -\n");
        assert_eq!(read(&source), expected);
    }
    for body in ["{\"a\": 1}", "{ a: {} }", "{{ \"a\": 1 }"] {
        let source = format!("GET https://a.example.com/\nb: c\n{body}\n");
        let text = Text::file(&source);
        extract(&text, &mut |fragment| {
            let problems = fragment.call.expect("a call").problems;
            assert_eq!(problems.len(), 1, "{body}");
        });
    }
}

#[test]
fn a_body_among_the_headers_is_a_problem_and_is_read() {
    let source = "POST https://a.example.com/\na: b\n{\n  \"x\": 1\n}\n";
    let text = Text::file(source);
    extract(&text, &mut |fragment| {
        assert!(matches!(&fragment.body, Body::Text(text) if text.as_str() == "{\n  \"x\": 1\n}"));
        let call = fragment.call.expect("a call");
        let [problem] = &call.problems[..] else {
            panic!("one problem: {call:?}")
        };
        assert_eq!(&source[problem.span.clone()], "{");
    });
}

#[test]
fn a_further_header_goes_behind_the_last() {
    for end in ["\n", "\r\n"] {
        let source = "POST https://a.example.com/\na: b\n\n{}\n".replace('\n', end);
        let text = Text::file(&source);
        extract(&text, &mut |fragment| {
            let call = fragment.call.expect("a call");
            let template = call.header_template.expect("a template");
            let mut changed = source.clone();
            changed.insert_str(
                template.at,
                &format!("{}c: d{}", template.before, template.after),
            );
            let expected = "POST https://a.example.com/\na: b\nc: d\n\n{}\n".replace('\n', end);
            assert_eq!(changed, expected);
        });
    }
}

#[test]
fn commands_for_curl_stand_in_such_files_as_well() {
    let source =
        "### as a command\ncurl -X POST https://a.example.com/ -H 'a: b' -d '{\"x\":1}'\n\n###\n";
    assert_eq!(
        read(source),
        "POST https://a.example.com/ | a=b | {\"x\":1}\n"
    );
}

#[test]
fn a_text_may_say_by_itself_that_it_is_one() {
    for text in [
        "### a\n\nPOST https://a.example.com/\n",
        "@a = b\nGET {{host}}/x HTTP/1.1\n",
        "POST /data/foundation HTTP/1.1\nHost: a.example.com\n",
    ] {
        assert!(is_plausible(text), "{text}");
    }
    for text in [
        "",
        "# Title\n\nPOST is a method, https://a.example.com/ an address.\n",
        "GET the file from https://a.example.com/\n",
        "HTTP/1.1 200 OK\n",
        "curl https://a.example.com/\n",
        "https://a.example.com/\n",
        "POST the/letter\n",
    ] {
        assert!(!is_plausible(text), "{text}");
    }
}

#[test]
fn comments_are_told() {
    let source = "### a\n# one\nGET https://a.example.com/\n // two\nb: c\n\n{}\n// three";
    let text = Text::file(source);
    let found: Vec<_> = comments(&text)
        .into_iter()
        .map(|range| &source[range])
        .collect();
    assert_eq!(found, ["# one", "// two", "// three"]);
}

/// Pieces that matter to the reader.
fn files() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "###",
        "\n",
        "\r\n",
        " ",
        "POST",
        "GET ",
        "https://a.example.com/ä",
        "{{x}}",
        "a: b",
        ":",
        "{",
        "}",
        "\"",
        "< ",
        "<@x ",
        "> ",
        "{%",
        "%}",
        "@n = v",
        "#",
        "//",
        "<>",
        ">>",
        "?x",
        "&y",
        "HTTP/1.1",
        "curl ",
        "-d '",
        "'",
        "漢",
        "...",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// Its name and its value stand in the file.
fn check_header(header: &Header<'_>, file: &str) {
    for text in [Some(&header.name), header.value.as_ref()]
        .into_iter()
        .flatten()
    {
        assert!(file.get(text.whole_span()).is_some());
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(source in files()) {
        let text = Text::file(&source);
        extract(&text, &mut |fragment| {
            if let Some(call) = &fragment.call {
                assert!(source.get(call.span.clone()).is_some() && source.get(call.name.clone()).is_some());
                call.headers.iter().for_each(|header| check_header(header, &source));
            }
            if let Body::Text(body) | Body::File(body) = &fragment.body {
                assert!(source.get(body.whole_span()).is_some());
            }
        });
        comments(&text);
        is_plausible(&source);
    }
}
