"""Behind `./run` and `./test`: sets up what is missing, once, then does the work.

Runs on any Python 3.11 or newer with nothing installed. Set-up output goes to stderr and to
``setup.log``; stdout belongs to the program. What was set up is remembered by a stamp in ``.venv``, so
that a second start does nothing but compare it.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = ROOT / "setup.log"
SAMPLE = ROOT / "slides" / "harm-reduction" / "deck.md"
sys.path.insert(0, str(ROOT))

#: tool -> Debian packages that the full set of checks needs
TEST_TOOLS = {
    "soffice": ["libreoffice-impress"],
    "pdftotext": ["poppler-utils"],
    "Xvfb": ["xvfb"],
    "openbox": ["openbox"],
    "xrandr": ["x11-xserver-utils"],
    "chromium": ["chromium"],
    "curl": ["curl"],
}
#: fonts that the checks of other scripts need -> a path that tells whether they are there
TEST_FONTS = {
    "fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "fonts-noto-color-emoji": "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
}


class SetupError(Exception):
    """Set-up cannot go on; the message is one sentence for the person at the keyboard."""


def say(text: str) -> None:
    """A line about the set-up, on stderr."""
    print(text, file=sys.stderr, flush=True)


def venv_python() -> Path:
    """The environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_text(kind: str) -> str:
    """What the environment depends on: the two dependency files, the Python, the place, the kind."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    digest.update(f"{sys.version_info[:2]}\0{ROOT}\0{kind}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def is_ready(kind: str) -> bool:
    """True when nothing has changed since the environment was set up for this kind."""
    stamp = VENV / f"ready-for-{kind}"
    try:
        return stamp.read_text() == stamp_text(kind) and venv_python().exists()
    except OSError:
        return False


def logged(command: list[str], log: Path | None = None) -> int:
    """Run a set-up command; its output goes to the log. Returns its exit code."""
    import subprocess

    with (log or LOG).open("ab") as out:
        out.write(f"$ {' '.join(command)}\n".encode())
        out.flush()
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        return subprocess.run(
            command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment
        ).returncode


def can_apt() -> bool:
    """True where apt-get can be used without asking: root on Debian or Ubuntu."""
    import shutil

    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


_apt_updated = False


def apt_install(packages: list[str], why: str) -> bool:
    """Install Debian packages; False when that cannot be done here."""
    global _apt_updated
    if not can_apt():
        return False
    say(f"Installing {' '.join(packages)} ({why}) …")
    if not _apt_updated:
        logged(["apt-get", "update", "-qq"])
        _apt_updated = True
    return logged(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]) == 0


def make_environment() -> None:
    """Create ``.venv`` when there is none. Raises SetupError with the one command that helps."""
    python = venv_python()
    if python.exists() and logged([str(python), "-m", "pip", "--version"]) == 0:
        return
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-m", "venv", "--clear", str(VENV)]
    try:
        import ensurepip  # noqa: F401  (Debian leaves it out of python3)
    except ImportError:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not (
            apt_install(["python3-venv"], "to make a Python environment")
            or apt_install([version], "the same")
        ):
            raise SetupError(
                "Python's venv module is missing. On Debian and Ubuntu this brings it: "
                "sudo apt-get install python3-venv"
            ) from None
    say("Making a Python environment in .venv …")
    if logged(command) != 0:
        raise SetupError(
            f"The Python environment could not be made in {VENV}. What went wrong stands in {LOG}"
        )


def install(kind: str) -> None:
    """Install Facilitator and what it needs into the environment."""
    say("Installing what Facilitator needs (a few minutes the first time; the details go to setup.log) …")
    target = f"{ROOT}[test]" if kind == "test" else str(ROOT)
    command = [
        str(venv_python()),
        "-m",
        "pip",
        "install",
        "-q",
        "-e",
        target,
        "-c",
        str(ROOT / "constraints.txt"),
    ]
    if logged(command) != 0:
        raise SetupError(
            "Something Facilitator needs could not be installed. Is this machine online? "
            f"What went wrong stands in {LOG}"
        )
    # The first start need not compile what pip does not (and some machines forbid Python to keep it).
    logged([str(venv_python()), "-m", "compileall", "-q", str(ROOT / "facilitator")])


def system_libraries() -> None:
    """Bring the libraries that Qt needs, where that can be done; otherwise say the one command."""
    from facilitator.system import display

    missing = display.missing_libraries(
        display.CORE_LIBRARIES | display.X11_LIBRARIES | display.WAYLAND_LIBRARIES
    )
    if missing and not apt_install(sorted(set(missing.values())), "for the windows"):
        needed = display.missing_libraries(display.platform_libraries())
        if needed:
            say(display.missing_sentence(needed))


def is_ubuntu() -> bool:
    """True on Ubuntu, where the package ``chromium`` is only a door to the snap store."""
    try:
        return "\nID=ubuntu" in "\n" + Path("/etc/os-release").read_text()
    except OSError:
        return False


def test_tools() -> None:
    """Bring the programs that the checks use. What cannot be brought is named; the checks then say so."""
    import shutil

    wanted = {
        tool: packages
        for tool, packages in TEST_TOOLS.items()
        if shutil.which(tool) is None and not (tool == "chromium" and is_ubuntu())
    }
    packages = [p for group in wanted.values() for p in group]
    packages += [
        p for p, proof in TEST_FONTS.items() if sys.platform.startswith("linux") and not Path(proof).exists()
    ]
    if packages and not apt_install(packages, "for the checks"):
        say("These would let more checks run: sudo apt-get install " + " ".join(packages))
    if is_ubuntu() and not any(shutil.which(name) for name in ("google-chrome", "chromium-browser")):
        say("Fetching Playwright's Chromium …")
        deps = ["--with-deps"] if can_apt() else []
        logged([str(venv_python()), "-m", "playwright", "install", *deps, "chromium"])


def set_up(kind: str) -> None:
    """Everything that must stand before the work of this kind (``run`` or ``test``)."""
    if is_ready(kind) or (kind == "run" and is_ready("test")):
        return
    try:
        LOG.write_text("", encoding="utf-8")
    except OSError as error:
        raise SetupError(
            f"The folder {ROOT} cannot be written ({error.strerror}). Copy Facilitator to a folder of yours."
        ) from error
    make_environment()
    system_libraries()
    install(kind)
    if kind == "test":
        test_tools()
    (VENV / f"ready-for-{kind}").write_text(stamp_text(kind))


def become(command: list[str]) -> int:
    """Go on as another program (on Windows, which cannot: run it and return its exit code)."""
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    return subprocess.run(command).returncode


def main(arguments: list[str]) -> int:
    """``launch.py run …`` or ``launch.py test …``; `run` without arguments presents the sample deck."""
    verb, *rest = arguments
    try:
        set_up(verb)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    if verb == "test":
        return become([str(venv_python()), str(ROOT / "scripts" / "checks.py"), *rest])
    return become([str(venv_python()), "-m", "facilitator", *(rest or ["present", str(SAMPLE)])])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
