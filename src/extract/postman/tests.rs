//! What the reader makes of a collection.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::extract::Beside;
use crate::file::File;

/// The requests and the variables of a file; `None` where it is no file of Postman's.
fn extracted<'a, T>(
    source: &'a str,
    name: &str,
    mut look: impl FnMut(&Fragment<'_>) -> T,
) -> (Vec<T>, Option<Beside<'a>>) {
    let file = File {
        path: name.to_owned(),
        bytes: Vec::new(),
    };
    let mut found = Vec::new();
    let text = Text::file(source);
    let beside =
        crate::extract::saved::extract(&file, &text, &mut |fragment| found.push(look(&fragment)));
    (found, beside)
}

fn read(source: &str, name: &str) -> Option<String> {
    let (found, beside) = extracted(source, name, crate::extract::described);
    let mut text = found.concat();
    for variable in beside?.variables {
        let mark = if variable.secret { "!" } else { "@" };
        let _ = writeln!(
            text,
            "{mark}{} = {}",
            variable.name.as_str(),
            variable.value.as_str()
        );
    }
    Some(text)
}

/// A collection with these members beside its requests, and these items.
fn collection(members: &str, items: &str) -> String {
    format!(
        r#"{{ "info": {{ "name": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }},
{members} "item": [ {items} ] }}"#
    )
}

fn one(members: &str, item: &str) -> String {
    read(&collection(members, item), "a.json").expect("a collection")
}

/// A request in a folder.
fn request(members: &str) -> String {
    format!(
        r#"{{ "name": "a", "request": {{ "method": "POST", "url": "https://a.example.com/x", {members} }} }}"#
    )
}

#[test]
fn folders_are_entered_in_order() {
    let items = r#"
      { "name": "f", "item": [
        { "name": "g", "item": [ { "name": "a", "request": "https://a.example.com/1" } ] },
        { "name": "b", "request": { "method": "DELETE", "header": [], "url": { "raw": "https://a.example.com/2" } } }
      ] },
      { "name": "c", "request": { "header": "A: 1\nB : 2\r\n", "url": "https://a.example.com/3" } },
      { "name": "d" }, null, "e""#;
    assert_eq!(
        one("", items),
        "GET https://a.example.com/1 |  ? | -\n\
         DELETE https://a.example.com/2 |  | -\n\
         GET https://a.example.com/3 | A=1, B=2 | -\n"
    );
}

#[test]
fn only_a_collection_is_one() {
    assert_eq!(read(r#"{ "a": 1 }"#, "a.json"), None);
    assert_eq!(
        read(r#"{ "info": { "name": "postman" }, "item": [] }"#, "a.json"),
        None
    );
    assert_eq!(
        read(r#"{ "info": { "_postman_id": "1" } }"#, "a.json"),
        None
    );
    let of_old = r#"{ "id": "1", "name": "postman", "requests": [] }"#;
    assert_eq!(read(of_old, "a.json"), None);
    for source in [
        r#"{ "info": { "_postman_id": "1" }, "item": [] }"#,
        r#"{ "collection": { "info": { "_postman_id": "1" }, "item": [] } }"#,
        r#"{ "item": [], "info": { "schema": "https://schema.postman.com/json/collection/v2.0.0/collection.json" } }"#,
    ] {
        assert_eq!(read(source, "a.json").as_deref(), Some(""), "{source}");
    }
}

#[test]
fn what_is_sent_depends_on_the_mode() {
    let body = |body: &str| {
        let answer = one(
            "",
            &request(&format!(
                r#""header": [ {{ "key": "Content-Type", "value": "a/b" }} ], "body": {body}"#
            )),
        );
        answer
            .trim_end()
            .rsplit("| ")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    for (written, expected) in [
        (
            r#"{ "mode": "raw", "raw": "{\n\t\"a\": \"\\u00e4\"}" }"#,
            "{\n\t\"a\": \"\\u00e4\"}",
        ),
        (r#"{ "mode": "raw", "raw": "{{body}}" }"#, "?"),
        (r#"{ "mode": "raw", "raw": " " }"#, "-"),
        (r#"{ "mode": "raw", "raw": "{}", "disabled": true }"#, "-"),
        (r#"{ "mode": "raw" }"#, "-"),
        (r#"{ "raw": "{}" }"#, "-"),
        ("null", "-"),
        (r#"{ "mode": "formdata", "formdata": [] }"#, "-"),
        (
            r#"{ "mode": "formdata", "formdata": [ { "key": "a" } ] }"#,
            "?",
        ),
        (
            r#"{ "mode": "urlencoded", "urlencoded": [ { "key": "a" } ] }"#,
            "?",
        ),
        (
            r#"{ "mode": "graphql", "graphql": { "query": "{}" } }"#,
            "?",
        ),
        (r#"{ "mode": "file", "file": { "src": "./a.json" } }"#, "?"),
        (r#"{ "mode": "raw", "raw": "{\"a\": 1 }"#, "?"),
    ] {
        assert_eq!(body(written), expected, "{written}");
    }
}

#[test]
fn headers_are_those_that_are_not_switched_off() {
    let headers = r#""header": [
      { "key": "A", "value": " 1 " }, { "key": "B", "value": "2", "disabled": true }, { "key": "", "value": "" },
      { "key": "C", "value": "3", "enabled": true }, { "key": "D", "value": null } ]"#;
    assert_eq!(
        one("", &request(headers)),
        "POST https://a.example.com/x | A=1, C=3, ~D=? | -\n@B = 2\n"
    );
    for open in [
        r#""header": [ { "key": "C", "value": "3", "enabled": false } ]"#,
        r#""header": [ { "value": "3" } ]"#,
        r#""header": { "A": "1" }"#,
        r#""header": [ … ]"#,
        r#""header": [ "A: 1" ]"#,
        r#""description": "x""#,
    ] {
        let answer = one("", &request(open));
        assert_eq!(answer, "POST https://a.example.com/x |  ? | -\n", "{open}");
    }
}

#[test]
fn postman_says_that_a_body_is_json_where_the_user_does() {
    let raw = |options: &str| {
        request(&format!(
            r#""header": [], "body": {{ "mode": "raw", "raw": "{{}}" {options} }}"#
        ))
    };
    let json = raw(r#", "options": { "raw": { "language": "json" } }"#);
    let at = "POST https://a.example.com/x |";
    assert_eq!(
        one("", &json),
        format!("{at} ~Content-Type=application/json | {{}}\n")
    );
    assert_eq!(one("", &raw("")), format!("{at}  | {{}}\n"));
    assert_eq!(
        one(
            "",
            &raw(r#", "options": { "raw": { "language": "text" } }"#)
        ),
        format!("{at}  | {{}}\n")
    );
    let off = json.replacen(
        "\"request\"",
        r#""protocolProfileBehavior": { "disabledSystemHeaders": { "content-type": true } }, "request""#,
        1,
    );
    assert_eq!(
        one("", &off),
        format!("{at} ~Content-Type=application/json ? | {{}}\n")
    );
}

#[test]
fn the_nearest_proof_of_who_sends_it_counts() {
    let bearer = |token: &str| {
        format!(
            r#""auth": {{ "type": "bearer", "bearer": [ {{ "key": "token", "value": "{token}" }} ] }}"#
        )
    };
    let folder =
        |members: &str, items: &str| format!(r#"{{ "name": "f", {members} "item": [ {items} ] }}"#);
    let plain = request(r#""header": []"#);
    let header = |answer: &str| {
        answer
            .split("| ")
            .nth(1)
            .map(|headers| headers.trim().to_owned())
    };
    let of = |members: &str, items: &str| header(&one(members, items)).unwrap_or_default();
    let outer = format!("{},", bearer("outer"));
    assert_eq!(of(&outer, &plain), "~Authorization=outer");
    let inner = folder(&format!("{},", bearer("inner")), &plain);
    assert_eq!(of(&outer, &inner), "~Authorization=inner");
    assert_eq!(
        of(&outer, &folder(r#""auth": null,"#, &plain)),
        "~Authorization=outer"
    );
    assert_eq!(
        of(&outer, &folder(r#""auth": { "type": "noauth" },"#, &plain)),
        ""
    );
    let own = request(&format!(r#""header": [], {}"#, bearer("own")));
    assert_eq!(of(&outer, &folder("", &own)), "~Authorization=own");
    for (auth, expected) in [
        (
            r#"{ "type": "bearer", "bearer": { "token": "t" } }"#,
            "~Authorization=t",
        ),
        (r#"{ "type": "basic", "basic": [] }"#, "~Authorization=?"),
        (
            r#"{ "type": "oauth2", "oauth2": [ { "key": "addTokenTo", "value": "header" } ] }"#,
            "~Authorization=?",
        ),
        (
            r#"{ "type": "oauth2", "oauth2": [ { "key": "addTokenTo", "value": "queryParams" } ] }"#,
            "?",
        ),
        (
            r#"{ "type": "apikey", "apikey": [ { "key": "key", "value": "x-api-key" }, { "key": "value", "value": "v" } ] }"#,
            "~x-api-key=v",
        ),
        (
            r#"{ "type": "apikey", "apikey": [ { "key": "key", "value": "k" }, { "key": "in", "value": "query" } ] }"#,
            "",
        ),
        (r#"{ "type": "something" }"#, "?"),
        ("{}", "?"),
    ] {
        let item = request(&format!(r#""header": [], "auth": {auth}"#));
        assert_eq!(of("", &item), expected, "{auth}");
    }
}

#[test]
fn a_script_that_runs_before_leaves_open_what_it_may_change() {
    let event = |listen: &str, script: &str| {
        format!(r#""event": [ {{ "listen": "{listen}", "script": {{ {script} }} }} ],"#)
    };
    let body = r#""header": [], "body": { "mode": "raw", "raw": "{}" }"#;
    let item =
        |event: &str| request(body).replacen("\"request\"", &format!("{event} \"request\""), 1);
    let answer = |known: bool, sent: &str| {
        format!(
            "POST https://a.example.com/x | {} | {sent}\n",
            if known { "" } else { " ?" }
        )
    };
    let sets = r#""exec": [ "pm.environment.set('a', 1);" ]"#;
    let adds = r#""exec": [ "pm.request.headers.add({", "key: 'a' })" ]"#;
    let fills = r#""exec": "pm.request.body.update('{}')""#;
    assert_eq!(
        one("", &item(&event("prerequest", sets))),
        answer(true, "{}")
    );
    assert_eq!(one("", &item(&event("test", adds))), answer(true, "{}"));
    assert_eq!(
        one("", &item(&event("prerequest", adds))),
        answer(false, "{}")
    );
    assert_eq!(
        one("", &item(&event("prerequest", r#""src": "a.js""#))),
        "? ? |  ? | ?\n"
    );
    assert_eq!(
        one("", &item(&event("prerequest", fills))),
        answer(true, "?")
    );
    // Whatever runs before all requests, of a folder or of all.
    for (script, expected) in [
        (sets, answer(true, "{}")),
        (adds, answer(false, "{}")),
        (fills, answer(true, "?")),
        (r#""exec": [ "" ]"#, answer(true, "{}")),
    ] {
        assert_eq!(one(&event("prerequest", script), &item("")), expected);
    }
    let folder = format!(
        r#"{{ {} "item": [ {} ] }}"#,
        event("prerequest", fills),
        item("")
    );
    assert_eq!(one("", &folder), answer(true, "?"));
}

#[test]
fn an_address_may_be_in_pieces() {
    let url = |url: &str| {
        let item = format!(r#"{{ "request": {{ "method": "GET", "header": [], "url": {url} }} }}"#);
        let answer = one("", &item);
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let host = r#""host": [ "a", "example", "com" ]"#;
    for (written, expected) in [
        (
            r#"{ "raw": "https:\/\/a.example.com/x?y=1" }"#.to_owned(),
            "https://a.example.com/x?y=1",
        ),
        (
            format!(
                r#"{{ "protocol": "https", {host}, "port": "8443", "path": [ "x", {{ "type": "string", "value": ":id" }} ] }}"#
            ),
            "https://a.example.com:8443/x/\u{FFFC}",
        ),
        (
            format!(
                r#"{{ "protocol": "https", {host}, "path": "/x/y", "query": [ {{ "key": "a", "value": "1" }}, {{ "key": "b", "value": "2", "disabled": true }}, {{ "key": "c" }} ] }}"#
            ),
            "https://a.example.com/x/y?a=1&c",
        ),
        (
            r#"{ "host": "{{base}}", "path": [ "x" ] }"#.to_owned(),
            "{{base}}/x",
        ),
        (
            format!(
                r#"{{ "raw": "https://a.example.com/x/?q=1", "protocol": "https", {host}, "path": [ "x" ], "query": [ {{ "key": "q", "value": "1" }} ] }}"#
            ),
            "https://a.example.com/x/?q=1",
        ),
        // Which of the two is sent nobody can tell.
        (
            format!(
                r#"{{ "raw": "https://a.example.com/x", "protocol": "https", {host}, "path": [ "y" ] }}"#
            ),
            "?",
        ),
        (r#"{ "host": [ 1 ] }"#.to_owned(), "?"),
        ("{}".to_owned(), "?"),
        ("null".to_owned(), "?"),
    ] {
        assert_eq!(url(&written), expected, "{written}");
    }
}

#[test]
fn a_piece_of_an_address_knows_its_place() {
    let source = collection(
        "",
        r#"{ "request": { "header": [], "url": { "protocol": "https", "host": [ "a", "example" ], "path": [ "x", "y" ] } } }"#,
    );
    let (seen, _) = extracted(&source, "a.json", |fragment| {
        let call = fragment.call.as_ref().expect("a call");
        let url = call.url.as_ref().expect("an address");
        assert_eq!(url.as_str(), "https://a.example/x/y");
        assert_eq!(&source[url.span(8..17)], r#"a", "example"#);
        assert_eq!(&source[url.span(20..21)], "y");
        let edit = url.edit(20..21, "\"z").expect("an edit");
        assert_eq!((&source[edit.span], edit.text.as_str()), ("y", "\\\"z"));
        assert_eq!(url.edit(8..17, "b"), None, "two strings cannot be one");
    });
    assert_eq!(seen.len(), 1);
}

#[test]
fn every_byte_of_a_body_knows_its_place() {
    let source = collection(
        "",
        &request(r#""body": { "mode": "raw", "raw": "{\r\n\t\"k\": \"\\\"\u00e4ö\/\\n\" }" }"#),
    );
    let (seen, _) = extracted(&source, "a.json", |fragment| {
        let Body::Text(body) = &fragment.body else {
            panic!("a text: {fragment:?}")
        };
        assert_eq!(body.as_str(), "{\r\n\t\"k\": \"\\\"äö/\\n\" }");
        let json = crate::json::parse(body.clone(), fragment.leniency);
        let value = json.get(json.roots[0], "k").expect("a value");
        let text = json.string(value);
        assert_eq!(text.as_str(), "\"äö/\n");
        let written: Vec<_> = text
            .as_str()
            .char_indices()
            .map(|(at, c)| &source[text.span(at..at + c.len_utf8())])
            .collect();
        assert_eq!(written, [r#"\\\""#, r"\u00e4", "ö", r"\/", r"\\n"]);
        let edit = text.edit(3..5, "\"").expect("an edit");
        assert_eq!((&source[edit.span], edit.text.as_str()), ("ö", r#"\\\""#));
    });
    assert_eq!(seen.len(), 1);
}

#[test]
fn variables_stand_at_every_level() {
    let members = r#""variable": [ { "key": "a", "value": "1" }, { "id": "b", "value": "2", "type": "secret" }, { "key": "c", "value": 3 } ],
        "auth": { "type": "oauth2", "oauth2": [ { "key": "clientSecret", "value": "4" } ] },"#;
    let item = r#"{ "variable": [ { "key": "d", "value": "5" } ], "item": [] }, { "variable": [ { "key": "e", "value": "6" } ],
        "request": { "header": [], "url": "u", "auth": { "type": "basic", "basic": { "password": "7" } } } }"#;
    assert_eq!(
        one(members, item),
        "GET u | ~Authorization=? | -\n@a = 1\n!b = 2\n@clientSecret = 4\n@d = 5\n@e = 6\n@password = 7\n"
    );
}

#[test]
fn environments_say_what_they_are_or_are_named_so() {
    let values = r#""values": [ { "key": "a", "value": "1", "type": "default", "enabled": true }, { "key": "b", "value": "2", "type": "secret" } ]"#;
    let expected = Some("@a = 1\n!b = 2\n");
    for (source, name) in [
        (
            format!(r#"{{ "name": "x", {values}, "_postman_variable_scope": "environment" }}"#),
            "a.json",
        ),
        (
            format!(
                r#"{{ "environment": {{ "name": "x", {values}, "_postman_exported_using": "Postman" }} }}"#
            ),
            "a.json",
        ),
        (
            format!(r#"{{ "name": "x", {values} }}"#),
            "dev.postman_environment.json",
        ),
        (format!(r#"{{ {values} }}"#), "My.postman_globals.json"),
    ] {
        assert_eq!(read(&source, name).as_deref(), expected, "{source}");
    }
    assert_eq!(
        read(&format!(r#"{{ {values}, "note": "postman" }}"#), "a.json"),
        None
    );
}

#[test]
fn the_variables_of_the_http_client_are_told_by_the_name_of_the_file() {
    let source = r#"{ "dev": { "host": "a", "password": "b", "port": 1 }, "prod": { "Security": { "Auth": { "x": { "Client Secret": "c" } } } } }"#;
    let expected = "@host = a\n@password = b\n@Client Secret = c\n";
    assert_eq!(
        read(source, "x/http-client.env.json").as_deref(),
        Some(expected)
    );
    assert_eq!(
        read(source, "http-client.private.env.json").as_deref(),
        Some("")
    );
    assert_eq!(read(source, "env.json"), None);
}

#[test]
fn a_slip_leaves_open_what_it_may_have_changed_and_the_rest_is_read() {
    let items = format!(
        "{}, {}, {}",
        request(r#""header": [ { "key": "A" "value": "1" } ]"#),
        request(
            r#""header": [ { "key": "B", "value": "2" } ], "body": { "mode": "raw", "raw": "{\"a\": \x1}" }"#
        ),
        request(r#""header": [ { "key": "C", "value": "3" } ]"#),
    );
    assert_eq!(
        one("", &items),
        "POST https://a.example.com/x | A=1 ? | -\n\
         POST https://a.example.com/x | B=2 ? | ?\n\
         POST https://a.example.com/x | C=3 | -\n"
    );
}

fn files() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"item\":",
        "\"request\":",
        "\"info\":{\"_postman_id\":\"postman\"},",
        "\"header\":",
        "\"url\":",
        "\"body\":",
        "\"mode\":\"raw\"",
        "\"raw\":\"{}\"",
        "\"key\":\"a\"",
        "\"value\":\"ä\\n\"",
        "\"auth\":",
        "\"type\":\"bearer\"",
        "\"bearer\":",
        "\"event\":",
        "\"host\":",
        "\"path\":",
        "\"x\"",
        "null",
        "{\"item\":[",
        "\n",
        "{{a}}",
        "…",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(rest in files()) {
        let source = format!("{{\"info\":{{\"_postman_id\":\"postman\"}},\"item\":[{rest}");
        extracted(&source, "a.json", |fragment| {
            if let Body::Text(body) = &fragment.body {
                assert!(source.get(body.whole_span()).is_some());
            }
            let call = fragment.call.as_ref().expect("a call");
            assert!(source.get(call.span.clone()).is_some() && source.get(call.name.clone()).is_some());
            call.url.iter().for_each(|url| assert!(source.get(url.whole_span()).is_some()));
        });
    }
}
