"""Messages of a project's sources, as Babel finds them."""

from __future__ import annotations

import configparser
import os
import re
import tokenize
from typing import TYPE_CHECKING

import polib
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.util import TextWrapper

from ebpf_glossary.errors import N_, CatalogError

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

COMMENT_TAG = "Translators:"
MAPPING = "babel.cfg"


def extracted(root: str, catalog: Catalog) -> Catalog:
    """Return a catalog with every message of a project's sources, as its babel.cfg maps them.

    Raises:
        CatalogError: `babel.cfg` is missing or cannot be read, or a source is no Python.
        DataError: a source file is wrong.
    """
    mapping = os.path.join(root, MAPPING)
    try:
        with open(mapping, encoding="utf-8") as file:
            methods, options = parse_mapping_cfg(file, mapping)  # type: ignore[no-untyped-call]
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError.unreadable(mapping, error) from None
    except configparser.Error as error:
        said = ValueError(str(error).partition("\n")[0].rstrip("."))
        raise CatalogError.unreadable(mapping, said) from None
    try:
        for filename, line, message, comments, context in extract_from_dir(
            root, methods, options, comment_tags=(COMMENT_TAG,), strip_comment_tags=True
        ):
            catalog.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    except (SyntaxError, tokenize.TokenError, LookupError, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0]
        template = N_("A source file is no Python: {reason}.")
        raise CatalogError(mapping, None, template, reason=reason) from None
    return catalog


def as_po(catalog: Catalog) -> polib.POFile:
    """Return what Babel would write, but for the empty line at its end and the order of flags."""
    wrapper = TextWrapper(width=76, break_long_words=False)
    template = polib.POFile(wrapwidth=0)
    template.header = re.sub(r"(?m)^#[ ]?", "", catalog.header_comment)
    template.metadata = {field: value.strip() for field, value in catalog.mime_headers}
    template.metadata_is_fuzzy = True
    for message in catalog:
        if not message.id:
            continue
        is_plural = isinstance(message.id, tuple)
        places = sorted({(path, line or 0) for path, line in message.locations})
        entry = polib.POEntry(
            msgctxt=message.context,
            msgid=message.id[0] if is_plural else message.id,
            msgid_plural=message.id[1] if is_plural else "",
            msgstr_plural={0: "", 1: ""} if is_plural else {},
            comment="\n".join(
                line.strip() for comment in message.auto_comments for line in wrapper.wrap(comment)
            ),
            occurrences=[(path.replace(os.sep, "/"), str(line)) for path, line in places],
            flags=sorted(message.flags),
        )
        list.append(template, entry)  # polib's own looks for duplicates, one by one
    return template
