"""Adds up pytest's JUnit reports and says, in one line, how many tests there were. Exit code 1 for none."""

import sys
from collections import Counter
from xml.etree import ElementTree as ET


def count(reports: list[str]) -> Counter[str]:
    """Return the numbers of tests that passed, failed (errors included) and were skipped."""
    counted: Counter[str] = Counter()
    for report in reports:
        for suite in ET.parse(report).iter("testsuite"):  # noqa: S314 -- pytest has just written it
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            counted += Counter(
                failed=failed, skipped=skipped, passed=int(suite.get("tests", 0)) - failed - skipped
            )
    return counted


if __name__ == "__main__":
    numbers = count(sys.argv[1:])
    print(f"{numbers['passed']} passed, {numbers['failed']} failed, {numbers['skipped']} skipped")
    sys.exit(numbers["passed"] == 0)
