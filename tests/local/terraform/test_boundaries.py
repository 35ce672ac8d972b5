"""What the boundaries of the pipelines and of their roles allow, judged on what Terraform writes."""

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from local.bootstrap.layout import ROOT
from local.terraform.command import TerraformMissingError, terraform
from tests.local.terraform.test_protection import resources

ACCOUNT = "000000000000"
OURS = f"arn:aws:iam::{ACCOUNT}:role"
FUNCTION, PIPELINE = f"{OURS}/chain-booking-vet-carrier", f"{OURS}/chain-apply"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/chain-boundary-role"
WIDER = f"arn:aws:iam::{ACCOUNT}:policy/chain-boundary-pipeline"
STATE, TRAIL_FILES = f"arn:aws:s3:::chain-terraform-{ACCOUNT}", f"arn:aws:s3:::chain-audit-{ACCOUNT}"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/chain"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-1111-1111-1111-111111111111"
BOUNDED = ("AttachRolePolicy", "CreateRole", "PutRolePermissionsBoundary", "PutRolePolicy")
Policy = dict[str, Any]


@pytest.fixture(scope="module")
def boundaries() -> Policy:
    """By name, the policies of `terraform/bootstrap`."""
    try:
        with terraform() as command:
            command.initialise(ROOT / "terraform")
            chosen = ("-json", "-verbose", "-filter=tests/boundaries.tftest.hcl")
            ran = command.answer(ROOT / "terraform", "test", *chosen, "-var", "release=none").stdout
    except TerraformMissingError as missing:
        pytest.skip(str(missing))
    plan = next(json.loads(line) for line in ran.splitlines() if '"type":"test_plan"' in line)
    made = [each for each in plan["test_plan"]["resource_changes"] if each["type"] == "aws_iam_policy"]
    return {each["index"]: json.loads(each["change"]["after"]["policy"]) for each in made}


def is_allowed(policy: Policy, action: str, resource: str, **context: str) -> bool:
    """As IAM: a matching Deny wins, and without a matching Allow nothing is allowed."""
    effects = {each["Effect"] for each in policy["Statement"] if _matches(each, action, resource, context)}
    return effects == {"Allow"}


def _matches(statement: Policy, action: str, resource: str, context: dict[str, str]) -> bool:
    named = "Action" in statement
    patterns = _listed(statement["Action" if named else "NotAction"])
    acts = any(fnmatchcase(action, pattern) for pattern in patterns)
    meets = any(fnmatchcase(resource, pattern) for pattern in _listed(statement["Resource"]))
    return acts == named and meets and all(_holds(statement.get("Condition", {}), context))


def _holds(conditions: dict[str, dict[str, Any]], context: dict[str, str]) -> Iterator[bool]:
    for operator, keys in conditions.items():
        assert operator in ("StringEquals", "ForAnyValue:StringEquals")
        yield from (context.get(key) in _listed(values) for key, values in keys.items())


def _listed(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.slow
@pytest.mark.parametrize("action", BOUNDED)
def test_the_pipelines_make_and_widen_roles_under_the_boundary_alone(boundaries: Policy, action: str) -> None:
    def makes(resource: str, **context: str) -> bool:
        return is_allowed(boundaries["pipeline"], f"iam:{action}", resource, **context)

    assert makes(FUNCTION, **{"iam:PermissionsBoundary": BOUNDARY})
    assert not makes(FUNCTION)
    assert not makes(FUNCTION, **{"iam:PermissionsBoundary": WIDER})
    assert not makes(PIPELINE, **{"iam:PermissionsBoundary": BOUNDARY})
    assert not makes(f"{OURS}/another", **{"iam:PermissionsBoundary": BOUNDARY})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:DeleteRolePermissionsBoundary", FUNCTION),
        ("iam:DeleteRolePermissionsBoundary", PIPELINE),
        ("iam:UpdateAssumeRolePolicy", PIPELINE),
        ("iam:PassRole", PIPELINE),
        ("iam:CreatePolicyVersion", BOUNDARY),
        ("iam:SetDefaultPolicyVersion", WIDER),
        ("iam:DeletePolicy", BOUNDARY),
        ("iam:CreateUser", f"arn:aws:iam::{ACCOUNT}:user/somebody"),
        ("iam:CreateAccessKey", f"arn:aws:iam::{ACCOUNT}:user/somebody"),
        ("iam:UpdateOpenIDConnectProviderThumbprint", f"arn:aws:iam::{ACCOUNT}:oidc-provider/github"),
        ("organizations:LeaveOrganization", "*"),
        ("s3:PutBucketPolicy", STATE),
        ("s3:PutBucketVersioning", STATE),
        ("s3:DeleteObjectVersion", f"{STATE}/chain/terraform.tfstate"),
        ("s3:DeleteBucket", TRAIL_FILES),
        ("s3:PutBucketObjectLockConfiguration", TRAIL_FILES),
        ("s3:PutLifecycleConfiguration", TRAIL_FILES),
        ("cloudtrail:StopLogging", TRAIL),
        ("cloudtrail:DeleteTrail", TRAIL),
        ("cloudtrail:UpdateTrail", TRAIL),
        ("kms:UpdateAlias", f"arn:aws:kms:us-east-1:{ACCOUNT}:alias/chain-audit"),
    ],
)
@pytest.mark.parametrize("name", ["pipeline", "role"])
def test_neither_reaches_the_state_the_trail_or_itself(
    boundaries: Policy, name: str, action: str, resource: str
) -> None:
    assert not is_allowed(boundaries[name], action, resource)


@pytest.mark.slow
@pytest.mark.parametrize("alias", ["alias/chain-audit", "alias/chain-terraform"])
def test_the_keys_of_state_and_trail_stay_while_others_change(boundaries: Policy, alias: str) -> None:
    def ends(of: str) -> bool:
        context = {"kms:ResourceAliases": of}
        return is_allowed(boundaries["pipeline"], "kms:ScheduleKeyDeletion", KEY, **context)

    assert not ends(alias)
    assert ends("alias/somebody-elses")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:PutObject", f"{STATE}/chain/terraform.tfstate"),
        ("s3:DeleteObject", f"{STATE}/chain/terraform.tfstate.tflock"),
        ("cloudtrail:PutEventSelectors", TRAIL),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:000000000000:function:chain-booking-api"),
        ("iam:PassRole", FUNCTION),
        ("iam:DeleteRole", FUNCTION),
        ("iam:GetRole", PIPELINE),
        ("iam:CreateServiceLinkedRole", f"{OURS}/aws-service-role/ops.apigateway.amazonaws.com/x"),
    ],
)
def test_the_pipelines_still_do_their_work(boundaries: Policy, action: str, resource: str) -> None:
    assert is_allowed(boundaries["pipeline"], action, resource)


@pytest.mark.slow
def test_a_role_that_runs_something_has_nothing_to_do_with_identities(boundaries: Policy) -> None:
    named = {"iam:PermissionsBoundary": BOUNDARY}

    assert not is_allowed(boundaries["role"], "iam:CreateRole", FUNCTION, **named)
    assert not is_allowed(boundaries["role"], "iam:PassRole", FUNCTION)
    assert is_allowed(boundaries["role"], "dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:0:table/x")


def test_every_role_that_an_environment_makes_has_the_boundary() -> None:
    found = resources("aws_iam_role")

    assert found
    assert [place for place, text in found.items() if "permissions_boundary" not in text] == []
