"""The Babel extractor for the YAML sources of entries (entry point `babel.extractors`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ebpf_glossary.data import messages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import IO


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield the messages of a source file as Babel wants them.

    Args:
        fileobj: the YAML file, open in binary mode.
        keywords: not used: every text of an entry is a message.
        comment_tags: not used: a `note:` is for translators.
        options: not used.

    Yields:
        Line, the function whose call it would be, its arguments, and the note for translators.

    Raises:
        DataError: the file is wrong.
    """
    for message in messages(getattr(fileobj, "name", "<stream>"), fileobj):
        yield (
            message.line,
            "pgettext",
            (message.context, message.text),
            [message.note] * bool(message.note),
        )
