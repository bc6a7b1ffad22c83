//! Settings as words, which stand behind the fence of an example or in the name of a fixture.

use connlint::catalog::Platform;
use connlint::config::Config;

/// The settings that some words ask for. Other words mean nothing.
pub(crate) fn settings<'w>(words: impl IntoIterator<Item = &'w str>) -> Config {
    let mut config = Config::default();
    for word in words {
        match word {
            "submission" => config.submission = true,
            "azure" => config.platform = Some(Platform::Azure),
            "aws" => config.platform = Some(Platform::Aws),
            _ => {}
        }
    }
    config
}
