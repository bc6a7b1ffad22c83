//! One line a finding: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::locate::Locator;
use super::{Run, name, safe};
use crate::file::Position;

pub(super) fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    for checked in &run.checked {
        let path = safe(&checked.file.path);
        // An index is not worth its while for a few places in a small file.
        let bytes = &checked.file.bytes[..];
        let is_small = bytes.len() * checked.findings.len() < 1 << 14;
        let locator = (!is_small).then(|| Locator::new(bytes));
        for finding in &checked.findings {
            let at = finding.span.start;
            let place = locator
                .as_ref()
                .map_or_else(|| Position::of(bytes, at), |locator| locator.position(at));
            let (severity, message) = (name(finding.severity), safe(&finding.message));
            writeln!(
                out,
                "{path}:{}:{}: {severity}[{}] {message}",
                place.line, place.column, finding.rule
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::check::Checked;
    use crate::config::Config;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::file::File;
    use crate::report::{Look, Totals};

    #[test]
    fn a_finding_is_one_line_whatever_is_in_it() {
        let file = Arc::new(File {
            path: "a\nb.json".to_owned(),
            bytes: "{\n ä1}".into(),
        });
        let checked = Checked::new(
            file,
            vec![
                Diagnostic::new("bad-things", Severity::Error, 5..6, "`1` is wrong"),
                Diagnostic::new("odd-things", Severity::Warning, 7..7, "\u{1b}[31mred")
                    .help("not here"),
            ],
        );
        let look = Look {
            width: 80,
            colour: true,
            unicode: true,
        };
        let (unread, totals) = (Vec::new(), Totals::default());
        let run = Run {
            checked: vec![checked],
            unread,
            totals,
            config: Config::default(),
            look,
        };
        let mut out = Vec::new();
        write(&run, &mut out).expect("written to memory");
        let expected = "a\\nb.json:2:3: error[bad-things] `1` is wrong\n\
            a\\nb.json:2:5: warning[odd-things] \\u{1b}[31mred\n";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
