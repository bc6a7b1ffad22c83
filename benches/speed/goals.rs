//! What connlint shall keep to.

use std::time::Duration;

use super::corpus::Corpus;
use super::measure::Row;
use super::table::{mebibytes, milliseconds};
use super::tools::Role;

const ONE_FILE: Duration = Duration::from_millis(8);
const SOME_FILES: Duration = Duration::from_millis(60);
const SOME_FILES_MEMORY: usize = 40 << 20;
const MANY_FILES_FLOORS: f64 = 2.0;
const ARRAY_SIZES: f64 = 12.0;

/// A line for each goal. The corpora come in the order in which they are measured.
pub(crate) fn compare(measured: &[(Corpus, Vec<Row>)]) -> Vec<String> {
    let [one, some, many, array] = measured else {
        return Vec::new();
    };
    let mut lines = vec!["goals".to_owned()];
    for ((corpus, rows), goal) in [(one, ONE_FILE), (some, SOME_FILES)] {
        let wall = wall_of(rows, Role::Connlint);
        lines.push(goal_line(
            &format!("{} in less than {} ms", corpus.title, goal.as_millis()),
            wall.map(|wall| wall < goal),
            wall.map(milliseconds),
        ));
    }
    let memory = memory_of(&some.1);
    lines.push(goal_line(
        &format!(
            "{} in less than {} MiB",
            some.0.title,
            SOME_FILES_MEMORY >> 20
        ),
        memory.map(|memory| memory < SOME_FILES_MEMORY),
        memory.map(mebibytes),
    ));
    let walls = wall_of(&many.1, Role::Connlint).zip(wall_of(&many.1, Role::Floor));
    let floors = walls.map(|(wall, floor)| wall.as_secs_f64() / floor.as_secs_f64());
    lines.push(goal_line(
        &format!("{} within {MANY_FILES_FLOORS} x the floor", many.0.title),
        floors.map(|floors| floors <= MANY_FILES_FLOORS),
        floors.map(|floors| format!("{floors:.2}")),
    ));
    let sizes = memory_of(&array.1).map(|memory| memory as f64 / array.0.bytes as f64);
    lines.push(goal_line(
        &format!("{} within {ARRAY_SIZES} x its size", array.0.title),
        sizes.map(|sizes| sizes <= ARRAY_SIZES),
        sizes.map(|sizes| format!("{sizes:.1}")),
    ));
    lines
}

fn goal_line(goal: &str, is_met: Option<bool>, value: Option<String>) -> String {
    let verdict = match is_met {
        Some(true) => "ok",
        Some(false) => "missed",
        None => "not measured",
    };
    let value = value.unwrap_or_else(|| "-".to_owned());
    format!("  {goal:<44}{value:>10}  {verdict}")
}

fn row_of(rows: &[Row], role: Role) -> Option<&Row> {
    rows.iter().find(|row| row.role == role)
}

fn wall_of(rows: &[Row], role: Role) -> Option<Duration> {
    row_of(rows, role).map(|row| row.wall)
}

fn memory_of(rows: &[Row]) -> Option<usize> {
    row_of(rows, Role::Connlint)?.memory
}
