//! The command line: find the files, check them, report. Binary only; the library never prints.
//!
//! Findings go to standard output, everything else to standard error. The exit code is 0 where
//! nothing is wrong, 1 where something is, and 2 where something could not be done.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::mem;

use clap::{CommandFactory as _, FromArgMatches as _};
use connlint::check;
use connlint::config::Config;
use connlint::discover::{self, Disk};
use connlint::report::{self, Run, Totals};

mod arguments;
mod baseline;
mod completions;
mod configure;
mod contained;
mod explain;
mod new;
mod outputs;
mod own;
mod progress;
mod reports;
mod schema;
mod selected;
mod settings;
mod size;
mod sources;
mod tally;
mod terminal;

use arguments::{Arguments, Check, Command};
use contained::contained;
use progress::Progress;
use tally::Tally;

/// Nothing to say at the level that was asked for.
const CLEAN: u8 = 0;
/// Findings.
const FOUND: u8 = 1;
/// Something that was asked for could not be done.
const FAILED: u8 = 2;

pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    contained::hush();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let command = match parsed(&arguments) {
        Ok(arguments) => arguments.command,
        Err(answer) if answer.use_stderr() => {
            let _ = refused(answer, &arguments).print();
            return FAILED;
        }
        Err(answer) => {
            // Help and version are answers, too. Nobody may be left to read them.
            let _ = answer.print();
            return CLEAN;
        }
    };
    let result = match command {
        Command::Check(arguments) => run_check(&arguments),
        Command::Explain { topic } => explain::explain(&topic).and_then(|text| print(&text)),
        Command::Rules => print(&explain::rules()),
        Command::Sources(arguments) => sources::sources(&arguments),
        Command::New(arguments) => new::new(&arguments),
        Command::Schema(arguments) => schema::schema(&arguments),
        Command::Config(arguments) => configure::configure(&arguments),
        Command::Completions { shell } => print(&completions::completions(shell)),
    };
    result.unwrap_or_else(|message| {
        say(&format!("connlint: {message}"));
        FAILED
    })
}

/// What is asked for, or what to answer instead. What options say together is refused with the usage of their command.
fn parsed(
    words: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Arguments, clap::Error> {
    let mut all = Arguments::command();
    let matches = all.try_get_matches_from_mut(words)?;
    Arguments::from_arg_matches(&matches).map_err(|answer| {
        let name = matches.subcommand_name();
        match name.and_then(|name| all.find_subcommand_mut(name)) {
            Some(command) => answer.format(command),
            None => answer.format(&mut all),
        }
    })
}

/// What is wrong with the command line, in words that steer no terminal: the name of a file can stand among its arguments.
fn refused(answer: clap::Error, arguments: &[OsString]) -> clap::Error {
    let words = arguments.iter().map(|word| word.to_string_lossy());
    if words.clone().all(|word| report::safe(&word) == word) {
        return answer;
    }
    let words = words.map(|word| report::safe(&word).into_owned());
    // As they are spelt now they could be in order.
    let why = || clap::Error::raw(answer.kind(), "the arguments are not understood\n");
    parsed(words)
        .err()
        .filter(clap::Error::use_stderr)
        .unwrap_or_else(why)
}

/// The whole of it: discover, check, report.
fn run_check(arguments: &Check) -> Result<u8, String> {
    outputs::refuse_to_lose(arguments)?;
    selected::refuse_to_read_twice(arguments)?;
    let baseline = arguments.baseline.load(arguments)?;
    let (catalog, mut faults) = own::named(&arguments.own)?;
    let lookup = settings::lookup(arguments, catalog)?;
    let selection = selected::selection(arguments, &lookup)?;
    let disk = Disk::new(&selection);
    let progress = Progress::start(arguments.quiet);
    let outcome = discover::visit(
        &selection,
        || (Tally::new(arguments.verbose), lookup.cursor()),
        |(tally, settings), file, origin| {
            match settings.config(&file.path) {
                Some(config) => match contained(|| check::check(file, &disk, config)) {
                    Some(checked) => tally.add(checked, origin),
                    None => tally.fail(&file.path),
                },
                None => tally.leave(),
            }
            progress.step();
        },
    );
    drop(progress);
    let states = outcome.states.into_iter().map(|(tally, _)| tally);
    let mut tally = Tally::merge(states.collect());
    if !arguments.skip_unrecognized {
        tally.report_unrecognized(|path| settings::config(&lookup, path));
    }
    tally.compare(|file| {
        let config = settings::config(&lookup, &file.path);
        check::excerpts(file, &disk, &config)
    });
    let settled = settings::Settled::of(&lookup);
    faults.extend(outcome.unread);
    faults.extend(tally.failed());
    faults.extend(settled.unread());
    faults.sort_by(|a, b| a.path.cmp(&b.path));
    let listed = tally.listed(&outcome.skipped);
    let unsettled = tally.unsettled();
    let mut checked = tally.found();
    let told = match baseline {
        Some(baseline) => {
            baseline.apply(&mut checked, &tally.seen(), faults.is_empty(), arguments)?
        }
        None => baseline::Told::default(),
    };
    let mut run = Run {
        totals: Totals {
            known: told.known,
            ..tally.totals(&checked, outcome.skipped.len())
        },
        checked,
        unread: faults,
        config: Config::clone(&settings::config(&lookup, "")),
        look: terminal::look(arguments.color, true),
    };
    let written = arguments.reports.write(&mut run, arguments.color);
    settled.say(arguments.color, unsettled);
    sum_up(arguments, &run, &listed, &settled);
    told.say(arguments.quiet);
    let code = exit_code(&run, arguments);
    // The process ends. Giving back what a large run holds, piece by piece, would take longer than checking a thousand files.
    mem::forget(run);
    written.map(|()| code)
}

/// Tells on standard error what was not read and what was looked at.
fn sum_up(arguments: &Check, run: &Run, listed: &[String], settled: &settings::Settled) {
    let mut err = BufWriter::new(io::stderr().lock());
    let mut line = |text: &str| {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(err, "{}", report::safe(text));
    };
    for text in listed {
        line(text);
    }
    for file in run.unread.iter().filter(|file| !settled.has_said(file)) {
        line(&format!("not read: {}: {}", file.path, file.message));
    }
    if !arguments.quiet && arguments.reports.are_prose() {
        for text in report::summary(run) {
            for part in terminal::prose(&text) {
                line(&part);
            }
        }
        if run.totals.checked.is_empty() {
            for text in settled.left_out() {
                line(&text);
            }
            line(&format!("looked at: {}", selected::described(arguments)));
        }
    }
    if arguments.statistics {
        for text in report::statistics(run) {
            line(&text);
        }
    }
}

fn exit_code(run: &Run, arguments: &Check) -> u8 {
    let denied = arguments.deny_warnings && run.totals.warnings > 0;
    match run.totals.errors > 0 || denied {
        _ if !run.unread.is_empty() => FAILED,
        true if !arguments.exit_zero => FOUND,
        _ => CLEAN,
    }
}

/// A line on standard error. Where that is closed there is nobody to tell.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{}", report::safe(text));
}

/// Lines on standard error that are safe already.
fn say_all(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

fn print(text: &str) -> Result<u8, String> {
    quietly(|out| out.write_all(text.as_bytes())).map(|()| CLEAN)
}

/// Writes to standard output. A reader who has seen enough (`| head`) is no failure.
fn quietly(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write: {error}"))
        }
        _ => {
            // What is left in the buffer would be written, and fail, once more when it is dropped.
            let _ = out.into_parts();
            Ok(())
        }
    }
}
