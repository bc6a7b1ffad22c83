//! How wide the terminal is, and what it can draw.

use std::env;
use std::io::{self, IsTerminal};

use clap::ValueEnum;
use connlint::report::{Look, wrap};

/// When to write in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// What findings are drawn for. What goes to a file is drawn without colour and in one width, and so is what goes
/// through a pipe, unless the environment says how wide it should be.
pub(crate) fn look(color: Color, to_file: bool) -> Look {
    let terminal = !to_file && is_watched();
    let said = || set("COLUMNS")?.parse().ok();
    let columns = match (terminal, to_file) {
        (true, _) => columns(),
        (false, true) => WIDTH,
        (false, false) => said().unwrap_or(WIDTH),
    };
    Look {
        width: columns.clamp(NARROWEST, WIDEST),
        colour: is_colour(color, terminal, &set),
        unicode: is_unicode(&set),
    }
}

/// What is drawn on standard error, which may lead elsewhere.
pub(crate) fn look_of_errors(color: Color) -> Look {
    let terminal = io::stderr().is_terminal();
    Look {
        colour: is_colour(color, terminal, &set),
        ..look(color, !terminal)
    }
}

/// A sentence on lines that standard error has room for, if anybody says how much that is. Programs that read it find it on
/// one line.
pub(crate) fn prose(text: &str) -> Vec<String> {
    let said = || set("COLUMNS")?.parse().ok();
    let room: Option<usize> = match io::stderr().is_terminal() {
        true => Some(columns()),
        false => said(),
    };
    let Some(room) = room.map(|room| room.clamp(NARROWEST, WIDEST)) else {
        return vec![text.to_owned()];
    };
    if wrap(text, room, 0).len() < 2 {
        return vec![text.to_owned()];
    }
    let mut lines = wrap(text, room - INDENT.len(), 0);
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, INDENT);
    }
    lines
}

/// Before all lines of a sentence but the first.
const INDENT: &str = "  ";

/// Columns where nobody says how many there are.
const WIDTH: usize = 100;
const NARROWEST: usize = 40;
/// Lines of text that are longer are hard to read.
const WIDEST: usize = 160;

/// How wide standard output is, without regard to what can be read.
pub(crate) fn columns() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into())
}

/// Whether somebody looks at standard output.
pub(crate) fn is_watched() -> bool {
    io::stdout().is_terminal()
}

fn is_colour(color: Color, terminal: bool, set: &dyn Fn(&str) -> Option<String>) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => terminal && set("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Whether the locale says UTF-8. Where no locale is set, as in a container, only ASCII is sure.
fn is_unicode(set: &dyn Fn(&str) -> Option<String>) -> bool {
    if cfg!(windows) {
        return true;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| set(name))
        .unwrap_or_default()
        .to_lowercase();
    set("TERM").is_none_or(|term| term != "linux")
        && (locale.ends_with("utf-8") || locale.ends_with("utf8"))
}

/// An environment variable that is set to something.
fn set(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_what_was_asked_for_else_what_the_terminal_takes() {
        let with = |name: &'static str, value: &'static str| {
            move |asked: &str| (asked == name).then(|| value.to_owned())
        };
        assert!(is_colour(Color::Auto, true, &with("TERM", "xterm")));
        assert!(!is_colour(Color::Auto, true, &with("TERM", "dumb")));
        assert!(!is_colour(Color::Auto, true, &with("NO_COLOR", "1")));
        assert!(is_colour(Color::Auto, false, &with("CLICOLOR_FORCE", "1")));
        assert!(!is_colour(Color::Auto, false, &with("CLICOLOR_FORCE", "0")));
        assert!(is_colour(Color::Always, false, &with("NO_COLOR", "1")));
        assert!(!is_colour(Color::Never, true, &with("CLICOLOR_FORCE", "1")));
    }

    #[test]
    fn the_locale_decides_what_is_drawn() {
        let with = |name: &'static str, value: &'static str| {
            move |asked: &str| (asked == name).then(|| value.to_owned())
        };
        if !cfg!(windows) {
            assert!(is_unicode(&with("LANG", "de_DE.UTF-8")));
            assert!(is_unicode(&with("LC_ALL", "C.utf8")));
            assert!(!is_unicode(&with("LC_ALL", "C")));
            assert!(!is_unicode(&with("TERM", "xterm")));
        }
    }
}
