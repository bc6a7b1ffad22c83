//! The names of a program, as far as it is plain what they stand for.

use std::collections::{HashMap, HashSet};

use super::{Code, Kind, Language, Part};
use shared::Share;

mod bound;
mod handed;
mod shared;

/// What a name was given.
#[derive(Clone, Debug)]
pub struct Assigned {
    pub value: Part,
    /// Whether something is asked of it or done to it elsewhere, or somebody may do it who is handed it: it may hold more
    /// then, or something else.
    pub is_touched: bool,
}

#[derive(Debug, Default)]
pub(super) struct Names {
    assigned: HashMap<String, Assigned>,
}

impl Names {
    pub(super) fn of(code: &Code<'_>) -> Names {
        let mut assigned: HashMap<String, Vec<Part>> = HashMap::new();
        let mut open = HashSet::new();
        let mut touched = HashSet::new();
        // Names, and those that stand for the same.
        let mut shared: Vec<(String, String)> = Vec::new();
        // The brackets around a token.
        let mut around: Vec<usize> = Vec::new();
        for token in 0..code.tokens.len() {
            while around
                .last()
                .is_some_and(|&open| code.tokens[open].link <= token)
            {
                around.pop();
            }
            match code.tokens[token].kind {
                Kind::Open => {
                    around.push(token);
                    continue;
                }
                Kind::Word => {}
                _ => continue,
            }
            // Keys and commands are words, too.
            let is_powershell = code.language == Language::PowerShell;
            if is_powershell && !code.source(token).starts_with('$') {
                continue;
            }
            let name = || folded(code.language, code.source(token));
            match part_of_it(code, token, &around) {
                Use::Assigned(value) => assigned.entry(name()).or_default().push(value),
                Use::Open => {
                    open.insert(name());
                }
                Use::Touched => {
                    touched.insert(name());
                }
                Use::Other => {
                    let share = shared::share(code, token, &around);
                    if matches!(share, Share::Open)
                        || handed::is_handed_on(code, token, around.last().copied())
                    {
                        touched.insert(name());
                    } else if let Share::With(other) = share {
                        shared.push((name(), folded(code.language, other)));
                    }
                }
            }
        }
        // A name of a name of a name is as far as anybody goes.
        for _ in 0..3 {
            for (name, other) in &shared {
                if touched.contains(other) {
                    touched.insert(name.clone());
                }
            }
        }
        let once = assigned.into_iter().filter_map(|(name, mut values)| {
            let value = values.pop().filter(|_| values.is_empty())?;
            let is_touched = touched.contains(&name);
            (!open.contains(&name)).then_some((name, Assigned { value, is_touched }))
        });
        Names {
            assigned: once.collect(),
        }
    }

    pub(super) fn get(&self, language: Language, name: &str) -> Option<&Assigned> {
        self.assigned.get(&folded(language, name))
    }
}

/// PowerShell does not tell cases apart, and a scope does not make another variable of it.
fn folded(language: Language, name: &str) -> String {
    match language {
        Language::PowerShell => {
            let name = name.trim_start_matches(['$', '{']).trim_end_matches('}');
            let name = name.to_ascii_lowercase();
            let scopes = ["script:", "global:", "local:", "private:"];
            let own = scopes.iter().find_map(|scope| name.strip_prefix(scope));
            own.unwrap_or(&name).to_owned()
        }
        _ => name.to_owned(),
    }
}

/// What is done with a name.
enum Use {
    Assigned(Part),
    /// It gets a value that is not written here.
    Open,
    /// Something in it is looked at or changed.
    Touched,
    Other,
}

/// What happens to the name at a token. `around` are the brackets that it stands in, outer ones first.
fn part_of_it(code: &Code<'_>, token: usize, around: &[usize]) -> Use {
    let before = token.checked_sub(1);
    if before.is_some_and(|before| code.kind(before) == Some(Kind::Dot)) {
        return Use::Other;
    }
    if bound::is_bound(code, token, around) {
        return Use::Open;
    }
    // Brackets hold statements in languages that have blocks, and in those no others.
    let is_statement = begins_statement(code, token)
        && match code.language {
            Language::Python => around.is_empty(),
            Language::JavaScript => around.last().is_none_or(|&open| code.source(open) == "{"),
            Language::PowerShell => true,
        };
    match code.kind(token + 1) {
        Some(Kind::Assign) => match is_statement {
            true => Use::Assigned(value_after(code, token + 1)),
            // `f(name=value)` names a parameter, which is another thing.
            false if code.language == Language::Python && !around.is_empty() => Use::Other,
            false => Use::Open,
        },
        // `name: type = value`
        Some(Kind::Colon) if is_statement => match typed_assign(code, token + 2) {
            Some(assign) if code.language != Language::PowerShell => {
                Use::Assigned(value_after(code, assign))
            }
            _ => Use::Other,
        },
        Some(Kind::Dot) => Use::Touched,
        Some(Kind::Open) if code.opens(token + 1, "[") => Use::Touched,
        // `+=`, `:=`, `??=`, `++`
        Some(Kind::Other) => {
            let sign = code.source(token + 1);
            let compares = ["==", "===", "!=", "!==", "<=", ">="].contains(&sign);
            match sign.ends_with('=') && !compares || sign == "++" || sign == "--" {
                true => Use::Open,
                false => Use::Other,
            }
        }
        _ => Use::Other,
    }
}

fn begins_statement(code: &Code<'_>, token: usize) -> bool {
    let Some(before) = token.checked_sub(1) else {
        return true;
    };
    match code.tokens[before].kind {
        Kind::Newline | Kind::Semicolon => true,
        Kind::Word => ["const", "let", "var", "export"].contains(&code.source(before)),
        Kind::Open => code.source(before) == "{",
        // `[string]$name = …`, `} name = …`
        Kind::Close => code.source(before) != ")",
        _ => false,
    }
}

/// The equals sign after a type that begins at a token. Types are short.
fn typed_assign(code: &Code<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..32 {
        match code.kind(at)? {
            Kind::Assign => return Some(at),
            Kind::Newline | Kind::Semicolon | Kind::Close => return None,
            _ => at = code.after(at),
        }
    }
    None
}

/// The expression after an equals sign.
fn value_after(code: &Code<'_>, assign: usize) -> Part {
    let mut at = assign + 1;
    while let Some(kind) = code.kind(at) {
        let ends = match kind {
            Kind::Semicolon | Kind::Close => true,
            Kind::Comma => code.language == Language::JavaScript,
            Kind::Newline => {
                let goes_on = |token: usize| {
                    matches!(
                        code.kind(token),
                        Some(Kind::Plus | Kind::Assign | Kind::Pipe)
                    )
                };
                // Empty lines and remarks may stand between the parts of a sum.
                let last = (assign..at)
                    .rev()
                    .find(|&last| code.tokens[last].kind != Kind::Newline);
                let next = (at + 1..code.tokens.len())
                    .find(|&next| code.tokens[next].kind != Kind::Newline);
                let chained = next.is_some_and(|next| {
                    code.language == Language::JavaScript
                        && matches!(code.tokens[next].kind, Kind::Plus | Kind::Dot)
                });
                !last.is_some_and(goes_on) && !chained
            }
            _ => false,
        };
        if ends {
            break;
        }
        at = code.after(at);
    }
    code.trimmed(assign + 1..at.min(code.tokens.len()))
}
