//! Settings as words, which stand behind the fence of an example or in the name of a fixture, and as a `connlint.toml`.

use connlint::catalog::{Catalog, Platform};
use connlint::config::{Config, Flags};
use connlint::settings::{self, Learned};

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

/// The same for a file that the text of a `connlint.toml` governs.
pub(crate) fn governed(words: &Config, toml: &str, file: &str) -> Config {
    let (settings, mut faults) = settings::read(toml);
    let catalog = <&Catalog>::default();
    let (sources, unknown) = settings.named_sources(catalog);
    faults.extend(unknown);
    assert_eq!(faults, [], "{toml}");
    let learned = Learned {
        path: settings::NAME.to_owned(),
        catalog,
        placeholders: settings.dialects(),
        sources,
    };
    let flags = Flags {
        submission: Some(words.submission).filter(|submission| *submission),
        platform: words.platform,
        ..Flags::default()
    };
    settings.config(&settings.overrides_for(file), &learned, &flags)
}
