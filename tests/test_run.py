"""run.py: what it understands, what it installs and when, and how it recovers from every half-done set-up.

Commands are not run but recorded by `Commands`, save in the last test, which sets a copy of the project up
for real; it needs the network and a minute, hence only where CI=true.
"""

from __future__ import annotations

import ast
import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = (ROOT / "run.py").read_text(encoding="utf-8")


def load() -> ModuleType:
    """Import run.py by its path: it belongs to no package."""
    spec = importlib.util.spec_from_file_location("logitrain_run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run = load()


class Commands:
    """Stands for subprocess.call: records each command, plays its effect, answers the code it is told."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.answers: dict[str, tuple[int, str] | BaseException] = {}
        self.meanwhile: Callable[[], None] = lambda: None

    def kind(self, command: list[str]) -> str:
        """Name a command by what it is for."""
        if "venv" in command:
            return "venv"
        named = {
            "requirements.lock": "runtime",
            "requirements-dev.lock": "dev",
            "build-backend.lock": "backend",
        }
        return next((kind for name, kind in named.items() if command[-1].endswith(name)), "project")

    def __call__(
        self, command: list[str], stdout: object = None, pass_fds: tuple[int, ...] = (), **_: object
    ) -> int:
        assert pass_fds, "a child that does not hold the lock could be joined by a second set-up"
        kind = self.kind(command)
        self.seen.append(kind)
        self.meanwhile()
        if kind == "venv":
            made = Path(command[-1])
            (made / "bin").mkdir()
            (made / "bin" / "python").symlink_to(sys.executable)
            (made / "pyvenv.cfg").write_text("home = here\n")
        if kind in {"runtime", "dev", "backend"}:
            assert "--require-hashes" in command
        answer = self.answers.get(kind, (0, "Installing collected packages: all\n"))
        if isinstance(answer, BaseException):
            raise answer
        stdout.write(answer[1].encode())
        stdout.flush()
        return answer[0]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Replace every command that run.py would start by a recorded one."""
    recorded = Commands()
    monkeypatch.setattr(run.subprocess, "call", recorded)
    return recorded


@pytest.fixture
def place(tmp_path: Path) -> run.Place:
    """Make a project folder with the three files that a set-up reads."""
    (tmp_path / "requirements.lock").write_text("simpy==4.1.1 \\\n    --hash=sha256:aa\n")
    (tmp_path / "requirements-dev.lock").write_text(
        "pytest==9.2.0 \\\n    --hash=sha256:bb\nsetuptools==84.2.1 \\\n    --hash=sha256:cc \\\n"
        "    --hash=sha256:dd\nshellingham==1.5.4 \\\n    --hash=sha256:ee\n"
    )
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'logitrain'\n")
    return run.Place(tmp_path)


RUNTIME = ["runtime", "backend", "project"]
DEV = ["dev", "backend", "project"]


# --- the command line


@pytest.mark.parametrize(
    ("typed", "action", "arguments", "dev"),
    [
        ([], "serve", [], False),
        (["--port", "8600"], "serve", ["--port", "8600"], False),
        (["--host=0.0.0.0"], "serve", ["--host=0.0.0.0"], False),
        (["setup"], "setup", [], False),
        (["test"], "test", [], True),
        (["test", "tests/sim", "-k", "poisson"], "test", ["tests/sim", "-k", "poisson"], True),
        (["bench", "reorder_point"], "bench", ["reorder_point"], True),
        (["serve", "--port", "8600"], "console", ["serve", "--port", "8600"], False),
        (["case", "list", "--json"], "console", ["case", "list", "--json"], False),
        (["--version"], "console", ["--version"], False),
        (["case", "--help"], "console", ["case", "--help"], False),
        (["--help"], "help", [], False),
        (["-h"], "help", [], False),
    ],
)
def test_command_line(typed: list[str], action: str, arguments: list[str], dev: bool) -> None:
    request = run.parse(typed)
    assert (request.action, request.arguments, request.dev) == (action, arguments, dev)


def test_setup_refuses_arguments(place: run.Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["setup", "--quick"], place) == 2
    assert "--quick" in capsys.readouterr().err


def test_help_needs_no_installation(
    place: run.Place,
    commands: Commands,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run.main(["--help"], place) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("run.py setup", "run.py test", "run.py bench", "case list"))
    assert commands.seen == []
    assert not place.venv.exists()


def test_help_on_a_terminal_without_accents() -> None:
    ended = subprocess.run(
        [sys.executable, "run.py", "--help"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
    )
    assert ended.returncode == 0, ended.stderr
    assert b"run.py setup" in ended.stdout


# --- which Python


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 11, 7), (3, 12, 1), (3, 14, 9)])
def test_accepted_pythons(version: tuple[int, ...]) -> None:
    assert run.version_message(version, "/usr/bin/python3") == ""


@pytest.mark.parametrize(
    ("version", "french", "english"),
    [
        ((3, 10, 13, "final", 0), "trop ancien", "too old"),
        ((3, 6, 15, "final", 0), "trop ancien", "too old"),
        ((2, 7, 18, "final", 0), "trop ancien", "too old"),
        ((3, 15, 0, "alpha", 1), "trop récent", "too new"),
        ((4, 0, 0, "final", 0), "trop récent", "too new"),
    ],
)
def test_refused_pythons(version: tuple[object, ...], french: str, english: str) -> None:
    message = run.version_message(version, "/opt/python")
    assert french in message
    assert english in message
    assert message.index(french) < message.index(english)
    assert ".".join(str(part) for part in version[:3]) in message
    assert "/opt/python" in message
    assert "3.11" in message
    assert "3.14" in message


def test_bounds_are_those_of_pyproject() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    bounds = ">={}.{},<{}.{}".format(*run.OLDEST, *run.FIRST_REFUSED)
    assert f'requires-python = "{bounds}"' in text


def test_parses_down_to_python_3_6() -> None:
    ast.parse(SOURCE, feature_version=(3, 6))
    with pytest.raises(SyntaxError):  # the check itself can fail
        ast.parse("if (n := 1): pass", feature_version=(3, 6))


def test_needs_the_standard_library_alone() -> None:
    modules = set()
    for node in ast.walk(ast.parse(SOURCE)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").split(".")[0])
    assert modules <= sys.stdlib_module_names


def test_head_runs_before_anything_python_3_6_lacks() -> None:
    """An old Python runs the file down to the refusal: only old modules, no annotation it cannot evaluate."""
    body = ast.parse(SOURCE).body
    call = next(
        number
        for number, node in enumerate(body)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "refuse_other_pythons"
    )
    head = body[:call]
    imported = {name.name for node in head if isinstance(node, ast.Import) for name in node.names}
    lacking = {"dataclasses", "importlib.resources", "contextvars", "zoneinfo", "tomllib", "graphlib"}
    assert not imported & lacking
    annotations = [
        annotation
        for node in head
        if isinstance(node, ast.FunctionDef)
        for annotation in (*(argument.annotation for argument in node.args.args), node.returns)
        if annotation is not None
    ]
    assert annotations
    assert not any(isinstance(part, ast.BinOp) for annotation in annotations for part in ast.walk(annotation))


@pytest.mark.parametrize("version", [(3, 8, 18, "final", 0), (3, 15, 0, "final", 0)])
def test_refusal_is_words_and_no_traceback(version: tuple[object, ...]) -> None:
    code = f"import sys, runpy; sys.version_info = {version!r}; runpy.run_path('run.py', run_name='__main__')"
    for encoding in ("utf-8", "ascii"):
        ended = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert ended.returncode == 1
        assert b"Traceback" not in ended.stderr
        assert b"Python 3.11 to 3.14 is needed" in ended.stderr


# --- setting up


def test_first_set_up_then_nothing(place: run.Place, commands: Commands) -> None:
    commands.meanwhile = lambda: pytest.fail("stamped too early") if place.stamp.exists() else None
    assert run.main(["setup"], place) == 0
    assert commands.seen == ["venv", *RUNTIME]
    assert json.loads(place.stamp.read_text())["root"] == str(place.root)
    assert not place.unfinished.exists()

    assert run.main(["setup"], place) == 0
    assert commands.seen == ["venv", *RUNTIME]


def test_build_backend_is_hashed(place: run.Place, commands: Commands) -> None:
    run.set_up(place, dev=False)
    assert (place.venv / "build-backend.lock").read_text() == (
        "setuptools==84.2.1 \\\n    --hash=sha256:cc \\\n    --hash=sha256:dd\n"
    )


def test_build_backend_of_the_project_is_the_one_declared() -> None:
    named = run.build_backend(run.Place(ROOT)).split()[0]
    assert f'requires = ["{named}"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_test_tools_are_a_superset(place: run.Place, commands: Commands) -> None:
    run.set_up(place, dev=False)
    run.set_up(place, dev=True)
    assert commands.seen == ["venv", *RUNTIME, *DEV]
    run.set_up(place, dev=False)
    run.set_up(place, dev=True)
    assert commands.seen == ["venv", *RUNTIME, *DEV]


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_changed_file_installs_in_place(place: run.Place, commands: Commands, name: str) -> None:
    run.set_up(place, dev=False)
    with (place.root / name).open("a") as file:
        file.write("# changed\n")
    run.set_up(place, dev=False)
    assert commands.seen == ["venv", *RUNTIME, *RUNTIME]


def test_line_ends_are_no_change(place: run.Place, commands: Commands) -> None:
    run.set_up(place, dev=False)
    lock = place.root / "requirements.lock"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert run.is_ready(place, dev=False)


def test_environment_made_by_hand_is_kept(place: run.Place, commands: Commands) -> None:
    place.venv.mkdir()
    commands(["python", "-m", "venv", str(place.venv)], stdout=(place.root / "out").open("wb"), pass_fds=(1,))
    run.set_up(place, dev=True)
    assert commands.seen == ["venv", *DEV]


def dead_python(place: run.Place) -> None:
    """Remove the Python that .venv was made from."""
    place.python.unlink()
    place.python.symlink_to(place.root / "removed" / "python3")


def other_python(place: run.Place) -> None:
    """Let .venv's Python answer as another version does."""
    place.python.unlink()
    place.python.write_text("#!/bin/sh\necho cpython-312 linux-x86_64\n")
    place.python.chmod(0o755)


def moved(place: run.Place) -> None:
    """Make the set-up look like one done when the project was elsewhere: its scripts name that place."""
    place.stamp.write_text(json.dumps({**json.loads(place.stamp.read_text()), "root": "/elsewhere"}))


def power_cut(place: run.Place) -> None:
    """Leave what a machine switched off during an installation leaves."""
    place.stamp.unlink()
    place.unfinished.touch()


def cut_while_emptying(place: run.Place) -> None:
    """Leave what a machine switched off while an old .venv was being deleted leaves."""
    place.unfinished.touch()
    shutil.rmtree(place.venv / "bin")
    (place.venv / "bin").mkdir()
    place.python.symlink_to(sys.executable)


def half_made(place: run.Place) -> None:
    """Leave what a machine switched off while .venv was being made leaves."""
    power_cut(place)
    (place.venv / "pyvenv.cfg").unlink()
    place.python.unlink()


@pytest.mark.parametrize(
    "accident", [dead_python, other_python, moved, power_cut, cut_while_emptying, half_made]
)
def test_broken_environment_is_made_again(
    place: run.Place,
    commands: Commands,
    accident: Callable[[object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    run.set_up(place, dev=False)
    (place.venv / "leftover").touch()
    accident(place)
    assert not run.is_ready(place, dev=False)
    run.set_up(place, dev=False)
    assert commands.seen == ["venv", *RUNTIME, "venv", *RUNTIME]
    assert not (place.venv / "leftover").exists()
    assert "rebuilding .venv:" in capsys.readouterr().out
    assert run.is_ready(place, dev=False)


def test_unreadable_stamp_installs_in_place(place: run.Place, commands: Commands) -> None:
    run.set_up(place, dev=False)
    for text in ("{", "[]", ""):
        place.stamp.write_text(text)
        run.set_up(place, dev=False)
    assert commands.seen == ["venv", *RUNTIME * 4]


# --- failing and recovering


NETWORK = "WARNING: connection broken by 'NewConnectionError('...')'\nERROR: No matching distribution found"


def test_network_failure_says_so_and_rerunning_goes_on(
    place: run.Place,
    commands: Commands,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commands.answers["runtime"] = (1, NETWORK)
    assert run.main([], place) == 1
    told = capsys.readouterr().err
    assert "Le réseau a fait défaut" in told
    assert "The network failed" in told
    assert "NewConnectionError" in told
    assert str(place.log) in told
    assert not place.stamp.exists()

    commands.answers.clear()
    assert run.main(["setup"], place) == 0
    assert commands.seen == ["venv", "runtime", *RUNTIME]  # nothing had been touched: .venv itself was kept


@pytest.mark.parametrize(
    "answer",
    [
        (1, "Installing collected packages: numpy\nERROR: [Errno 28] No space left on device"),
        (-9, "Collecting numpy"),  # killed: the log may lack its last lines, so nothing can be known
        KeyboardInterrupt(),
    ],
)
@pytest.mark.parametrize("step", RUNTIME)
def test_cut_during_installation_is_made_again(
    place: run.Place,
    commands: Commands,
    step: str,
    answer: tuple[int, str] | BaseException,
) -> None:
    commands.answers[step] = answer
    assert run.main(["setup"], place) == (130 if isinstance(answer, KeyboardInterrupt) else 1)
    assert not run.is_ready(place, dev=False)
    before = len(commands.seen)
    commands.answers.clear()
    assert run.main(["setup"], place) == 0
    assert commands.seen[before:] == ["venv", *RUNTIME]


def test_half_an_upgrade_is_not_taken_for_the_old_state(place: run.Place, commands: Commands) -> None:
    run.set_up(place, dev=False)
    lock = place.root / "requirements.lock"
    old = lock.read_text()
    lock.write_text(old + "# newer\n")
    commands.answers["backend"] = (1, NETWORK)
    assert run.main(["setup"], place) == 1
    lock.write_text(old)
    assert not run.is_ready(place, dev=False)


def test_failed_venv_is_made_again(place: run.Place, commands: Commands) -> None:
    commands.answers["venv"] = (1, "Error: ensurepip failed")
    assert run.main(["setup"], place) == 1
    commands.answers.clear()
    assert run.main(["setup"], place) == 0
    assert commands.seen == ["venv", "venv", *RUNTIME]


def test_missing_venv_module_names_the_package(
    place: run.Place,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert run.main(["setup"], place) == 1
    assert "python3-venv" in capsys.readouterr().err
    assert commands.seen == []


@pytest.mark.parametrize(
    ("output", "english"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one expected"),
        ("ReadTimeoutError: Read timed out.\nERROR: No matching distribution found for x", "network failed"),
        ("ERROR: No matching distribution found for numba==0.68.0", "package was not found"),
        ("Segmentation fault", "Run the same command again"),
    ],
)
def test_advice(output: str, english: str) -> None:
    assert english in run.advice(output)[1]


def test_foreign_folder_is_never_emptied(place: run.Place, commands: Commands) -> None:
    place.venv.mkdir()
    mine = place.venv / "letters.txt"
    mine.write_text("precious")
    for _ in range(2):
        assert run.main(["setup"], place) == 1
        assert mine.read_text() == "precious"
    assert commands.seen == []


def test_linked_folder_is_never_emptied(place: run.Place, commands: Commands, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "pyvenv.cfg").write_text("home = nowhere\n")
    place.venv.symlink_to(shared)
    assert run.main(["setup"], place) == 1
    assert (shared / "pyvenv.cfg").exists()


def test_file_in_the_way(place: run.Place, commands: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    place.venv.write_text("a file")
    assert run.main(["setup"], place) == 1
    assert "is not a folder" in capsys.readouterr().err


def test_incomplete_project(place: run.Place, commands: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    (place.root / "requirements.lock").unlink()
    assert run.main(["setup"], place) == 1
    assert "requirements.lock is missing" in capsys.readouterr().err


# --- two at once


def test_second_waits_and_finds_the_work_done(place: run.Place, commands: Commands) -> None:
    waiting = threading.Event()
    second = threading.Thread(target=lambda: run.set_up(place, dev=False))

    def first_is_at_work() -> None:
        if commands.seen == ["venv"]:
            second.start()
            waiting.wait(0.2)

    commands.meanwhile = first_is_at_work
    run.set_up(place, dev=False)
    second.join(timeout=30)
    assert not second.is_alive()
    assert commands.seen == ["venv", *RUNTIME]


def test_orphaned_installer_keeps_the_lock(place: run.Place) -> None:
    """Killing run.py alone leaves pip writing: the lock lives as long as pip does."""
    with run.exclusive(place) as inherited:
        child = subprocess.Popen(
            [sys.executable, "-c", "input()"],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=inherited,
        )
    with place.lock.open("a+b") as handle:
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        child.communicate(b"\n", timeout=30)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


# --- what runs afterwards


@pytest.fixture
def handed(
    place: run.Place, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[list[str], dict[str, str]]]:
    """Record what run.py would become."""
    calls: list[tuple[list[str], dict[str, str]]] = []

    def become(_path: str, command: list[str], env: dict[str, str]) -> None:
        calls.append((command, env))
        raise SystemExit  # execve does not return

    monkeypatch.setattr(run.os, "execve", become)
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.chdir(place.root)
    return calls


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ([], ["-P", "-m", "app.cli", "serve"]),
        (["--port", "8600"], ["-P", "-m", "app.cli", "serve", "--port", "8600"]),
        (["case", "list", "--json"], ["-P", "-m", "app.cli", "case", "list", "--json"]),
        (["bench", "reorder_point"], ["-m", "benchmarks", "reorder_point"]),
    ],
)
def test_hands_over(
    place: run.Place,
    handed: list[tuple[list[str], dict[str, str]]],
    typed: list[str],
    becomes: list[str],
) -> None:
    with pytest.raises(SystemExit):
        run.main(typed, place)
    command, environment = handed[0]
    assert command == [str(place.python), *becomes]
    assert environment["PYTHONUTF8"] == "1"
    assert "PYTHONPATH" not in environment
    assert "PIP_USER" not in environment


class Checks:
    """Stands for the checks of the suite: records them, fails those it is told to."""

    def __init__(self, failing: str) -> None:
        self.failing = failing
        self.seen: list[str] = []

    def __call__(self, command: list[str], **_: object) -> int:
        self.seen.append(" ".join(command[1:]))
        return 2 if self.failing and self.failing in self.seen[-1] else 0


class Compiling:
    """Stands for the process that compiles the simulator's loops: tells after how many checks it is waited for."""

    def __init__(self, checks: Checks) -> None:
        self.checks = checks
        self.begun: list[str] = []
        self.waited_for: int | None = None

    def __call__(self, command: list[str], **_: object) -> Compiling:
        self.begun.append(" ".join(command[1:]))
        return self

    def wait(self) -> int:
        self.waited_for = len(self.checks.seen)
        return 0


@pytest.mark.parametrize(
    ("failing", "code"), [("", 0), ("ruff", 1), ("mypy", 1), ("importlinter", 1), ("pytest", 1)]
)
def test_suite_runs_every_check(
    place: run.Place,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
    code: int,
) -> None:
    checks = Checks(failing)
    compiling = Compiling(checks)
    monkeypatch.setattr(run.subprocess, "call", checks)
    monkeypatch.setattr(run.subprocess, "Popen", compiling)
    assert run.run_suite(place, []) == code
    assert compiling.begun == ["-m sim.compiling"]
    assert compiling.waited_for == 3, "the loops are compiled beside the other checks, and before pytest"
    assert [
        next(name for name in ("ruff", "mypy", "importlinter", "pytest") if name in seen)
        for seen in checks.seen
    ] == [
        "ruff",
        "mypy",
        "importlinter",
        "pytest",
    ]


def test_suite_with_arguments_is_pytest_alone(place: run.Place, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = Checks("")
    compiling = Compiling(checks)
    monkeypatch.setattr(run.subprocess, "call", checks)
    monkeypatch.setattr(run.subprocess, "Popen", compiling)
    assert run.run_suite(place, ["tests/sim", "-x"]) == 0
    assert compiling.begun == []
    assert checks.seen == ["-m pytest tests/sim -x"]


def test_ci_script_is_sound() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert "python3 run.py test" in script.read_text(encoding="utf-8")


# --- for real


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(
    os.environ.get("CI") != "true", reason="installs for real, a minute and the network: CI=true only"
)
def test_bare_copy_sets_up_and_starts(tmp_path: Path) -> None:
    """In a copy without .venv the runtime lock alone is enough, and a second start installs nothing."""
    copy = tmp_path / "logitrain é"  # a space and an accent, as in many a home folder
    ignored = shutil.ignore_patterns(
        ".venv*", ".git", ".*_cache", "__pycache__", "*.egg-info", "results", "data", "shots"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}

    def start(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(copy / "run.py"), *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    first = start("setup")
    assert first.returncode == 0, first.stderr
    assert "[installation]" in first.stdout
    stamp = (copy / ".venv" / "setup.json").read_bytes()

    second = start("case", "list", "--json")
    assert second.returncode == 0, second.stderr
    assert "[installation]" not in second.stdout
    assert isinstance(json.loads(second.stdout), list)
    assert (copy / ".venv" / "setup.json").read_bytes() == stamp

    console = copy / ".venv" / "bin" / "logitrain"
    assert subprocess.run([console, "--help"], capture_output=True, check=False).returncode == 0
