"""The tool that forecasts: level, trend and indices, corrected by what was asked; many runs side by side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.forecasting.draws import factor
from sim.forecasting.world import ForecastPolicy

Floats = NDArray[np.float64]

LEAST = 1e-9  # of a level: an index is demand over it


class Tool:
    """What the tool holds after so many periods, an array of one figure per run (see `ForecastPolicy`)."""

    def __init__(self, policy: ForecastPolicy, runs: int) -> None:
        self._policy = policy
        self._seen = 0
        self._level = np.full(runs, float(policy.level))
        self._trend = np.full(runs, float(policy.trend))
        self._seasons = [np.full(runs, float(index)) for index in policy.seasons]
        self._recent = [np.full(runs, float(figure)) for figure in policy.recent or ()]
        self._average()

    def ahead(self, h: int) -> Floats:
        """Forecast the h-th period to come, in units, 0 or more."""
        place = self._seen + h - 1
        index = self._seasons[place % len(self._seasons)]
        law = (self._level + h * self._trend) * index
        found: Floats = np.maximum(law * factor(self._policy.adjust, place), 0.0)
        return found

    def learn(self, demand: Floats) -> None:
        """Take in what was asked in the period just over."""
        policy = self._policy
        place = self._seen % len(self._seasons)
        asked, index = demand / factor(policy.adjust, self._seen), self._seasons[place]
        before, self._seen = self._level, self._seen + 1
        if self._recent:
            self._recent = [*self._recent[1:], asked / index]
            self._average()
        else:
            grown = before + self._trend
            self._level = np.maximum(grown + policy.alpha * (asked / index - grown), LEAST)
            self._trend = self._trend + policy.beta * (self._level - before - self._trend)
        # An index of 0 would forecast nothing for ever, and divide what is asked by it.
        self._seasons[place] = np.maximum(index + policy.gamma * (asked / self._level - index), LEAST)

    def _average(self) -> None:
        if self._recent:
            total = self._recent[0]
            for figure in self._recent[1:]:
                total = total + figure
            self._level = np.maximum(total / len(self._recent), LEAST)
