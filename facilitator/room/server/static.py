"""The files of resources/web, read once into memory and sent with types that no registry can change."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from facilitator.room.server.refused import Refused
from facilitator.system.resources import resource

#: Windows' registry can call a script ``text/plain``, and ``nosniff`` then refuses it; so types are ours.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


def squeezed(source: str) -> str:
    """A script or style without indentation, empty lines, and comments that fill whole lines: a seventh less
    to send and to read. Line ends stay where they are, so the words mean what they meant."""
    lines: list[str] = []
    comment = False
    for line in map(str.strip, source.splitlines()):
        comment = comment or line.startswith("/*")
        if line and not comment:
            lines.append(line)
        if line.endswith("*/"):
            comment = False
    return "\n".join(lines) + "\n"


class StaticFiles:
    """Every file below a folder whose type is known, by its path.

    Also packed, for slow Wi-Fi: these files are the same for everybody, so their length tells nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, tuple[bytes, bytes, str]] = {}
        for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
            kind = TYPES.get(file.suffix)
            if kind and file.is_file() and not file.name.startswith("."):
                raw = file.read_bytes()
                if file.suffix in (".js", ".css"):
                    raw = squeezed(raw.decode()).encode()
                packed = gzip.compress(raw, mtime=0)
                self._files[file.relative_to(folder).as_posix()] = (raw, packed, kind)

    async def serve(self, request: Request) -> Response:
        found = self._files.get(request.path_params["path"])
        if found is None:
            raise Refused(404, "not_found", "There is no such address in this room.")
        raw, packed, kind = found
        headers = {"content-type": kind, "vary": "accept-encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, headers=headers | {"content-encoding": "gzip"})
        return Response(raw, headers=headers)


@cache
def web_files() -> StaticFiles:
    """The page's own files."""
    return StaticFiles(resource("web"))
