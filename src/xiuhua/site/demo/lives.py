"""What a person of a given age learns, can do and does: values as the lists of the offices write them."""

from dataclasses import dataclass
from typing import Final

from xiuhua.site.demo.draws import Draws

_ILLITERATE: Final = "文盲或半文盲"
# Completed education by age, with how often it is met among men and among women: the old have less, women least.
_Shares = tuple[tuple[str, float], ...]
_YOUNG: Final[_Shares] = (("初中", 45), ("高中", 25), ("大专", 20), ("本科及以上", 10))
_SCHOOL_LEAVERS: Final[_Shares] = (("初中", 60), ("高中", 40))
_EDUCATION: Final[tuple[tuple[int, _Shares, _Shares], ...]] = (
    (65, ((_ILLITERATE, 45), ("小学", 42), ("初中", 13)), ((_ILLITERATE, 75), ("小学", 22), ("初中", 3))),
    (45, ((_ILLITERATE, 10), ("小学", 45), ("初中", 45)), ((_ILLITERATE, 28), ("小学", 48), ("初中", 24))),
    (30, (("小学", 22), ("初中", 60), ("高中", 18)), (("小学", 32), ("初中", 56), ("高中", 12))),
    (22, _YOUNG, _YOUNG),
    (19, _SCHOOL_LEAVERS, _SCHOOL_LEAVERS),
)
_JUNIOR_YEARS: Final = {12: "七年级", 13: "八年级", 14: "九年级", 15: "高中一年级", 16: "高中二年级", 17: "高中三年级"}
_COLLEGE_YEARS: Final = "一二三四"
_WORK_PLACES: Final = (("乡(镇)内务工", 20.0), ("乡(镇)外县内务工", 28.0), ("县外省内务工", 32.0), ("省外务工", 20.0))
_LIMIT_OF_WORKING_AGE: Final = 61


@dataclass(slots=True)
class Life:
    """Schooling, health and work of a person. Exactly one of ``education`` and ``school`` is filled from six years on.

    ``labour`` is empty below 16. ``months`` is ``None`` exactly where ``work`` is empty.
    """

    education: str
    school: str
    health: str
    labour: str
    work: str
    months: int | None
    insured: bool = True

    @property
    def can_work(self) -> bool:
        """Say whether the person is an ordinary or skilled worker and no student."""
        return self.labour in ("普通劳动力", "技能劳动力") and not self.school


def live(draws: Draws, *, age: int, male: bool, at_home: bool) -> Life:
    """Return a life for this age (at the end of the year); ``at_home`` marks unmarried sons and daughters."""
    school = _school(draws, age=age, at_home=at_home)
    education = "" if school or age < 6 else _education(draws, age=age, male=male)
    health = _health(draws, age=age)
    labour = _labour(draws, age=age, health=health, student=bool(school), schooled=education not in ("", _ILLITERATE))
    worker = labour in ("普通劳动力", "技能劳动力") and not school and 18 <= age <= 60
    work, months = "", None
    if worker and draws.chance(0.55 if male else 0.3):
        work, months = draws.weighted(_WORK_PLACES), draws.between(3, 11)
    return Life(education, school, health, labour, work, months)


def _school(draws: Draws, *, age: int, at_home: bool) -> str:
    if age < 6 or age > 21:
        return ""
    if age < 12:
        return "小学"
    if age <= 16 or (age == 17 and draws.chance(0.8)):
        return _JUNIOR_YEARS[age]
    if age < 18 or not at_home or not draws.chance(0.5):
        return ""
    year = age - 18
    course = "大专" if year < 3 and draws.chance(0.55) else "本科"
    return f"{course}{_COLLEGE_YEARS[year]}年级"


def _education(draws: Draws, *, age: int, male: bool) -> str:
    for start, men, women in _EDUCATION:
        if age >= start:
            return draws.weighted(men if male else women)
    return "初中"


def _health(draws: Draws, *, age: int) -> str:
    ill = 0.01 if age < 18 else 0.05 if age < 40 else 0.16 if age < 60 else 0.36
    if not draws.chance(ill):
        return "健康"
    if age < 18:
        return draws.pick(("残疾", "长期慢性病"))
    return draws.weighted((("长期慢性病", 60), ("患有大病", 18), ("残疾", 22)))


def _labour(draws: Draws, *, age: int, health: str, student: bool, schooled: bool) -> str:
    if age < 16:
        return ""
    if health in ("患有大病", "残疾"):
        return draws.weighted((("弱劳动力或半劳动力", 50), ("丧失劳动力", 50))) if age <= 65 else "无劳动力"
    if age >= 72:
        return "无劳动力"
    if health == "长期慢性病" or age > _LIMIT_OF_WORKING_AGE + 3:
        return "弱劳动力或半劳动力"
    skilled = schooled and not student and age <= 55 and draws.chance(0.12)
    return "技能劳动力" if skilled else "普通劳动力"
