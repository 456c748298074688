"""XML to nodes, every error with file and line; nothing is fetched and no entity is expanded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from ebpf_glossary.errors import N_, CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 100
"""Elements within each other."""

_ALLOWED = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))


class Node:
    """An element: its name without a prefix, its attributes, what it holds, and its line."""

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.content: list[Node | str] = []

    @property
    def children(self) -> list[Node]:
        """The elements directly in it."""
        return [each for each in self.content if isinstance(each, Node)]

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.content)

    @property
    def language(self) -> str:
        """The language that it says it is in, or nothing."""
        return self.attributes.get("xml:lang", self.attributes.get("lang", ""))

    def find_all(self, *names: str) -> Iterator[Node]:
        """Yield the elements of these names anywhere in it, in order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.find_all(*names)

    def find(self, *names: str) -> Node | None:
        """Return the first element of these names, if any."""
        return next(self.find_all(*names), None)


def parse_xml(path: str, content: bytes) -> Node:
    """Return the root element of a file.

    Args:
        path: for error messages; nothing is opened.
        content: of the file, in UTF-8, UTF-16 or what its declaration says.

    Raises:
        CatalogError: it is no XML, or declares or uses entities of its own, or is too deep.
    """
    return _Reader(path).read(content)


class _Reader:
    def __init__(self, path: str) -> None:
        self._path = path
        self._open = [Node("", {}, 0)]
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._refuse
        self._parser.SkippedEntityHandler = self._refuse

    def read(self, content: bytes) -> Node:
        try:
            self._parser.Parse(content, True)
        except CatalogError:
            raise
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            message = N_("This is not XML: {reason}.")
            raise CatalogError(self._path, error.lineno, message, reason=reason) from None
        except (LookupError, ValueError):  # an encoding that Python does not know
            raise self._error(N_("This is not XML in an encoding that is known.")) from None
        return self._open[0].children[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            raise self._error(N_("Elements are nested too deep."))
        node = Node(name.rpartition(":")[2], attributes, self._parser.CurrentLineNumber)
        self._open[-1].content.append(node)
        self._open.append(node)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _refuse(self, *_: object) -> None:
        raise self._error(N_("The file has XML entities of its own, which are not read."))

    def _error(self, reason: str) -> CatalogError:
        return CatalogError(self._path, self._parser.CurrentLineNumber, reason)


def element(name: str, text: str = "", /, **attributes: str) -> str:
    """Return an element that holds text; `lang` becomes `xml:lang`."""
    return f"{opening(name, **attributes)}{escape(text, {chr(13): '&#13;'})}</{name}>"


def opening(name: str, /, **attributes: str) -> str:
    """Return the start of an element; `lang` becomes `xml:lang`."""
    given = ((("xml:lang" if key == "lang" else key), text) for key, text in attributes.items())
    return "<" + " ".join([name, *(f"{key}={quoteattr(text)}" for key, text in given)]) + ">"


def is_xml(text: str) -> bool:
    r"""Tell whether XML can hold a text.

    >>> is_xml("验证器\n"), is_xml("\x1b"), is_xml("\ufffe")
    (True, False, False)
    """
    return all(
        char in "\t\n\r" or any(first <= ord(char) <= last for first, last in _ALLOWED)
        for char in text
    )
