use std::sync::Arc;

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::catalog::request_kinds;
use crate::check::Summary;
use crate::file::File;
use crate::report::mask::is_unsafe;

const LOOK: Look = Look {
    width: 80,
    colour: false,
    unicode: true,
};

/// A file that is one request, of which everything may be shown.
fn checked(text: impl Into<Vec<u8>>) -> Checked {
    let bytes = text.into();
    let all = std::iter::once(0..bytes.len()).collect::<Vec<_>>();
    let request = Summary {
        kind: &request_kinds()[0],
        checked: true,
        followed: false,
        span: 0..bytes.len(),
        source: None,
    };
    let file = Arc::new(File {
        path: "a/b.json".to_owned(),
        bytes,
    });
    Checked {
        shown: all,
        requests: vec![request],
        ..Checked::new(file, Vec::new())
    }
}

fn finding(span: std::ops::Range<usize>) -> Diagnostic {
    let mut finding = Diagnostic::new("bad-things", Severity::Error, span, "this is wrong");
    finding.request = Some(0);
    finding
}

fn drawn(checked: &Checked, finding: &Diagnostic, look: Look) -> String {
    let mut text = String::new();
    finding_in(
        &mut text,
        checked,
        finding,
        &Locator::new(&checked.file.bytes),
        &Others::default(),
        look,
    );
    text
}

#[test]
fn the_place_stands_below_the_line_before_it() {
    let checked = checked("{\n\t\"name\": \"x\",\n\t\"port\": 漢字}\n");
    let found = finding(24..30).help("use the port");
    let expected = "\
error: this is wrong (bad-things)
   ╭─[a/b.json:3:9]
 2 │     \"name\": \"x\",
 3 │     \"port\": 漢字}
   ·            ━━━━━
   ╰────
  help: use the port
";
    assert_eq!(drawn(&checked, &found, LOOK), expected);
}

#[test]
fn labels_on_other_lines_are_joined_in_the_order_of_the_file() {
    let text = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";
    let found = finding(40..44)
        .label(4..7, "the first")
        .label(45..47, "the last");
    let expected = "\
error: this is wrong (bad-things)
    ╭─[a/b.json:9:1]
  2 │ two
    · ─┬─
    ·  ╰── the first
    ⋮
  8 │ eight
  9 │ nine
    · ━━━━
 10 │ ten
    · ─┬
    ·  ╰── the last
    ╰────
";
    assert_eq!(drawn(&checked(text), &found, LOOK), expected);
}

#[test]
fn labels_that_have_room_in_one_row_stand_in_one() {
    let text = format!(
        "{}first;{}second;{}",
        "a".repeat(40),
        "b".repeat(28),
        "c".repeat(60)
    );
    let found = finding(74..80).label(40..45, "the first of them");
    let expected = "\
error: this is wrong (bad-things)
   ╭─[a/b.json:1:75]
 1 │ …aaaaaaaaaaafirst;bbbbbbbbbbbbbbbbbbbbbbbbbbbbsecond;cccccccccccccccccccc…
   ·             ━━┯━━                             ━━━━━━
   ·               ╰── the first of them
   ╰────
";
    assert_eq!(drawn(&checked(text.clone()), &found, LOOK), expected);
    let narrow = Look { width: 40, ..LOOK };
    let twice = drawn(&checked(text), &found, narrow);
    assert_eq!(twice.matches("\n 1 │").count(), 2, "{twice}");
}

#[test]
fn ascii_is_enough() {
    let found = finding(4..7).label(0..3, "see here");
    let look = Look {
        unicode: false,
        ..LOOK
    };
    let expected = "\
error: this is wrong (bad-things)
   ,-[a/b.json:2:1]
 1 | one
   : ---
   :  `-- see here
 2 | two
   : ^^^
   `----
";
    assert_eq!(drawn(&checked("one\ntwo\n"), &found, look), expected);
}

#[test]
fn colours_follow_the_severity() {
    let look = Look {
        colour: true,
        ..LOOK
    };
    let found = Diagnostic {
        severity: Severity::Warning,
        ..finding(0..1)
    };
    let expected = "\
\u{1b}[1;33mwarning:\u{1b}[0m \u{1b}[1mthis is wrong\u{1b}[0m \u{1b}[2m(bad-things)\u{1b}[0m
   ╭─[\u{1b}[36ma/b.json:1:1\u{1b}[0m]
 \u{1b}[2m1\u{1b}[0m │ x
   · \u{1b}[33;1m━\u{1b}[0m
   ╰────
";
    assert_eq!(drawn(&checked("x"), &found, look), expected);
}

#[test]
fn of_a_long_line_only_the_surroundings_are_drawn() {
    let text = format!("{{\"a\":\"{}\",\"port\":1}}", "y".repeat(1_000_000));
    let at = text.find("port").expect("there");
    let found = finding(at..at + 4).label(2..3, "far away");
    let expected = "\
error: this is wrong (bad-things)
   ╭─[a/b.json:1:1000010]
 1 │ {\"a\":\"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
   ·   ┬
   ·   ╰── far away
   ⋮
 1 │ …yyyyyyyyyyyyyyyyyyyyyyyyyy\",\"port\":1}
   ·                               ━━━━
   ╰────
";
    assert_eq!(
        drawn(&checked(text), &found, Look { width: 45, ..LOOK }),
        expected
    );
}

#[test]
fn a_point_at_the_end_and_an_empty_file_are_drawn() {
    let end = "\
error: this is wrong (bad-things)
   ╭─[a/b.json:1:3]
 1 │ ab
   ·   ▲
   ╰────
";
    assert_eq!(drawn(&checked("ab"), &finding(2..2), LOOK), end);
    assert_eq!(
        drawn(&checked("ab\r\n"), &finding(2..4), LOOK),
        end,
        "a line break is a point"
    );
    let empty = "error: this is wrong (bad-things)\n  ──[a/b.json:1:1]\n";
    assert_eq!(drawn(&checked(""), &finding(0..0), LOOK), empty);
    let mut hidden = checked("secret");
    hidden.shown.clear();
    assert_eq!(
        drawn(&hidden, &finding(0..6), LOOK),
        empty,
        "nothing to be seen"
    );
}

#[test]
fn several_lines_are_marked_on_the_first() {
    let expected = "\
error: this is wrong (bad-things)
   ╭─[a/b.json:1:3]
 1 │ a {
   ·   ━
   ╰────
";
    assert_eq!(drawn(&checked("a {\n1\n}"), &finding(2..7), LOOK), expected);
}

#[test]
fn a_hostile_name_and_message_are_spelled_out() {
    let mut checked = checked("x");
    checked.file = Arc::new(File {
        path: "a\n::error::\u{1b}[2J".to_owned(),
        bytes: b"x".to_vec(),
    });
    let found = Diagnostic {
        message: "bad \u{202e}thing".to_owned(),
        ..finding(0..1)
    };
    let text = drawn(&checked, &found, LOOK);
    assert!(
        text.starts_with(
            "error: bad \\u{202e}thing (bad-things)\n   ╭─[a\\n\\u{3a}:error::\\u{1b}[2J:1:1]\n"
        ),
        "{text}"
    );
}

proptest! {
    #[test]
    fn nothing_breaks_the_frame(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..400),
            "[ -~\t\n漢é\u{200b}\u{1b}]{0,300}".prop_map(String::into_bytes),
        ],
        places in prop::collection::vec((0usize..420, 0usize..40), 1..9),
        width in 40usize..120,
        unicode: bool,
    ) {
        let mut found = finding(places[0].0..places[0].0 + places[0].1);
        for (at, length) in &places[1..] {
            found = found.label(*at..at + length, "a text of some length");
        }
        let checked = checked(bytes);
        let text = drawn(&checked, &found, Look { width, unicode, ..LOOK });
        for line in text.lines() {
            prop_assert!(!line.contains(is_unsafe), "{line:?}");
            // A tab at the edge, or a label's text below a row, may stick out a little.
            prop_assert!(line.width() <= width + 24, "{} > {width}: {line}", line.width());
        }
    }
}
