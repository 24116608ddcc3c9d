"""Parts become a file: python-pptx's own writer, into a ZIP that is the same each time.

python-pptx brings fifty modules of its own, a picture library and (by way of one helper of the standard
library) HTTP, TLS and e-mail: 70 ms in which nothing else happens. So the command line lets a second
process load it while the slides are laid out (:func:`prepare`), and hands it the parts in the end
(:func:`pack`). Without that process, or when it dies, the same code works in this one.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from facilitator.system import child

Data = bytes | Callable[[], bytes]
Row = tuple[str, str, str, bool]
"""A relationship: id, kind, target (relative, or an address), whether it leads outside."""
_Content = tuple[bytes, Sequence[Row]]
"""What a part holds, and its relationships."""
_STORED = {"png", "jpg", "jpeg", "gif", "mp4", "mp3", "xlsx"}
"""Packed already: packing them again costs time and gains nothing."""


class Part(NamedTuple):
    """A part of the package; what it holds is made when it is written."""

    name: str
    """Without the leading slash."""
    content_type: str
    data: Data
    rows: Callable[[], Sequence[Row]]

    def content(self) -> _Content:
        """The bytes first: making them may add relationships."""
        data = self.data if isinstance(self.data, bytes) else self.data()
        return data, self.rows()


_prepared: list[subprocess.Popen[bytes]] = []


def prepare() -> None:
    """Start the second process. It ends by itself when this one does. Does nothing where none can start."""
    if _prepared or not sys.executable:
        return
    with contextlib.suppress(OSError):
        _prepared.append(
            subprocess.Popen(
                child.command("facilitator.export.packing"),
                env=child.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        )


def dismiss() -> None:
    """End the second process when no file was wanted after all."""
    while _prepared:
        helper = _prepared.pop()
        helper.kill()
        with helper:
            pass


def pack(path: Path, roots: Sequence[Row], parts: Sequence[Part]) -> None:
    """Write the file. ``roots`` are the package's own relationships. Raises OSError when it cannot be."""
    if not _prepared or not _handed_over(_prepared.pop(), path, roots, parts):
        names = [(part.name, part.content_type) for part in parts]
        _write(path, roots, names, (part.content() for part in parts))


def _handed_over(
    helper: subprocess.Popen[bytes], path: Path, roots: Sequence[Row], parts: Sequence[Part]
) -> bool:
    """Let the second process write the file; False when it has died and nothing is known of the file."""
    assert helper.stdin is not None
    assert helper.stdout is not None
    with helper:
        try:
            with contextlib.suppress(BrokenPipeError):  # it says below why it stopped reading, or is dead
                pickle.dump((str(path), roots, [(p.name, p.content_type) for p in parts]), helper.stdin)
                for part in parts:
                    pickle.dump(part.content(), helper.stdin)
            _close(helper.stdin)
            fault = pickle.load(helper.stdout)
        except (EOFError, pickle.UnpicklingError):
            return False
        except BaseException:  # stopped, or a part cannot be made: it must not begin the file after us
            helper.kill()
            _close(helper.stdin)
            raise
    if fault is not None:
        raise fault
    return True


def _close(pipe: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):
        pipe.close()


def serve(inbox: IO[bytes], outbox: IO[bytes]) -> None:
    """The second process: load python-pptx, then write the one file whose parts come in."""
    import pptx  # noqa: F401  (what all this is for: it is loaded before the parts come)

    try:
        path, roots, names = pickle.load(inbox)
    except EOFError:  # no file was wanted after all
        return
    fault: OSError | None = None
    try:
        _write(Path(path), roots, names, (pickle.load(inbox) for _ in names))
    except (EOFError, pickle.UnpicklingError):  # stopped half-way: the command takes its file away itself
        return
    except OSError as error:
        fault = error
    pickle.dump(fault, outbox)
    outbox.flush()


class _Part:
    """What python-pptx's writer asks of a part."""

    def __init__(self, name: str, content_type: str, contents: Iterator[_Content]) -> None:
        from pptx.opc.packuri import PackURI

        self.partname = PackURI(f"/{name}")
        self.content_type = content_type
        self._contents = contents
        self.rels = self._rels = _Rels([])

    @property
    def blob(self) -> bytes:
        """Asked for once, in the order of the parts, just before ``rels``."""
        data, rows = next(self._contents)
        self.rels = self._rels = _Rels(rows)
        return data


class _Rels:
    """What python-pptx's writer asks of relationships."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __bool__(self) -> bool:
        return bool(self._rows)

    @property
    def xml(self) -> bytes:
        from pptx.opc.oxml import CT_Relationships

        made: Any = CT_Relationships.new()
        for row in self._rows:
            made.add_rel(*row)
        found: bytes = made.xml_file_bytes
        return found


def _write(
    path: Path, roots: Sequence[Row], names: Sequence[tuple[str, str]], contents: Iterator[_Content]
) -> None:
    """By python-pptx's writer, into a ZIP without dates and without a trace of the machine."""
    import zipfile
    from posixpath import splitext

    from pptx.opc.packuri import PackURI
    from pptx.opc.serialized import PackageWriter, _ZipPkgWriter

    class SteadyZip(_ZipPkgWriter):
        def write(self, pack_uri: PackURI, blob: bytes) -> None:
            entry = zipfile.ZipInfo(pack_uri.membername, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            stored = splitext(pack_uri.membername)[1][1:].lower() in _STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            self._zipf.writestr(entry, blob)

    class SteadyWriter(PackageWriter):
        """python-pptx is pinned exactly: this name is its own."""

        def _write(self) -> None:
            with SteadyZip(self._pkg_file) as archive:
                self._write_content_types_stream(archive)
                self._write_pkg_rels(archive)
                self._write_parts(archive)

    parts: Any = [_Part(name, content_type, contents) for name, content_type in names]
    relations: Any = _Rels(roots)
    SteadyWriter.write(str(path), relations, parts)


if __name__ == "__main__":
    # Ctrl+C reaches every process of the terminal: the command itself clears up, and then its pipe closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.flush()
    os._exit(0)  # nothing is left to take apart
