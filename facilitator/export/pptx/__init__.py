"""The PowerPoint writer: scenes as native, editable shapes. It lays nothing out."""

from __future__ import annotations

from facilitator.export.pptx.look import LayoutLook, Look, Region
from facilitator.export.pptx.writer import Written, write

__all__ = ["LayoutLook", "Look", "Region", "Written", "write"]
