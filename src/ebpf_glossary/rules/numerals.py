"""Numbers in English and in Chinese: what they can mean, as keys that can be compared.

A key is how the number is written in digits, so that the version 5.10 is not 5.1. A token can have
several: 10K is ten thousand, or 10 of something that is called K.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ebpf_glossary.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = (
    r"(?<![A-Za-z0-9_.])[vV]?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++(?:\.[0-9]++)*+)"
)
ENGLISH = regex(
    rf"{_DIGITS}(?:[ -]?(?P<unit>hundred|thousand|million|billion|trillion|[kKMGTB])"
    r"(?![A-Za-z_])|(?=[A-Za-z]{0,5}(?![A-Za-z_0-9])))"
)
CHINESE = regex(
    rf"{_DIGITS}(?:[ ]?(?P<unit>[十百千万亿]{{1,2}}(?![兆分]|字节|比特|赫|米|克|位)|"
    r"[kKMGT](?![A-Za-z_]))|(?=[A-Za-z]{0,5}(?![A-Za-z_0-9])))"
)
_UNITS = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "亿": 10**8,
}
_SUFFIXES = {"k": 10, "m": 20, "g": 30, "b": 30, "t": 40}
# Units of measure: of what, and how much they are of it.
_MEASURES = {
    unit: tuple(row)
    for *row, units in (
        ("time", "1e-9", "ns nsec nanosecond nanoseconds 纳秒"),
        ("time", "1e-6", "us µs μs usec microsecond microseconds 微秒"),
        ("time", "1e-3", "ms msec millisecond milliseconds 毫秒"),
        ("time", "1", "s sec secs second seconds 秒 秒钟"),
        ("time", "60", "m min mins minute minutes 分钟"),
        ("time", "3600", "h hr hrs hour hours 小时"),
        ("time", "86400", "d day days 天"),
        ("time", "604800", "week weeks 周 星期"),
        ("bytes", "1", "B byte bytes 字节"),
        ("bytes", "1e3", "1024", "k K kB KB KiB kilobyte kilobytes kibibytes 千字节"),
        ("bytes", "1e6", "1048576", "M MB MiB megabyte megabytes mebibytes 兆 兆字节"),
        ("bytes", "1e9", "1073741824", "G GB GiB gigabyte gigabytes gibibytes 吉字节"),
        ("bytes", "1e12", "1099511627776", "T TB TiB terabyte terabytes tebibytes 太字节"),
        ("bits", "1e3", "kbit Kbit kbps Kbps Kb/s"),
        ("bits", "1e6", "Mbit Mbps Mb/s"),
        ("bits", "1e9", "Gbit Gbps Gb/s"),
        ("cycles", "1", "Hz hertz 赫兹 赫"),
        ("cycles", "1e3", "kHz KHz 千赫 千赫兹"),
        ("cycles", "1e6", "MHz 兆赫 兆赫兹"),
        ("cycles", "1e9", "GHz 吉赫 吉赫兹"),
    )
    for unit in units.split()
}
_MEASURE = regex(
    rf"[ -]?个?({'|'.join(sorted(_MEASURES, key=len, reverse=True))})(?:(?<![A-Za-z])|(?![A-Za-z]))"
)
_WORDS = {
    word: number
    for number, words in {
        0: "zero no none",
        1: "one first once single a an month year day",
        2: "two second twice double both pair dual half february feb",
        3: "three third thrice triple march mar",
        4: "four fourth quarter quad april apr",
        5: "five fifth may",
        6: "six sixth june jun",
        7: "seven seventh july jul",
        8: "eight eighth august aug",
        9: "nine ninth september sept sep",
        10: "ten tenth october oct decade",
        11: "eleven eleventh november nov",
        12: "twelve twelfth december dec dozen",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty twentieth score",
        24: "day",
        30: "thirty",
        40: "forty",
        50: "fifty",
        60: "sixty minute hour",
        70: "seventy",
        80: "eighty",
        90: "ninety",
        100: "hundred century percent",
        1000: "thousand millennium",
        10**6: "million",
        10**9: "billion",
    }.items()
    for word in words.split()
}
_WORD = regex(r"[A-Za-z]+")
_MONTHS = regex(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\b(?=[ ,]+\d)|(?<=\d )(January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)
_MONTH_NUMBERS = {
    name: str(number)
    for number, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        1,
    )
}
_RAW = regex(r"[0-9]++(?:[.,][0-9]++)*+")
_NUMERAL = regex("[零〇一二两三四五六七八九十百千万亿几]+")
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_AFTERNOON = regex("下午|晚上|傍晚|中午|午后|晚间")


def written(digits: str) -> str:
    """Return digits without separators of thousands and leading zeros.

    >>> written("1,024"), written("007"), written("5.10")
    ('1024', '7', '5.10')
    """
    digits = digits.replace(",", "")
    return digits if "." in digits else digits.lstrip("0") or "0"


def keys(match: re.Match[str]) -> set[str]:
    """Return what a number in digits, with its unit, can mean."""
    plain = written(match["digits"])
    unit = match["unit"]
    if not unit or plain.count(".") > 1 or len(plain) > 30:
        return {plain}
    value = Decimal(plain)
    if unit.lower() in _SUFFIXES:
        power = _SUFFIXES[unit.lower()]
        return {plain, _key(value * 10 ** (power * 3 // 10)), _key(value * 2**power)}
    return {_key(value * factor(unit))}


def unit_of(match: re.Match[str]) -> tuple[str, ...]:
    """Return the unit of measure behind a number: of what, and how much; nothing where none is."""
    unit = _MEASURE.match(match.string, match.end("digits"))
    return _MEASURES[unit[1]] if unit else ()


def measures(match: re.Match[str]) -> set[tuple[str, Decimal]]:
    """Return how much a number is with its unit of measure.

    A megabyte is as many bytes in decimal or in binary.
    """
    plain, unit = written(match["digits"]), unit_of(match)
    if plain.count(".") > 1 or len(plain) > 30:
        return set()
    return {(unit[0], Decimal(plain) * Decimal(size)) for size in unit[1:]}


def factor(unit: str) -> int:
    """Return by how much a unit multiplies: 百万 is a million."""
    if unit in _UNITS:
        return _UNITS[unit]
    product = 1
    for character in unit:
        product *= _UNITS[character]
    return product


def _key(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def months(english: str) -> dict[str, str]:
    """Return the months of the dates in a text, by number."""
    return {_MONTH_NUMBERS[m[1] or m[2]]: m[0] for m in _MONTHS.finditer(english)}


def all_in_english(english: str, chinese: str) -> set[str]:
    """Return every number that an English text can be taken to speak of."""
    found = set(_raw(english))
    for match in _WORD.finditer(english):
        number = _WORDS.get(match[0].lower())
        if number is None and match[0].endswith("s"):
            number = _WORDS.get(match[0][:-1].lower())
        if number is not None:
            found.add(str(number))
    for match in ENGLISH.finditer(english):
        found |= keys(match)
    hours = {int(each) for each in found if len(each) <= 2 and int(each) < 24}
    if _AFTERNOON.search(chinese) or re.search(r"\d ?[ap]\.?m", english, re.IGNORECASE):
        found |= {str((hour + 12) % 24) for hour in hours} | {"0"}
    years = {each for each in found if re.fullmatch(r"[12]\d{3}", each)}
    found |= {str(int(year[:2]) + 1) for year in years}  # the century
    return found | {written(year[2:]) for year in years} | {written(y[:3] + "0") for y in years}


def all_in_chinese(chinese: str) -> set[str]:
    """Return every number that a Chinese text can be taken to speak of."""
    found = set(_raw(chinese))
    for match in CHINESE.finditer(chinese):
        found |= keys(match)
    for match in _NUMERAL.finditer(chinese):
        found |= set(map(str, values(match[0])))
    if _AFTERNOON.search(chinese):
        found |= {str(int(e) + 12) for e in found if len(e) <= 2 and int(e) < 12}
        found.add("0")
    return found


def _raw(text: str) -> Iterator[str]:
    """Yield the numbers in digits, and the beginnings of those with several parts."""
    for match in _RAW.finditer(text):
        yield written(match[0])
        parts = match[0].replace(",", ".").split(".")[:4]
        for count in range(1, len(parts) + 1):
            yield written(".".join(parts[:count]))
            yield written(parts[count - 1])


def values(numeral: str) -> set[int]:
    """Return what a Chinese numeral can mean.

    >>> sorted(values("一千万")), sorted(values("二〇二二")), sorted(values("十几"))
    ([10000000], [0, 2, 2022], [10, 12])
    """
    if "几" in numeral:
        return values(numeral.replace("几", "")) | {12} if numeral != "几" else set()
    if all(c in _DIGIT for c in numeral):
        run = int("".join(str(_DIGIT[c]) for c in numeral[:12]))
        return {run} | {_DIGIT[c] for c in numeral}
    total = section = digit = 0
    for character in numeral[:24]:
        if character in _DIGIT:
            digit = _DIGIT[character]
            continue
        unit = _UNITS[character]
        if unit >= 10**4:
            total = (total + section + digit or 1) * unit
            section = 0
        else:
            section += (digit or 1) * unit
        digit = 0
    return {total + section + digit}
