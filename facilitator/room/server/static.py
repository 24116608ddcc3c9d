"""The files of resources/web, read once into memory and sent with types that no registry can change.

Scripts and styles are written to be read, and sent lean.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from facilitator.room.server.answers import pack, takes_packed
from facilitator.room.server.lean import lean_script, lean_style
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
#: The participants' script: one subject a file, together one function. ``begin`` starts it all.
PARTS = (
    "tools", "letters", "memory", "telling", "wire", "seal", "moving", "form", "sending", "fate", "mine",
    "list", "session", "line", "looks", "begin",
)  # fmt: skip


def served(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file below a folder whose type is known."""
    parts = folder / "page"
    for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if (
            file.suffix not in TYPES
            or not file.is_file()
            or file.name.startswith(".")
            or file.parent == parts
        ):
            continue
        path, raw = file.relative_to(folder).as_posix(), file.read_bytes()
        yield path, lean_style(raw.decode("utf-8")).encode() if file.suffix == ".css" else raw
    if parts.is_dir():
        yield "page.js", lean_script(whole_script(folder)).encode()


def whole_script(folder: Path) -> str:
    parts = [(folder / "page" / f"{part}.js").read_text(encoding="utf-8") for part in PARTS]
    return '(function () {\n"use strict";\n' + "\n".join(parts) + "})();\n"


class StaticFiles:
    """What :func:`served` gives, by its path; also packed, for slow Wi-Fi."""

    def __init__(self, folder: Path) -> None:
        self._files = {path: (raw, pack(raw), TYPES[Path(path).suffix]) for path, raw in served(folder)}

    async def serve(self, request: Request) -> Response:
        found = self._files.get(request.path_params["path"])
        if found is None:
            raise Refused(404, "not_found", "There is no such address in this room.")
        raw, packed, kind = found
        headers = {"content-type": kind, "vary": "accept-encoding"}
        if takes_packed(request):
            return Response(packed, headers=headers | {"content-encoding": "gzip"})
        return Response(raw, headers=headers)


@cache
def web_files() -> StaticFiles:
    """The page's own files."""
    return StaticFiles(resource("web"))
