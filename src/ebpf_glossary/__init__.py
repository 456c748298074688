"""The eBPF ecosystem in Chinese and English, from gettext catalogs.

>>> import ebpf_glossary
>>> ebpf_glossary.project("bpftool", lang="zh").category_label
'其他'

Names and terms in a text: `find` and its `Occurrence`.
Checking: `check`, `fix`, and their `Finding`, `Fix`, `Edit`, `Fixed`, `Config`.
Before machine translation: `protect`, and its `Protected`, `Restored`.
Looking up: `describe`, `entry`, `project`, `term`, `projects`, `terms`, `reading`, `categories`,
`search`, `languages`.
Other data: `Glossary.load`. Plain gettext: `LOCALE_DIR` and `DOMAIN`.
Records: `Project`, `Term`, `Reading`, `Category`, `Link`. Errors: `GlossaryError` and those derived
from it.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ebpf_glossary.catalogs import DOMAIN, LOCALE_DIR
    from ebpf_glossary.config import Config
    from ebpf_glossary.entries import Category, Link, Project, Reading, Term
    from ebpf_glossary.errors import (
        AmbiguousNameError,
        CatalogError,
        ConfigError,
        DataError,
        GlossaryError,
        TextError,
        UnknownCategoryError,
        UnknownEntryError,
        UnknownLanguageError,
    )
    from ebpf_glossary.glossary import (
        Glossary,
        categories,
        describe,
        entry,
        languages,
        project,
        projects,
        reading,
        search,
        term,
        terms,
    )
    from ebpf_glossary.lint import Fixed, check, fix
    from ebpf_glossary.occurrences import Occurrence, find
    from ebpf_glossary.protection import Protected, Restored, protect
    from ebpf_glossary.segments import Applicability, Edit, Finding, Fix, Message

# Public names by the module that has them. They are loaded when first asked for, because
# importing this package must cost next to nothing.
_MODULES = {
    "catalogs": (
        "DOMAIN",
        "LOCALE_DIR",
    ),
    "config": ("Config",),
    "entries": (
        "Category",
        "Link",
        "Project",
        "Reading",
        "Term",
    ),
    "errors": (
        "AmbiguousNameError",
        "CatalogError",
        "ConfigError",
        "DataError",
        "GlossaryError",
        "TextError",
        "UnknownCategoryError",
        "UnknownEntryError",
        "UnknownLanguageError",
    ),
    "glossary": (
        "Glossary",
        "categories",
        "describe",
        "entry",
        "languages",
        "project",
        "projects",
        "reading",
        "search",
        "term",
        "terms",
    ),
    "lint": (
        "Fixed",
        "check",
        "fix",
    ),
    "occurrences": (
        "Occurrence",
        "find",
    ),
    "protection": (
        "Protected",
        "Restored",
        "protect",
    ),
    "segments": (
        "Applicability",
        "Edit",
        "Finding",
        "Fix",
        "Message",
    ),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "DOMAIN",
    "LOCALE_DIR",
    "AmbiguousNameError",
    "Applicability",
    "CatalogError",
    "Category",
    "Config",
    "ConfigError",
    "DataError",
    "Edit",
    "Finding",
    "Fix",
    "Fixed",
    "Glossary",
    "GlossaryError",
    "Link",
    "Message",
    "Occurrence",
    "Project",
    "Protected",
    "Reading",
    "Restored",
    "Term",
    "TextError",
    "UnknownCategoryError",
    "UnknownEntryError",
    "UnknownLanguageError",
    "__version__",
    "categories",
    "check",
    "describe",
    "entry",
    "find",
    "fix",
    "languages",
    "project",
    "projects",
    "protect",
    "reading",
    "search",
    "term",
    "terms",
]

if not TYPE_CHECKING:  # type checkers know each name from above, and no other

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = __import__(f"{__name__}.{_HOMES[name]}", fromlist=[name])
        value = getattr(module, name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
