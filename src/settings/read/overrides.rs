//! What holds for some of the files.

use toml::de::{DeTable, DeValue};

use super::{Reader, Value, filled, organization, sandbox};
use crate::rule::listed;
use crate::settings::Override;
use crate::settings::keys::{Key, Kind, OVERRIDE_KEYS};

impl Reader {
    pub(super) fn overrides(&mut self, known: &Key, value: &Value<'_>) {
        for item in self.items(known, value).into_iter().flatten() {
            match item.get_ref() {
                DeValue::Table(table) => self.one(item, table),
                _ => drop(self.refuse::<()>(known, "a list of tables", item)),
            }
        }
    }

    fn one(&mut self, item: &Value<'_>, table: &DeTable<'_>) {
        let mut one = Override::default();
        let mut files = None;
        for (key, value) in table {
            let Some(known) = self.key(OVERRIDE_KEYS, key) else {
                continue;
            };
            match known.kind {
                Kind::Globs => {
                    files = Some(value);
                    one.files = self.globs(known, value);
                }
                Kind::Levels => one.rules = self.levels(known, value),
                Kind::Platform => one.platform = self.platform(known, value),
                Kind::Source => one.source = self.text(known, value, &filled),
                Kind::Sandbox => one.sandbox = self.text(known, value, &sandbox),
                Kind::Organization => one.organization = self.text(known, value, &organization),
                _ => {}
            }
        }
        let is_empty = |files: &Value<'_>| matches!(files.get_ref(), DeValue::Array(files) if files.is_empty());
        if files.is_none() {
            let help = "add `files = [\"…\"]`".to_owned();
            let message = "nothing says which files this is for";
            self.fault(item.span(), message, Some(help));
        } else if let Some(files) = files.filter(|files| is_empty(files)) {
            let help = "name some, as in `files = [\"prod/\"]`".to_owned();
            self.fault(files.span(), "this is for no file at all", Some(help));
        } else if table.len() == 1 {
            let names = OVERRIDE_KEYS.iter().map(|key| key.name);
            let names = names.filter(|name| *name != "files");
            let names = listed(names.map(|name| format!("`{name}`")), "or");
            let help = format!("add {names}");
            self.fault(item.span(), "nothing is said of these files", Some(help));
        }
        self.settings.overrides.push(one);
    }
}
