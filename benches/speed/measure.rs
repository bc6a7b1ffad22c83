//! Runs commands in turn and takes their time, their work and their memory.

use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::corpus::Corpus;
use super::tools::{Contestant, Role};

/// What is known of one contestant on one corpus.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) runs: usize,
    /// The median.
    pub(crate) wall: Duration,
    /// The mean: the system counts in steps that are longer than a short run, but loses nothing.
    pub(crate) cpu: Option<Duration>,
    /// The median of the peaks, in bytes.
    pub(crate) memory: Option<usize>,
}

/// Runs for the peak of memory. They come first and warm everything up.
const MEMORY_RUNS: usize = 3;

/// Another tool is not run again after it has taken this long on one corpus.
const PATIENCE: Duration = Duration::from_secs(6);

/// Measures everybody on a corpus. The second value is what there is to remark.
pub(crate) fn rounds(
    contestants: &[Contestant],
    corpus: &Corpus,
    rounds: usize,
    meter: &Meter,
) -> Result<(Vec<Row>, Vec<String>), Box<dyn Error>> {
    let mut notes = Vec::new();
    let mut all: Vec<Runs<'_>> = contestants.iter().map(Runs::new).collect();
    for round in 0..MEMORY_RUNS {
        for runs in &mut all {
            if runs.goes_on() {
                runs.run_for_memory(meter, &mut notes)?;
            }
            if round == 0 {
                notes.extend(runs.doubt(corpus, meter)?);
            }
        }
    }
    for round in 0..rounds {
        // Everybody is once the first.
        let (last, first) = all.split_at_mut(round % contestants.len());
        for runs in first.iter_mut().chain(last) {
            if runs.goes_on() || runs.walls.is_empty() && !runs.is_out {
                runs.run_for_time(meter)?;
            }
        }
    }
    let rows = all.into_iter().filter(|runs| !runs.is_out).map(Runs::row);
    Ok((rows.collect(), notes))
}

/// What one contestant's runs have given so far.
struct Runs<'a> {
    contestant: &'a Contestant,
    walls: Vec<Duration>,
    cpu: Option<Duration>,
    peaks: Vec<usize>,
    spent: Duration,
    /// It does not work here.
    is_out: bool,
}

impl<'a> Runs<'a> {
    fn new(contestant: &'a Contestant) -> Runs<'a> {
        Runs {
            contestant,
            walls: Vec::new(),
            cpu: Some(Duration::ZERO),
            peaks: Vec::new(),
            spent: Duration::ZERO,
            is_out: false,
        }
    }

    fn goes_on(&self) -> bool {
        !self.is_out && (self.contestant.role != Role::Peer || self.spent < PATIENCE)
    }

    fn run_for_memory(
        &mut self,
        meter: &Meter,
        notes: &mut Vec<String>,
    ) -> Result<(), Box<dyn Error>> {
        let (contestant, start) = (self.contestant, Instant::now());
        let (code, peak) = meter.run_for_memory(contestant)?;
        self.spent += start.elapsed();
        self.peaks.extend(peak);
        if code != Some(contestant.code) {
            let code = code.map_or("no code".to_owned(), |code| code.to_string());
            let (name, expected) = (contestant.name, contestant.code);
            let message = format!("{name} ended with {code}, not with {expected}");
            if contestant.role != Role::Peer {
                return Err(message.into());
            }
            notes.push(format!("{message}: left out"));
            self.is_out = true;
        }
        Ok(())
    }

    fn run_for_time(&mut self, meter: &Meter) -> io::Result<()> {
        let before = cpu_of_children();
        let start = Instant::now();
        meter.command(self.contestant, None)?.status()?;
        let wall = start.elapsed();
        let work = before.and_then(|before| cpu_of_children()?.checked_sub(before));
        self.cpu = self.cpu.and_then(|cpu| Some(cpu + work?));
        self.walls.push(wall);
        self.spent += wall;
        Ok(())
    }

    /// A remark where a contestant did not find what is wrong with the corpus: its time is then no time.
    fn doubt(&self, corpus: &Corpus, meter: &Meter) -> io::Result<Option<String>> {
        let output = fs::read_to_string(&meter.output)?;
        let found = match self.contestant.role {
            Role::Connlint => output.lines().count(),
            Role::Floor => output.trim().parse().unwrap_or_default(),
            Role::Peer => return Ok(None),
        };
        let (name, broken) = (self.contestant.name, corpus.broken);
        Ok((found != broken).then(|| format!("{name}: {found} found, where {broken} are wrong")))
    }

    fn row(mut self) -> Row {
        let runs = self.walls.len();
        let count = u32::try_from(runs).unwrap_or(u32::MAX).max(1);
        Row {
            name: self.contestant.name,
            role: self.contestant.role,
            runs,
            wall: median(&mut self.walls).unwrap_or_default(),
            cpu: self.cpu.map(|cpu| cpu / count),
            memory: median(&mut self.peaks),
        }
    }
}

/// The middle value, or the larger of the two in the middle.
fn median<T: Copy + Ord>(values: &mut [T]) -> Option<T> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

/// How commands are run.
pub(crate) struct Meter {
    /// Where they run.
    folder: PathBuf,
    /// Where what they print goes.
    output: PathBuf,
    /// Where the peak of memory is written; `None` where nothing can tell it.
    peak: Option<PathBuf>,
}

impl Meter {
    pub(crate) fn new(folder: &Path) -> Meter {
        let peak = folder.join("peak");
        // Those of GNU understand this, others do not.
        let works = timed(&peak)
            .arg("true")
            .output()
            .is_ok_and(|_| peak_in(&peak).is_some());
        Meter {
            folder: folder.to_owned(),
            output: folder.join("output"),
            peak: works.then_some(peak),
        }
    }

    /// A line for each thing that cannot be measured here.
    pub(crate) fn missing(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.peak.is_none() {
            lines.push("skipped: memory, which takes the GNU program `time`".to_owned());
        }
        if cpu_of_children().is_none() {
            lines.push("skipped: CPU time, which takes the files below `/proc`".to_owned());
        }
        lines
    }

    /// The exit code and the peak of memory.
    fn run_for_memory(&self, contestant: &Contestant) -> io::Result<(Option<i32>, Option<usize>)> {
        let peak = self.peak.as_deref();
        let status = self.command(contestant, peak)?.status()?;
        Ok((status.code(), peak.and_then(peak_in)))
    }

    /// The command, below `time` where the peak of memory shall be written to a file.
    fn command(&self, contestant: &Contestant, peak: Option<&Path>) -> io::Result<Command> {
        let mut words = contestant.command.iter();
        let mut command = match (peak, words.next()) {
            (Some(peak), Some(program)) => {
                let mut command = timed(peak);
                command.arg(program);
                command
            }
            (None, Some(program)) => Command::new(program),
            (_, None) => return Err(io::Error::other("a command without a program")),
        };
        let input = match &contestant.input {
            Some(path) => File::open(path)?.into(),
            None => Stdio::null(),
        };
        command
            .args(words)
            .current_dir(&self.folder)
            .stdin(input)
            .stdout(File::create(&self.output)?)
            .stderr(Stdio::null());
        Ok(command)
    }
}

/// The program that runs another one and writes its peak of memory, in KiB, to a file.
///
/// The system counts what a process inherits, too, hence it is as well that this program is small.
fn timed(peak: &Path) -> Command {
    let mut command = Command::new("time");
    command.args(["-f", "%M", "-o"]).arg(peak);
    command
}

fn peak_in(file: &Path) -> Option<usize> {
    let text = fs::read_to_string(file).ok()?;
    // A line about the exit code may come first.
    Some(1024 * text.lines().last()?.parse::<usize>().ok()?)
}

/// The time that processors have spent on the children of this process that have ended.
fn cpu_of_children() -> Option<Duration> {
    // Linux tells times to programs in hundredths of a second.
    const TICK: Duration = Duration::from_millis(10);
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program comes second and may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    let mut times = rest.split_ascii_whitespace().skip(13);
    let user: u32 = times.next()?.parse().ok()?;
    let system: u32 = times.next()?.parse().ok()?;
    Some(TICK * (user + system))
}
