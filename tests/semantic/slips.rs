//! Every kind of slip in documented strings, at every place and in several orders.

use std::collections::BTreeMap;
use std::ops::Range;

use connlint::diagnostic::Diagnostic;

use super::{Request, cases};

/// The rules that look at the string as a whole; what others say about values is theirs.
const RULES: [&str; 9] = [
    FOREIGN,
    SWALLOWED,
    MALFORMED,
    UNQUOTED,
    MISSPELLED,
    DUPLICATE,
    CONFLICTING,
    MISSING,
    UNKNOWN,
];
const FOREIGN: &str = "foreign-connection-strings";
const SWALLOWED: &str = "swallowed-separators";
const MALFORMED: &str = "malformed-connection-strings";
const UNQUOTED: &str = "unquoted-values";
const MISSPELLED: &str = "misspelled-keywords";
const DUPLICATE: &str = "duplicate-keywords";
const CONFLICTING: &str = "conflicting-keywords";
const MISSING: &str = "missing-keywords";
const UNKNOWN: &str = "unknown-keywords";

type Pairs = Vec<(&'static str, &'static str)>;

struct Mutant {
    kind: String,
    string: String,
    /// The bytes that are not as they were; a point where something was taken away.
    changed: Range<usize>,
    rule: Option<&'static str>,
}

fn documented() -> Vec<Pairs> {
    vec![
        vec![
            ("Host", "db.example.com"),
            ("Port", "1521"),
            ("Sid", "ORCL"),
            ("User Id", "app"),
            ("Password", "s3cr3tpw"),
        ],
        vec![
            ("Host", "db.example.com"),
            ("Port", "2484"),
            ("ServiceName", "sales.example.com"),
            ("UserId", "app"),
            ("Password", "tiger"),
            ("EncryptionMethod", "1"),
        ],
        vec![
            ("Host", "{HOST}"),
            ("Port", "{PORT}"),
            ("Sid", "{SID}"),
            ("User Id", "{USERNAME}"),
            ("Password", "{PASSWORD}"),
        ],
        vec![
            ("Host", "${HOST}"),
            ("Port", "{{port}}"),
            ("ServiceName", "$(NAME)"),
            ("User Id", "\u{FFFC}"),
            ("Password", "\u{FFFC}"),
        ],
    ]
}

/// Several orders of the pairs: each pair stands once at each place, in both directions.
fn orders(pairs: &Pairs) -> Vec<Pairs> {
    let mut all = Vec::new();
    for turn in 0..pairs.len() {
        let mut turned = pairs.clone();
        turned.rotate_left(turn);
        all.push(turned.clone());
        turned.reverse();
        all.push(turned.clone());
        turned.swap(1, 3);
        all.push(turned);
    }
    all
}

fn written(pairs: &Pairs) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    pairs.join(";")
}

/// Where the pair with this index begins in the string.
fn start(pairs: &Pairs, index: usize) -> usize {
    pairs[..index]
        .iter()
        .map(|(key, value)| key.len() + value.len() + 2)
        .sum()
}

fn mutants(pairs: &Pairs) -> Vec<Mutant> {
    let mut all = Vec::new();
    let whole = written(pairs);
    let mut add = |kind: String, range: Range<usize>, text: &str, rule: Option<&'static str>| {
        let mut string = whole.clone();
        string.replace_range(range.clone(), text);
        all.push(Mutant {
            kind,
            string,
            changed: range.start..range.start + text.len(),
            rule,
        });
    };
    let last = pairs.len() - 1;
    let literal = pairs[0].1.is_ascii() && !whole.contains(['{', '$']);
    add("as documented".to_owned(), 0..0, "", None);
    for end in [";", "\n", ";{REST}"] {
        let kind = format!("with {end:?} at the end");
        add(kind, whole.len()..whole.len(), end, None);
    }
    add("with more in front".to_owned(), 0..0, "{{ prefix }};", None);
    for (index, (key, value)) in pairs.iter().enumerate() {
        let at = start(pairs, index);
        let equals = at + key.len();
        let end = equals + 1 + value.len();
        let required = *key != "EncryptionMethod";
        let mut say =
            |what: &str, range, text: &str, rule| add(format!("{what} ({key})"), range, text, rule);
        // A pair.
        let dropped = if index == last {
            at.saturating_sub(1)..end
        } else {
            at..end + 1
        };
        say("drop the pair", dropped, "", required.then_some(MISSING));
        say(
            "double the pair",
            end..end,
            &format!(";{key}={value}"),
            Some(DUPLICATE),
        );
        say("blank the value", equals + 1..end, "", None);
        say("blanks around `;`", at..at, " ", None);
        // A keyword.
        let (typos, words): (&[&str], &[&str]) = match *key {
            "Host" => (
                &["Hsot", "Hots", "Hst", "Hosst"],
                &["Server", "Data Source", "Address"],
            ),
            "Port" => (&["Prot", "Porrt", "Prt"], &["ServerPort", "DBPort"]),
            "Sid" => (
                &["Sdi", "Siid"],
                &["Instance", "Database", "Initial Catalog", "DB"],
            ),
            "ServiceName" => (
                &["ServiceNmae", "Servicename_", "SericeName"],
                &["Service_Name", "Service", "Database"],
            ),
            "User Id" | "UserId" => (
                &["Usre Id", "User_Id", "UsrId"],
                &["Uid", "User", "Username", "Login"],
            ),
            "Password" => (
                &["Pasword", "Passwrod", "pass_word"],
                &["Pwd", "Pass", "Passwd"],
            ),
            _ => (
                &["EncryptionMethd", "Encryption_Method"],
                &["SSL", "Encrypt"],
            ),
        };
        for name in typos.iter().chain(words) {
            say(&format!("write {name}"), at..equals, name, Some(MISSPELLED));
        }
        for name in [key.to_lowercase(), key.to_uppercase(), format!("{key} ")] {
            say("another case", at..equals, &name, None);
        }
        // A separator.
        if index < last {
            // What a program fills in may end with the `;`.
            let varies = value.contains(['$', '\u{FFFC}']) || value.starts_with("{{");
            say(
                "nothing for `;`",
                end..end + 1,
                "",
                (!varies).then_some(SWALLOWED),
            );
            for separator in [" ", ",", ", ", "&", "|", "\n", "\r\n", "\t"] {
                say(
                    &format!("{separator:?} for `;`"),
                    end..end + 1,
                    separator,
                    Some(SWALLOWED),
                );
            }
            say("`;;`", end..end, ";", None);
            say("`;` and a line break", end..end + 1, ";\n  ", None);
            say("an empty key", end..end, ";=x", Some(MALFORMED));
            say(
                "an unknown option",
                end..end,
                ";Compression=on",
                Some(UNKNOWN),
            );
        }
        for equals_text in ["", " ", ":", ": "] {
            say(
                &format!("{equals_text:?} for `=`"),
                equals..equals + 1,
                equals_text,
                Some(SWALLOWED),
            );
        }
        say("`==`", equals..equals, "=", Some(UNQUOTED));
        // A value.
        if *key == "Password" && literal {
            let middle = equals + 3;
            say("a `;` inside", middle..middle, ";", Some(SWALLOWED));
            say(
                "a `;` and a `=` inside",
                middle..middle,
                ";x=",
                Some(SWALLOWED),
            );
            say(
                "a blank before",
                equals + 1..equals + 1,
                " ",
                Some(UNQUOTED),
            );
            say("a blank behind", end..end, " ", Some(UNQUOTED));
            for fine in "! # @ \u{e4} 'x \"x = =x { &x ,x (a=b |".split(' ') {
                say(&format!("{fine} inside"), middle..middle, fine, None);
            }
            for quote in ["'", "\""] {
                say(
                    "quoted",
                    equals + 1..end,
                    &format!("{quote}{value};x{quote}"),
                    None,
                );
            }
        }
        let text = format!("'{value}");
        let rule = if *key == "Password" {
            UNQUOTED
        } else {
            MALFORMED
        };
        say("a quote before", equals + 1..end, &text, Some(rule));
        for quote in ["'", "\""] {
            say("a quote behind", end..end, quote, Some(UNQUOTED));
        }
        say(
            "junk behind quotes",
            equals + 1..end,
            &format!("\"{value}\"x"),
            Some(MALFORMED),
        );
        say(
            "quotes in quotes",
            equals + 1..end,
            &format!("'{value}'s'"),
            Some(MALFORMED),
        );
        if literal {
            say("a control character", end..end, "\u{1}", Some(MALFORMED));
            say(
                "a control character in the key",
                at + 1..at + 1,
                "\u{7}",
                Some(MALFORMED),
            );
            say("a part to be filled in", end..end, "{X}", None);
        }
        if matches!(*key, "Sid" | "ServiceName") {
            let other = if *key == "Sid" { "ServiceName" } else { "Sid" };
            say(
                "both",
                end..end,
                &format!(";{other}=other"),
                Some(CONFLICTING),
            );
            say("the other empty", end..end, &format!(";{other}="), None);
        }
    }
    for quote in ["\"", "'", "`"] {
        let wrapped = format!("{quote}{whole}{quote}");
        let kind = format!("all in {quote}");
        add(kind, 0..whole.len(), &wrapped, Some(MALFORMED));
    }
    add(
        "a name in front".to_owned(),
        0..0,
        "connectionString=",
        Some(SWALLOWED),
    );
    add(
        "an unknown option".to_owned(),
        0..0,
        "Compression=on;",
        Some(UNKNOWN),
    );
    add("an empty key".to_owned(), 0..0, "=x;", Some(MALFORMED));
    add(
        "a piece in front".to_owned(),
        0..0,
        "junk;",
        Some(SWALLOWED),
    );
    let secret_last = pairs[last].0 == "Password" && literal;
    let rule = if secret_last { SWALLOWED } else { MALFORMED };
    add(
        "a piece behind".to_owned(),
        whole.len()..whole.len(),
        ";junk",
        Some(rule),
    );
    add(
        "a NUL".to_owned(),
        whole.len()..whole.len(),
        "\0x",
        Some(MALFORMED),
    );
    for case in cases(include_str!(
        "../../fixtures/connection-strings/shapes.json"
    )) {
        let shape = case["input"].as_str().expect("a string");
        add(
            format!("{}", case["id"]),
            0..whole.len(),
            shape,
            Some(FOREIGN),
        );
    }
    all
}

#[test]
fn one_slip_is_one_finding() {
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut count = 0;
    for pairs in documented().iter().flat_map(orders) {
        for mutant in mutants(&pairs) {
            count += 1;
            let request = Request::new(&mutant.string);
            let mut found = request.check(true);
            found.retain(|finding| RULES.contains(&finding.rule));
            let changed = request.span(mutant.changed.clone());
            let touches = |finding: &Diagnostic| {
                finding.span.start <= changed.end && changed.start <= finding.span.end
            };
            let right = match (&found[..], mutant.rule) {
                ([], None) => true,
                ([finding], Some(rule)) => finding.rule == rule && touches(finding),
                _ => false,
            };
            if !right {
                let found: Vec<_> = found
                    .iter()
                    .map(|finding| (finding.rule, &request.text[finding.span.clone()]))
                    .collect();
                let line = format!(
                    "{:?}\n      {found:?}, not {:?}",
                    mutant.string, mutant.rule
                );
                wrong.entry(mutant.kind).or_default().push(line);
            }
        }
    }
    let total: usize = wrong.values().map(Vec::len).sum();
    let lines: Vec<_> = wrong
        .iter()
        .map(|(kind, lines)| format!("{kind}: {}\n  {}", lines.len(), lines[0]))
        .collect();
    assert!(
        wrong.is_empty(),
        "{total} of {count}:\n{}",
        lines.join("\n")
    );
}
