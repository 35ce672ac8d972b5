from collections.abc import Iterator

import pytest

from tests.local.deployment.aws import ScriptedAws


@pytest.fixture
def aws() -> Iterator[ScriptedAws]:
    """Every call that a test expects must have been made when it ends."""
    scripted = ScriptedAws()
    yield scripted
    scripted.all_made()
