"""Events' schemas are valid in the draft that EventBridge's registry reads."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from local.bootstrap.layout import ROOT

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
FILES = sorted((ROOT / "schemas" / "json").glob("*/events/*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_schema_is_one_of_draft_4_too(file: Path) -> None:
    schema = json.loads(file.read_text())

    Draft4Validator.check_schema({**schema, "$schema": DRAFT_4})
