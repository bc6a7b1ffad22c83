//! What the reader makes of a file.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn read(source: &str) -> String {
    let mut found = String::new();
    let text = Text::file(source);
    let beside = extract(&text, &mut |fragment| {
        found += &crate::extract::described(&fragment);
    });
    for variable in beside.variables {
        let (name, value) = (variable.name.as_str(), variable.value.as_str());
        assert_eq!(&source[variable.value.whole_span()], value);
        let _ = writeln!(found, "@{name} = {value}");
    }
    found
}

const REQUEST: &str = "\
meta {
  name: Create
  type: http
  seq: 1
  tags: [
    url: not this one
    smoke
  ]
}

post {
  url: https://a.example.com/connections?mode=draft
  body: json
  auth: bearer
}

params:query {
  mode: draft
}

headers {
  x-api-key: {{API_KEY}} @description(\"the key: of the project\")
  ~x-off: 1
  \"x-odd: name\": 2
  x-long: '''
    one
    two: three
  '''
}

auth:bearer {
  token: {{TOKEN}}
}

vars:pre-request {
  password: {{pw}}
  @local: x
}

body:json {
  {
    \"a\": {
      \"b\": 1 // a remark
    }
  }
}

script:post-response {
  bru.setVar('id', res.body.id);
}

docs {
  post {
    url: https://b.example.com
  }
}
";

#[test]
fn a_request_is_read_from_its_blocks() {
    let expected = "\
POST https://a.example.com/connections?mode=draft | x-api-key={{API_KEY}}, x-odd: name=2, \
x-long=one\n    two: three, ~Authorization={{TOKEN}}, ~Content-Type=application/json | {
  \"a\": {
    \"b\": 1 // a remark
  }
}
@token = {{TOKEN}}
@password = {{pw}}
@local = x
";
    assert_eq!(read(REQUEST), expected);
    let windows = REQUEST.replace('\n', "\r\n");
    assert_eq!(read(&windows).replace('\r', ""), expected);
}

#[test]
fn a_misspelt_method_is_told_by_its_address() {
    let pots = REQUEST.replace("post {", "pots {");
    assert_eq!(read(&pots), read(REQUEST).replace("POST", "POTS"));
    assert_eq!(
        read("vars {\n  url: https://a.example.com\n}\n"),
        "@url = https://a.example.com\n"
    );
}

#[test]
fn every_byte_of_a_body_knows_its_place() {
    let text = Text::file(REQUEST);
    extract(&text, &mut |fragment| {
        let Body::Text(body) = &fragment.body else {
            panic!("a text: {fragment:?}")
        };
        for (at, c) in body.as_str().char_indices() {
            let span = body.span(at..at + c.len_utf8());
            // The two blanks of a line belong to the end of the line before.
            assert_eq!(
                REQUEST[span].trim_end_matches(' '),
                c.to_string().trim_end_matches(' '),
                "byte {at}"
            );
        }
        let one = body.as_str().find("1 //").expect("the value");
        let edit = body.edit(one..one + 1, "\"2\"").expect("an edit");
        assert_eq!(&REQUEST[edit.span], "1");
        assert_eq!(edit.text, "\"2\"");
        let inner = body.as_str().find("{\n    \"b\"").expect("an object");
        let edit = body
            .edit(inner + 1..inner + 1, "\n    \"c\": 2,")
            .expect("an edit");
        assert_eq!(
            edit.text, "\n      \"c\": 2,",
            "a line of its own is written as the others are"
        );
    });
}

#[test]
fn what_is_sent_depends_on_the_mode() {
    let request = |mode: &str, rest: &str| {
        let source = format!(
            "post {{\n  url: u\n  body: {mode}\n}}\nheaders {{\n  Content-Type: a/b\n}}\n{rest}"
        );
        let answer = read(&source);
        answer
            .trim_end()
            .rsplit("| ")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let json = "body:json {\n  {}\n}\n";
    for (mode, rest, expected) in [
        ("json", json, "{}"),
        ("none", json, "-"),
        ("text", json, "-"),
        ("text", "body:text {\n  {\"a\": 1}\n}\n", "{\"a\": 1}"),
        ("json", "", "-"),
        ("json", "body {\n  {}\n}\n", "{}"),
        ("json", "body:json {\n  {{body}}\n}\n", "?"),
        ("json", "body:json {\n}\n", "-"),
        ("formUrlEncoded", "body:form-urlencoded {\n  a: b\n}\n", "?"),
        ("graphql", "body:graphql {\n  query { a }\n}\n", "?"),
        ("file", "body:file {\n  file: @file(a.json)\n}\n", "?"),
        (
            "json",
            "script:pre-request {\n  req.setBody({});\n}\nbody:json {\n  {}\n}\n",
            "?",
        ),
    ] {
        assert_eq!(request(mode, rest), expected, "{mode}, {rest}");
    }
}

#[test]
fn a_script_or_an_unknown_placement_leaves_the_headers_open() {
    for (auth, rest, expected) in [
        ("none", "", ""),
        ("inherit", "", ""),
        (
            "basic",
            "auth:basic {\n  username: a\n  password: b\n}\n",
            "~Authorization=?",
        ),
        (
            "oauth2",
            "auth:oauth2 {\n  grant_type: client_credentials\n}\n",
            "~Authorization=?",
        ),
        ("oauth2", "auth:oauth2 {\n  token_placement: url\n}\n", " ?"),
        (
            "apikey",
            "auth:apikey {\n  key: x-api-key\n  value: 1\n  placement: header\n}\n",
            "~x-api-key=1",
        ),
        (
            "apikey",
            "auth:apikey {\n  key: x-api-key\n  value: 1\n  placement: queryparams\n}\n",
            "",
        ),
        (
            "none",
            "script:pre-request {\n  req.setHeader('a', 'b');\n}\n",
            " ?",
        ),
        (
            "none",
            "script:pre-request {\n  bru.setVar('a', 'b');\n}\n",
            "",
        ),
        ("none", "headers {\n  a: b\n", "a=b ?"),
    ] {
        let answer = read(&format!("get {{\n  url: u\n  auth: {auth}\n}}\n{rest}"));
        let found = answer.lines().next().unwrap_or_default();
        assert_eq!(found, format!("GET u | {expected} | -"), "{auth}, {rest}");
    }
}

#[test]
fn a_key_that_only_begins_with_a_quote_keeps_it() {
    for (key, expected) in [
        ("\"a b\"", "a b"),
        ("\"nö\" ö", "\"nö\" ö"),
        ("~\"漢\"漢", ""),
        ("\"\"", ""),
    ] {
        let source = format!("get {{\n  url: u\n}}\nheaders {{\n  {key}: v\n}}\n");
        let name = expected.to_owned() + if expected.is_empty() { "" } else { "=v" };
        assert_eq!(read(&source), format!("GET u | {name} | -\n"), "{key}");
    }
}

#[test]
fn environments_hold_variables_and_no_request() {
    let source = "\
vars {
  host: https://a.example.com
  ~password: tiger
  cert: '''
    -----BEGIN-----
}
    -----END-----
  '''
  user: app
}
vars:secret [
  token,
  ~other
]
color: #FF0000
";
    assert_eq!(
        read(source),
        "@host = https://a.example.com\n@password = tiger\n@cert = -----BEGIN-----\n}\n    -----END-----\n@user = app\n"
    );
    assert_eq!(
        read("vars:secret [ a, b ]\nvars {\n  c: d\n}\n"),
        "@c = d\n"
    );
    assert!(
        is_plausible(source) && is_plausible("\nmeta {\n  name: x\n}\n") && !is_plausible("{}")
    );
}

#[test]
fn a_collection_says_what_it_adds() {
    let adds = |source: &str| {
        let inherited = Inherited::read(source);
        (
            inherited.headers.join(" "),
            inherited.are_all,
            inherited.auth,
        )
    };
    let nothing = (String::new(), true, None);
    assert_eq!(adds(""), nothing);
    assert_eq!(
        adds("meta {\n  name: Folder\n}\nauth {\n  mode: inherit\n}\n"),
        nothing
    );
    let headers = "headers {\n  a: b\n  ~c: d\n  e: f\n}\n";
    assert_eq!(adds(headers), ("a e".to_owned(), true, None));
    let bearer = "auth {\n  mode: bearer\n}\nauth:bearer {\n  token: {{t}}\n}\n";
    assert_eq!(adds(bearer), (String::new(), true, Some(true)));
    assert_eq!(adds("auth {\n  mode: none\n}\n").2, Some(false));
    for source in ["auth:apikey {\n  key: a\n}\n", "vars:pre-request {\n"] {
        assert!(!Inherited::read(source).are_all, "{source}");
    }
    let touched = |source| Inherited::read(source).touched;
    assert!(touched("script:pre-request {\n  req.setHeader('a', 'b');\n}\n").headers);
    assert!(touched("script:pre-request {\n  req.setBody({});\n}\n").body);
}

#[test]
fn comments_are_told() {
    let source = "post {\n  url: https://x\n}\nbody:json {\n  // one\n  { } // not one\n}\nscript:pre-request {\n  // neither\n}\n";
    let found: Vec<_> = comments(&Text::file(source))
        .into_iter()
        .map(|range| &source[range])
        .collect();
    assert_eq!(found, ["// one"]);
}

fn files() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "meta {",
        "post {",
        "headers {",
        "body:json {",
        "vars {",
        "vars:secret [",
        "auth:bearer {",
        "\n",
        "\r\n",
        "  ",
        "}",
        "]",
        "\n}\n",
        "url: ",
        "a: b",
        "~c: d",
        "\"e: f\": g",
        "\"ö\" ö: h",
        "@",
        "'''",
        "@description(",
        ")",
        "{",
        "\"",
        "ä",
        "[",
        ":",
        "漢",
        "body: json",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(source in files()) {
        let text = Text::file(&source);
        let beside = extract(&text, &mut |fragment| {
            if let Body::Text(body) = &fragment.body {
                assert!(source.get(body.whole_span()).is_some());
            }
            let call = fragment.call.as_ref().expect("a call");
            assert!(source.get(call.span.clone()).is_some() && source.get(call.name.clone()).is_some());
        });
        for range in beside.notation.into_iter().chain(comments(&text)) {
            prop_assert!(source.get(range).is_some());
        }
        Inherited::read(&source);
        is_plausible(&source);
    }
}
