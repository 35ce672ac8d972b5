"""What every pipeline must be, read from its file: pinned, least privileged, alone, and never built twice."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.bootstrap.layout import ROOT

GITHUB = ROOT / ".github"
FILES = sorted([*GITHUB.glob("workflows/*.yml"), *GITHUB.glob("actions/*/action.yml")])
READ = {file: yaml.safe_load(file.read_text()) for file in FILES}
WORKFLOWS = {file.stem: each for file, each in READ.items() if file.parent.name == "workflows"}
ACTIONS = {file.parent.name: each for file, each in READ.items() if file.name == "action.yml"}
PIN = re.compile(r"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
ON: Any = True  # YAML 1.1 reads `on` as a truth value
WRITES = {
    "id-token": {"deploy", "drift", "plan", "pull-request", "release", "rollback"},
    "pull-requests": {"pull-request"},
}
STARTED = [name for name, each in WORKFLOWS.items() if set(each[ON]) != {"workflow_call"}]


def jobs(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from WORKFLOWS[name]["jobs"].items()


def steps(name: str) -> Iterator[dict[str, Any]]:
    for _, job in jobs(name):
        yield from job.get("steps", [])


def words(name: str) -> str:
    """All that the workflow runs."""
    return "\n".join(str(step.get("run", "")) for step in steps(name))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + "/" + file.name)
def test_every_action_is_pinned_by_commit(file: Path) -> None:
    used = re.findall(r"uses: (.+)", file.read_text())

    assert [each for each in used if not each.startswith("./") and not PIN.match(each)] == []


def test_an_action_has_one_pin_in_all_files() -> None:
    pins = {pin for file in FILES for pin in re.findall(r"uses: ([\w-]+/[\w-]+@.+)", file.read_text())}

    assert len({pin.split("@")[0] for pin in pins}) == len(pins)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_nothing_and_each_job_says_what_it_may(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}
    for job_name, job in jobs(name):
        assert job["permissions"], f"{name}.{job_name}"
        for scope, access in job["permissions"].items():
            assert access == "read" or name in WRITES[scope], f"{name}.{job_name} may write {scope}"


def test_only_the_comment_may_write_and_it_has_no_account() -> None:
    may = {name: job["permissions"] for name, job in jobs("pull-request")}

    assert may["comment"] == {"pull-requests": "write"}
    assert [name for name, scopes in may.items() if "pull-requests" in scopes] == ["comment"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_checkout_leaves_no_credentials(name: str) -> None:
    checkouts = [step for step in steps(name) if str(step.get("uses", "")).startswith("actions/checkout@")]

    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("name", STARTED)
def test_what_starts_by_itself_runs_in_a_group(name: str) -> None:
    assert WORKFLOWS[name]["concurrency"]["group"]
    assert WORKFLOWS[name]["concurrency"]["cancel-in-progress"] is (name == "pull-request")


def test_an_account_is_changed_by_one_run_at_a_time() -> None:
    assert dict(jobs("deploy"))["apply"]["concurrency"]["group"] == "account-${{ inputs.environment }}"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_job_on_a_runner_ends(name: str) -> None:
    assert all(job["timeout-minutes"] <= 120 for _, job in jobs(name) if "runs-on" in job)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_a_workflow_names_is_there(name: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    local = [str(each.get("uses", "")) for each in (*steps(name), *(job for _, job in jobs(name)))]

    assert [made for made in re.findall(r"make ([a-z-]+)", words(name)) if made not in targets] == []
    assert [path for path in local if path.startswith("./") and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_text_of_somebody_else_is_put_into_a_script(name: str) -> None:
    assert "${{" not in words(name)


def test_a_pull_request_runs_what_make_pr_runs() -> None:
    pr = re.search(r"^pr: (.*?) ##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    run = re.findall(r"make ([a-z-]+)", (ROOT / ".ci" / "run").read_text())

    assert pr is not None
    assert pr[1].split() == [target for target in run if target != "demo"]
    assert ".ci/run" in words("checks")


def test_one_job_builds_and_what_promotes_never_does() -> None:
    builders = [name for name in WORKFLOWS if "chain package" in words(name)]
    promoted = [job["with"]["digest"] for _, job in jobs("release") if job["uses"].endswith("/deploy.yml")]

    assert builders == ["build"]
    assert promoted == ["${{ needs.build.outputs.digest }}"] * 3


def test_a_release_goes_through_dev_and_its_attack_to_staging_to_prod() -> None:
    needs = {name: job.get("needs") for name, job in jobs("release")}

    assert needs["dev"] == ["build", "checks"]
    assert needs["dast"] == "dev"
    assert needs["staging"] == ["build", "dast"]
    assert needs["prod"] == ["build", "staging"]


def test_what_was_planned_and_approved_is_what_is_applied() -> None:
    plan, apply = dict(jobs("plan"))["plan"], dict(jobs("deploy"))["apply"]

    assert plan["environment"] == "${{ inputs.environment }}-plan"
    assert apply["environment"] == "${{ inputs.environment }}"
    assert "plans/$GITHUB_RUN_ID" in words("plan")
    assert "apply -input=false plan" in words("deploy")
    assert "terraform plan" not in words("deploy")


def test_only_what_waits_for_approval_takes_the_role_that_changes() -> None:
    roles = {name: [step.get("with", {}).get("role") for step in steps(name)] for name in WORKFLOWS}
    takers = {name for name, taken in roles.items() if "chain-apply" in taken}

    assert takers == {"deploy", "rollback"}
    for name in takers:
        waiting = [job["environment"] for _, job in jobs(name) if "steps" in job]
        assert waiting == ["${{ inputs.environment }}"]


def test_a_release_is_verified_where_it_is_used() -> None:
    verifying = "\n".join(str(step.get("run", "")) for step in ACTIONS["release"]["runs"]["steps"])

    assert 'echo "$DIGEST  SHA256SUMS" | sha256sum --check' in verifying
    assert "sha256sum --check SHA256SUMS" in verifying


def test_drift_is_looked_for_every_night() -> None:
    assert WORKFLOWS["drift"][ON]["schedule"]
    assert dict(jobs("drift"))["plan"]["with"]["refuse_changes"] is True


def test_dependabot_watches_what_it_can() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text())["updates"]

    assert {each["package-ecosystem"] for each in updates} == {"github-actions", "terraform"}
    assert all(each["cooldown"] for each in updates)


def test_every_owned_path_is_there() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text().splitlines()
    paths = [line.split()[0] for line in lines if not line.startswith("#")]

    assert "*" in paths
    assert [path for path in paths if path != "*" and not (ROOT / path.strip("/")).is_dir()] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_scripts_are_shell(name: str) -> None:
    for step in steps(name):
        if "run" in step:
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)
