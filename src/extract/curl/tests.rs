use proptest::prelude::*;

use super::*;
use crate::extract::{Call, ProblemKind};
use crate::text::{Decoder, Encoding};

/// A script, for looking at what was found in it.
struct Found<'t> {
    source: &'t str,
    fragments: Vec<Fragment<'t>>,
}

/// Reads a script and hands over what was found in it.
fn reading<T>(source: &str, look: impl FnOnce(&Found<'_>) -> T) -> T {
    let text = Text::file(source);
    let found = Found {
        source,
        fragments: extract(&text),
    };
    for fragment in &found.fragments {
        check_places(fragment, source);
    }
    look(&found)
}

/// Reads a script that holds one call.
fn call<T>(source: &str, look: impl FnOnce(&Found<'_>, &Body<'_>, &Call<'_>) -> T) -> T {
    reading(source, |found| {
        let calls: Vec<_> = found
            .fragments
            .iter()
            .filter(|fragment| fragment.call.is_some())
            .collect();
        assert_eq!(calls.len(), 1, "{source:?} gives {calls:?}");
        look(
            found,
            &calls[0].body,
            calls[0].call.as_ref().expect("it was looked for"),
        )
    })
}

impl Found<'_> {
    /// What stands in the script where a text comes from.
    fn written(&self, text: &Text<'_>) -> &str {
        &self.source[text.whole_span()]
    }
}

fn shown(body: &Body<'_>) -> String {
    match body {
        Body::None => "none".to_owned(),
        Body::Text(text) => text.as_str().to_owned(),
        Body::File(path) => format!("file {}", path.as_str()),
        Body::Unknown => "unknown".to_owned(),
    }
}

/// The bodies of all fragments, those without a call in brackets.
fn bodies(source: &str) -> Vec<String> {
    let show = |fragment: &Fragment<'_>| match fragment.call {
        Some(_) => shown(&fragment.body),
        None => format!("[{}]", shown(&fragment.body)),
    };
    reading(source, |found| found.fragments.iter().map(show).collect())
}

/// The headers, those that an option implies with a `+`.
fn headers(call: &Call<'_>) -> Vec<String> {
    let value = |value: &Option<Text<'_>>| {
        value
            .as_ref()
            .map_or("-".to_owned(), |value| format!("<{}>", value.as_str()))
    };
    let sign = |implied| if implied { "+" } else { "" };
    call.headers
        .iter()
        .map(|header| {
            format!(
                "{}{} {}",
                sign(header.implied),
                header.name.as_str(),
                value(&header.value)
            )
        })
        .collect()
}

/// Each problem's kind, its bytes, and those of the second place.
fn problems(source: &str) -> Vec<(ProblemKind, &str, &str)> {
    let text = Text::file(source);
    let fragments = extract(&text);
    let calls = fragments
        .iter()
        .filter_map(|fragment| fragment.call.as_ref());
    let shown = |range: Option<std::ops::Range<usize>>| range.map_or("", |range| &source[range]);
    calls
        .flat_map(|call| &call.problems)
        .map(|problem| {
            (
                problem.kind,
                &source[problem.span.clone()],
                shown(problem.other.clone()),
            )
        })
        .collect()
}

#[test]
fn a_command_as_documentation_writes_it() {
    let source = "curl -X POST \\\n  'https://example.test/connections' \\\n  -H 'Authorization: Bearer {TOKEN}' \\\n  -H 'x-sandbox-name: {SANDBOX}' \\\n  -d '{\n    \"name\": \"Größe\"\n  }'\n";
    call(source, |found, body, call| {
        assert_eq!(&source[call.name.clone()], "curl");
        assert_eq!(&source[call.span.clone()], source.trim_end());
        assert_eq!(
            call.method.as_ref().map(|method| found.written(method)),
            Some("POST")
        );
        assert_eq!(
            call.url.as_ref().map(|url| found.written(url)),
            Some("https://example.test/connections")
        );
        assert_eq!(
            headers(call),
            [
                "Authorization <Bearer {TOKEN}>",
                "x-sandbox-name <{SANDBOX}>"
            ]
        );
        assert_eq!(found.written(&call.headers[1].name), "x-sandbox-name");
        assert!(call.headers_known && call.problems.is_empty());
        let Body::Text(text) = body else {
            panic!("a text")
        };
        assert_eq!(found.written(text), "{\n    \"name\": \"Größe\"\n  }");
        assert_eq!(text.as_str(), found.written(text));
        let template = call.header_template.as_ref().expect("the command is clear");
        assert_eq!(
            (template.before.as_str(), template.after.as_str()),
            (" \\\n  -H '", "'")
        );
        assert!(source[..template.at].ends_with("x-sandbox-name: {SANDBOX}'"));
    });
}

#[test]
fn windows_line_ends_are_line_ends_and_stay_in_the_body() {
    let source = "# für später\r\ncurl --request POST \\\r\n\t--header \"Ä: ö\" \\\r\n\t--data '{\r\n  \"ü\": 1\r\n}' https://x.test\r\ncurl y\r\n";
    reading(source, |found| {
        let [first, second] = &found.fragments[..] else {
            panic!("two commands")
        };
        assert_eq!(shown(&first.body), "{\r\n  \"ü\": 1\r\n}");
        let call = first.call.as_ref().expect("a call");
        assert!(call.headers_known && call.problems.is_empty());
        assert_eq!(found.written(&call.headers[0].name), "Ä");
        let template = call.header_template.as_ref().expect("the command is clear");
        assert_eq!(template.before, " \\\r\n\t--header '");
        assert_eq!(shown(&second.body), "none");
    });
}

#[test]
fn bodies_are_read_from_every_option_and_spelling() {
    let cases = [
        ("-d '{}'", "{}"),
        ("-d'{}'", "{}"),
        ("-sd '{}'", "{}"),
        ("-sSXPOST -d{}", "{}"),
        ("--data='{}'", "{}"),
        ("--data-ascii '{}'", "{}"),
        ("--data-raw '@x'", "@x"),
        ("--data-raw=$'{\"a\":\\n1}'", "{\"a\":\n1}"),
        ("--data-binary @x.json", "file x.json"),
        ("--data-binary \"@x y.json\"", "file x y.json"),
        ("--json @x.json", "file x.json"),
        ("-d@x.json", "file x.json"),
        ("-T x.json", "file x.json"),
        ("-d @\"$X\"", "unknown"),
        ("-d @<(jq . x)", "unknown"),
        ("-d \"$X\"", "unknown"),
        ("-d \"{\\\"a\\\": \\\"$X\\\"}\"", "{\"a\": \"￼\"}"),
        ("-d '{\"a\": \"'\"$X\"'\"}'", "{\"a\": \"￼\"}"),
        ("-d \"$(jq -n .)\"", "unknown"),
        ("-d \"$(cat x.json)\"", "file x.json"),
        ("-d \"$(<x.json)\"", "file x.json"),
        ("-d @- < x.json", "file x.json"),
        ("-d @- <<< '{}'", "{}"),
        ("-d @-", "unknown"),
        ("-d @- <<'E'\n{$X}\nE", "{$X}\n"),
        ("-d @/dev/stdin <<E\n{$X}\nE", "{￼}\n"),
        ("-d \"$(cat <<'E'\n{}\nE\n)\"", "{}\n"),
        ("-F a=b", "unknown"),
        ("--data-urlencode a=b", "unknown"),
        ("-d a=b -d c=d", "unknown"),
        ("-G -d a=b", "none"),
        ("-I", "none"),
        ("-K x", "unknown"),
        ("-o -d y -A -d -b '{}' -e -d -u x:y", "none"),
        (
            "--connect-timeout 5 --max-time 10 --retry 3 -w '{}' -d '[1]'",
            "[1]",
        ),
        ("-d {a,b}", "unknown"),
        (
            "-d '{\"a\": '$X', \"b\": \"'$Y'\"}'",
            "{\"a\": ￼, \"b\": \"￼\"}",
        ),
        ("--expand-data '{\"a\": \"{{B}}\"}'", "{\"a\": \"{{B}}\"}"),
        ("--data", "none"),
    ];
    for (options, expected) in cases {
        call(&format!("curl https://x.test {options}\n"), |_, body, _| {
            assert_eq!(shown(body), expected, "{options}")
        });
    }
}

#[test]
fn a_body_can_come_through_a_pipe() {
    let cases = [
        ("cat <<E |\n{\"a\": 1}\nE\n", "{\"a\": 1}\n"),
        ("cat <<E | cat - | ", "unknown"),
        ("echo '{\"a\": 1}' | ", "{\"a\": 1}"),
        ("echo -n \"{}\" | ", "{}"),
        ("echo -e '{\\n}' | ", "unknown"),
        ("echo a b | ", "unknown"),
        ("printf '%s' '{}' | ", "{}"),
        ("printf '{}' | ", "{}"),
        ("printf '{\"a\": %d}' 1 | ", "unknown"),
        ("cat x.json | ", "file x.json"),
        ("jq . x.json | ", "unknown"),
        (
            "envsubst <<'E' |\n{\"a\": \"$B\", \"c\": \"${D}$\"}\nE\n",
            "{\"a\": \"￼\", \"c\": \"￼$\"}\n",
        ),
        (
            "envsubst '$B $E' <<'E' |\n{\"a\": \"${B}$C\"}\nE\n",
            "{\"a\": \"￼$C\"}\n",
        ),
        ("envsubst < x.json | ", "unknown"),
        ("{ echo '{}'; } | ", "unknown"),
        ("while a; do b; done | ", "unknown"),
    ];
    for (before, expected) in cases {
        call(
            &format!("{before}curl -d @- https://x.test"),
            |_, body, _| assert_eq!(shown(body), expected, "{before}"),
        );
    }
}

#[test]
fn a_variable_that_is_assigned_once_is_followed() {
    let sent = "curl -d \"$B\" x\n";
    let cases = [
        ("B='{\"a\": 1}'\n", vec!["{\"a\": 1}"]),
        ("export B='{\"a\": 1}'\n", vec!["{\"a\": 1}"]),
        ("B=$(cat <<'E'\n{\"a\": 1}\nE\n)\n", vec!["{\"a\": 1}\n"]),
        (
            "read -r -d '' B <<'E'\n{\"a\": 1}\nE\n",
            vec!["{\"a\": 1}\n"],
        ),
        (
            "IFS= read -r -d '' B <<E || true\n{\"a\": \"$C\"}\nE\n",
            vec!["{\"a\": \"￼\"}\n"],
        ),
        ("B=$(cat x.json)\n", vec!["unknown"]),
        ("B=${B:-'{}'}\n", vec!["unknown"]),
        (
            "B='{\"a\": 1}'\nB='{\"a\": 2}'\n",
            vec!["[{\"a\": 1}]", "[{\"a\": 2}]", "unknown"],
        ),
        ("B='{\"a\": 1}'\nB+=x\n", vec!["[{\"a\": 1}]", "unknown"]),
        ("for B in a b; do :; done\n", vec!["unknown"]),
        ("B=('{\"a\": 1}')\n", vec!["unknown"]),
    ];
    for (before, expected) in cases {
        assert_eq!(bodies(&format!("{before}{sent}")), expected, "{before}");
    }
    for address in [
        "\"$API/connections\"",
        "${API}/connections",
        "$API/connections",
    ] {
        let source = format!("API=https://x.test/data\ncurl {address} -H 'a: b'\n");
        call(&source, |found, _, call| {
            let url = call.url.as_ref().expect("an address");
            assert_eq!(url.as_str(), "https://x.test/data/connections");
            let host = found.source[url.span(8..14)].trim_matches(['$', '{', '}']);
            assert_eq!(
                host, "API",
                "what the variable gives stands where it is named"
            );
            assert_eq!(&found.source[url.span(20..31)], "connections");
        });
    }
    for before in [
        "",
        "API=x\n",
        "API=https://x\nAPI=https://y\n",
        "API=https://$X\n",
    ] {
        call(&format!("{before}curl \"$API/a\"\n"), |_, _, call| {
            let url = call.url.as_ref().map(|url| url.as_str());
            assert_eq!(url, Some("\u{FFFC}/a"), "{before}");
        });
    }
    let source = "URL=https://x.test/connections\nAUTH='Authorization: Bearer {T}'\ncurl \"$URL\" -H \"$AUTH\" -H 'a: b'";
    call(source, |found, _, call| {
        assert_eq!(
            call.url.as_ref().map(|url| url.as_str()),
            Some("https://x.test/connections")
        );
        assert_eq!(headers(call), ["Authorization <Bearer {T}>", "a <b>"]);
        assert_eq!(
            &found.source[call.headers[0].name.whole_span()],
            "Authorization"
        );
        assert!(call.headers_known);
    });
}

#[test]
fn a_file_that_the_script_writes_is_followed() {
    let written = "{\"a\": 1}\n";
    let cases = [
        ("cat > b.json <<'E'\n{\"a\": 1}\nE\n", vec![written]),
        ("cat <<E > ./b.json\n{\"a\": 1}\nE\n", vec![written]),
        ("tee b.json <<E\n{\"a\": 1}\nE\n", vec![written]),
        ("echo '{\"a\": 1}' > b.json\n", vec!["{\"a\": 1}"]),
        ("jq -n . > b.json\n", vec!["unknown"]),
        (
            "cat > c.json <<'E'\n{\"a\": 1}\nE\n",
            vec!["[{\"a\": 1}\n]", "file b.json"],
        ),
        ("echo '{\"a\": 1}' >> b.json\n", vec!["unknown"]),
        (
            "cat > \"$T\" <<'E'\n{\"a\": 1}\nE\ncurl -d @\"${T}\" y\n",
            vec![written, "file b.json"],
        ),
        (
            "cat > $T/x <<'E'\n{\"a\": 1}\nE\ncurl -d \"@$T/x\" y\n",
            vec![written, "file b.json"],
        ),
        (
            "cat > $T/x <<'E'\n{\"a\": 1}\nE\n",
            vec!["[{\"a\": 1}\n]", "file b.json"],
        ),
    ];
    for (before, expected) in cases {
        assert_eq!(
            bodies(&format!("{before}curl -d @b.json x\n")),
            expected,
            "{before}"
        );
    }
}

#[test]
fn a_function_around_curl_hands_on_what_it_reads() {
    let post = "post() {\n  curl \"$A$1\" -H 'a: b' \"${@:2}\"\n}\n";
    let sent = "post /x -d @- <<E\n{\"a\": 1}\nE\n";
    reading(&format!("{post}{sent}"), |found| {
        let last = found.fragments.last().expect("the call of the function");
        assert_eq!(shown(&last.body), "{\"a\": 1}\n");
    });
    let filtered = post.replace("curl", "jq '.b = 2' | curl");
    reading(&format!("{filtered}{sent}"), |found| {
        let mut all = found.fragments.iter();
        assert!(all.all(|one| !shown(&one.body).contains("\"a\"")));
    });
}

#[test]
fn bodies_that_no_curl_command_sends_are_found() {
    let source = "A='{\"a\": 1}'\nhttp POST x <<< \"$A\"\nB='{print $1}'\nC='[a-z]'\nexport D='[{\"d\": 1}]'\nE='{\"e\": 1}'\ncurl -d \"{\\\"x\\\": $E}\" y\n";
    assert_eq!(
        bodies(source),
        ["[{\"a\": 1}]", "[[{\"d\": 1}]]", "{\"x\": ￼}"]
    );
}

#[test]
fn curl_is_found_by_any_name_and_nothing_else_is() {
    let yes = [
        "curl x",
        "curl.exe x",
        "/usr/bin/curl x",
        "sudo -E curl x",
        "time curl x",
        "env A=b C=d curl x",
        "exec curl x",
        "! curl x",
        "A=b curl x",
        "if curl x; then :; fi",
        "for i in 1 2; do curl x; done",
        "x=$(curl x)",
        "y=`curl x`",
        "echo \"$(curl x)\"",
        "timeout 30 curl x",
        "sudo -u me curl x",
        "$ curl x",
        "a && curl x | b",
        "(curl x)",
        "$CURL x",
        "a() { curl x; }",
        "case a in b) curl x;; esac",
        "user@host:~$ curl x",
        "xargs -n 1 curl x",
    ];
    for source in yes {
        call(source, |found, _, call| {
            assert!(
                found.source[call.name.clone()]
                    .to_lowercase()
                    .contains("curl"),
                "{source}"
            );
            assert_eq!(call.url.as_ref().map(Text::as_str), Some("x"), "{source}");
        });
    }
    let no = [
        "# curl x",
        "echo curl -d '{}' x",
        "echo 'curl x'",
        "http POST x a=b",
        "wget --post-data '{\"a\": 1}' x",
        "curly x",
        "sudo echo curl x",
        "cat <<'E'\ncurl x\nE",
        "grpcurl -d '{\"a\": 1}' -H 'x: y' z",
        "libcurl x",
        "command -v curl",
        "which curl",
    ];
    for source in no {
        assert_eq!(bodies(source), [""; 0], "{source}");
    }
}

#[test]
fn headers_are_split_and_implied_ones_marked() {
    let source = r#"curl x -H 'A:b:c ' -H' D : e' --header=F -H 'G;' -H "H: ${I}j" --oauth2-bearer "$T" --json '{}' -H 'accept: k'"#;
    call(source, |found, _, call| {
        let expected = [
            "A <b:c>",
            "D <e>",
            "F -",
            "G <>",
            "H <￼j>",
            "+Authorization <￼>",
            "accept <k>",
            "+Content-Type <application/json>",
        ];
        assert_eq!(headers(call), expected);
        assert!(call.headers_known);
        assert_eq!(found.written(&call.headers[5].name), "--oauth2-bearer");
        assert_eq!(
            found.written(call.headers[5].value.as_ref().expect("a token")),
            "$T"
        );
    });
    call("curl -u me:secret x", |_, _, call| {
        assert_eq!(headers(call), ["+Authorization -"])
    });
}

#[test]
fn lines_of_a_templates_program_leave_open_which_headers_there_are() {
    for (open, close) in [
        ("{% if a %}", "{% endif %}"),
        ("  {{- if .Values.a }}", "{{- end }}"),
        ("<% if a %>", "<% end %> \\"),
        ("%{ if a ~}", "%{ endif ~}"),
        ("{{#if a}} \\", "{{/if}}"),
    ] {
        let last = close.trim_end_matches(" \\");
        let source = format!(
            "curl https://x \\\n{open}\n  -H 'A: b' \\\n{close}\n  -d '{{}}' \\\n{last}\necho curl\n"
        );
        call(&source, |found, body, call| {
            assert_eq!(shown(body), "{}", "{source}");
            assert_eq!(headers(call), ["A <b>"], "{source}");
            assert!(!call.headers_known && call.problems.is_empty(), "{source}");
            assert!(
                !found.source[call.span.clone()].contains("echo"),
                "{source}"
            );
        });
    }
    // A value that fills a line is one argument.
    call("curl \\\n  {{ url }} \\\n  -H 'A: b'", |_, _, call| {
        assert!(call.headers_known && call.url.is_some());
    });
}

#[test]
fn what_may_add_headers_is_owned_up_to() {
    let unknown = [
        "\"${HEADERS[@]}\"",
        "$OPTS",
        "\"$@\"",
        "${OPTS}",
        "-H @file",
        "-H \"$H\"",
        "-H \"$H: x\"",
        "-K file",
        "--config=file",
        "$(options)",
        "-\"$X\"",
    ];
    for options in unknown {
        call(&format!("curl {options}"), |_, body, call| {
            assert!(!call.headers_known, "{options}");
            assert!(call.header_template.is_none());
            let headers_only = options.starts_with("-H");
            assert_eq!(
                shown(body),
                if headers_only { "none" } else { "unknown" },
                "{options}"
            );
        });
    }
    for options in [
        "$URL",
        "\"$X\"",
        "$HOST/path",
        "-o $OUT y",
        "-X $METHOD y",
        "-H \"a: $B\" y",
        "-d \"$B\" y",
        "y `# why`",
    ] {
        call(&format!("curl {options}"), |_, _, call| {
            assert!(call.headers_known, "{options}");
            assert!(call.url.is_some(), "{options}");
        });
    }
    call("xargs curl y", |_, body, call| {
        assert!(!call.headers_known && matches!(body, Body::Unknown))
    });
}

#[test]
fn methods_are_those_written_or_those_that_follow_from_other_options() {
    let method = |options: &str| {
        call(&format!("curl {options} https://x"), |found, _, call| {
            call.method
                .as_ref()
                .map(|method| format!("{} {}", method.as_str(), found.written(method)))
        })
    };
    assert_eq!(method("-d '{}'"), None);
    assert_eq!(method("-X PUT").as_deref(), Some("PUT PUT"));
    assert_eq!(method("-sXPATCH").as_deref(), Some("PATCH PATCH"));
    assert_eq!(method("-T x").as_deref(), Some("PUT -T"));
    assert_eq!(method("-sI").as_deref(), Some("HEAD -sI"));
    assert_eq!(method("-G -X POST").as_deref(), Some("POST POST"));
}

#[test]
fn functions_around_curl_are_calls() {
    let defined =
        "aep() { curl -s \"$@\"; }\npost() { aep -X POST \"$@\"; }\nlog() { echo \"$@\"; }\n";
    let cases = [
        (
            "aep /connections -d '{\"a\": 1}'",
            Some(("{\"a\": 1}", None)),
        ),
        (
            "post --json '{\"a\": 1}' https://x.test",
            Some(("{\"a\": 1}", Some("https://x.test"))),
        ),
        (
            "post https://x.test '{\"a\": 1}'",
            Some(("{\"a\": 1}", Some("https://x.test"))),
        ),
        (
            "aep_post -H 'b: c' --data '{\"a\": 1}' /connections",
            Some(("{\"a\": 1}", None)),
        ),
        ("log -d '{\"a\": 1}'", None),
        ("other -d '{\"a\": 1}'", None),
        ("aep -d a=b", None),
    ];
    for (line, expected) in cases {
        reading(&format!("{defined}{line}\n"), |found| {
            // The first is the curl command in the function.
            let call = found.fragments.get(1).map(|fragment| {
                let call = fragment.call.as_ref().expect("a call");
                assert!(!call.headers_known && call.header_template.is_none());
                (
                    shown(&fragment.body),
                    call.url.as_ref().map(|url| url.as_str().to_owned()),
                )
            });
            let expected = expected.map(|(body, url)| (body.to_owned(), url.map(str::to_owned)));
            assert_eq!(call, expected, "{line}");
        });
    }
}

#[test]
fn each_slip_is_one_problem() {
    use ProblemKind::*;
    type Told<'a> = (ProblemKind, &'a str, &'a str);
    let cases: &[(&str, &[Told<'_>])] = &[
        ("curl x -d '{\"a\": 1}\n", &[(UnclosedQuote, "'", "")]),
        (
            "curl x -H 'a: b \\\n  -H 'c: d' -d '{\"a\": 1}'",
            &[(UnclosedQuote, "'", "")],
        ),
        (
            "curl x\n  -H 'c: d' \\\n  -d '{\"a\": 1}'",
            &[(LostContinuation, "", "-H 'c: d' \\\n  -d '{\"a\": 1}'")],
        ),
        (
            "curl -X POST \\\n# note\n  'https://x' -d '{\"a\": 1}'",
            &[(LostContinuation, "# note", "'https://x' -d '{\"a\": 1}'")],
        ),
        (
            "curl x -H 'c: d' \\ \t\n -d '{\"a\": 1}'",
            &[(BlankAfterBackslash, "\\ \t", "-d '{\"a\": 1}'")],
        ),
        (
            "curl x -H 'c: d' \\ \r\n -d '{\"a\": 1}'\r\n",
            &[(BlankAfterBackslash, "\\ ", "-d '{\"a\": 1}'")],
        ),
        (
            "curl x -d \"{\"a\": 1}\"",
            &[(UnescapedJson, "\"{\"a\": 1}\"", "")],
        ),
        (
            "curl x -d '{\"a\": 1, \"b\": \"it's\"}'\ncurl y",
            &[(StrayApostrophe, "'", "'")],
        ),
        (
            "B='{\"a\": 1, \"b\": \"it's\"}'\ncurl -d \"$B\" y",
            &[(StrayApostrophe, "'", "'")],
        ),
        (
            "curl x -d '{\"a\": 1}' --data '{\"b\": 1}'",
            &[(TwoBodies, "'{\"b\": 1}'", "'{\"a\": 1}'")],
        ),
        ("curl x -d body.json", &[(NameAsBody, "body.json", "")]),
        ("jq . body.json | curl x -d -", &[(NameAsBody, "-", "")]),
        ("jq . body.json | curl x -d @-", &[]),
        ("curl x --data './a b.json'", &[]),
        ("curl x -d @body.json", &[]),
        (
            "curl --request=POST x --data='{\"a\": 1}'",
            &[(EqualsInOption, "=", ""), (EqualsInOption, "=", "")],
        ),
        ("curl x -data '{\"a\": 1}'", &[(OneDash, "-data", "")]),
        (
            "curl x '{\"a\": 1}'",
            &[(BodyWithoutOption, "{\"a\": 1}", "")],
        ),
        (
            "curl x -H x-api-key: $KEY -d '{\"a\": 1}'",
            &[(UnquotedHeader, "x-api-key: $KEY", "")],
        ),
        ("curl x -H Accept: -d '{\"a\": 1}'", &[]),
        ("curl x -H “a: b” -d ‘{}’", &[(Typography, "“", "")]),
        ("curl –X POST x", &[(Typography, "–", "")]),
        ("curl x -H '“a: b”' -d '{\"a\": \"–\"}'", &[]),
        ("curl x -d \"$DIR/body.json\"", &[]),
        ("curl x -d '{\"a\": 1}'\n\nls -l\n", &[]),
        ("curl x -d '{\"a\": 1}' |\n  jq .\n", &[]),
        ("curl x \\\n  -d \"{\\\"a\\\": 1}\" ^\n  -k\n", &[]),
        ("curl x -d @- <<E\n-H it's\nE\n", &[]),
        ("curl x \\\n  -H 'a: b' \\\n\ncurl y", &[]),
    ];
    for (source, expected) in cases {
        assert_eq!(problems(source), *expected, "{source:?}");
    }
}

#[test]
fn after_a_slip_the_rest_is_read_as_it_was_meant() {
    let sources = [
        "curl -X POST 'https://x'\n  -H 'c: d'\n  -d '{\"a\": \"b c\"}'",
        "curl -X POST 'https://x' \\ \n  -H 'c: d' \\ \n  -d '{\"a\": \"b c\"}'",
        "curl -X POST 'https://x' \\\n  -H 'c: d \\\n  -d '{\"a\": \"b c\"}'\n",
        "curl -X POST 'https://x' \\\n  -d '{\"a\": \"b c\"} \\\n -H 'c: d'\n",
        "curl -X POST 'https://x' -d \"{\"a\": \"b c\"}\" -H 'c: d'\n",
        "curl -X POST \"https://x\" \\\n  -H \"c: d \\\n  -d \"{\\\"a\\\": \\\"b c\\\"}\"\n",
    ];
    for source in sources {
        call(source, |_, body, call| {
            assert_eq!(shown(body), "{\"a\": \"b c\"}", "{source}");
            assert_eq!(headers(call), ["c <d>"], "{source}");
            assert_eq!(call.method.as_ref().map(Text::as_str), Some("POST"));
            assert_eq!(call.url.as_ref().map(Text::as_str), Some("https://x"));
            assert!(
                call.headers_known && !call.problems.is_empty() && call.header_template.is_none()
            );
        });
    }
}

#[test]
fn next_begins_another_request() {
    let source = "curl -d '{\"a\": 1}' x --next -H 'a: b' -d '{\"b\": 1}' y";
    reading(source, |found| {
        let read: Vec<_> = found
            .fragments
            .iter()
            .map(|fragment| shown(&fragment.body))
            .collect();
        assert_eq!(read, ["{\"a\": 1}", "{\"b\": 1}"]);
        let urls: Vec<_> = found
            .fragments
            .iter()
            .filter_map(|fragment| fragment.call.as_ref()?.url.as_ref())
            .collect();
        assert_eq!(
            urls.iter().map(|url| url.as_str()).collect::<Vec<_>>(),
            ["x", "y"]
        );
    });
}

#[test]
fn another_shells_command_is_read_but_not_judged() {
    let cases = [
        (
            "curl x ^\r\n  -H \"a: b\" ^\r\n  -d \"{\\\"a\\\": 1}\"\r\n",
            "{\"a\": 1}",
        ),
        (
            "curl x ^\n  -H \"a: b\" ^\n  -d \"{\"\"a\"\": 1}\"\n",
            "unknown",
        ),
        (
            "curl.exe x `\n  -H 'a: b' `\n  -d '{\"a\": 1}'\n",
            "{\"a\": 1}",
        ),
        (
            "curl.exe x `\n  -H 'a: b' `\n  -d \"{`\"a`\": 1}\"\n",
            "unknown",
        ),
    ];
    for (source, expected) in cases {
        call(source, |_, body, call| {
            assert_eq!(shown(body), expected, "{source}");
            assert_eq!(headers(call), ["a <b>"], "{source}");
            assert!(call.problems.is_empty() && call.header_template.is_none());
        });
    }
}

#[test]
fn a_header_is_inserted_in_the_manner_of_the_command() {
    let template = |source: &str| {
        call(source, |_, _, call| {
            call.header_template.as_ref().map(|template| {
                let (before, after) = source.split_at(template.at);
                format!("{before}{}n: v{}{after}", template.before, template.after)
            })
        })
    };
    let cases = [
        ("curl https://x", Some("curl https://x -H 'n: v'")),
        (
            "curl https://x -H \"a: b\" -d '{}'",
            Some("curl https://x -H \"a: b\" -H 'n: v' -d '{}'"),
        ),
        (
            "curl https://x \\\n\t-d '{}'",
            Some("curl https://x \\\n\t-H 'n: v' \\\n\t-d '{}'"),
        ),
        (
            "curl --header 'a: b' https://x",
            Some("curl --header 'a: b' --header 'n: v' https://x"),
        ),
        ("curl -d '{}'", None),
        ("curl https://x \"$@\"", None),
    ];
    for (source, expected) in cases {
        assert_eq!(template(source).as_deref(), expected, "{source}");
    }
}

#[test]
fn no_header_is_inserted_where_the_lines_are_wrapped_in_something() {
    let file = "> curl https://x \\\n>   -d '{}'\n";
    let outer = Text::file(file);
    let mut decoder = Decoder::new();
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        decoder.verbatim(at + 2, &line[2..], Encoding::Verbatim);
        at += line.len();
    }
    let text = decoder.finish(&outer, 0, Encoding::Verbatim);
    let fragments = extract(&text);
    let call = fragments[0].call.as_ref().expect("a call");
    assert_eq!(&file[call.span.clone()], file[2..].trim_end());
    assert!(call.headers_known && call.header_template.is_none());
}

/// Everything that has a place stands on character boundaries of the file.
fn check_places(fragment: &Fragment<'_>, file: &str) {
    let inside =
        |range: std::ops::Range<usize>| assert!(file.get(range.clone()).is_some(), "{range:?}");
    if let Body::Text(text) | Body::File(text) = &fragment.body {
        inside(text.whole_span());
    }
    let Some(call) = &fragment.call else { return };
    inside(call.name.clone());
    inside(call.span.clone());
    call.method
        .iter()
        .chain(&call.url)
        .for_each(|text| inside(text.whole_span()));
    for header in &call.headers {
        inside(header.name.whole_span());
        header
            .value
            .iter()
            .for_each(|value| inside(value.whole_span()));
    }
    for problem in &call.problems {
        inside(problem.span.clone());
        problem.other.iter().for_each(|other| inside(other.clone()));
    }
    call.header_template
        .iter()
        .for_each(|template| inside(template.at..template.at));
}

proptest! {
    #[test]
    fn any_script_is_searched_without_panic(source in crate::shell::tests::scripts()) {
        extract(&Text::file(&source)).iter().for_each(|fragment| check_places(fragment, &source));
    }

    #[test]
    fn a_body_is_found_as_it_is_quoted(body in "\\{\"[a-z]{1,5}\": \"[ -~äö\\n]{0,20}\"\\}", option in "-d|--data-raw|--json") {
        let source = format!("curl {option} '{}' https://x", body.replace('\'', "'\\''"));
        let source = format!("ä && {source}\n");
        prop_assert_eq!(bodies(&source), vec![body]);
    }
}
