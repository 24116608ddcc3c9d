"""The PowerPoint writer: scenes as native, editable shapes. It lays nothing out."""

from __future__ import annotations

from facilitator.export.pptx.look import LayoutLook, Look, Region
from facilitator.export.pptx.writer import Foundation, Written, write

__all__ = ["Foundation", "LayoutLook", "Look", "Region", "Written", "write"]
