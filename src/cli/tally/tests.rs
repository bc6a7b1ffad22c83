use connlint::catalog::request_kinds;
use connlint::check::Summary;

use super::*;

fn checked(path: &str, findings: &[usize], requests: usize) -> Checked {
    let request = || Summary {
        kind: &request_kinds()[0],
        checked: true,
        followed: false,
        span: 0..1,
        source: None,
    };
    let file = Arc::new(File {
        path: path.to_owned(),
        bytes: Vec::new(),
    });
    let findings = findings
        .iter()
        .map(|&at| Diagnostic::new("bad", Severity::Error, at..at + 1, "wrong"));
    Checked {
        requests: std::iter::repeat_with(request).take(requests).collect(),
        placeholders: 1,
        looks_like: (requests == 0).then_some("an answer"),
        ..Checked::new(file, findings.collect())
    }
}

fn places(mut tally: Tally) -> (Vec<(String, Vec<usize>)>, Totals) {
    let checked = tally.found();
    let totals = tally.totals(&checked, 0);
    let places = checked.iter().map(|checked| {
        (
            checked.file.path.clone(),
            checked
                .findings
                .iter()
                .map(|finding| finding.span.start)
                .collect(),
        )
    });
    (places.collect(), totals)
}

#[test]
fn a_body_that_is_selected_as_well_counts_once() {
    let (mut one, mut two) = (Tally::new(false), Tally::new(false));
    one.add(
        vec![checked("b.sh", &[7], 0), checked("a.json", &[1, 5], 1)],
        Origin::Folder,
    );
    one.add(
        vec![checked("c.sh", &[], 0), checked("a.json", &[1], 1)],
        Origin::Folder,
    );
    one.add(
        vec![checked("d.sh", &[], 1), checked("elsewhere.json", &[], 1)],
        Origin::Folder,
    );
    two.add(vec![checked("a.json", &[1, 3], 1)], Origin::Folder);
    let (places, totals) = places(Tally::merge(vec![one, two]));
    assert_eq!(
        places,
        [
            ("a.json".to_owned(), vec![1, 3, 5]),
            ("b.sh".to_owned(), vec![7])
        ]
    );
    assert_eq!(
        (
            totals.files,
            totals.errors,
            totals.passed_over,
            totals.placeholders
        ),
        (5, 4, 1, 5)
    );
    assert_eq!(
        totals.checked.iter().map(|(_, count)| count).sum::<usize>(),
        3
    );
}

#[test]
fn named_files_are_warned_of_only_where_none_holds_a_request() {
    let mut none = Tally::new(false);
    none.add(vec![checked("b", &[], 0)], Origin::Named);
    none.add(vec![checked("a", &[], 0)], Origin::Named);
    none.add(vec![checked("c", &[], 0)], Origin::Folder);
    let mut some = Tally::new(false);
    some.add(vec![checked("b", &[], 0)], Origin::Named);
    some.add(vec![checked("a", &[], 1)], Origin::Named);
    let count = |mut tally: Tally| {
        tally.report_unrecognized(|_| Arc::default());
        let checked = tally.found();
        let totals = tally.totals(&checked, 0);
        (checked.len(), totals.passed_over)
    };
    assert_eq!(count(some), (0, 1));
    if explain::rule(UNRECOGNIZED).is_ok() {
        assert_eq!(count(none), (2, 1));
    }
}

#[test]
fn a_file_is_described_by_its_requests_and_those_that_cannot_be_checked() {
    let mut some = checked("a", &[], 3);
    assert_eq!(description(&some), "3 connection specs");
    some.requests[0].checked = false;
    assert_eq!(
        description(&some),
        "1 connection spec that cannot be checked, 2 connection specs"
    );
    assert_eq!(description(&checked("b", &[], 0)), "an answer");
}
