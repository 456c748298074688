"""Language tags: read them, and find the nearest language that there is."""

from __future__ import annotations

from ebpf_glossary.errors import UnknownLanguageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import TypeAlias

    Language: TypeAlias = str | Sequence[str] | None
    """A language tag, tags in order of preference, or None for English."""

SOURCE_LANGUAGE = "en"

# Where Chinese is written in Traditional characters unless the tag says otherwise.
TRADITIONAL_REGIONS = {"TW", "HK", "MO"}

# Scripts as POSIX locales write them: sr@latin.
SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}

ENVIRONMENT = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class Tag:
    """The parts of a language tag that matter to a choice of catalog."""

    __slots__ = ("language", "region", "script")

    def __init__(self, language: str, script: str, region: str) -> None:
        self.language = language
        self.script = script
        self.region = region

    def __str__(self) -> str:
        return "_".join(part for part in (self.language, self.script, self.region) if part)

    @property
    def likely_script(self) -> str:
        """The script, where need be the one that the region implies."""
        if self.script or self.language != "zh":
            return self.script
        return "Hant" if self.region in TRADITIONAL_REGIONS else "Hans"


def parse(tag: str) -> Tag:
    """Read a language tag in the syntax of BCP 47 or of POSIX locales.

    Args:
        tag: such as ``zh-Hans-CN`` or ``zh_CN.UTF-8``, in any case; ``C`` is English.

    Raises:
        UnknownLanguageError: it is none.

    >>> str(parse("ZH-hans_cn.UTF-8@pinyin"))
    'zh_Hans_CN'
    """
    if not isinstance(tag, str):
        raise UnknownLanguageError(tag)
    name, *decoration = tag.replace("@", ".").split(".")
    if not all(part and part.replace("-", "").replace("_", "").isalnum() for part in decoration):
        raise UnknownLanguageError(tag)
    if name in ("C", "POSIX"):
        return Tag(SOURCE_LANGUAGE, "", "")
    subtags = name.replace("_", "-").split("-")
    if not all(s.isascii() and s.isalnum() and len(s) <= 8 for s in subtags):
        raise UnknownLanguageError(tag)
    language, *rest = subtags
    if not (language.isalpha() and 2 <= len(language) <= 3):
        raise UnknownLanguageError(tag)
    while rest and len(rest[0]) == 3 and rest[0].isalpha():  # an extended language, as in zh-cmn
        rest.pop(0)
    script = SCRIPTS.get(tag.partition("@")[2].lower(), "")
    if rest and len(rest[0]) == 4 and rest[0].isalpha():
        script = rest.pop(0).title()
    region = rest.pop(0).upper() if rest and _is_region(rest[0]) else ""
    if not _are_variants(rest):
        raise UnknownLanguageError(tag)
    return Tag(language.lower(), script, region)


def _is_region(subtag: str) -> bool:
    return (len(subtag) == 2 and subtag.isalpha()) or (len(subtag) == 3 and subtag.isdigit())


def _are_variants(subtags: list[str]) -> bool:
    """Tell whether variants, then extensions such as ``u-nu-latn``, may stand like this."""
    for position, subtag in enumerate(subtags):
        if len(subtag) == 1:  # it opens an extension, which wants something in it
            return position + 1 < len(subtags)
        if not (len(subtag) >= 5 or (len(subtag) == 4 and subtag[0].isdigit())):
            return False
    return True


def negotiate(wanted: Language, available: Collection[str]) -> str:
    """Return the best of the `available` languages for a reader who wants `wanted`.

    Args:
        wanted: a tag, tags in order of preference, or None for English.
        available: names of languages, as ``zh_CN``.

    Returns:
        One of `available`, or English where none of it is near: the same language first by its
        script, then by its region, so zh-TW gets zh_CN while there is no Traditional catalog.

    Raises:
        UnknownLanguageError: something wanted is no language tag.

    >>> negotiate(["fr", "zh_SG"], ["en", "zh_CN", "zh_TW"])
    'zh_CN'
    """
    if wanted is None:
        return SOURCE_LANGUAGE
    if isinstance(wanted, bytes) or not hasattr(wanted, "__iter__"):
        raise UnknownLanguageError(wanted)
    tags = [parse(tag) for tag in ([wanted] if isinstance(wanted, str) else wanted)]
    offers = [(name, parse(name)) for name in sorted(available)]
    for tag in tags:
        near = [(name, offer) for name, offer in offers if offer.language == tag.language]
        if near:
            return max(near, key=lambda each: _nearness(tag, each[1]))[0]
        if tag.language == SOURCE_LANGUAGE:
            break
    return SOURCE_LANGUAGE


def _nearness(wanted: Tag, offer: Tag) -> tuple[bool, bool, bool]:
    return (
        wanted.likely_script == offer.likely_script,
        wanted.region == offer.region,
        not offer.region,
    )


def preferred(environ: Mapping[str, str]) -> list[str]:
    """Return the languages that the environment asks for, best first.

    The first variable of LANGUAGE (a list), LC_ALL, LC_MESSAGES and LANG that is set decides, as
    in gettext. What is no language tag in it is passed over: nobody typed it here.

    >>> preferred({"LANGUAGE": "zh_CN:en", "LANG": "de_DE.UTF-8"})
    ['zh_CN', 'en']
    """
    for variable in ENVIRONMENT:
        if value := environ.get(variable):
            tags = value.split(":") if variable == "LANGUAGE" else [value]
            return [tag for tag in tags if _is_tag(tag)]
    return []


def _is_tag(tag: str) -> bool:
    try:
        parse(tag)
    except UnknownLanguageError:
        return False
    return True
