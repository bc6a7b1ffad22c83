//! Which language a text in a project's configuration is written in: what runs it is said beside it, or further out.

use std::collections::HashMap;

use crate::yaml::{Id, Yaml};

/// What a text is read as where nothing else is said.
const USUAL: &str = "sh";

/// The languages of texts, asked for in the order of the document.
#[derive(Default)]
pub(super) struct Languages {
    /// Of mappings and lists around the current node, with the node after each.
    around: Vec<(Id, &'static str)>,
    /// What a key says about its value.
    by_key: HashMap<Id, &'static str>,
}

impl Languages {
    /// Comes to the next node.
    pub(super) fn enter(&mut self, yaml: &Yaml<'_>, id: Id) {
        while self.around.last().is_some_and(|&(end, _)| end <= id) {
            self.around.pop();
        }
        let said = match yaml.is_mapping(id) {
            true => of_mapping(yaml, id),
            false => of_command(yaml, id),
        };
        let said = said.or_else(|| self.by_key.remove(&id));
        // What a machine runs by itself counts where nothing is said, further out either.
        let is_open = said.is_none() && self.around.is_empty();
        let said = said.or_else(|| of_machine(yaml, id).filter(|_| is_open));
        self.around
            .extend(said.map(|language| (yaml.next(id), language)));
        for (key, value) in yaml.members(id) {
            let name = yaml.value(key).rsplit('.').next().unwrap_or_default();
            let said = match name {
                "pwsh" | "powershell" | "win_shell" | "win_powershell" => Some("pwsh"),
                "bash" => Some("sh"),
                _ => None,
            };
            self.by_key.extend(said.map(|language| (value, language)));
        }
    }

    /// The language of a value of the current node, or of its items.
    pub(super) fn of(&self, value: Id) -> &'static str {
        let around = self.around.last().map(|&(_, language)| language);
        let said = self.by_key.get(&value).copied();
        said.or(around).unwrap_or(USUAL)
    }
}

/// What a mapping says about all that is in it: of a step, of a job, of a whole file.
fn of_mapping(yaml: &Yaml<'_>, id: Id) -> Option<&'static str> {
    let scalar = |id: Id, key: &str| yaml.get(id, key).map(|value| yaml.value(value));
    let inner = |id: Id, key: &str| yaml.get(id, key);
    let shell = scalar(id, "shell").or_else(|| scalar(id, "scriptType"));
    let by_default = || {
        let run = inner(inner(id, "defaults")?, "run")?;
        scalar(run, "shell")
    };
    // One that is named and not known is most often another way to start a shell.
    let named = shell.or_else(by_default).filter(|shell| is_name(shell));
    named
        .map(|shell| of_program(shell).unwrap_or(USUAL))
        .or_else(|| of_task(scalar(id, "task")?))
        // An action whose script is a program.
        .or_else(|| is_program(scalar(id, "uses")?).then_some("javascript"))
}

/// What runs a step of some machines where nothing is said.
fn of_machine(yaml: &Yaml<'_>, id: Id) -> Option<&'static str> {
    let scalar = |id: Id, key: &str| yaml.get(id, key).map(|value| yaml.value(value));
    let on_windows = |image: &str| image.to_ascii_lowercase().starts_with("windows");
    let run = || on_windows(scalar(id, "runs-on")?).then_some("pwsh");
    let pool = || on_windows(scalar(yaml.get(id, "pool")?, "vmImage")?).then_some("cmd");
    run().or_else(pool)
}

/// Whether a text names a shell, with options or the place of a script behind it. Ansible's `shell` is a script itself.
fn is_name(shell: &str) -> bool {
    let mut words = shell.split_whitespace();
    let is_expression = shell.starts_with("${{");
    let is_program = words.next().is_some_and(|program| !program.ends_with(':'));
    let goes_on = words.next();
    let is_option = goes_on.is_none_or(|word| word.starts_with(['-', '/', '{']));
    !shell.trim().contains('\n') && is_program && (is_option || is_expression)
}

/// Whether an action runs a program that is written beside it.
fn is_program(action: &str) -> bool {
    action.split('@').next() == Some("actions/github-script")
}

/// The words of one command: `[pwsh, -Command, …]`.
fn of_command(yaml: &Yaml<'_>, id: Id) -> Option<&'static str> {
    let mut words = yaml.elements(id).map(|word| yaml.value(word));
    let program = words.next()?;
    let is_option = |word: &str| word.starts_with(['-', '/']);
    words
        .next()
        .is_some_and(is_option)
        .then(|| of_program(program))?
}

/// The language that a program runs.
fn of_program(command: &str) -> Option<&'static str> {
    let program = command.split_whitespace().next()?;
    let name = program.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    Some(match name.strip_suffix(".exe").unwrap_or(&name) {
        "pwsh" | "powershell" | "pscore" | "ps" => "pwsh",
        "bash" | "sh" | "zsh" | "dash" => "sh",
        "cmd" | "batch" => "cmd",
        "python" | "python3" => "python",
        "node" => "javascript",
        _ => return None,
    })
}

/// The language that a task of Azure's pipelines runs.
fn of_task(task: &str) -> Option<&'static str> {
    let name = task.split('@').next()?;
    Some(match name {
        "PowerShell" | "AzurePowerShell" => "pwsh",
        "Bash" => "sh",
        "BatchScript" => "cmd",
        "PythonScript" => "python",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use crate::yaml;

    /// The languages of the texts that begin with `here`.
    fn languages(source: &str) -> Vec<&'static str> {
        let text = Text::file(source);
        let yaml = yaml::parse(&text);
        let mut languages = Languages::default();
        let mut found = Vec::new();
        for id in 0..yaml.len() {
            languages.enter(&yaml, id);
            let values = yaml.members(id).map(|(_, value)| value);
            for value in values.chain(yaml.elements(id)) {
                if yaml.value(value).starts_with("here") {
                    found.push(languages.of(value));
                }
            }
        }
        found
    }

    #[test]
    fn what_runs_a_text_is_said_beside_it_or_further_out() {
        for (source, expected) in [
            ("run: here", &["sh"][..]),
            ("- run: here\n  shell: pwsh\n- run: here", &["pwsh", "sh"]),
            ("- pwsh: here\n- powershell: here", &["pwsh", "pwsh"]),
            (
                "- task: PowerShell@2\n  inputs:\n    script: here",
                &["pwsh"],
            ),
            (
                "defaults:\n  run:\n    shell: pwsh\njobs:\n  a:\n    steps:\n    - run: here\n    - {shell: bash, run: here}",
                &["pwsh", "sh"],
            ),
            (
                "a:\n  runs-on: windows-latest\n  steps: [{run: here}]\nb:\n  runs-on: ubuntu-latest\n  steps: [{run: here}]",
                &["pwsh", "sh"],
            ),
            (
                "pool: {vmImage: windows-2022}\nsteps:\n- script: here\n- bash: here",
                &["cmd", "sh"],
            ),
            ("command: [pwsh, -Command, here]", &["pwsh"]),
            ("command: [/usr/bin/python3, -c, here]", &["python"]),
            ("script: [here, pwsh, here]", &["sh", "sh"]),
            (
                "- ansible.windows.win_powershell:\n    script: here",
                &["pwsh"],
            ),
            (
                "inputs: {scriptType: pscore, inlineScript: here}",
                &["pwsh"],
            ),
            ("shell: what\nrun: here", &["sh"]),
            (
                "defaults: {run: {shell: bash}}\njobs:\n  a:\n    runs-on: windows-latest\n    steps: [{run: here}]",
                &["sh"],
            ),
            (
                "runs-on: windows-latest\nsteps:\n- {shell: 'msys2 {0}', run: here}\n- {shell: '${{ matrix.shell }}', run: here}\n- run: here",
                &["sh", "sh", "pwsh"],
            ),
            (
                "- {shell: 'pwsh -Command {0}', run: here}\n- {shell: cmd /C, run: here}",
                &["pwsh", "cmd"],
            ),
            (
                "- shell: |\n    here ps\n    python x\n- shell: here\n- {shell: ps aux, run: here}",
                &["sh", "sh", "sh"],
            ),
            (
                "uses: actions/github-script@v7\nwith: {script: here}",
                &["javascript"],
            ),
        ] {
            assert_eq!(languages(source), expected, "{source}");
        }
    }
}
