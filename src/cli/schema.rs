//! Writes a JSON Schema for editors.

use connlint::editor_schema::editor_schema;
use connlint::report::escape::write_value;

use super::arguments::{Platform, Schema};
use super::{CLEAN, own, quietly, sources};

pub(crate) fn schema(arguments: &Schema) -> Result<u8, String> {
    let own = own::load(&arguments.own, &arguments.settings)?;
    let source = match &arguments.source {
        Some(wanted) => Some(sources::one(own.catalog, wanted)?),
        None => None,
    };
    if let Some(source) = source.filter(|source| source.auth.is_empty()) {
        return Err(format!(
            "{} takes no base connection; see {}",
            source.title,
            source.page()
        ));
    }
    let platform = arguments.platform.map(Platform::cloud).or(own.platform);
    let schema = editor_schema(own.catalog, source, platform);
    quietly(|out| write_value(&schema, out))?;
    Ok(own.said(CLEAN))
}
