"""JSON: everything, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ebpf_glossary.errors import N_, CatalogError
from ebpf_glossary.exchange.languages import require, tag
from ebpf_glossary.exchange.units import Concept, Content, Translation, Wording
from ebpf_glossary.locales import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ebpf_glossary.exchange.units import Left

TRANSLATION = ("key", "source", "target", "fuzzy", "note", "comment")


def write(content: Content) -> tuple[str, list[Left]]:
    """Return everything as JSON."""
    value = {
        "source": SOURCE_LANGUAGE,
        "target": tag(content.language),
        "concepts": [
            {
                "id": concept.id,
                "subject": concept.subject,
                "source": concept.source._asdict(),
                "target": concept.target._asdict(),
            }
            for concept in content.concepts
        ],
        "translations": [
            {name: getattr(each, name) for name in TRANSLATION} for each in content.translations
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n", []


def read(path: str, content: bytes, language: str) -> Content:
    """Return what is in a file.

    Raises:
        CatalogError: it is no JSON, not of this form, or of another language.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CatalogError(path, None, N_("This is not UTF-8.")) from None
    except json.JSONDecodeError as error:
        message = N_("This is not JSON: {reason}.")
        raise CatalogError(path, error.lineno, message, reason=error.msg) from None
    except (RecursionError, ValueError) as error:  # too deep, or a number too long
        message = N_("This is not JSON: {reason}.")
        raise CatalogError(path, None, message, reason=error) from None
    return _Reader(path).content(value, language)


class _Reader:
    """Makes records of values, or says which of them is wrong."""

    def __init__(self, path: str) -> None:
        self._path = path

    def content(self, value: object, language: str) -> Content:
        root = self._fields(value, "the file", "concepts", "translations")
        require(self._path, language, [self._text(root.get("target", ""), "target")])
        concepts = self._list(root, "concepts", self._concept)
        return Content(language, concepts, self._list(root, "translations", self._translation))

    def _list(self, root: dict[str, Any], name: str, make: Callable[[object, str], Any]) -> Any:
        values = root.get(name, [])
        if not isinstance(values, list):
            raise self._wrong(name)
        return tuple(make(each, f"{name}[{at}]") for at, each in enumerate(values))

    def _concept(self, value: object, place: str) -> Concept:
        fields = self._fields(value, place)
        return Concept(
            id=self._text(fields.get("id", ""), f"{place}.id"),
            subject=self._text(fields.get("subject", ""), f"{place}.subject"),
            source=self._wording(fields.get("source", {}), f"{place}.source"),
            target=self._wording(fields.get("target", {}), f"{place}.target"),
        )

    def _wording(self, value: object, place: str) -> Wording:
        fields = self._fields(value, place)

        def texts(name: str) -> tuple[str, ...]:
            given = fields.get(name, [])
            if not isinstance(given, list):
                raise self._wrong(f"{place}.{name}")
            return tuple(self._text(each, f"{place}.{name}") for each in given)

        return Wording(
            preferred=self._text(fields.get("preferred", ""), f"{place}.preferred"),
            admitted=texts("admitted"),
            deprecated=texts("deprecated"),
            definition=self._text(fields.get("definition", ""), f"{place}.definition"),
        )

    def _translation(self, value: object, place: str) -> Translation:
        fields = self._fields(value, place)
        fuzzy = fields.get("fuzzy", False)
        if not isinstance(fuzzy, bool):
            raise self._wrong(f"{place}.fuzzy")
        key, source, target, note, comment = (
            self._text(fields.get(name, ""), f"{place}.{name}")
            for name in ("key", "source", "target", "note", "comment")
        )
        return Translation(key, source, target, fuzzy, note, comment)

    def _fields(self, value: object, place: str, *one_of: str) -> dict[str, Any]:
        if not isinstance(value, dict) or (one_of and not any(name in value for name in one_of)):
            raise self._wrong(place)
        return value

    def _text(self, value: object, place: str) -> str:
        if not isinstance(value, str) or any("\ud800" <= char <= "\udfff" for char in value):
            raise self._wrong(place)
        return value

    def _wrong(self, place: str) -> CatalogError:
        message = N_("{place} is not what this program writes.")
        return CatalogError(self._path, None, message, place=place)
