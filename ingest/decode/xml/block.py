"""Whole pieces of XML, parsed by libxml2 without any of its dangerous abilities, repaired when a character is all that is wrong."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from ingest.decode.xml.characters import repair
from ingest.errors import UnsafeExtraction

#: Elements and attributes of one block: libxml2 takes about 200 bytes for each.
MAX_NODES: Final = 400_000
#: Blocks up to this length are not counted: even all markup they stay under the limit.
_FREE_BYTES: Final = 1 << 20
#: What libxml2 calls nesting deeper than its limit of 256, in its error codes and in its words.
_TOO_DEEP = "excessive depth"

Element = etree._Element  # noqa: SLF001 # lxml has no public name for the type of its elements

_PREFIX = re.compile(rb"\bxmlns:([^\s=]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class BlockParser:
    """Parses pieces of one document. Elements come out under their local names, whatever namespace or prefix they had."""

    def __init__(self, source_name: str) -> None:
        """Make the parser once; `source_name` is for error sentences."""
        self._source_name = source_name
        self._prefixes: dict[bytes, bytes] = {}
        self._parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )
        #: Illegal characters replaced so far.
        self.repairs = 0

    def declare(self, tag: bytes) -> None:
        """Remember the namespace prefixes a tag outside the blocks declares."""
        if b"xmlns:" in tag:
            for found in _PREFIX.finditer(tag):
                self._prefixes[found[1]] = found[0]

    def parse(self, block: bytes) -> list[Element] | None:
        """Give the elements that stand side by side in a piece; None when it is not well-formed and cannot be repaired for sure.

        Raises:
            UnsafeExtraction: elements are nested deeper than any genuine document does.
        """
        if len(block) > _FREE_BYTES and block.count(b"<") + block.count(b"=") > MAX_NODES:
            return None
        elements = self._parse(block)
        if elements is None:
            repaired = repair(block)
            if repaired.repairs:
                elements = self._parse(repaired.data)
                self.repairs += repaired.repairs if elements is not None else 0
        return elements

    def _parse(self, block: bytes) -> list[Element] | None:
        prefixes = b" ".join(self._prefixes.values())
        try:
            root = etree.fromstring(b"<r %s>%s</r>" % (prefixes, block), self._parser)
        except etree.XMLSyntaxError as err:
            if _TOO_DEEP in str(err).lower():
                raise UnsafeExtraction(
                    f"'{self._source_name}' nests its parts deeper than any genuine report does.", hint="Ask for it to be exported again."
                ) from err
            return None
        if prefixes or b"xmlns" in block:
            _drop_namespaces(root)
        return list(root)


def _drop_namespaces(root: Element) -> None:
    for element in root.iter(etree.Element):
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
