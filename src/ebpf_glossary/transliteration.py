"""Whether Chinese characters write the sound of a name: 奥迪戈斯 that of Odigos.

Characters that are used for their sound have few readings, so a table tells which consonants each
stands for. Sounds that Chinese does not tell apart, such as those of b and p, are one class here;
vowels count for nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ONSETS = {
    "P": "巴芭贝倍比彼毕宾伯勃博波布鲍邦本彭帕派佩皮匹平珀普蒲庞潘泼柏",
    "T": "达戴丹道德登迪蒂丁东杜多顿塔太泰坦汤唐特腾滕提铁廷汀通图托陶",
    "K": "加嘎盖甘冈戈哥格葛根古瓜圭果卡开凯坎康考柯科可克肯孔库夸奎昆阔",
    "F": "法凡范方菲费芬丰佛夫弗伏福富冯维威瓦万韦沃翁温",
    "S": "萨塞桑瑟森沙山尚绍舍申圣施史舒斯司苏索松扎泽曾詹哲珍芝朱兹佐宗祖查柴昌彻奇齐切钦琴丘"
    "茨慈楚夏香谢辛欣休许西希锡杰贾焦",
    "J": "基吉季金京居琼",
    "L": "拉来莱兰朗劳勒雷累蕾里利丽莉连廉列林琳龙卢鲁路伦罗洛吕尔若瑞",
    "M": "马玛麦迈曼芒毛梅门蒙米密敏明摩莫默墨姆穆缪",
    "N": "纳娜奈南内尼年宁纽农努诺讷恩",
    "H": "哈海汉杭豪赫黑亨洪胡华怀惠霍侯",
    "": "阿埃艾爱安昂奥澳厄欧伊因英尤约亚雅扬耶叶依",
}
_ENDS_IN_N = frozenset(
    "宾邦本彭平庞潘丹登丁东顿坦汤唐腾滕廷汀通甘冈根坎康肯孔昆凡范方芬丰冯万翁温桑森山尚申圣松"
    "曾詹珍宗昌钦琴香辛欣金京琼兰朗连廉林琳龙伦曼芒门蒙敏明南年宁农恩汉杭亨洪安昂因英扬"
)
CHARACTERS = "".join(_ONSETS.values())
"""Characters that are used for their sound."""

# J is read as in "gin" or, in older names, as in "game".
_ALIKE = {"J": ("S", "K")}
_CLASS = {char: onset for onset, chars in _ONSETS.items() for char in chars}

_DIGRAPHS = (("dge", "j"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("ph", "f"), ("th", "t"),
             ("ck", "k"), ("qu", "k"), ("x", "ks"), ("gh", "g"))  # fmt: skip
_LETTERS = {
    **dict.fromkeys("bp", "P"),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("gkcq", "K"),
    **dict.fromkeys("fvw", "F"),
    **dict.fromkeys("sz", "S"),
    "j": "J",
    **dict.fromkeys("lr", "L"),
    "m": "M",
    "n": "N",
    "h": "H",
}

LEAST = 2
"""Consonants that must agree: one agrees by chance."""


class _Sound(NamedTuple):
    """A consonant, and whether the other language may leave it out."""

    sound: str
    optional: bool


def sounds_like(chinese: str, name: str) -> bool:
    """Tell whether characters write the sound of a name.

    >>> sounds_like("奥迪戈斯", "Odigos"), sounds_like("卡特兰", "Katran")
    (True, True)
    >>> sounds_like("特别", "Tetragon"), sounds_like("可以", "Caddy")
    (False, False)
    """
    if any(char not in _CLASS for char in chinese):
        return False
    return _agree(_spoken(chinese), _written(name), 0)


def _spoken(chinese: str) -> list[_Sound]:
    sounds: list[_Sound] = []
    for char in chinese:
        if onset := _CLASS[char]:
            sounds.append(_Sound(onset, optional=onset == "H" or char == "尔"))
        if char in _ENDS_IN_N:
            sounds.append(_Sound("N", optional=True))
    return sounds


def _written(name: str) -> list[_Sound]:
    name = re.sub(r"[^a-z]", "", name.lower())
    for letters, sound in _DIGRAPHS:
        name = name.replace(letters, sound)
    name = re.sub(r"c(?=[eiy])", "s", name)
    sounds: list[_Sound] = []
    for at, letter in enumerate(name):
        if letter not in _LETTERS or name[at - 1 : at] == letter:
            continue
        is_last = name[at + 1 : at + 2] not in tuple("aeiouy")
        optional = letter in "hw" or (letter == "r" and is_last)
        sounds.append(_Sound(_LETTERS[letter], optional))
    return sounds


def _agree(spoken: list[_Sound], written: list[_Sound], agreed: int) -> bool:
    """Tell whether two sequences agree in all but what one of them may leave out."""
    if not spoken or not written:
        rest = all(sound.optional for sound in spoken + written)
        return rest and agreed >= LEAST
    if _is_alike(spoken[0].sound, written[0].sound) and _agree(spoken[1:], written[1:], agreed + 1):
        return True
    if spoken[0].optional and _agree(spoken[1:], written, agreed):
        return True
    return written[0].optional and _agree(spoken, written[1:], agreed)


def _is_alike(one: str, other: str) -> bool:
    return one == other or other in _ALIKE.get(one, ()) or one in _ALIKE.get(other, ())
