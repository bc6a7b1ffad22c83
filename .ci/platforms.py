"""Runs what the platforms would run, the GitHub Action's scripts and the GitLab job: python3 platforms.py ARCHIVE

connlint is on the PATH for the action, or both take it from a release, which has the archive for this machine.
"""

import hashlib
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import yaml

root = pathlib.Path(__file__).resolve().parent.parent
REQUEST = (root / "fixtures/readme/orders.json").read_bytes()
# `gh release download TAG --repo R --pattern P --pattern P --dir D --clobber`
GH = """#!/usr/bin/env bash
set -e
[[ $1 == release && $2 == download && $4 == --repo && $6 == --pattern && $8 == --pattern && ${10} == --dir ]]
for pattern in "$7" "$9"; do cp "$RELEASES/$3"/$pattern "${11}"; done
"""


def github(folder, environment={}, **inputs):
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
        "RUNNER_ARCH": {"x86_64": "X64", "aarch64": "ARM64"}[platform.machine()],
        **environment,
    }
    log, code = "", 0
    for step in steps:
        variables = dict(runner)
        for name, value in step["env"].items():
            if value.startswith("${{ inputs."):
                variables[name] = values[value.removeprefix("${{ inputs.").removesuffix(" }}")]
            elif "steps.install.outputs.connlint" in value:
                variables[name] = dict(read(outputs))["connlint"]
        run = subprocess.run(["bash", "-c", step["run"]], cwd=folder, env=variables, capture_output=True, text=True)
        log, code = log + run.stdout, run.returncode
        if code:
            break
    return code, log, dict(read(outputs)), summary.read_text()


def read(outputs):
    return [line.split("=", 1) for line in outputs.read_text().splitlines()]


def release(folder):
    """A folder as releases have it, with the archive and its checksum."""
    version = next(line for line in (root / "Cargo.toml").read_text().splitlines() if line.startswith("version = "))
    files = folder / f"v{version.split(chr(34))[1]}"
    files.mkdir(parents=True)
    shutil.copy(archive, files)
    checksum = hashlib.sha256(archive.read_bytes()).hexdigest()
    # It lists what else is in the release, too.
    (files / "SHA256SUMS").write_text(f"{'0' * 64}  other.zip\n{checksum}  {archive.name}\n")
    return files


def gitlab(folder, **variables):
    """The job of the template: its exit code and its log."""
    template = yaml.safe_load((root / ".gitlab/connlint.yml").read_text())
    job = template[template["connlint"]["extends"]]
    environment = {**os.environ, **template["variables"], **job["variables"], **variables}
    script = "\n".join([*job["before_script"], *job["script"]])
    # As GitLab's runner does it.
    bash = ["bash", "-eo", "pipefail", "-c", script]
    run = subprocess.run(bash, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return run.returncode, run.stdout


archive = pathlib.Path(sys.argv[1]).resolve()
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

    # What was not written is no output, even where an older report is.
    stale = (folder / "out put.sarif").read_bytes()
    for name, args in [("out put.sarif", "--no-such-option"), ("nowhere/a.sarif", ""), ("never.sarif", "--format=x")]:
        code, log, outputs, _ = github(folder, sarif=name, args=args, fail="false")
        assert code == 2 and outputs == {"exit-code": "2", "connlint": outputs["connlint"]}, (name, outputs)
    assert (folder / "out put.sarif").read_bytes() == stale
    assert github(folder, sarif="out put.sarif")[2]["sarif"] == "out put.sarif"
    code, log, outputs, _ = github(folder, sarif="a.sarif\nconnlint=forged")
    assert code == 2 and "`sarif`" in log and "sarif" not in outputs and outputs["connlint"] != "forged", outputs

    files = release(pathlib.Path(temporary) / "releases")
    # Two releases in one job, taken with a stand-in for GitHub's own program; the second is not what it says it is.
    shutil.copytree(files, files.parent / "v9.9.9")
    other = files.parent / "v9.9.9" / archive.name.replace(files.name, "v9.9.9")
    (files.parent / "v9.9.9" / archive.name).rename(other)
    sums = other.parent / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(archive.name, other.name))
    programs = pathlib.Path(temporary) / "programs"
    programs.mkdir()
    (programs / "gh").write_text(GH)
    (programs / "gh").chmod(0o755)
    path = [entry for entry in os.environ["PATH"].split(":") if not pathlib.Path(entry, "connlint").exists()]
    job = {
        "PATH": ":".join([str(programs), *path]),
        "RELEASES": str(files.parent),
        "RUNNER_TEMP": temporary,
        "ACTION_REPOSITORY": "OWNER/connlint",
    }
    taken = []
    for ref in [files.name, "v9.9.9", files.name]:
        code, log, outputs, _ = github(folder, {**job, "ACTION_REF": ref})
        assert code == 1 and log.count("::error file=") == 6, log
        taken.append(outputs["connlint"])
    assert taken[0] == taken[2] != taken[1], taken
    other.write_bytes(b"something else")
    code, log, outputs, _ = github(folder, {**job, "ACTION_REF": "v9.9.9"})
    assert code == 2 and "::error::the checksum" in log and not outputs, log

    released = {"CONNLINT_RELEASES": files.parent.as_uri()}
    code, log = gitlab(folder, **released)
    assert code == 1 and f"{archive.name}: OK" in log, log
    assert len(json.loads((folder / "gl-code-quality-report.json").read_text())) == 6
    assert xml.etree.ElementTree.parse(folder / "connlint.xml").getroot().get("failures") == "6"
    assert gitlab(folder, **released, CONNLINT_ARGS="--exit-zero --quiet")[0] == 0
    assert gitlab(folder, **released, CONNLINT_PATHS="other.json", CONNLINT_ARGS="--skip-unrecognized")[0] == 0
    git = ["git", "-c", "user.name=A tester", "-c", "user.email=tester@example.com"]
    for command in [["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "A step"]]:
        subprocess.run([*git, *command], cwd=folder, check=True)
    (folder / "new.json").write_bytes(REQUEST)
    code, log = gitlab(folder, **released, CONNLINT_ARGS="--since=main")
    assert code == 1 and "new.json" in log and "a b.json" not in log, log

    code, log = gitlab(folder)
    assert code == 2 and "CONNLINT_RELEASES" in log, log
    assert gitlab(folder, **released, CONNLINT_VERSION="0.0.0")[0] not in (0, 1)
    for changed, content in [(archive.name, b"something else"), ("SHA256SUMS", f"{'0' * 64}  other.zip\n".encode())]:
        before = (files / changed).read_bytes()
        (files / changed).write_bytes(content)
        code, log = gitlab(folder, **released)
        assert code != 0 and "invalid-hosts" not in log, log
        (files / changed).write_bytes(before)
print("the GitHub Action and the GitLab job do what they say")
