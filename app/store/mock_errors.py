"""What can go wrong with mock exams; words in mock.po."""

from __future__ import annotations

from app.store.errors import StoreError


class MockRunning(StoreError):  # noqa: N818  (callers read it as a state)
    """A mock exam is being sat already: its time runs, and it is finished or given up before another."""

    key = "mock.error.running"


class MockEmpty(StoreError):  # noqa: N818  (callers read it as a state)
    """No question could be chosen: no case offers any of the criteria, or the time holds none."""

    key = "mock.error.empty"
