//! Comments that are meant to silence something: reads them, and says which do not.

use super::{Checked, Run, levels};
use crate::catalog::Platform;
use crate::config::Config;
use crate::extract;
use crate::ignores;
use crate::rule::Check;
use crate::rules::RULES;
use crate::shown;
use crate::text::Text;

impl Run<'_> {
    /// Reads the comments of the file, unless nobody wants them to count.
    pub(super) fn read_ignores(&mut self, text: &Text<'_>) {
        if !self.config.no_ignores {
            let comments = extract::addressed_comments(&self.file, text);
            self.ignores = ignores::read(comments, text.as_str());
        }
    }
}

/// Says of a file which of its comments do nothing. `again` checks it once more.
///
/// A secret in plain text is wrong in a repository and right before it is sent, a placeholder the other way round, some auth
/// specs are wrong on one cloud only, and a sandbox where settings give another. A comment that is needed elsewhere must not be called idle here.
pub(super) fn judge(checked: &mut Checked, config: &Config, again: impl Fn(&Config) -> Checked) {
    if checked.ignores.is_empty() {
        return;
    }
    let platforms = [
        config.platform,
        None,
        Some(Platform::Azure),
        Some(Platform::Aws),
    ];
    for stage in [config.submission, !config.submission] {
        for platform in platforms {
            if !ignores::are_idle(&checked.ignores) {
                break;
            }
            let mut other = Config {
                submission: stage,
                platform,
                without_excerpts: true,
                ..config.clone()
            };
            // Whatever the settings say of other runs, it is not this.
            let expected = &mut other.expected;
            for what in [&mut expected.sandbox, &mut expected.organization] {
                what.get_or_insert_with(|| "-".to_owned());
            }
            ignores::learn(&mut checked.ignores, &again(&other).ignores);
        }
    }
    let judgements = RULES.iter().filter_map(|rule| match rule.check {
        Check::Ignore(check) => Some(check),
        _ => None,
    });
    for check in judgements {
        for ignore in &checked.ignores {
            let found = check(ignore);
            if !found.is_empty() && !config.without_excerpts {
                let contents = checked.file.text().unwrap_or_default();
                ignores::shown(ignore, contents, &mut checked.shown);
            }
            checked.findings.extend(found);
        }
    }
    shown::normalise(&mut checked.shown);
    levels::apply(&mut checked.findings, config);
}
