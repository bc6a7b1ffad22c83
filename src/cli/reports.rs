//! Where the findings go: formats, and the files that they are written to.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use connlint::report::{self, Format, Run};

use super::outputs::{place, replace};
use super::quietly;
use super::terminal::{self, Color};

/// The reports that were asked for, in that order; one at least.
#[derive(Debug)]
pub(crate) struct Reports(Vec<Target>);

/// A report, and the file that it is written to; none is standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    format: Format,
    output: Option<PathBuf>,
}

impl Reports {
    /// Whether any of them shows pieces of the files.
    pub(crate) fn have_excerpts(&self) -> bool {
        self.0.iter().any(|target| target.format.has_excerpts())
    }

    /// Whether somebody reads one of them as it is, and wants the summary in words.
    pub(crate) fn are_prose(&self) -> bool {
        self.0.iter().any(|target| target.format.is_prose())
    }

    /// The files that they are written to.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().filter_map(|target| target.output.as_deref())
    }

    /// Writes them all. What fails keeps nobody from the others.
    pub(crate) fn write(&self, run: &mut Run, color: Color) -> Result<(), String> {
        let mut result = Ok(());
        for Target { format, output } in &self.0 {
            run.look = terminal::look(color, output.is_some());
            let written = match output {
                Some(path) => replace(path, &|out| report::write(run, *format, out)),
                None => quietly(|out| report::write(run, *format, out)),
            };
            result = result.and(written);
        }
        result
    }
}

const FORMAT: &str = "format";
const OUTPUT: &str = "output";

impl Args for Reports {
    fn augment_args(command: Command) -> Command {
        let format = Arg::new(FORMAT)
            .long(FORMAT)
            .value_name("FORMAT")
            .action(ArgAction::Append)
            .value_parser(formats())
            .help("How findings are written; can be repeated, each with its own --output [default: human]");
        let output = Arg::new(OUTPUT)
            .long(OUTPUT)
            .short('o')
            .value_name("FILE")
            .action(ArgAction::Append)
            .value_parser(ValueParser::path_buf())
            .help("Write the findings to a file, in the format named before it");
        command
            .arg(format.help_heading("Output"))
            .arg(output.help_heading("Output"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(|(name, _)| name))
        .try_map(|name| name.parse::<Format>())
}

impl FromArgMatches for Reports {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut words = Vec::new();
        let formats = matches.get_many::<Format>(FORMAT).into_iter().flatten();
        let places = matches.indices_of(FORMAT).into_iter().flatten();
        words.extend(places.zip(formats.copied().map(Word::Format)));
        let outputs = matches.get_many::<PathBuf>(OUTPUT).into_iter().flatten();
        let places = matches.indices_of(OUTPUT).into_iter().flatten();
        words.extend(places.zip(outputs.cloned().map(Word::Output)));
        words.sort_by_key(|(place, _)| *place);
        let words = words.into_iter().map(|(_, word)| word).collect();
        pair(words)
            .map(Reports)
            .map_err(|message| clap::Error::raw(ErrorKind::ArgumentConflict, message))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// One of the two options, as they stand on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Format(Format),
    Output(PathBuf),
}

/// Gives each file to the format before it. Where there is one of each, their order does not matter.
fn pair(mut words: Vec<Word>) -> Result<Vec<Target>, String> {
    if let [Word::Output(_), Word::Format(_)] = words[..] {
        words.swap(0, 1);
    }
    if !words.iter().any(|word| matches!(word, Word::Format(_))) {
        words.insert(0, Word::Format(Format::Human));
    }
    let mut targets: Vec<Target> = Vec::new();
    for word in words {
        match (word, targets.last_mut()) {
            (Word::Format(format), _) => targets.push(Target {
                format,
                output: None,
            }),
            // As elsewhere, a hyphen is standard output.
            (Word::Output(path), Some(_)) if path.as_os_str() == "-" => {}
            (Word::Output(path), Some(target)) if target.output.is_none() => {
                target.output = Some(path);
            }
            (Word::Output(path), _) => {
                return Err(format!(
                    "`--output {}` has no `--format` of its own; put one before it",
                    path.display()
                ));
            }
        }
    }
    for (index, target) in targets.iter().enumerate() {
        let output = |target: &Target| target.output.as_deref().map(place);
        let mut before = targets[..index].iter();
        let Some(other) = before.find(|before| output(before) == output(target)) else {
            continue;
        };
        let (one, two) = (name(other.format), name(target.format));
        return Err(match &target.output {
            None => format!(
                "`{one}` and `{two}` would both go to standard output; put `--output FILE` behind one of them"
            ),
            Some(path) => format!(
                "`{one}` and `{two}` cannot both be written to `{}`",
                path.display()
            ),
        });
    }
    Ok(targets)
}

fn name(format: Format) -> &'static str {
    let known = Format::ALL.iter().find(|(_, known)| *known == format);
    known.map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let word = |word: &str| match word.strip_prefix("o=") {
            Some(path) => Word::Output(path.into()),
            None => Word::Format(word.parse().expect("a format")),
        };
        text.split_whitespace().map(word).collect()
    }

    #[test]
    fn a_file_belongs_to_the_format_before_it() {
        for (given, expected) in [
            ("", "human:-"),
            ("json", "json:-"),
            ("o=a", "human:a"),
            ("json o=a", "json:a"),
            ("o=a json", "json:a"),
            ("json o=-", "json:-"),
            ("sarif o=a human", "sarif:a human:-"),
            ("human sarif o=a", "human:- sarif:a"),
            ("sarif o=a json o=b github", "sarif:a json:b github:-"),
        ] {
            let got = pair(words(given)).expect(given);
            let got: Vec<String> = got
                .iter()
                .map(|target| {
                    let output = target.output.as_deref().unwrap_or(Path::new("-"));
                    format!("{}:{}", name(target.format), output.display())
                })
                .collect();
            assert_eq!(got.join(" "), expected, "{given}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        for (given, said) in [
            (
                "json sarif",
                "`json` and `sarif` would both go to standard output",
            ),
            (
                "human human",
                "`human` and `human` would both go to standard output",
            ),
            ("o=a o=b", "`--output b` has no `--format` of its own"),
            ("json o=a o=b", "`--output b` has no `--format` of its own"),
            (
                "o=a json sarif",
                "`--output a` has no `--format` of its own",
            ),
            (
                "json o=a sarif o=a",
                "`json` and `sarif` cannot both be written to `a`",
            ),
            (
                "json o=a sarif o=./a",
                "`json` and `sarif` cannot both be written to `./a`",
            ),
        ] {
            let got = pair(words(given)).expect_err(given);
            assert!(got.starts_with(said), "{given}: {got}");
        }
    }
}
