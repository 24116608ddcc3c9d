"""The commands. Everything else is imported late, so that ``--help`` is instant.

Exit codes: 0 done (Ctrl+C on a room ends 0), 1 the input has errors or no output was made, 2 wrong usage.
Sentences go to stderr; stdout carries only what was asked for.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path

from facilitator import __version__

TYPE_CHECKING = False  # typing itself is an import that --help need not pay for
if TYPE_CHECKING:
    from facilitator.deck.model import Deck, Problem
    from facilitator.export.progress import Counter

COMMANDS = ("present", "export", "check", "outline", "room", "doctor")
BRIEF = ("export", "check", "outline")
"""Commands that read, write and end: no windows, no threads, nothing to put away."""
RELEASES = ("mixed", "round", "instant")


def say(text: str) -> None:
    """A sentence for the person at the keyboard, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def tell(text: str) -> None:
    """What was asked for, on stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def build_parser() -> argparse.ArgumentParser:
    """The command line as CONTRACTS gives it."""
    parser = argparse.ArgumentParser(
        prog="facilitator",
        description="Slides from Markdown on the wall, a console for the trainer, anonymous questions from "
        "the room, and real PowerPoint.",
        epilog="`facilitator DECK.md` is short for `facilitator present DECK.md`; without arguments the "
        "start screen opens.",
    )
    parser.add_argument("--version", action="version", version=f"facilitator {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    p = commands.add_parser("present", help="present a deck: console, stage and room")
    p.add_argument("deck", metavar="DECK.md", type=Path)
    p.add_argument("--windowed", action="store_true", help="the stage in a window, not on the second screen")
    p.add_argument("--minutes", type=_positive, metavar="N", help="fit the plan into N minutes")
    p.add_argument("--no-room", action="store_true", help="slides and console only")
    p.add_argument("--headless", action="store_true", help="the room and its moderator page, without windows")
    _room_options(p)

    p = commands.add_parser("export", help="write PowerPoint, PDF or pictures")
    p.add_argument("deck", metavar="DECK.md", type=Path)
    p.add_argument("out", metavar="OUT", type=Path, help="ends in .pptx, .pdf or .png")
    p.add_argument("--template", type=Path, metavar="T.pptx", help="your organisation's PowerPoint template")
    p.add_argument("--theme", default="", metavar="NAME", help="instead of the deck's own theme")
    p.add_argument("--builds", action="store_true", help="builds as click animations, and transitions")
    p.add_argument("--no-notes", action="store_true", help="leave the speaker notes out")
    p.add_argument("--notes", action="store_true", help="PDF: each slide with its notes on a page")
    p.add_argument("--width", type=_positive, metavar="PX", help="width of pictures in pixels (1920)")
    p.add_argument(
        "--field",
        action="append",
        default=[],
        type=_field,
        metavar="NAME=VALUE",
        help="a field's value, over the deck's own",
    )
    p.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)

    p = commands.add_parser("check", help="list what is wrong with a deck, and how to put it right")
    p.add_argument("deck", metavar="DECK.md", type=Path)
    p.add_argument("--json", action="store_true", help="as JSON")
    p.add_argument("--strict", action="store_true", help="warnings count as errors")

    p = commands.add_parser("outline", help="show what the reader understood")
    p.add_argument("deck", metavar="DECK.md", type=Path)
    p.add_argument("--json", action="store_true", help="as JSON")

    p = commands.add_parser("room", help="the room without a deck or windows")
    p.add_argument("--host", default="", metavar="H", help="listen on this address only")
    p.add_argument("--data", type=Path, metavar="DIR", help="where the room's file is kept")
    _room_options(p)

    p = commands.add_parser("doctor", help="versions, screens, addresses, fonts, and what is missing")
    p.add_argument(
        "--try",
        dest="try_dir",
        type=Path,
        metavar="DIR",
        help="run the whole chain once, leave proofs in DIR",
    )
    return parser


def _room_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, metavar="N", help="the room's port (8080-8099, the next free one)"
    )
    parser.add_argument("--release", choices=RELEASES, default="mixed", help="when entries come out (mixed)")
    parser.add_argument(
        "--no-moderation",
        action="store_true",
        help="everybody reads entries as they come out, before you have read them",
    )
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="another name for this machine"
    )


def _positive(text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return value


def _field(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name.strip(), value.strip()


def _port(text: str) -> int:
    value = _positive(text)
    if value > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1-65535)")
    return value


def with_command(arguments: list[str]) -> list[str]:
    """``DECK.md …`` is short for ``present DECK.md …``."""
    if arguments and not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        return ["present", *arguments]
    return arguments


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(with_command(sys.argv[1:] if argv is None else argv))
    handlers = {
        "present": present,
        "export": export,
        "check": check,
        "outline": outline,
        "room": room,
        "doctor": doctor,
        None: start_screen,
    }
    try:
        return handlers[arguments.command](arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`facilitator outline … | head`): nothing to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  (the outermost edge: the trace goes to the log, not to the room)
        return _unforeseen(error)


def run() -> None:
    """The program itself: run the command of the command line and end the process with its exit code.

    A command that only makes files is over when its work is: what Python and Qt would still take apart, one
    object at a time, costs 60 ms that nobody needs to wait for. Long garbage collections are as useless
    in a process that ends within seconds (an export of 100 slides spends 12 % of its time in them).
    """
    import gc

    brief = len(sys.argv) > 1 and sys.argv[1] in BRIEF
    if brief:
        gc.set_threshold(200_000, 20, 20)
    code = main()
    if brief:
        with contextlib.suppress(OSError, ValueError):  # nobody reads us any more, or a stream was closed
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    raise SystemExit(code)


def _unforeseen(error: Exception) -> int:
    """A fault of ours: one sentence here, the trace in the log."""
    from facilitator.system import log, paths

    log.to_file()
    log.fault("cli", error)
    say(
        f"Something went wrong inside Facilitator ({type(error).__name__}). Your files are as they were. "
        f"The details are in {paths.log_file()}"
    )
    return 1


def _windows_can_open() -> bool:
    """Say in one sentence what is missing for windows; True when nothing is."""
    from facilitator.system import display

    missing = display.missing_libraries(display.platform_libraries())
    if missing:
        say(display.missing_sentence(missing))
    return not missing


def start_screen(_: argparse.Namespace) -> int:
    """``facilitator`` alone."""
    from facilitator.system import display

    if not display.has_display():
        say("There is no display here, so no start screen. `facilitator DECK.md` runs the room of a deck.")
        return 1
    if not _windows_can_open():
        return 1
    from facilitator.app import PresentOptions
    from facilitator.app import present as show_windows

    return show_windows(None, PresentOptions())


def present(arguments: argparse.Namespace) -> int:
    """Console, stage and room; without a display (or with ``--headless``) the room alone."""
    from facilitator.system import display

    if not arguments.headless and not display.has_display():
        say("There is no display here, so only the room opens; slides and console need one.")
        arguments.headless = True
    if arguments.headless:
        return _headless(arguments)
    if not _windows_can_open():
        return 1
    from facilitator.app import PresentOptions
    from facilitator.app import present as show_windows
    from facilitator.room.records import Release

    options = PresentOptions(
        windowed=arguments.windowed,
        minutes=arguments.minutes,
        port=arguments.port,
        room=not arguments.no_room,
        release=Release(arguments.release),
        moderated=not arguments.no_moderation,
        allow_hosts=tuple(arguments.allow_host),
    )
    return show_windows(arguments.deck, options)


def _headless(arguments: argparse.Namespace) -> int:
    from facilitator.deck import read_deck
    from facilitator.deck.problems import describe
    from facilitator.room.for_deck import room_settings
    from facilitator.room.host import serve_forever
    from facilitator.room.records import Release

    deck = read_deck(arguments.deck)
    if not deck.slides:
        for problem in deck.problems:
            say(describe(problem))
        return 1
    settings = room_settings(deck, Release(arguments.release), moderated=not arguments.no_moderation)
    return serve_forever(settings, port=arguments.port, allow_hosts=tuple(arguments.allow_host))


def export(arguments: argparse.Namespace) -> int:
    """Write the takeaway that OUT's ending names."""
    from facilitator.export import packing

    if arguments.out.suffix.lower() == ".pptx":
        packing.prepare()
    from facilitator.deck.problems import describe
    from facilitator.export import ExportError, ExportOptions
    from facilitator.export import export as write

    def progress(done: int, total: int) -> None:
        # One line a slide for the console, which runs this command as a child process.
        say(f"slide {done} of {total}")

    options = ExportOptions(
        template=arguments.template,
        theme=arguments.theme,
        builds=arguments.builds,
        notes=not arguments.no_notes,
        notes_pages=arguments.notes,
        width=arguments.width,
        fields=tuple(arguments.field),
    )
    counter = _counter() if not arguments.progress and sys.stderr.isatty() else None
    try:
        try:
            result = write(
                arguments.deck, arguments.out, options, progress if arguments.progress else counter
            )
        finally:
            packing.dismiss()
            if counter:
                counter.clear()
    except ExportError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Nothing was changed.")
        return 130
    for problem in result.problems:
        if problem.severity != "advice":
            say(describe(problem))
    told = result.files if arguments.progress else result.files[:3]
    for file in told:
        say(f"Wrote {file}")
    if len(result.files) > len(told):
        say(f"… and {len(result.files) - len(told)} more")
    if result.older:
        say(_older(result.older))
    return int(any(p.severity == "error" for p in result.problems))


def _counter() -> Counter:
    import time

    from facilitator.export.progress import Counter

    return Counter(sys.stderr, time.monotonic)


def _older(files: tuple[Path, ...]) -> str:
    """What an earlier export left beside the new pictures."""
    if len(files) == 1:
        return f"{files[0].name} is from an earlier export and is still there. Remove it if it is not wanted."
    return (
        f"{files[0].name} … {files[-1].name} ({len(files)} pictures) are from an earlier export and are "
        "still there. Remove them if they are not wanted."
    )


def check(arguments: argparse.Namespace) -> int:
    """The problems of a deck, the ones that need its layout included."""
    import json

    from facilitator.deck import read_deck
    from facilitator.deck.outline import problem_dict
    from facilitator.deck.problems import describe

    deck = read_deck(arguments.deck)
    problems = sorted([*deck.problems, *_layout_problems(deck)], key=lambda p: (p.file, p.line, p.column))
    if arguments.json:
        tell(json.dumps([problem_dict(p) for p in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            tell(describe(problem) + "\n")
        if not problems:
            tell(f"{arguments.deck}: nothing to put right, {len(deck.slides)} slides.")
        else:
            counts = {s: sum(p.severity == s for p in problems) for s in ("error", "warning", "advice")}
            tell(
                ", ".join(f"{n} {s}{'s' if n > 1 and s != 'advice' else ''}" for s, n in counts.items() if n)
                + "."
            )
    bad = ("error", "warning") if arguments.strict else ("error",)
    return int(any(p.severity in bad for p in problems))


def _layout_problems(deck: Deck) -> list[Problem]:
    """Overflow, contrast and missing scripts; needs Qt's fonts, without a display."""
    if not deck.slides:
        return []
    from facilitator.system import display

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    missing = display.missing_libraries(display.CORE_LIBRARIES)
    if missing:
        say(display.missing_sentence(missing) + " Until then, what does not fit on a slide is not checked.")
        return []
    from PySide6.QtGui import QGuiApplication

    from facilitator.scene import overflow_problems, remarks
    from facilitator.scene.theme import load_theme

    if (application := QGuiApplication.instance()) is None:
        remarks.to_log()
        application = QGuiApplication([])
    found = overflow_problems(deck, load_theme(deck.theme, deck.folder))
    del application
    return found


def outline(arguments: argparse.Namespace) -> int:
    """What the reader understood."""
    import json

    from facilitator.deck import read_deck
    from facilitator.deck.outline import outline as as_dict
    from facilitator.deck.outline import outline_text

    deck = read_deck(arguments.deck)
    if arguments.json:
        tell(json.dumps(as_dict(deck), ensure_ascii=False, indent=2))
    else:
        tell(outline_text(deck))
    return int(any(p.severity == "error" for p in deck.problems))


def room(arguments: argparse.Namespace) -> int:
    """The room alone."""
    from facilitator.room.host import serve_forever
    from facilitator.room.records import Release, RoomSettings

    return serve_forever(
        RoomSettings(release=Release(arguments.release), moderated=not arguments.no_moderation),
        port=arguments.port,
        host=arguments.host,
        data=arguments.data,
        allow_hosts=tuple(arguments.allow_host),
    )


def doctor(arguments: argparse.Namespace) -> int:
    """Diagnostics, or the whole chain once."""
    from facilitator import doctor as diagnosis

    return diagnosis.try_all(arguments.try_dir) if arguments.try_dir else diagnosis.report()
