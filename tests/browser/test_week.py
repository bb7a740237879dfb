"""A leader's week on a phone by the keystroke-level model: under thirty minutes, and a visit under sixty seconds.

The leader works as people do: each piece of work begins at Today and goes on by taps; no address is typed. What a key,
a tap and a decision cost, and what counts as one, stands in ``support/keystrokes.py``.

To save time each kind of work is really done a few times and then multiplied, which is fair because the steps of a
kind are the same ones. Visits are to the first household of the list, one in its middle and one far down, so that the
scrolling is that of the whole village; their mean stands for the week. A meeting is planned, notice is given, who came
is typed for all eight people, a motion is put with six votes, a decision is recorded and the meeting is closed. Of
the tasks a share ends within the week: the leader reports some of his own and confirms some of others. What a member
does meanwhile is his own time and not counted.
"""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from support.browser import PHONE, Visit
from support.keystrokes import Cost, Hand, characters

WEEK: Mapping[str, int] = {
    "走访 / visit": 20,
    "会议 / meeting": 2,
    "交办任务 / task given": 15,
    "报自己的任务 / own task reported": 3,
    "确认别人的任务 / task confirmed": 3,
}
MINUTES, VISIT_SECONDS = 30, 60
TODAY = date(2018, 1, 22)
"""The day of the demo."""

CHARACTERS = 40
"""So many Chinese characters are written of a visit at least."""

VISITS = (
    (0, "羊圈的门坏了，今年又添了六只羊，饲草够吃到开春，孩子在县城上学", "问农牧站有没有修圈的补助"),
    (0.5, "老人腿疼下不了炕，儿子在外打工春节回来，屋顶补过不漏了，水窖里有水，煤也买好了，米面都够吃", ""),
    (0.8, "玉米卖了一半，剩下的等价钱，媳妇想在家门口找个活干，两个娃娃放假在家", "打听什么时候开面点班"),
)
TASKS = ("联系农机站修播种机", "把低保复核的表送到镇上", "去看六组漏水的水渠")
RESULT = "问过了，开春统一修"


class Leader(Hand):
    """The leader of the cast's group, who begins each piece of work at Today."""

    def begin(self) -> None:
        """Go to Today."""
        self.tap(self.page.locator(".rail li a[href='/']"))
        self.page.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)

    def send(self, leads_to: str) -> None:
        """Send the form and wait for the page to which it leads."""
        self.tap(self.page.locator("main form .button.primary"))
        self.page.wait_for_url(leads_to)

    def of_today(self, part: str) -> None:
        """Choose a line of Today."""
        self.begin()
        self.pick(self.page.locator("main .agenda li", has_text=part).first.locator("a"))

    def next(self) -> None:
        """Press the next action of a page."""
        self.tap(self.page.locator("main .next .button.primary"))

    def button(self, name: str) -> None:
        """Choose what to begin among the buttons of Today."""
        self.begin()
        self.pick(self.page.locator("main > .row").get_by_role("link", name=name, exact=True))

    def visit(self, part: float, found: str, promised: str) -> None:
        """Record a visit to the household that stands that far down in the list of the village."""
        assert characters(found + promised) >= CHARACTERS
        self.button("记走访")
        homes = self.page.locator("#homes-list > li > a")
        homes.first.wait_for()
        self.pick(homes.nth(round(part * (homes.count() - 1))))
        self.pick(self.page.locator(".option", has=self.page.locator("[name=seen]")).first)
        self.write(self.page.locator("[name=found]"), found)
        if promised:
            self.write(self.page.locator("[name=promised]"), promised)
        self.send("**#visits")

    def give(self, what: str, owner: str) -> None:
        """Give a task."""
        self.button("交办任务")
        self.write(self.page.locator("[name=what]"), what)
        self.choose(self.page.locator("[name=owner_id]"), owner)
        self.send("**/tasks/*-*")

    def report(self, part: str) -> None:
        """Report a task of one's own."""
        self.of_today(part)
        self.tap(self.page.get_by_role("link", name="报办完", exact=True).first)
        self.write(self.page.locator("[name=result]"), RESULT)
        self.send("**/tasks/*-*")

    def confirm(self, part: str) -> None:
        """Ask whom a task was for, and confirm it in their words."""
        self.of_today(part)
        self.next()
        self.write(self.page.locator("[name=words]"), "来修好了，能用")
        self.write(self.page.locator("[name=said_by]"), "六组组长")
        self.send("**/tasks/*-*")

    def meet(self, day: date) -> None:
        """Plan a meeting, give notice, and once it is over type who came, what was decided and what was said."""
        self.button("安排会议")
        self.write(self.page.locator("[name=topic]"), "春耕的种子和化肥")
        self.write(self.page.locator("[name=agenda]"), "各组报数\n定哪天去拉")
        if not self.page.locator("[name=venue]").input_value():
            self.write(self.page.locator("[name=venue]"), "村委会会议室")
        self.choose_day(self.page.locator("[name=day-1]"), day, shown=day)
        if not self.page.locator("[name=time-1]").input_value():
            self.choose_time(self.page.locator("[name=time-1]"), "09:00")
        self.send("**/meetings/*-*")
        self.next()
        self.send("**/meetings/*-*")
        self.of_today("录入到会情况")
        self.answer("came", ("present",) * 7 + ("absent",))
        self.send("**/meetings/*-*")
        self.next()
        self.write(self.page.locator("[name=text]"), "三月五日去县里拉化肥")
        self.answer("vote", ("for",) * 5 + ("abstain",))
        self.send("**/meetings/*-*")
        self.next()
        self.choose(self.page.locator("[name=member_id]"), "罗秋霞")
        self.write(self.page.locator("[name=done_means]"), "化肥发到各户")
        self.send("**/meetings/*-*")
        self.next()
        self.write(self.page.locator("[name=summary]"), "各组报了数，定了去拉化肥的日子，五组的路先垫一垫")
        self.send("**/meetings/*-*")

    def answer(self, name: str, answers: tuple[str, ...]) -> None:
        """Tap an answer for each person of a list; whoever is on leave is excused."""
        for person, usual in zip(self.page.locator(".roll fieldset").all(), answers, strict=False):
            answer = "excused" if person.get_attribute("class") == "away" else usual
            option = self.page.locator(".option", has=self.page.locator(f"[name^={name}-][value={answer}]"))
            self.pick(person.locator(option))


def run(visit: Visit) -> Mapping[str, list[Cost]]:
    """Work through a few of each kind, and return what each took."""
    leader = Leader(visit("", login="leader", width=PHONE[0]))
    found: dict[str, list[Cost]] = {kind: [] for kind in WEEK}
    visits, meetings, given, reported, confirmed = found.values()
    for told in VISITS:
        with leader.counted(visits):
            leader.visit(*told)
    with leader.counted(meetings):
        leader.meet(TODAY)
    addresses = []
    for what in TASKS:
        with leader.counted(given):
            leader.give(what, "罗秋霞")
        addresses.append(urlsplit(leader.page.url).path)
    for _, _, promised in VISITS:
        if promised:
            with leader.counted(reported):
                leader.report(promised)
    for what, address in zip(TASKS, addresses, strict=True):
        reported_by_member(visit(address, login="member", width=PHONE[0]))
        with leader.counted(confirmed):
            leader.confirm(what)
    return found


def reported_by_member(page: Page) -> None:
    """Let the member report the task that he was given and that is on the page."""
    page.get_by_role("link", name="报办完", exact=True).first.click()
    page.fill("[name=result]", RESULT)
    page.locator("main form .button.primary").click()
    page.wait_for_url("**/tasks/*-*")


def table(found: Mapping[str, list[Cost]]) -> tuple[str, float]:
    """Return the table of what one of each takes on average and the week as a whole, and the minutes of the week."""
    lines = [f"{'':<34}{'n':>4}{'keys':>8}{'taps':>7}{'decisions':>11}{'seconds':>9}{'minutes':>9}"]
    whole = 0.0
    for kind, n in WEEK.items():
        done = found[kind]
        keys, taps, decisions, seconds = (
            sum(getattr(each, part) for each in done) / len(done) for part in ("keys", "taps", "decisions", "seconds")
        )
        whole += n * seconds / 60
        lines.append(
            f"{kind:<34}{n:>4}{keys:>8.1f}{taps:>7.1f}{decisions:>11.1f}{seconds:>9.1f}{n * seconds / 60:>9.1f}"
        )
    lines.append(f"{'一周 / week':<34}{whole:>48.1f}")
    return "\n".join(lines), whole


def test_a_week_of_the_leader_takes_less_than_half_an_hour(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(visit)
    said, minutes = table(found)
    with capsys.disabled():
        print(f"\n{said}")
    assert max(each.seconds for each in found["走访 / visit"]) < VISIT_SECONDS, said
    assert minutes < MINUTES, said
