//! Everything that is ever written about a file.

use connlint::baseline::Baseline;
use connlint::check::Checked;
use connlint::config::Config;
use connlint::diagnostic::Severity;
use connlint::report::{self, Format, Look, Run, Totals};

/// Each format in each look, and the summary.
pub(crate) fn reports(mut all: Vec<Checked>, config: &Config) -> Vec<(String, String)> {
    // What may be shown of a file is told to those who have places in it.
    let shown: Vec<_> = all
        .iter()
        .map(|checked| (checked.file.path.clone(), checked.shown.clone()))
        .collect();
    let findings = all.iter_mut().flat_map(|checked| &mut checked.findings);
    for place in findings.flat_map(|finding| &mut finding.elsewhere) {
        let of = shown.iter().find(|(path, _)| *path == place.file.path);
        place.shown = of.map(|(_, shown)| shown.clone()).unwrap_or_default();
    }
    let baseline = Baseline::of(&all, str::to_owned).text();
    let count = |severity| {
        let findings = all.iter().flat_map(|checked| &checked.findings);
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let requests = all.iter().flat_map(|checked| &checked.requests);
    let fixes = all.iter().flat_map(|checked| &checked.findings);
    let totals = Totals {
        files: all.len(),
        checked: requests.map(|request| (request.kind, 1)).collect(),
        placeholders: all.iter().map(|checked| checked.placeholders).sum(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        fixable: fixes.filter(|found| !found.fixes.is_empty()).count(),
        ..Totals::default()
    };
    let mut run = Run {
        checked: all,
        unread: Vec::new(),
        totals,
        config: config.clone(),
        look: Look {
            width: 60,
            colour: false,
            unicode: true,
        },
    };
    let mut reports = vec![
        ("summary".to_owned(), report::summary(&run).join("\n")),
        ("baseline".to_owned(), baseline),
    ];
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
