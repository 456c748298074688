"""Build hook: a wheel gets its catalogs and entries compiled; a checkout reads their sources."""

from __future__ import annotations

import pprint
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
PACKAGE = "ebpf_glossary"


class CompileHook(BuildHookInterface[Any]):
    """Compiles `locale/*.po` and `data/*.yaml` into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled files and have the wheel include them.

        Args:
            version: "standard", or "editable", for which plain gettext gets `.mo` files beside
                the `.po`, and everything else is read from its source.
            build_data: what the wheel is made of; `force_include` maps files to their places.
        """
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(ROOT / "src"))
        if version == "editable":
            compile_catalogs(ROOT / "locale")
            return
        self.built = tempfile.TemporaryDirectory()
        built = Path(self.built.name)
        compiled = {
            path: f"{PACKAGE}/locale/{path.relative_to(built)}" for path in compile_catalogs(built)
        }
        compiled |= {path: f"{PACKAGE}/_compiled/{path.name}" for path in compile_data(built)}
        build_data["force_include"].update({str(path): place for path, place in compiled.items()})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what `initialize` has written."""
        if hasattr(self, "built"):
            self.built.cleanup()


def compile_catalogs(target: Path) -> list[Path]:
    """Compile every catalog into `target`, laid out like `locale/`; return the new files."""
    from ebpf_glossary.po import read_po

    made = []
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        path = (target / source.relative_to(ROOT / "locale")).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        read_po(str(source)).save_as_mofile(str(path))
        made.append(path)
    return made


def compile_data(target: Path) -> list[Path]:
    """Write entries and lexicon as modules of plain literals, which Python loads fastest.

    A module a kind: a look-up loads the names and the one kind that it needs.
    """
    from ebpf_glossary import advice, data, index, lexicon, packing, store

    facts = data.read(str(ROOT / "src" / PACKAGE / "data"))
    modules: dict[str, tuple[str, Any]] = {
        "__init__": ("", None),
        "names": ("NAMES", store.packed(data.names(facts))),
    }
    modules |= {kind: ("FACTS", entries) for kind, entries in facts.items()}
    known = lexicon.build()
    modules["lexicon"] = ("LEXICON", packing.packed(known))
    headwords = {id_: fields["name"] for id_, fields in facts["term"].items()}
    modules["advice"] = ("ADVICE", advice.packed(known, headwords))
    modules["index"] = ("INDEX", index.packed(known))
    made = []
    for module, (name, value) in modules.items():
        path = target / f"{module}.py"
        text = pprint.pformat(value, width=100, sort_dicts=False)
        literal = f"\n{name} = {text}\n" if name else ""
        path.write_text(
            f'"""Compiled from data/ and locale/ by the build: edit those."""\n{literal}', "utf-8"
        )
        made.append(path)
    return made
