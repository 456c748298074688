"""Keep a project's template and catalogs up to date with its sources."""

from __future__ import annotations

import os
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import polib
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural

from ebpf_glossary import __version__, catalogs
from ebpf_glossary.atomic import write_bytes
from ebpf_glossary.errors import N_, CatalogError, GlossaryError
from ebpf_glossary.locales import SCRIPTS, SOURCE_LANGUAGE, parse
from ebpf_glossary.merging import identities, merge
from ebpf_glossary.po import dump_po, read_po
from ebpf_glossary.template import as_po, extracted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PROJECT = "ebpf-glossary"
BUGS = "https://pypi.org/project/ebpf-glossary/"
AUTHOR = "ebpf-glossary <ebpf-glossary@users.noreply.github.com>"
"""The last translator of a catalog that nobody has translated yet."""


class Change(NamedTuple):
    """What a file should hold, and whether it holds it already."""

    path: str
    content: bytes
    current: bool

    def write(self) -> None:
        """Bring the file up to date."""
        if self.current:
            return
        try:
            path = os.path.realpath(self.path)  # a link stays one
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write_bytes(path, self.content)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CatalogError(
                self.path, None, N_("Cannot be written: {reason}."), reason=reason
            ) from None


def changes(root: str, languages: Collection[str] = ()) -> Iterator[Change]:
    """Yield the template and the catalogs of a project as its sources want them.

    Args:
        root: the folder that holds `babel.cfg` and `locale/`.
        languages: of the catalogs; none are all there are.

    Raises:
        CatalogError: a catalog, or `babel.cfg`, is missing or cannot be read.
        DataError: a source file is wrong.
        GlossaryError: there is no catalog of one of the languages.
    """
    path = template_path(root)
    template = extract(root)
    yield _change(path, dump_po(template).encode())
    for language, path in sources(root, languages).items():
        catalog = read_po(path)
        if not catalog.metadata:  # an empty file, or what a tool left without its header
            catalog.metadata = header(language, template).metadata
        catalog = merge(catalog, template, is_source=language == SOURCE_LANGUAGE)
        yield _change(path, dump_po(catalog).encode())


def created(root: str, tag: str) -> list[Change]:
    """Return the template, and the catalog of a new language, untranslated.

    Args:
        root: as in `changes`.
        tag: of the language.

    Raises:
        UnknownLanguageError: `tag` is none.
        GlossaryError: Babel does not know the language, or it has a catalog.
        CatalogError: as in `changes`.
        DataError: as in `changes`.
    """
    language = str(parse(tag))
    folder = _folder(tag)
    path = os.path.join(_locale(root), folder, "LC_MESSAGES", f"{catalogs.DOMAIN}.po")
    known = catalogs.find(_locale(root)) if os.path.isdir(_locale(root)) else {}
    if os.path.exists(path) or known.get(language, "").endswith(".po"):
        raise CatalogError(known.get(language, path), None, N_("There is a catalog already."))
    template = extract(root)
    catalog = header(language, template)
    catalog.metadata["Language"] = folder
    catalog = merge(catalog, template, is_source=language == SOURCE_LANGUAGE)
    return [
        _change(template_path(root), dump_po(template).encode()),
        Change(path, dump_po(catalog).encode(), current=False),
    ]


def _folder(tag: str) -> str:
    """Return the folder of a language; its script stands as in the tag: `sr@latin`, `sr_Latn`."""
    language = parse(tag)
    modifier = tag.partition("@")[2].lower()
    if modifier not in SCRIPTS:
        return str(language)
    return "_".join(filter(None, (language.language, language.region))) + f"@{modifier}"


def compiled(root: str, languages: Collection[str] = ()) -> Iterator[Change]:
    """Yield the compiled catalogs of a project, which gettext reads.

    Args:
        root: as in `changes`.
        languages: as in `changes`.

    Raises:
        CatalogError: a catalog is missing or cannot be read.
        GlossaryError: as in `changes`.
    """
    for path in sources(root, languages).values():
        yield _change(os.path.splitext(path)[0] + ".mo", read_po(path).to_binary())


def sources(root: str, languages: Collection[str] = ()) -> dict[str, str]:
    """Return the paths of a project's `.po` files by language.

    Raises:
        CatalogError: the folder of catalogs cannot be read.
        GlossaryError: there is no catalog of one of the languages.
        UnknownLanguageError: what is asked for is none.
    """
    found = catalogs.find(_locale(root))
    there = {language: path for language, path in found.items() if path.endswith(".po")}
    if not languages:
        return there
    wanted = [str(parse(tag)) for tag in languages]
    for language in wanted:
        if language not in there:
            template = N_('There is no catalog of "{language}"; "{command}" makes one.')
            command = f"ebpf-glossary catalog new {language}"
            raise GlossaryError(template, language=language, command=command)
    return {language: path for language, path in there.items() if language in wanted}


def template_path(root: str) -> str:
    """Return where a project has its template."""
    return os.path.join(_locale(root), f"{catalogs.DOMAIN}.pot")


def _locale(root: str) -> str:
    return os.path.join(root, "locale")


def _change(path: str, content: bytes) -> Change:
    try:
        with open(path, "rb") as file:
            current = file.read() == content
    except OSError:
        current = False
    return Change(path, content, current)


def extract(root: str) -> polib.POFile:
    """Return the template: every message of the sources, with the places where it stands.

    Of the template that there may be already, the header is kept; its dates are where no message
    changed.

    Args:
        root: as in `changes`.

    Raises:
        CatalogError: as in `changes`.
        DataError: as in `changes`.
    """
    name, version, bugs = _identity(root)
    catalog = Catalog(project=name, version=version, copyright_holder=name)
    catalog.msgid_bugs_address = bugs  # given nothing, Babel takes EMAIL@ADDRESS
    template = as_po(extracted(root, catalog))
    path = template_path(root)
    if os.path.exists(path):
        old = read_po(path)
        template.header = old.header or template.header
        if identities(old) == identities(template):
            template.metadata = old.metadata | {"Project-Id-Version": f"{name} {version}"}
        elif name != PROJECT:
            kept = ("Report-Msgid-Bugs-To", "Language-Team", "Last-Translator")
            template.metadata |= {f: old.metadata[f] for f in kept if f in old.metadata}
    return template


def _identity(root: str) -> tuple[str, str, str]:
    """Return name, version and address for bugs of a project.

    They are what its pyproject.toml says; without one, its name is that of its folder.
    """
    try:
        with open(os.path.join(root, "pyproject.toml"), "rb") as file:
            project = tomllib.load(file).get("project", {})
    except (OSError, ValueError):
        project = {}
    name = str(project.get("name") or os.path.basename(os.path.abspath(root)) or "glossary")
    if name == PROJECT:
        return name, __version__, BUGS
    urls = project.get("urls", {})
    return name, str(project.get("version", "0")), str(next(iter(urls.values()), ""))


def header(language: str, template: polib.POFile) -> polib.POFile:
    """Return a catalog of a language that has a header and nothing else.

    Raises:
        GlossaryError: Babel does not know the language.
    """
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        said = N_('Babel knows no language "{language}".')
        raise GlossaryError(said, language=language) from None
    name = locale.get_display_name("en") or language
    project = template.metadata["Project-Id-Version"].rpartition(" ")[0]
    count, plural = get_plural(language)[:2]
    bugs = template.metadata.get("Report-Msgid-Bugs-To", "")
    catalog = polib.POFile(wrapwidth=0)
    catalog.header = f"{name} translations for {project}."
    catalog.metadata = {
        "Project-Id-Version": template.metadata["Project-Id-Version"],
        "Report-Msgid-Bugs-To": bugs,
        "POT-Creation-Date": template.metadata["POT-Creation-Date"],
        "PO-Revision-Date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}+0000",
        "Last-Translator": AUTHOR,
        "Language-Team": f"{name} <{bugs}>" if bugs else name,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals={count}; plural={plural};",
    }
    return catalog
