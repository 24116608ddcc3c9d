"""The takeaways: PowerPoint, PDF and pictures, all from the scene."""

from __future__ import annotations

from facilitator.export.options import ExportError, ExportOptions, ExportResult
from facilitator.export.run import export, export_deck

__all__ = ["ExportError", "ExportOptions", "ExportResult", "export", "export_deck"]
