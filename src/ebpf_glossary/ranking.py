"""Which entries fit a query, and which fits best."""

from __future__ import annotations

from collections import Counter

from ebpf_glossary.entries import ALIAS, KINDS, LONGEST_NAME, fold, fold_text, without_owners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ebpf_glossary.data import Names

ALIKE = 0.5
"""How much of two names' bigrams must be the same for them to be similar."""

NEARLY_AS_ALIKE = 0.75
"""How near to the most similar name another must come to be worth showing beside it."""


class Ranking:
    """Ranks entries by their names and their texts.

    Args:
        names: the ids of the entries that have a name, each with its rank, by the name, folded.
        ids: of all entries, in their order.
        texts: returns the short texts and the long texts of an entry; it is called when texts are
            first searched.
    """

    def __init__(
        self,
        names: Names,
        ids: Collection[str],
        texts: Callable[[str], tuple[list[str], list[str]]],
    ) -> None:
        self._names = names
        self._ids = ids
        self._texts = texts
        self._haystacks: dict[str, tuple[str, str]] = {}
        self._sized: list[tuple[str, int]] = []
        self._bigrams: dict[str, list[int]] = {}

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
        found = list(dict.fromkeys([*self._by_name(query), *self._by_text(words)]))
        if limit is None or len(found) < limit:
            found += self._by_likeness(query)
        return list(dict.fromkeys(found))

    def nearest(self, name: str) -> list[str]:
        """Return the ids of the entries whose names come nearest to one that is none of them."""
        if len(name) > LONGEST_NAME:
            return []
        return self._by_name(name) or self._by_likeness(name)

    def _by_name(self, query: str) -> list[str]:
        """Return the ids of entries with a name that is, starts with or holds the query.

        What the whole query fits comes before what a part of it without its owner does; of names
        that it fits alike, aliases and titles come last, and shorter ones first.
        """
        best: dict[str, tuple[int, ...]] = {}
        for part, spelling in enumerate(_spellings(query)):
            for name, ranked in self._names.items():
                if spelling in name:
                    fit = 0 if name == spelling else 1 if name.startswith(spelling) else 2
                    for rank, id_ in ranked:
                        key = (part, fit, rank >= ALIAS * len(KINDS), len(name), rank)
                        if id_ not in best or key < best[id_]:
                            best[id_] = key
        return sorted(best, key=lambda id_: (best[id_], id_))

    def _by_text(self, words: list[str]) -> list[str]:
        """Return the ids of entries whose texts hold all words, those in short texts first."""
        if not self._haystacks:
            self._haystacks = {id_: self._haystack(id_) for id_ in self._ids}
        found = list(self._haystacks.items())
        for word in words:
            found = [each for each in found if word in each[1][1]]
        short = {id_ for id_, (text, _) in found if all(word in text for word in words)}
        return sorted((id_ for id_, _ in found), key=lambda id_: id_ not in short)

    def _haystack(self, id_: str) -> tuple[str, str]:
        """Return the short texts of an entry, and all its texts."""
        short, long = self._texts(id_)
        return fold_text("\n".join(short)), fold_text("\n".join((*short, *long)))

    def _by_likeness(self, query: str) -> list[str]:
        """Return the ids of entries with a name similar to the query, the most similar first."""
        if not self._bigrams:
            self._index_bigrams()
        common: Counter[int] = Counter()
        folded = fold(query)
        wanted = _bigrams(folded)
        for bigram in wanted:
            common.update(self._bigrams.get(bigram, ()))
        best: dict[str, float] = {}
        least = ALIKE * len(wanted) / 2
        for number, shared in common.items():
            if shared <= least:
                continue
            name, size = self._sized[number]
            if (likeness := 2 * shared / (size + len(wanted))) >= ALIKE:
                likeness += _share_of_letters(folded, name)
                for _, id_ in self._names[name]:
                    best[id_] = max(likeness, best.get(id_, 0))
        enough = NEARLY_AS_ALIKE * max(best.values(), default=0)
        return sorted(
            (id_ for id_, likeness in best.items() if likeness >= enough),
            key=lambda id_: (-best[id_], id_),
        )

    def _index_bigrams(self) -> None:
        for number, name in enumerate(self._names):
            bigrams = _bigrams(name)
            self._sized.append((name, len(bigrams)))
            for bigram in bigrams:
                self._bigrams.setdefault(bigram, []).append(number)


def _spellings(query: str) -> list[str]:
    """Return the query, folded, then its words that have owners, with and without these."""
    found = [query.strip(" /")]
    for word in query.split():
        if "/" in word:
            found += without_owners(word)
    return list(dict.fromkeys(folded for each in found if (folded := fold(each))))


def _share_of_letters(one: str, other: str) -> float:
    """Return how many letters two names have in common, wherever: typing swaps neighbours."""
    common = sum(min(one.count(letter), other.count(letter)) for letter in set(one))
    return 2 * common / (len(one) + len(other))


def _bigrams(folded: str) -> frozenset[str]:
    """Return the pairs of neighbours in a folded name, its ends marked."""
    marked = f"^{folded}$"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))
