//! Everything that is ever written about a file.

use connlint::check::Checked;
use connlint::config::Config;
use connlint::diagnostic::Severity;
use connlint::report::{self, Format, Look, Run, Totals};

/// Each format in each look, and the summary.
pub(crate) fn reports(checked: Checked, config: &Config) -> Vec<(String, String)> {
    let count = |severity| {
        let findings = checked.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let kinds = checked.requests.iter().map(|request| (request.kind, 1));
    let totals = Totals {
        files: 1,
        checked: kinds.collect(),
        placeholders: checked.placeholders,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        fixable: checked
            .findings
            .iter()
            .filter(|found| !found.fixes.is_empty())
            .count(),
        ..Totals::default()
    };
    let mut run = Run {
        checked: vec![checked],
        unread: Vec::new(),
        totals,
        config: config.clone(),
        look: Look {
            width: 60,
            colour: false,
            unicode: true,
        },
    };
    let mut reports = vec![("summary".to_owned(), report::summary(&run).join("\n"))];
    for (width, colour) in [(60, false), (60, true), (200, false), (200, true)] {
        run.look = Look {
            width,
            colour,
            unicode: !colour,
        };
        let name = format!("human, {width} columns, colour {colour}");
        reports.push((name, write(&run, Format::Human)));
    }
    let others = Format::ALL
        .iter()
        .filter(|(_, format)| *format != Format::Human);
    reports.extend(others.map(|(name, format)| ((*name).to_owned(), write(&run, *format))));
    reports.push(("statistics".to_owned(), report::statistics(&run).join("\n")));
    reports
}

fn write(run: &Run, format: Format) -> String {
    let mut bytes = Vec::new();
    report::write(run, format, &mut bytes).expect("a report is written");
    String::from_utf8(bytes).expect("a report is UTF-8")
}
