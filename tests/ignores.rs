//! What a comment silences, in each format that has comments.

#[path = "support/text.rs"]
mod text;

use connlint::config::Config;
use text::check_text;

/// The rules of the findings, with the line of each.
fn found(path: &str, text: &str, config: &Config) -> Vec<String> {
    let checked = check_text(path, text.as_bytes(), config);
    let findings = checked.findings.iter().map(|finding| {
        let line = text[..finding.span.start].matches('\n').count() + 1;
        format!("{line} {}", finding.rule)
    });
    findings.collect()
}

fn holds(path: &str, text: &str, expected: &[&str]) {
    let got = found(path, text, &Config::default());
    assert_eq!(got, expected, "{path}\n{text}");
}

const SECRET: &str = "Host=db.example.com;Port=1521;Sid=ORCL;User Id=app;Password=Tall-tiger-47";
const IGNORE: &str = "connlint: ignore[plaintext-secrets] it is the database of the tests";
const POST: &str = "curl -X POST https://platform.adobe.io/data/foundation/flowservice/connections";

fn request(name: &str) -> String {
    format!(
        r#"{{ "name": "{name}", "auth": {{ "specName": "ConnectionString", "params": {{ "connectionString": "{SECRET}" }} }},
  "connectionSpec": {{ "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" }} }}"#
    )
}

fn call(body: &str) -> String {
    format!("{POST} \"${{HEADERS[@]}}\" \\\n  -d '{body}'")
}

#[test]
fn in_json_it_is_about_the_next_value_or_its_line() {
    let (a, b) = (request("a"), request("b"));
    holds("a.jsonc", &format!("// {IGNORE}\n{a}\n"), &[]);
    holds("a.json5", &format!("/* {IGNORE} */\n{a}\n"), &[]);
    holds(
        "a.jsonc",
        &format!("[\n// {IGNORE}\n{a},\n{b}\n]\n"),
        &["5 plaintext-secrets"],
    );
    holds(
        "a.jsonc",
        &format!("[\n{a}, // {IGNORE}\n{b}\n]\n"),
        &[
            "2 plaintext-secrets",
            "3 unused-ignores",
            "4 plaintext-secrets",
        ],
    );
    let lines = a
        .replace("\"params\": {", "\"params\": {\n")
        .replace("47\" }", &format!("47\" // {IGNORE}\n }}"));
    holds("a.jsonc", &lines, &[]);
    let members = a.replace("\"auth\"", &format!("\n// {IGNORE}\n\"auth\""));
    holds("a.jsonc", &members, &[]);
    // Nothing follows in the object.
    let last = a.replace("\"1.0\" } }", &format!("\"1.0\" }}\n// {IGNORE}\n}}"));
    holds(
        "a.jsonc",
        &last,
        &["1 plaintext-secrets", "3 unused-ignores"],
    );
    // Where comments are not allowed they silence nothing.
    holds(
        "a.json",
        &format!("// {IGNORE}\n{a}\n"),
        &["2 plaintext-secrets"],
    );
}

#[test]
fn in_a_script_it_is_about_the_next_command_or_the_one_before_it() {
    let (a, b) = (call(&request("a")), call(&request("b")));
    holds(
        "a.sh",
        &format!("# {IGNORE}\n{a}\n{b}\n"),
        &["6 plaintext-secrets"],
    );
    holds(
        "a.sh",
        &format!("{a} # {IGNORE}\n{b}\n"),
        &["5 plaintext-secrets"],
    );
    holds("a.sh", &format!("true; {a} # {IGNORE}\n"), &[]);
    holds(
        "a.sh",
        &format!("if true; then\n  # {IGNORE}\n  {a} || exit 1\nfi\n"),
        &[],
    );
    holds(
        "a.sh",
        &format!("# {IGNORE}\n\n# another comment\n{a}\n"),
        &[],
    );
    holds(
        "a.sh",
        &format!("# {IGNORE}\ntrue\n{a}\n"),
        &["1 unused-ignores", "4 plaintext-secrets"],
    );
    let body = request("a");
    let assigned = format!("# {IGNORE}\nBODY='{body}'\n{POST} \"${{HEADERS[@]}}\" -d \"$BODY\"\n");
    holds("a.sh", &assigned, &[]);
    let here =
        format!("# {IGNORE}\n{POST} \"${{HEADERS[@]}}\" -d @- <<'BODY'\n{body}\nBODY\n{b}\n");
    holds("a.sh", &here, &["7 plaintext-secrets"]);
    let piped =
        format!("# {IGNORE}\ncat <<'BODY' |\n{body}\nBODY\n  {POST} \"${{HEADERS[@]}}\" -d @-\n");
    holds("a.sh", &piped, &[]);
    let nested = format!("# {IGNORE}\nid=$({a} |\n  jq -r .id)\n");
    holds("a.sh", &nested, &[]);
    // What looks like a comment inside quotes is none.
    let quoted = format!("echo '\n# {IGNORE}\n'\n{a}\n");
    holds("a.sh", &quoted, &["5 plaintext-secrets"]);
}

#[test]
fn on_a_page_it_is_about_the_next_block_of_code() {
    let body = request("a");
    let json = format!("```json\n{body}\n```\n");
    let comment = format!("<!-- {IGNORE} -->\n");
    holds(
        "a.md",
        &format!("# A\n\n{comment}{json}\n{json}"),
        &["10 plaintext-secrets"],
    );
    holds(
        "a.md",
        &format!("# A\n\n{comment}\nThe body:\n\n{json}"),
        &[],
    );
    holds(
        "a.md",
        &format!(
            "{comment}\n    {POST} \"${{HEADERS[@]}}\" -d '{}'\n",
            body.replace('\n', " ")
        ),
        &[],
    );
    holds(
        "a.md",
        &format!(
            "1. one\n\n   {comment}\n   ```sh\n   {}\n   ```\n",
            call(&body).replace('\n', "\n   ")
        ),
        &[],
    );
    holds(
        "a.md",
        &format!("{json}\n{comment}"),
        &["2 plaintext-secrets", "6 unused-ignores"],
    );
    // Inside the block its own comments count, and the page's do not.
    holds(
        "a.md",
        &format!("```jsonc\n// {IGNORE}\n{body}\n```\n"),
        &[],
    );
    holds(
        "a.md",
        &format!("```sh\n# {IGNORE}\n{}\n```\n", call(&body)),
        &[],
    );
    holds(
        "a.md",
        &format!("```html\n{comment}```\n\n{json}"),
        &["6 plaintext-secrets"],
    );
    let long = format!("<!--\n  {IGNORE},\n  which is made anew each night\n-->\n{json}");
    holds("a.md", &long, &[]);
}

#[test]
fn it_silences_what_it_names_and_nothing_else() {
    let body = request("a")
        .replace("\"1.0\"", "\"2.0\"")
        .replace("db.example.com", "db:1521");
    let with = |list: &str, reason: &str| format!("// connlint: ignore[{list}] {reason}\n{body}\n");
    let config = Config::default();
    let all = [
        "2 invalid-hosts",
        "2 plaintext-secrets",
        "3 unknown-spec-versions",
    ];
    assert_eq!(found("a.jsonc", &format!("//\n{body}"), &config), all);
    holds(
        "a.jsonc",
        &with(
            "invalid-hosts, plaintext-secrets,unknown-spec-versions",
            "reason",
        ),
        &[],
    );
    holds("a.jsonc", &with("invalid-hosts", "reason"), &all[1..]);
    for reason in ["", "--", ":", "…"] {
        let expected = ["1 unused-ignores", all[0], all[1], all[2]];
        holds("a.jsonc", &with("invalid-hosts", reason), &expected);
    }
    let no_ignores = Config {
        no_ignores: true,
        ..Config::default()
    };
    assert_eq!(
        found("a.jsonc", &with("invalid-hosts", "reason"), &no_ignores),
        all
    );
    assert_eq!(
        found("a.jsonc", &with("invalid-hosts", ""), &no_ignores),
        all
    );
    // A rule that is switched off is silent, and its comments are not idle.
    let off = Config {
        levels: vec![("invalid-hosts", None)],
        ..Config::default()
    };
    assert_eq!(
        found("a.jsonc", &with("invalid-hosts", "reason"), &off),
        all[1..]
    );
    // Comments that say something else to connlint, or something to somebody else.
    for comment in [
        "connlint: ignored files are in .ignore",
        "connlint runs here",
        "connlint: see the wiki",
        "lint: ignore[x] y",
    ] {
        let text = format!("// {comment}\n{}\n", request("a"));
        holds("a.jsonc", &text, &["2 plaintext-secrets"]);
    }
}

#[test]
fn a_comment_that_is_needed_at_another_stage_is_not_idle() {
    let body = |list: &str| {
        let text = request("a").replace("Tall-tiger-47", "{PASSWORD}");
        format!("// connlint: ignore[{list}] a reason\n{text}\n")
    };
    let submission = Config {
        submission: true,
        ..Config::default()
    };
    for (list, here, before_sending) in [
        ("placeholders", &[][..], &[][..]),
        (
            "plaintext-secrets",
            &["1 unused-ignores"],
            &["1 unused-ignores", "2 placeholders"],
        ),
        ("duplicate-names", &[], &["2 placeholders"]),
    ] {
        assert_eq!(
            found("a.jsonc", &body(list), &Config::default()),
            here,
            "{list}"
        );
        assert_eq!(
            found("a.jsonc", &body(list), &submission),
            before_sending,
            "{list}"
        );
    }
    let secret = format!("// {IGNORE}\n{}\n", request("a"));
    assert_eq!(found("a.jsonc", &secret, &submission).len(), 0);
}

/// Many comments in a long file take no more time than the file does.
#[test]
fn many_comments_take_linear_time() {
    let start = std::time::Instant::now();
    let item = format!("// {IGNORE}\n{},\n", request("a"));
    let list = format!("[\n{}null\n]\n", item.repeat(2_000));
    assert_eq!(found("a.jsonc", &list, &Config::default()), [""; 0]);
    let script = format!("# {IGNORE}\n{}\n", call(&request("a"))).repeat(1_000);
    assert_eq!(found("a.sh", &script, &Config::default()), [""; 0]);
    let page = format!("<!-- {IGNORE} -->\n```json\n{}\n```\n", request("a")).repeat(1_000);
    assert_eq!(found("a.md", &page, &Config::default()), [""; 0]);
    let taken = start.elapsed();
    assert!(taken.as_secs() < 60, "{taken:?}");
}

#[test]
fn in_a_file_of_requests_it_is_about_the_one_between_the_same_separators() {
    let post = "POST https://platform.adobe.io/data/foundation/flowservice/connections";
    let secret = |name: &str| {
        format!(
            "{post}\nContent-Type: application/json\n\n{}\n",
            request(name)
        )
    };
    let (a, b) = (secret("a"), secret("b"));
    let secrets = |text: &str| -> Vec<String> {
        let all = found("a.http", text, &Config::default());
        let is_about = |found: &String| found.contains("secrets") || found.contains("ignores");
        all.into_iter().filter(is_about).collect()
    };
    for (text, expected) in [
        (
            format!("# {IGNORE}\n{a}\n###\n{b}"),
            &["12 plaintext-secrets"][..],
        ),
        (
            format!("// {IGNORE}\n### a\n{a}\n### b\n{b}"),
            &["13 plaintext-secrets"],
        ),
        (
            format!("{a}\n###\n\n# {IGNORE}\n{b}"),
            &["4 plaintext-secrets"],
        ),
        (
            format!("{a}\n# {IGNORE}\n"),
            &["4 plaintext-secrets", "7 unused-ignores"],
        ),
        (
            format!("# {IGNORE}\n###\n\n###\n{a}"),
            &["1 unused-ignores", "8 plaintext-secrets"],
        ),
    ] {
        assert_eq!(secrets(&text), expected, "{text}");
    }
}

/// A body over several lines, with a comment before the value that is wrong, and one that is idle.
fn lines_of_json(sign: &str) -> String {
    let params = format!("\n{sign} {IGNORE}\n\"params\"");
    request("a").replace("\"params\"", &params)
}

#[test]
fn in_the_files_of_api_tools_it_is_about_the_next_value_of_the_body() {
    let indented = |body: &str| body.replace('\n', "\n  ");
    let bruno = |body: &str| {
        format!(
            "post {{\n  url: https://platform.adobe.io/data/foundation/flowservice/connections\n  body: json\n}}\n\nbody:json {{\n  {}\n}}\n\nscript:pre-request {{\n  req.setHeaders(h);\n}}\n",
            indented(body)
        )
    };
    let postman = |body: &str| {
        format!(
            r#"{{ "info": {{ "_postman_id": "1" }}, "item": [ {{ "request": {{ "method": "POST", "url": "https://platform.adobe.io/data/foundation/flowservice/connections", "body": {{ "mode": "raw", "raw": {} }} }} }} ] }}"#,
            serde_json::Value::from(body)
        )
    };
    let idle = |body: &str| body.replace("plaintext-secrets", "invalid-ports");
    let body = lines_of_json("//");
    holds("a.bru", &bruno(&body), &[]);
    holds(
        "a.bru",
        &bruno(&idle(&body)),
        &["8 unused-ignores", "9 plaintext-secrets"],
    );
    holds("a.postman_collection.json", &postman(&body), &[]);
    holds(
        "a.postman_collection.json",
        &postman(&idle(&body)),
        &["1 unused-ignores", "1 plaintext-secrets"],
    );
}

#[test]
fn in_yaml_it_is_about_the_next_member_item_or_command() {
    let body = |comment: &str, item: &str, behind: &str| {
        format!(
            "connections:\n{item}  - name: a\n    auth:\n      specName: ConnectionString\n      params:\n{comment}        connectionString: \"{SECRET}\"{behind}\n    connectionSpec:\n      id: d6b52d86-f0f8-475f-89d4-ce54c8527328\n      version: \"1.0\"\n"
        )
    };
    holds("a.yml", &body("", "", ""), &["6 plaintext-secrets"]);
    holds(
        "a.yml",
        &body(&format!("        # {IGNORE}\n"), "", ""),
        &[],
    );
    holds("a.yml", &body("", &format!("  # {IGNORE}\n"), ""), &[]);
    holds("a.yml", &body("", "", &format!(" # {IGNORE}")), &[]);
    let elsewhere = body("", "", "").replace(
        "    connectionSpec",
        &format!("    # {IGNORE}\n    connectionSpec"),
    );
    holds(
        "a.yml",
        &elsewhere,
        &["6 plaintext-secrets", "7 unused-ignores"],
    );
    // Before the first member it is about that.
    let first = body("", "", "").replace("    auth", &format!("    # {IGNORE}\n    auth"));
    holds("a.yml", &first, &[]);
    let job = |comment: &str, behind: &str| {
        let indented = call(&request("a")).replace('\n', "\n          ");
        format!("jobs:\n  a:\n    steps:\n      - run: |\n{comment}          {indented}{behind}\n")
    };
    holds("a.yml", &job("", ""), &["6 plaintext-secrets"]);
    holds("a.yml", &job(&format!("          # {IGNORE}\n"), ""), &[]);
    holds("a.yml", &job("", &format!(" # {IGNORE}")), &[]);
}

#[test]
fn in_a_program_it_is_about_the_next_call_member_or_body() {
    let url = "https://platform.adobe.io/data/foundation/flowservice/connections";
    let lines = |sign: &str| lines_of_json(sign);
    let python = |before: &str, body: &str, behind: &str| {
        format!(
            "import requests\n{before}requests.post(\"{url}\", headers=h, json={body}){behind}\n"
        )
    };
    let plain = request("a");
    holds("a.py", &python("", &plain, ""), &["2 plaintext-secrets"]);
    holds("a.py", &python(&format!("# {IGNORE}\n"), &plain, ""), &[]);
    holds("a.py", &python("", &plain, &format!("  # {IGNORE}")), &[]);
    holds("a.py", &python("", &lines("#"), ""), &[]);
    holds("a.py", &format!("# {IGNORE}\nbody = {plain}\n"), &[]);
    holds(
        "a.py",
        &python("", &plain, &format!("\n# {IGNORE}")),
        &["2 plaintext-secrets", "4 unused-ignores"],
    );
    let script = |before: &str, body: &str| {
        format!(
            "{before}await fetch(\"{url}\", {{ method: \"POST\", headers, body: JSON.stringify({body}) }});\n"
        )
    };
    holds("a.mjs", &script("", &plain), &["1 plaintext-secrets"]);
    holds("a.mjs", &script(&format!("// {IGNORE}\n"), &plain), &[]);
    holds("a.ts", &script(&format!("/* {IGNORE} */\n"), &plain), &[]);
    holds("a.ts", &script("", &lines("//")), &[]);
    let shell = format!("Invoke-RestMethod -Uri {url} -Method Post -Headers $h -Body '{plain}'\n");
    holds("a.ps1", &shell, &["1 plaintext-secrets"]);
    holds("a.ps1", &format!("# {IGNORE}\n{shell}"), &[]);
    let escaped = plain.replace('\n', " ").replace('"', "\\\"");
    let batch = format!("curl -X POST {url} -H @h.txt -d \"{escaped}\"\r\n");
    holds("a.bat", &batch, &["1 plaintext-secrets"]);
    for sign in ["REM", "rem", "@REM", "::"] {
        holds("a.cmd", &format!("{sign} {IGNORE}\r\n{batch}"), &[]);
    }
    // A test shows what is wrong, and is not read.
    holds(
        "test_a.py",
        &python(&format!("# {IGNORE}\n"), &plain, ""),
        &[],
    );
}

#[test]
fn in_mdx_it_is_about_the_next_block_of_code() {
    let block = format!("```json\n{}\n```\n", request("a"));
    holds("a.mdx", &block, &["2 plaintext-secrets"]);
    holds("a.mdx", &format!("{{/* {IGNORE} */}}\n\n{block}"), &[]);
}
