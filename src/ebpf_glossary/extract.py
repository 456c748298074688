"""Babel extractors (entry points `babel.extractors`): for the YAML sources, and for rules."""

from __future__ import annotations

import ast
import inspect
import io
from typing import TYPE_CHECKING, Any

from babel.messages.extract import extract_python

from ebpf_glossary.data import messages
from ebpf_glossary.rules import parse

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


def extract_rules(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the messages of a module of rules: its `Message` templates and its documentation.

    Of a rule's docstring, the summary and each paragraph of the explanation are messages; the
    examples are data and are not.

    Args:
        fileobj: the Python file, open in binary mode.
        keywords: not used.
        comment_tags: what comments for translators begin with.
        options: not used.

    Yields:
        As `extract` does.
    """
    content = fileobj.read()
    wanted = {"Message": None, "N_": None}
    found: Any = extract_python(io.BytesIO(content), wanted, comment_tags, {"encoding": "utf-8"})
    for line, _, message, comments in found:
        # Its values follow; a message that is no literal is None.
        template = message[0] if isinstance(message, tuple) else message
        if isinstance(template, str):
            yield line, "gettext", template, comments
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.FunctionDef) and _is_rule(node):
            summary, explanation, _ = parse(inspect.cleandoc(ast.get_docstring(node) or ""))
            for paragraph in (summary, *explanation.split("\n\n")):
                if paragraph:
                    yield node.lineno, "gettext", paragraph, []


def _is_rule(node: ast.FunctionDef) -> bool:
    calls = (each.func for each in node.decorator_list if isinstance(each, ast.Call))
    return any(isinstance(func, ast.Name) and func.id == "rule" for func in calls)
