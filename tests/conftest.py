"""What every test stands on: no Hypothesis deadline, since a busy machine would fail tests that are right."""

from hypothesis import settings

settings.register_profile("logitrain", deadline=None)
settings.load_profile("logitrain")
