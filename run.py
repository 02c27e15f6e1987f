"""Start, test and measure the trainer from a bare machine, with the standard library alone.

    python3 run.py                     set up once, then open the trainer (--host and --port are passed on)
    python3 run.py setup               set up and stop there
    python3 run.py test [PYTEST ARGS]  set up with the test tools, then the whole suite
    python3 run.py bench [NAME]        set up with the test tools, then the benchmarks
    python3 run.py COMMAND …           any command of the logitrain console: python3 run.py case list

This is the first file a newcomer runs, perhaps with an old Python: down to 3.6 it must parse, and everything
above the call of `refuse_other_pythons` must run, so that the reason is said in words, not in a traceback.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Any, Iterator, NamedTuple, Sequence, TextIO  # noqa: UP035  - the head of this file runs on 3.6 too

OLDEST = (3, 11)
FIRST_REFUSED = (3, 15)
INTERRUPTED = 130


def say(text: str, stream: "TextIO | None" = None) -> None:
    """Print one text at once, replacing what the terminal's encoding lacks rather than failing on it."""
    out = stream or sys.stdout
    encoding = getattr(out, "encoding", None) or "ascii"
    out.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    out.flush()


def version_message(version: Sequence[Any], executable: str) -> str:
    """Say in French then English why a Python (version tuple, its path) is refused; empty when accepted."""
    if OLDEST <= tuple(version[:2]) < FIRST_REFUSED:
        return ""
    low, high = "{}.{}".format(*OLDEST), f"{FIRST_REFUSED[0]}.{FIRST_REFUSED[1] - 1}"
    found = ".".join(str(part) for part in version[:3])
    french, english = ("ancien", "old") if tuple(version[:2]) < OLDEST else ("récent", "new")
    return (
        f"Python {found} est trop {french} ({executable}) : il faut Python {low} à {high}.\n"
        f"Installez-en un, puis lancez run.py avec lui, par exemple : python{high} run.py\n"
        f"Python {found} is too {english} ({executable}): Python {low} to {high} is needed.\n"
        f"Install one, then start run.py with it, for example: python{high} run.py"
    )


def refuse_other_pythons() -> None:
    """Leave with exit code 1 and the reason when this Python is not one the trainer runs on."""
    message = version_message(sys.version_info, sys.executable)
    if message:
        say(message, sys.stderr)
        sys.exit(1)


refuse_other_pythons()


class SetUpError(Exception):
    """A set-up that cannot go on: what happened and how to mend it, in French then in English."""

    def __init__(self, french: str, english: str, code: int = 1) -> None:
        super().__init__(f"{french}\n{english}")
        self.code = code


class Place(NamedTuple):
    """Where everything is, from the project's root folder."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """What is installed, written only once all of it is."""
        return self.venv / "setup.json"

    @property
    def unfinished(self) -> Path:
        """Present while packages are being written: found at start, it means that a set-up was cut short."""
        return self.venv / "setup-unfinished"

    @property
    def lock(self) -> Path:
        return self.venv / "setup.lock"

    @property
    def log(self) -> Path:
        return self.venv / "setup.log"


class Request(NamedTuple):
    """What the command line asks for: one of serve, setup, test, bench, console, help, and its arguments."""

    action: str
    arguments: "list[str]"

    @property
    def dev(self) -> bool:
        """Whether the test tools are needed beside the trainer."""
        return self.action in ("test", "bench")


def parse(arguments: "list[str]") -> Request:
    """Read the command line (without the script's name); what run.py does not know goes to the console."""
    if not arguments or arguments[0].split("=")[0] in ("--host", "--port"):
        return Request("serve", arguments)
    first, rest = arguments[0], arguments[1:]
    if first in ("-h", "--help"):
        return Request("help", rest)
    if first == "setup" and rest:
        extra = " ".join(rest)
        raise SetUpError(
            f"« setup » ne prend pas d'argument : {extra}", f"'setup' takes no argument: {extra}", code=2
        )
    if first in ("setup", "test", "bench"):
        return Request(first, rest)
    return Request("console", arguments)


# --- what is installed, and what should be


def python_tag() -> str:
    """Name the running Python as far as its compiled packages depend on it: version, build, machine."""
    return f"{sys.implementation.cache_tag}{getattr(sys, 'abiflags', '')} {sysconfig.get_platform()}"


def digest(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal, line ends made equal; says so when the file is missing."""
    try:
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except FileNotFoundError:
        raise SetUpError(
            f"Il manque {path} : le dossier du projet est incomplet, récupérez-le de nouveau.",
            f"{path} is missing: the project's folder is incomplete, fetch it again.",
        ) from None


def wanted(place: Place, dev: bool) -> "dict[str, str]":
    """Describe the installation that the files of the project ask for; `dev` with the test tools."""
    return {
        "python": python_tag(),
        "root": str(place.root),
        "runtime": digest(place.root / "requirements.lock"),
        "dev": digest(place.root / "requirements-dev.lock") if dev else "",
        "project": digest(place.root / "pyproject.toml"),
    }


def installed(place: Place) -> "dict[str, str]":
    """Read what the last finished set-up installed; empty when there is none or it cannot be read."""
    try:
        read = json.loads(place.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def venv_tag(place: Place) -> str:
    """Ask .venv's own Python for its tag; empty when it is missing or no longer starts."""
    code = (
        "import sys, sysconfig; "
        "print(sys.implementation.cache_tag + getattr(sys, 'abiflags', ''), sysconfig.get_platform())"
    )
    command = [str(place.python), "-I", "-S", "-c", code]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def is_ready(place: Place, dev: bool) -> bool:
    """Tell whether nothing has to be installed: a finished set-up, of these files, whose Python lives."""
    if place.unfinished.exists():
        return False
    found, asked = installed(place), wanted(place, dev)
    needed = [key for key in asked if dev or key != "dev"]  # the test tools do no harm to the trainer
    return all(found.get(key) == asked[key] for key in needed) and venv_tag(place) == python_tag()


def reason_to_rebuild(place: Place) -> "tuple[str, str] | None":
    """Say in French and English why .venv must be made again; None when it can be kept."""
    if place.unfinished.exists():
        return "une installation précédente a été interrompue", "an earlier set-up was cut short"
    found = installed(place).get("root", str(place.root))
    if found != str(place.root):
        return f"le projet était dans {found}", f"the project was in {found}"
    tag = venv_tag(place)
    if not tag:
        return "son Python ne démarre plus", "its Python no longer starts"
    if tag != python_tag():
        return f"il a été fait pour {tag}", f"it was made for {tag}"
    return None


# --- setting up


def clean_environment() -> "dict[str, str]":
    """Give children UTF-8 and this .venv alone: settings that would send packages elsewhere are dropped."""
    dropped = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    dropped |= {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_PYTHON", "PIP_REQUIRE_HASHES"}
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    return {**kept, "PYTHONUTF8": "1"}


@contextlib.contextmanager
def exclusive(place: Place) -> "Iterator[tuple[int, ...]]":
    """Let one set-up at a time work on .venv; yields what a child must inherit to keep the others waiting.

    The system releases the lock when its last holder ends, however it ends. pip holds it too: killing run.py
    alone leaves pip at work, and the next run.py must not start beside it.
    """
    place.venv.mkdir(exist_ok=True)
    with place.lock.open("a+b") as handle:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415  - exists on Windows only

            def attempt() -> None:
                handle.seek(0)
                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

            inherited: tuple[int, ...] = ()
        else:
            import fcntl  # noqa: PLC0415  - exists on POSIX only

            def attempt() -> None:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

            inherited = (handle.fileno(),)
        told = False
        while True:
            try:
                attempt()
                break
            except OSError:
                if not told:
                    announce("une autre est en cours, j'attends", "another set-up is at work, waiting")
                told = True
                time.sleep(0.5)
        yield inherited


def empty_venv(place: Place) -> None:
    """Delete what is in .venv except the files of the set-up at work; refuses a folder that is not one."""
    kept = {place.lock, place.unfinished, place.log}
    content = [entry for entry in place.venv.iterdir() if entry not in kept]
    ours = place.unfinished.exists() or (place.venv / "pyvenv.cfg").exists()
    if place.venv.is_symlink() or (content and not ours):
        raise SetUpError(
            f"{place.venv} n'est pas un environnement Python : déplacez-le, puis relancez.",
            f"{place.venv} is not a Python environment: move it away, then run again.",
        )
    place.unfinished.touch()  # before the first deletion, so that a half-deleted .venv is known as such
    for entry in content:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


# What pip's log says -> what to do about it. The order matters: pip ends a network failure with "No matching
# distribution" as well, and the first line that matches is the answer given.
ADVICE = (
    (
        ("No space left on device", "Errno 28"),
        "Le disque est plein : libérez de la place (environ 1 Go), puis relancez la même commande.",
        "The disk is full: free some space (about 1 GB), then run the same command again.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "Un paquet reçu n'est pas celui attendu (téléchargement abîmé ou source modifiée) ; il n'a pas été"
        " installé. Relancez ; si cela persiste, prévenez les auteurs.",
        "A package received is not the one expected (damaged download or altered source); it was not"
        " installed. Run again; if it persists, tell the authors.",
    ),
    (
        (
            "NewConnectionError", "ConnectTimeout", "ReadTimeout", "Read timed out", "Connection broken",
            "IncompleteRead", "ProtocolError", "ProxyError", "SSLError", "name resolution", "Max retries",
            "Connection aborted", "Connection reset", "Network is unreachable",
        ),
        "Le réseau a fait défaut : vérifiez la connexion (ou le mandataire HTTPS_PROXY), puis relancez la"
        " même commande ; ce qui est déjà téléchargé est gardé.",
        "The network failed: check the connection (or the HTTPS_PROXY setting), then run the same command"
        " again; what is already downloaded is kept.",
    ),
    (
        ("No matching distribution found",),
        "Un paquet est introuvable : le réseau est peut-être coupé (relancez alors la même commande), sinon"
        " il n'existe pas pour cette machine : essayez un Python 3.11 ou 3.12 de 64 bits.",
        "A package was not found: the network may be down (then run the same command again), else there is"
        " none for this machine: try a 64-bit Python 3.11 or 3.12.",
    ),
)  # fmt: skip
OTHERWISE = ("Relancez la même commande.", "Run the same command again.")


def advice(output: str) -> "tuple[str, str]":
    """Turn the log of a failed step into what to do, in French and English."""
    for signs, french, english in ADVICE:
        if any(sign in output for sign in signs):
            return french, english
    return OTHERWISE


def run_step(place: Place, command: "list[str]", inherited: "tuple[int, ...]" = ()) -> None:
    """Run one command with its output added to the log; SetUpError with its last lines when it fails."""
    with place.log.open("ab") as log:
        log.write(("$ " + " ".join(command) + "\n").encode())
        log.flush()
        start = log.tell()
        # Only POSIX can hand a file on; an empty tuple asks for nothing on Windows either.
        code = subprocess.call(
            command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=str(place.root),
            env=clean_environment(), pass_fds=inherited,
        )  # fmt: skip
    if code == 0:
        return
    with place.log.open("rb") as log:
        log.seek(start)
        output = log.read().decode("utf-8", "replace")
    if code > 0 and "pip" in command and "Installing collected packages" not in output:
        place.unfinished.unlink()  # pip stopped by itself before touching a package: .venv is whole, keep it
    last = "\n".join("    " + line for line in output.strip().splitlines()[-12:])
    french, english = advice(output)
    raise SetUpError(
        f"{last}\n\nÉchec de l'installation. {french}\nJournal complet : {place.log}",
        f"The set-up failed. {english}\nFull log: {place.log}",
    )


def build_backend(place: Place) -> str:
    """Take from the development lock the hashed lines of setuptools, which makes the editable install."""
    lines = (place.root / "requirements-dev.lock").read_text(encoding="utf-8").splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith("setuptools==")), None)
    if start is None:
        lock = "requirements-dev.lock"
        raise SetUpError(f"{lock} ne contient pas setuptools.", f"{lock} lacks setuptools.")
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return "\n".join(lines[start:end]) + "\n"


def create_venv(place: Place, inherited: "tuple[int, ...]") -> None:
    """Make .venv with the standard library; SetUpError naming the system package when Python lacks it."""
    try:
        import ensurepip  # noqa: F401, PLC0415  - Debian ships Python without it
        import venv  # noqa: F401, PLC0415
    except ImportError:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise SetUpError(
            f"Ce Python vient sans « venv ». Sous Debian ou Ubuntu : sudo apt install python3-venv"
            f" (ou {package}), puis relancez.",
            f"This Python comes without 'venv'. On Debian or Ubuntu: sudo apt install python3-venv"
            f" (or {package}), then run again.",
        ) from None
    # From inside an environment, build on the Python underneath: .venv may be the one being replaced.
    base = getattr(sys, "_base_executable", "") or sys.executable
    run_step(place, [base, "-m", "venv", "--prompt", "logitrain", str(place.venv)], inherited)


def announce(french: str, english: str) -> None:
    """Say what is being done, one line a step."""
    say(f"[installation] {french} · {english}")


def set_up(place: Place, dev: bool) -> None:
    """Bring .venv to what the lock files ask for, from any state; does nothing when it is there already."""
    if is_ready(place, dev):
        return
    if place.venv.exists() and not place.venv.is_dir():
        where = str(place.venv)
        raise SetUpError(f"{where} n'est pas un dossier : déplacez-le.", f"{where} is not a folder: move it.")
    with exclusive(place) as inherited:
        if is_ready(place, dev):  # whoever held the lock did the work
            return
        began = time.monotonic()
        place.log.write_bytes(b"")
        fresh = not (place.venv / "pyvenv.cfg").exists() and not place.unfinished.exists()
        reason = None if fresh else reason_to_rebuild(place)
        if reason:
            announce(f".venv est refait : {reason[0]}", f"rebuilding .venv: {reason[1]}")
        if fresh or reason:
            empty_venv(place)
            announce("environnement Python dans .venv", "Python environment in .venv")
            create_venv(place, inherited)
        place.unfinished.touch()
        with contextlib.suppress(FileNotFoundError):
            place.stamp.unlink()
        install(place, dev, inherited)
        written = place.stamp.with_suffix(".new")
        written.write_text(json.dumps(wanted(place, dev), indent=1), encoding="utf-8")
        written.replace(place.stamp)
        place.unfinished.unlink()
        seconds = f"{time.monotonic() - began:.0f} s"
        announce(f"terminée en {seconds}", f"done in {seconds}")


def install(place: Place, dev: bool, inherited: "tuple[int, ...]") -> None:
    """Install the locked packages, each checked against its hash, then the trainer from this folder."""
    pip = [str(place.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    pip.append("--no-compile")  # it takes a third of the time, and most modules are never imported
    lock = place.root / ("requirements-dev.lock" if dev else "requirements.lock")
    announce(
        f"paquets de {lock.name}, une à trois minutes selon le réseau (journal : .venv/{place.log.name})",
        "locked packages, one to three minutes depending on the network",
    )
    run_step(place, [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], inherited)
    announce("commande logitrain", "logitrain command")
    backend = place.venv / "build-backend.lock"
    backend.write_text(build_backend(place), encoding="utf-8")
    run_step(place, [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(backend)], inherited)
    run_step(place, [*pip, "--no-deps", "--no-build-isolation", "-e", str(place.root)], inherited)


# --- what runs once everything is there


def hand_over(place: Place, arguments: "list[str]") -> int:
    """Become .venv's Python with these arguments, its exit code ours; on Windows, wait for it instead."""
    command = [str(place.python), *arguments]
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, clean_environment())  # does not return
    return subprocess.call(command, env=clean_environment())


def suite(arguments: "list[str]") -> "list[tuple[str, list[str]]]":
    """List the checks in order as (heading, Python's arguments); pytest last: its summary ends the run."""
    if arguments:
        return [("pytest", ["-m", "pytest", *arguments])]
    return [
        ("ruff", ["-m", "ruff", "check", "--output-format", "concise", "."]),
        ("mypy", ["-m", "mypy"]),
        ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as check; check()"]),
        (
            "pytest",
            ["-m", "pytest", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not wide"],
        ),
    ]


def run_suite(place: Place, arguments: "list[str]") -> int:
    """Run every check even when one fails; 0 only when all pass."""
    failed: list[str] = []
    checks = suite(arguments)
    # The checks before pytest keep one processor busy: another compiles the simulator's loops meanwhile.
    loops = (
        None
        if arguments
        else subprocess.Popen(
            [str(place.python), "-m", "sim.compiling"], cwd=str(place.root), env=clean_environment()
        )
    )
    for heading, command in checks:
        if heading == checks[-1][0] and failed:
            say(f"\n!!! {', '.join(failed)}: échec · failed (see above); the exit code will be 1")
        if len(checks) > 1:
            say(f"\n=== {heading}")
        if heading == checks[-1][0] and loops is not None:
            loops.wait()  # what it could not do, the tests tell
        code = subprocess.call([str(place.python), *command], cwd=str(place.root), env=clean_environment())
        if code != 0:
            failed.append(heading)
    return 1 if failed else 0


def carry_out(place: Place, request: Request) -> int:
    """Do what was asked once .venv is ready; returns the exit code."""
    if request.action == "setup":
        say("Prêt · Ready: python3 run.py")
        return 0
    if request.action == "test":
        return run_suite(place, request.arguments)
    if request.action == "bench":
        os.chdir(place.root)
        return hand_over(place, ["-m", "benchmarks", *request.arguments])
    # -P: a folder named app where the user happens to stand must not hide the trainer's.
    serve = ["serve"] if request.action == "serve" else []
    return hand_over(place, ["-P", "-m", "app.cli", *serve, *request.arguments])


def main(arguments: "list[str]", place: Place) -> int:
    """Do what the command line asks; returns the exit code."""
    try:
        request = parse(arguments)
        if request.action == "help":
            say((__doc__ or "").split("\n\nThis is the first file")[0])
            return 0
        set_up(place, request.dev)
        return carry_out(place, request)
    except SetUpError as failure:
        say(str(failure), sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        say("\nInterrompu : relancez la commande. · Interrupted: run the same command again.", sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Place(Path(__file__).resolve().parent)))
