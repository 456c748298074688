"""Which entries fit a query, and which fits best."""

from __future__ import annotations

from ebpf_glossary.entries import LONGEST_NAME, fold, fold_text, without_owners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

ALIKE = 0.5
"""How much of two names' bigrams must be the same for them to be similar."""

NEARLY_AS_ALIKE = 0.75
"""How near to the most similar name another must come to be worth showing beside it."""


class Ranking:
    """Ranks entries by their names and their texts.

    Args:
        names: the ids of the entries that have a name, by the name, folded.
        ids: of all entries, in their order.
        texts: returns the short texts and the long texts of an entry; it is called for an entry
            when its texts are first searched.
    """

    def __init__(
        self,
        names: Mapping[str, Collection[str]],
        ids: Collection[str],
        texts: Callable[[str], tuple[list[str], list[str]]],
    ) -> None:
        self._names = names
        self._ids = ids
        self._texts = texts
        self._haystacks: dict[str, tuple[str, str]] = {}
        self._bigrams: dict[str, list[tuple[str, int, str]]] = {}

    def rank(self, query: str, limit: int | None) -> list[str]:
        """Return the ids of the entries that fit, best first.

        Args:
            query: words, or a name that need not be right.
            limit: where as many fit well, similar names are not looked for.
        """
        words = fold_text(query).split() if len(query) <= LONGEST_NAME else []
        words = [word for word in words if any(map(str.isalnum, word))]
        if not words:
            return []
        found = [*self._by_name(query), *self._by_text(words)]
        if limit is None or len(found) < limit:
            found += self._by_likeness(query)
        return list(dict.fromkeys(found))

    def nearest(self, name: str) -> list[str]:
        """Return the ids of the entries whose names come nearest to one that is none of them."""
        if len(name) > LONGEST_NAME:
            return []
        return self._by_name(name) or self._by_likeness(name)

    def _by_name(self, query: str) -> list[str]:
        """Return the ids of entries with a name that is, starts with or holds the query."""
        ranks: dict[str, int] = {}
        spellings = [folded for each in without_owners(query) if (folded := fold(each))]
        for folded, ids in self._names.items():
            for spelling in spellings:
                if spelling in folded:
                    rank = 0 if folded == spelling else 1 if folded.startswith(spelling) else 2
                    for id_ in ids:
                        ranks[id_] = min(rank, ranks.get(id_, rank))
        return sorted(ranks, key=lambda id_: (ranks[id_], id_))

    def _by_text(self, words: list[str]) -> list[str]:
        """Return the ids of entries whose texts hold all words, those in short texts first."""
        in_short, in_long = [], []
        for id_ in self._ids:
            short, long = self._haystack(id_)
            if all(word in short for word in words):
                in_short.append(id_)
            elif all(word in short or word in long for word in words):
                in_long.append(id_)
        return in_short + in_long

    def _haystack(self, id_: str) -> tuple[str, str]:
        if id_ not in self._haystacks:
            short, long = self._texts(id_)
            self._haystacks[id_] = fold_text("\n".join(short)), fold_text("\n".join(long))
        return self._haystacks[id_]

    def _by_likeness(self, query: str) -> list[str]:
        """Return the ids of entries with a name similar to the query, the most similar first."""
        if not self._bigrams:
            self._index_bigrams()
        common: dict[tuple[str, int, str], int] = {}
        wanted = _bigrams(fold(query))
        for bigram in wanted:
            for name in self._bigrams.get(bigram, ()):
                common[name] = common.get(name, 0) + 1
        best: dict[str, float] = {}
        for (_, size, id_), shared in common.items():
            likeness = 2 * shared / (size + len(wanted))
            best[id_] = max(likeness, best.get(id_, 0))
        enough = max(ALIKE, NEARLY_AS_ALIKE * max(best.values(), default=0))
        return sorted(
            (id_ for id_, likeness in best.items() if likeness >= enough),
            key=lambda id_: (-best[id_], id_),
        )

    def _index_bigrams(self) -> None:
        for folded, ids in self._names.items():
            bigrams = _bigrams(folded)
            for bigram in bigrams:
                names = self._bigrams.setdefault(bigram, [])
                names += ((folded, len(bigrams), id_) for id_ in ids)


def _bigrams(folded: str) -> frozenset[str]:
    """Return the pairs of neighbours in a folded name, its ends marked."""
    marked = f"^{folded}$"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))
