"""The rules of docs/architecture.md and CONTRIBUTING.md that a script can check, and a test that each rule can fail."""

from pathlib import Path

import floors
import pytest
import self_test

SOURCE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project():
    project = floors.Project(SOURCE)
    assert project.program, f"{SOURCE} has no sources"
    return project


@pytest.mark.parametrize("rule", floors.RULES)
def test_sources_keep_the_rule(project, rule):
    violations = list(floors.RULES[rule](project))
    assert not violations, "\n".join(violations)


@pytest.mark.parametrize("rule", floors.RULES)
def test_rule_can_fail(rule):
    problems = list(self_test.problems(rule))
    assert not problems, "\n".join(problems)


def test_scan_of_the_sources():
    assert not list(self_test.scan_problems())
