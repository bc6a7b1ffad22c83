use unicode_width::UnicodeWidthStr;

use super::*;
use crate::catalog::Catalog;

/// The longest slug is one word.
const LONG_WORD: usize = 56;

fn look(width: usize) -> Look {
    Look {
        width,
        colour: false,
        unicode: true,
    }
}

fn text(shown: &Shown<'_>, look: Look, terminal: bool) -> String {
    let mut out = Vec::new();
    write_text(shown, look, terminal, &mut out).expect("written to memory");
    String::from_utf8(out).expect("UTF-8")
}

fn sources() -> &'static [Source] {
    <&Catalog>::default().sources()
}

/// Blanks and line breaks do not count.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_list_fits_whatever_the_width() {
    for width in [40, 60, 80, 120, 200, 300] {
        let list = text(&Shown::List(sources()), look(width), true);
        let longest = list.lines().map(UnicodeWidthStr::width).max();
        assert!(
            longest <= Some(width.max(LONG_WORD)),
            "{width}: {longest:?}"
        );
        let is_table = list.starts_with("SOURCE ");
        assert_eq!(is_table, width >= 200, "{width}");
        let in_lines = list.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        for source in sources() {
            for part in [source.slug, source.title].iter().chain(source.ids) {
                assert!(list.contains(part), "{width}: {part}");
            }
            for auth in source.auth.iter().filter(|_| !is_table) {
                assert!(in_lines.contains(auth.name), "{width}: {}", auth.name);
            }
        }
    }
}

#[test]
fn where_nobody_looks_a_source_is_one_line() {
    let list = text(&Shown::List(sources()), look(60), false);
    assert_eq!(list.lines().count(), sources().len() + 1);
    let oracle = list.lines().find(|line| line.starts_with("oracle "));
    assert_eq!(
        oracle.map(flat).as_deref(),
        Some(
            "oracle Oracle DB d6b52d86-f0f8-475f-89d4-ce54c8527328 azure aws \
             ConnectionString (azure); Basic Authentication (aws)"
        )
    );
}

#[test]
fn colour_marks_and_adds_nothing() {
    let colour = |colour| Look {
        colour,
        ..look(200)
    };
    let shown = Shown::List(sources());
    let coloured = text(&shown, colour(true), true);
    let plain = text(&shown, colour(false), true);
    assert!(coloured.contains("\u{1b}[1moracle\u{1b}[0m"));
    let stripped = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"]
        .iter()
        .fold(coloured, |text, code| text.replace(code, ""));
    assert_eq!(stripped, plain);
}

#[test]
fn a_page_fits_and_leaves_nothing_out() {
    for source in sources() {
        for width in [60, 100, 160] {
            let page = text(&Shown::Pages(vec![source]), look(width), true);
            // What is copied is not broken, and nor is a word behind its label.
            let copied = |line: &&str| {
                line.contains("pattern: ")
                    || line.contains("help/")
                    || line.split_whitespace().count() <= 2
            };
            let longest = page
                .lines()
                .filter(|line| !copied(line))
                .map(UnicodeWidthStr::width)
                .max();
            assert!(
                longest <= Some(width),
                "{} {width}: {longest:?}",
                source.slug
            );
            let page = flat(&page);
            for part in parts(source) {
                assert!(page.contains(&flat(part)), "{}: {part}", source.slug);
            }
        }
    }
}

/// What a page must hold.
fn parts(source: &Source) -> Vec<&'static str> {
    let mut parts = vec![source.title, source.slug, source.seen];
    parts.extend(source.ids);
    parts.extend(source.pages);
    parts.extend(source.notes);
    parts.extend(source.misprints.iter().flat_map(|(id, note)| [id, note]));
    for auth in source.auth {
        parts.push(auth.name);
        parts.extend(auth.deprecated);
        for param in auth.params {
            parts.extend([param.name, param.doc]);
            parts.extend(param.aliases);
            if let Some(dialect) = param.dialect {
                parts.push(dialect.pattern);
                for keyword in dialect.keywords {
                    parts.extend([keyword.name, keyword.doc]);
                    parts.extend(keyword.synonyms);
                }
            }
        }
    }
    parts
}

#[test]
fn what_an_organisation_writes_cannot_steer_a_terminal() {
    let hostile: &'static [Source] = &[Source {
        slug: "x",
        title: "a\u{1b}[31mb",
        notes: &["c\nd\u{202e}"],
        pages: &["e\rf"],
        ..Source::BLANK
    }];
    for shown in [Shown::List(hostile), Shown::Pages(hostile.iter().collect())] {
        let mut json = Vec::new();
        write_json(&shown, &mut json).expect("written to memory");
        let all = text(&shown, look(200), true) + &String::from_utf8(json).expect("UTF-8");
        assert!(!all.contains(['\u{1b}', '\r', '\u{202e}']), "{all}");
    }
}
