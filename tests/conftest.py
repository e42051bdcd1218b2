"""Puts this folder on the path, so that tests in subfolders can use ``composed``.

Hypothesis would fail a test that takes longer than its time, or whose inputs are made slowly: on a
busy machine that says nothing of the program.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")
