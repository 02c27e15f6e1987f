"""What every test stands on: no Hypothesis deadline, since a busy machine would fail tests that are right."""

import pytest
from hypothesis import settings

settings.register_profile("logitrain", deadline=None)
settings.load_profile("logitrain")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that installs for real: coming last, it would keep one process busy and the others idle."""
    items.sort(key=lambda item: item.path.name != "test_run.py")
