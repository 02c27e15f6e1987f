"""Figures, marks and moments as a language writes them on paper; no page and no browser behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from app.i18n import Lang, Translator, translator
from app.store.queries import LOCAL
from cases.quantity import format_value, write_number


@dataclass(frozen=True)
class Pen:
    """Writes in one language; moments are told in ``zone``, which they name."""

    lang: Lang
    zone: tzinfo = UTC

    @property
    def t(self) -> Translator:
        """The words of the language."""
        return translator(self.lang)

    @property
    def region(self) -> str:
        """The country that goes with the language in a document."""
        return "fr" if self.lang == "fr" else "gb"

    def person(self, name: str) -> str:
        """A learner's name; the one of a trainer run alone has none and is called by the machine."""
        return self.t("reports.local_learner") if name == LOCAL else name

    def points(self, value: float) -> str:
        """A number of points, with at most two decimals: 2, 1,5, 0,67."""
        return format_value(round(value, 2), "num", self.lang)

    def out_of(self, score: float, maximum: float) -> str:
        """A mark over its maximum: « 1,5 / 2 »."""
        return f"{self.points(score)}\u00a0/\u00a0{self.points(maximum)}"

    def out_of_20(self, mark: float) -> str:
        """A mark out of 20, to the tenth where it has one: « 14,5 / 20 »."""
        written = write_number(mark, self.lang, decimals=1)
        for end in (",0", ".0"):
            written = written.removesuffix(end)
        return f"{written}\u00a0/\u00a020"

    def share(self, ratio: float) -> str:
        """A ratio (0 to 1) as a whole percentage."""
        return write_number(ratio, self.lang, decimals=0, style="percent")

    def change(self, value: float) -> str:
        """A number of points gained or lost, with its sign."""
        rounded = round(value, 2)
        sign = "+" if rounded > 0 else "\u2212" if rounded < 0 else ""
        return sign + self.points(abs(rounded))

    def day(self, at: datetime) -> str:
        """A moment's day."""
        return self.date(at.astimezone(self.zone).date())

    def date(self, day: date) -> str:
        """A day."""
        return format_value(day.isoformat(), "date", self.lang)

    def moment(self, at: datetime) -> str:
        """A moment as a date and an hour, with the name of the zone."""
        local = at.astimezone(self.zone)
        written = self.t("chrome.moment", date=self.day(at), time=local.strftime("%H:%M"))
        return f"{written} ({local.tzname() or 'UTC'})"

    def counted(self, key: str, value: float) -> str:
        """A message with a number of points in it, in the plural that the number asks for."""
        single = value < 2 if self.lang == "fr" else value == 1
        return self.t.plural(key, 1 if single else 2, points=self.points(value))
