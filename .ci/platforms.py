"""Runs what the platforms would run, with connlint on the PATH: the GitHub Action's scripts and the GitLab job."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import yaml

root = pathlib.Path(__file__).resolve().parent.parent
REQUEST = (root / "fixtures/readme/orders.json").read_bytes()


def github(folder, **inputs):
    """A step of a workflow: its exit code, its log, its outputs and the summary of the run."""
    outputs, summary = folder.parent / "outputs", folder.parent / "summary"
    outputs.write_text("")
    summary.write_text("# Before\n")
    steps = yaml.safe_load((root / "action.yml").read_text())["runs"]["steps"]
    declared = yaml.safe_load((root / "action.yml").read_text())["inputs"]
    values = {name: inputs.get(name, about["default"]) for name, about in declared.items()}
    runner = {
        **os.environ,
        "GITHUB_ACTION_PATH": str(root),
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_OS": "Linux",
        "RUNNER_ARCH": "X64",
    }
    log, code = "", 0
    for step in steps:
        environment = dict(runner)
        for name, value in step["env"].items():
            if value.startswith("${{ inputs."):
                environment[name] = values[value.removeprefix("${{ inputs.").removesuffix(" }}")]
            elif "steps.install.outputs.connlint" in value:
                environment[name] = dict(read(outputs))["connlint"]
        run = subprocess.run(["bash", "-c", step["run"]], cwd=folder, env=environment, capture_output=True, text=True)
        log, code = log + run.stdout, run.returncode
        if code:
            break
    return code, log, dict(read(outputs)), summary.read_text()


def read(outputs):
    return [line.split("=", 1) for line in outputs.read_text().splitlines()]


def gitlab(folder, **variables):
    """The job of the template: its exit code."""
    template = yaml.safe_load((root / ".gitlab/connlint.yml").read_text())
    environment = {**os.environ, **template["variables"], **variables}
    (script,) = template[template["connlint"]["extends"]]["script"]
    return subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True).returncode


with tempfile.TemporaryDirectory() as temporary:
    folder = pathlib.Path(temporary) / "repository"
    folder.mkdir()
    (folder / "a b.json").write_bytes(REQUEST)
    (folder / "$(touch forged).json").write_bytes(REQUEST)
    (folder / "other.json").write_text("{}")

    code, log, outputs, summary = github(folder)
    assert code == 1 and log.count("::error file=") == 6, log
    assert outputs["exit-code"] == "1" and "sarif" not in outputs, outputs
    assert summary.startswith("# Before\n## connlint: 6 errors"), summary

    code, log, outputs, summary = github(
        folder,
        paths="a b.json\n\nother.json\n",
        args="--deny-warnings\n--level\ninvalid-hosts=off",
        annotations="false",
        summary="false",
        sarif="out put.sarif",
        fail="false",
    )
    assert code == 0 and "::" not in log and log.count("a b.json:") == 2, log
    assert outputs["exit-code"] == "1" and outputs["sarif"] == "out put.sarif", outputs
    assert len(json.loads((folder / "out put.sarif").read_text())["runs"][0]["results"]) == 2
    assert summary == "# Before\n", summary

    code, log, outputs, _ = github(folder, paths="$(touch forged).json;`touch forged`", fail="false")
    assert code == 2 and outputs["exit-code"] == "2", (code, outputs)
    assert not (folder / "forged").exists()
    assert github(folder, paths="other.json", args="--skip-unrecognized")[0] == 0

    assert gitlab(folder) == 1
    assert len(json.loads((folder / "gl-code-quality-report.json").read_text())) == 6
    assert xml.etree.ElementTree.parse(folder / "connlint.xml").getroot().get("failures") == "6"
    assert gitlab(folder, CONNLINT_ARGS="--exit-zero --quiet") == 0
    assert gitlab(folder, CONNLINT_PATHS="other.json", CONNLINT_ARGS="--skip-unrecognized") == 0
print("the GitHub Action and the GitLab job do what they say")
