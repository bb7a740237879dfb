"""The words and numbers of three invented counties. Those of B and C are rare, so that any trace of them is telling."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

from support import gathered
from xiuhua.platform.accounts.names import reading

A, B, C = "620121", "620122", "620221"
"""A and B lie in one prefecture, C in another."""


@dataclass(frozen=True)
class Words:
    """The words of one county. Of the ``people`` five belong to the households of a village, the last is held back."""

    county: str
    township: str
    villages: tuple[str, str]
    hamlet: str
    people: tuple[str, ...]
    clerk: str
    officer: str
    organisation: str
    cause: str
    schooling: str
    health: str
    source: str
    project: str
    proof: str
    plot: str
    beside: str
    basis: str
    label: str
    reason: str
    file: str
    evidence: str

    def all(self) -> tuple[str, ...]:
        """Return every word of the county."""
        return tuple(_flat(astuple(self)))


WORDS: Mapping[str, Words] = {
    A: Words(
        county="柳泉县",
        township="白杨镇",
        villages=("槐树村", "石桥村"),
        hamlet="阳坡",
        people=("柳成荫", "花木秀", "叶知秋", "米满仓", "羊小河", "谷雨生"),
        clerk="方小舟",
        officer="贺春明",
        organisation="柳泉县扶贫办公室",
        cause="手艺荒废",
        schooling="夜校",
        health="腰腿旧伤",
        source="光伏",
        project="编柳筐",
        proof="柳筐账本",
        plot="柳湾地",
        beside="柳家祖坟",
        basis="任字一号",
        label="报表程序",
        reason="看过户口本",
        file="槐树名单.xlsx",
        evidence="槐树合同.png",
    ),
    B: Words(
        county="猰貐县",
        township="鸑鷟镇",
        villages=("罅隙村", "饕餮村"),
        hamlet="嵽嵲湾",
        people=("诸葛勐罡", "濮阳鬯鬯", "亓官夔门", "澹台狻猊", "宓鸱尾", "仉睚眦"),
        clerk="貔貅生",
        officer="麒麟儿",
        organisation="獬豸办公室",
        cause="夤缘所误",
        schooling="鼙鼓学堂",
        health="癯瘁旧伤",
        source="鬻盐",
        project="牧羖䍽",
        proof="羖䍽契",
        plot="蟾蜍壕",
        beside="濮阳家坟茔",
        basis="齑字九号",
        label="蠡测程序",
        reason="觊觎无据",
        file="魑魅名单.xlsx",
        evidence="魑魅借据.png",
    ),
    C: Words(
        county="耄耋县",
        township="鼯鼠镇",
        villages=("龃龉村", "氍毹村"),
        hamlet="犄角湾",
        people=("东郭颛顼", "南宫蠹简", "逄羲和", "郗共工", "佘句芒", "仇蓐收"),
        clerk="饴糖生",
        officer="夔夔儿",
        organisation="酆都办公室",
        cause="蹇滞所误",
        schooling="黉宇学堂",
        health="罹瘵旧伤",
        source="糶米",
        project="采蘼芜",
        proof="蘼芜契",
        plot="蜉蝣坳",
        beside="东郭家坟圹",
        basis="麴字七号",
        label="龟鉴程序",
        reason="瞽说无据",
        file="魃旱名单.xlsx",
        evidence="魃旱凭证.png",
    ),
}
PREFECTURES = {"620100000000": "丰原市", "620200000000": "魍魉市"}
TELEPHONES = {A: "1390000", B: "1397788", C: "1395544"}
ACCOUNTS = {A: "6217990001", B: "6217993377", C: "6217995544"}
HOUSEHOLD_CODES = {A: "8801000000", B: "8802777111", C: "8803555222"}


def canaries(county: str) -> frozenset[str]:
    """Return what may be met nowhere outside of a county: words, their readings, the stems of codes and numbers."""
    words = (*WORDS[county].all(), *gathered.words(county))
    readings = {reading(word, person=True).pinyin for word in words}
    stems = {f"{county}000000", f"{county}177", TELEPHONES[county], ACCOUNTS[county], HOUSEHOLD_CODES[county]}
    return frozenset({*words, *(each for each in readings if len(each) > 7), *stems})


def met(text: str, hidden: Iterable[str]) -> list[str]:
    """Return the canaries that stand in a text, also where it is escaped."""
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return sorted(each for each in hidden if each in text)


def _flat(values: Iterable[object]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _flat(value)
