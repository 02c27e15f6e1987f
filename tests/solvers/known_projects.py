"""Projects of the literature. j301_1: PSPLIB, Kolisch & Sprecher (1996): 30 tasks, 4 resources, 43 at best."""

from __future__ import annotations

from solvers.projects.tasks import Link, Task

# Task, duration, uses of R1 to R4, then the tasks that follow it.
J301_1 = """
2 8 4 0 0 0 6 11 15
3 4 10 0 0 0 7 8 13
4 6 0 0 0 3 5 9 10
5 3 3 0 0 0 20
6 8 0 0 0 8 30
7 5 4 0 0 0 27
8 9 0 1 0 0 12 19 27
9 2 6 0 0 0 14
10 7 0 0 0 1 16 25
11 9 0 5 0 0 20 26
12 2 0 7 0 0 14
13 6 4 0 0 0 17 18
14 3 0 8 0 0 17
15 9 3 0 0 0 25
16 10 0 0 0 5 21 22
17 6 0 0 0 8 22
18 5 0 0 0 7 20 22
19 3 0 1 0 0 24 29
20 7 0 10 0 0 23 25
21 2 0 0 0 6 28
22 7 2 0 0 0 23
23 2 3 0 0 0 24
24 3 0 9 0 0 30
25 3 4 0 0 0 30
26 7 0 0 4 0 31
27 8 0 0 0 7 28
28 3 0 8 0 0 31
29 7 0 7 0 0
30 2 0 7 0 0
31 2 0 0 2 0"""
J301_1_LIMITS = {"R1": 12, "R2": 13, "R3": 4, "R4": 12}


def j301_1() -> list[Task]:
    """The project, each task with what it waits for."""
    rows = [[int(figure) for figure in row.split()] for row in J301_1.strip().splitlines()]
    return [
        Task(
            str(name),
            duration,
            tuple(Link(str(row[0])) for row in rows if name in row[6:]),
            tuple((f"R{at}", used) for at, used in enumerate(uses, 1) if used),
        )
        for name, duration, *uses in (row[:6] for row in rows)
    ]


def td3() -> list[Task]:
    """A project of seven tasks from a French exercise sheet ("TD3 PERT"), with the people that each takes."""
    people = {"A": 3, "B": 2, "C": 1, "D": 1, "E": 3, "F": 3, "G": 2}
    rows = [
        ("A", 6, ""), ("B", 3, ""), ("C", 6, ""), ("D", 2, "B"), ("E", 4, "B"), ("F", 3, "DA"), ("G", 1, "FEC"),
    ]  # fmt: skip
    return [
        Task(name, duration, tuple(Link(one) for one in before), (("people", people[name]),))
        for name, duration, before in rows
    ]
