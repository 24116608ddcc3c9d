"""The takeaways: PowerPoint, PDF and pictures, all from the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.system.late import late

if TYPE_CHECKING:
    from facilitator.export.options import ExportError, ExportOptions, ExportResult
    from facilitator.export.run import export, export_deck

__all__ = ["ExportError", "ExportOptions", "ExportResult", "export", "export_deck"]

__getattr__ = late(
    __name__,
    {"options": ("ExportError", "ExportOptions", "ExportResult"), "run": ("export", "export_deck")},
)
