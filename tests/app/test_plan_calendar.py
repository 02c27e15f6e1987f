"""The calendar file of a plan, against what RFC 5545 asks for."""

from datetime import UTC, date, datetime

from app.plan_calendar import Event, calendar

AT = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_days_are_whole_and_words_escaped():
    event = Event("plan-1", date(2026, 12, 31), "Réviser ; 40 min, puis repos", "un\ndeux \\ trois")
    lines = unfolded(calendar("Révisions", [event], AT))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261121T090500Z" in lines
    assert "UID:plan-1@logitrain" in lines
    assert "SUMMARY:Réviser \\; 40 min\\, puis repos" in lines
    assert "DESCRIPTION:un\\ndeux \\\\ trois" in lines


def test_lines_are_folded_by_octets_without_cutting_a_character():
    title = "é" * 200
    data = calendar("x", [Event("1", date(2026, 12, 1), title)], AT)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert f"SUMMARY:{title}" in unfolded(data)
