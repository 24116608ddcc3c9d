"""An SVG without what its program wrote about itself: paths on somebody's disk, names, versions, remarks.

Inkscape keeps the name of the file and the path of its last export (with the user's name in it), others a
block of metadata. Only SVG's own elements and attributes say what is drawn.
"""

from __future__ import annotations

from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_KEPT = {"", _SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"}
"""Namespaces that take part in drawing."""
_SAID = {"metadata"}
"""SVG's own elements that only tell."""


def _space(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def bare(data: bytes) -> bytes:
    """The same drawing, and nothing else; empty when it cannot be read, or asks for other files."""
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return b""
    for node in list(root.iter()):
        if not isinstance(node.tag, str):  # a remark, an instruction to some program, an entity of a file
            told = True
        else:
            told = _space(node.tag) not in _KEPT or etree.QName(node).localname in _SAID
            for name in [n for n in node.attrib if _space(n) not in _KEPT]:
                del node.attrib[name]
        parent = node.getparent()
        if told and parent is not None:
            _lift_out(node, parent)
    etree.cleanup_namespaces(root)
    # of the root alone: remarks before and after it stay behind as well
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _lift_out(node: etree._Element, parent: etree._Element) -> None:
    """Take a node away, but not the text behind it."""
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
