"""Events as XML, ours and as libevtx lays them out, taken apart into the same list of names and texts."""

from __future__ import annotations

import re
from xml.parsers import expat

# The place of an element or, behind `@`, of an attribute, and its text.
Leaf = tuple[str, str]

ATTRIBUTES = r'(?:\s[\w:.-]+="[^"]*")*'
ATTRIBUTE = re.compile(r'\s([\w:.-]+)="([^"]*)"')
# libevtx gives every element a line of its own. It does not escape all it should, so only the layout tells where a
# text ends: the end tag of its element closes a line, and a line with a tag follows.
ELEMENT = re.compile(
    rf"""\ *(?:
      </(?P<end>[\w:.-]+)>\n
    | <(?P<empty>[\w:.-]+)(?P<empty_attributes>{ATTRIBUTES})/>\n
    | <(?P<open>[\w:.-]+)(?P<open_attributes>{ATTRIBUTES})>\n(?=\ *<)
    | <(?P<leaf>[\w:.-]+)(?P<leaf_attributes>{ATTRIBUTES})>(?P<text>.*?)</(?P=leaf)>\n(?=\ *</?[\w:.-]+(?:\s[^<]*)?/?>)
    )""",
    re.DOTALL | re.VERBOSE,
)
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
ENTITY = re.compile("|".join(ENTITIES))


class OwnReader:
    """Our XML is well-formed, so a real parser reads it."""

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.path: list[str] = []
        self.open: list[tuple[int, list[str]]] = []
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, name: str, attributes: list[str]) -> None:
        self.path.append(name)
        place = "/".join(self.path)
        self.open.append((len(self.leaves), []))
        self.leaves.append((place, ""))
        self.leaves += [(f"{place}@{attributes[i]}", attributes[i + 1]) for i in range(0, len(attributes), 2)]

    def text(self, text: str) -> None:
        self.open[-1][1].append(text)

    def end(self, _name: str) -> None:
        index, texts = self.open.pop()
        self.leaves[index] = (self.leaves[index][0], "".join(texts))
        self.path.pop()


def own_leaves(document: str) -> list[Leaf]:
    """A parser would make LF of CR, so CR is given to it as a reference."""
    reader = OwnReader()
    reader.parser.Parse(document.replace("\r", "&#13;"), True)
    return reader.leaves


def unescaped(text: str) -> str:
    return ENTITY.sub(lambda entity: ENTITIES[entity[0]], text) if "&" in text else text


def libevtx_leaves(document: str) -> list[Leaf] | None:
    """Texts as they stand, entities and all. None for a document that has another layout."""
    leaves: list[Leaf] = []
    path: list[str] = []
    at = 0
    while found := ELEMENT.match(document, at):
        at = found.end()
        kind = found.lastgroup if found["end"] is None else "end"
        if kind == "end":
            if not path or path.pop() != found["end"]:
                return None
            continue
        name = found["empty"] or found["open"] or found["leaf"]
        attributes = found["empty_attributes"] or found["open_attributes"] or found["leaf_attributes"] or ""
        place = "/".join([*path, name])
        leaves.append((place, found["text"] or ""))
        leaves += [(f"{place}@{key}", value) for key, value in ATTRIBUTE.findall(attributes)]
        if found["open"]:
            path.append(name)
    return leaves if at == len(document) and not path else None
