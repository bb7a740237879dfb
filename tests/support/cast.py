"""A small cast in three counties, made through commands and imports only. All people and places are invented.

County A holds one account for each role (the prefecture's roles for the prefecture); county B lies beside it in the
same prefecture, county C in another one. What stands in B and C are canaries: whoever looks from A never meets one.
"""

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import openpyxl

from support import gathered
from support.canaries import ACCOUNTS, HOUSEHOLD_CODES, PREFECTURES, TELEPHONES, WORDS, A, B, C, Words, canaries
from support.evidence import drawing
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import AddOrganisation, AddPerson, Appoint, IssueToken, NamePlace
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.rules.organisations import OrganisationKind
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR, actor_for_account, token_digest
from xiuhua.platform.exchange import comparing, jobs, steps
from xiuhua.platform.exchange.asking import ask_for
from xiuhua.platform.exchange.contract import export_kind
from xiuhua.platform.exchange.exporting import Wanted
from xiuhua.platform.exchange.models import ImportSession, Parcel
from xiuhua.platform.exchange.outgoing import kinds_for
from xiuhua.platform.files.access import KEEP
from xiuhua.platform.files.bringing import bring as bring_file
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.work import services
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.rules.states import JobState
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.access_report import MakeAccessReport
from xiuhua.registry.commands.consents import RecordConsent
from xiuhua.registry.commands.corrections import RequestCorrection
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots, StatedPlot
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.reveal import RevealField
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.finding import keep
from xiuhua.registry.models import ComparisonLine, Household, Likeness, Person, Question
from xiuhua.registry.rules.bank import check_account
from xiuhua.registry.rules.likeness import LikenessKind, pair
from xiuhua.site.demo.identity import check_character
from xiuhua.site.journal import checks

NOW = datetime(2018, 6, 20, 1, 0, tzinfo=UTC)
TODAY = date(2018, 6, 20)
EARLIER = date(2018, 6, 15)
"""Since when something is known of every village."""
PASSWORD = "seven grey herons"
HEADERS = (
    "序号", "县（市、区、旗）", "乡（镇）", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数",
    "与户主关系", "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工状况", "务工时间（月）",
    "参加大病医疗", "脱贫属性", "贫困户属性", "主要致贫原因", "危房户", "饮水安全", "饮水困难", "人均纯收入",
    "联系电话", "银行账号",
)  # fmt: skip
PREFECTURE = "620100000000"
PARTS = ((A, "A"), (B, "B"), (C, "C"))

_ORIGIN = UUID("01641a6a-4a00-7000-8000-000000000001")
_numbers = itertools.count()


def fresh() -> UUID:
    """Return an id that no other call of this run returns."""
    return derived_id(_ORIGIN, str(next(_numbers)))


_NO_FILE = NamedFile(id=fresh(), digest="0" * 32)


@dataclass(frozen=True)
class Member:
    """Somebody of a household: the name and numbers that a sheet states."""

    name: str
    code: str
    identity: str
    phone: str


@dataclass
class Zone:
    """What stands in one village, by the ids and codes under which people and programs ask for it.

    ``second`` is another household of the village: its head and spouse are the last two of ``members``. ``named`` is a
    picture that a line of the household's ledger and its plot name, ``file`` one that no record names. The clerk is an
    account kept in the village, ``entry`` the last command that touched it (``sequence`` is its number in the journal),
    ``session`` what the officer imported, ``reveal`` the officer's look at a masked number, ``compared`` a line of the
    ``comparison`` that says something else of the household's head than is recorded,
    ``paper`` what the officer made for the head.
    """

    place_code: str
    names: Mapping[str, str]
    household_code: str
    second_code: str
    members: tuple[Member, ...]
    login: str
    organisation_code: str
    household: UUID = field(default_factory=fresh)
    second: UUID = field(default_factory=fresh)
    head: UUID = field(default_factory=fresh)
    spouse: UUID = field(default_factory=fresh)
    child: UUID = field(default_factory=fresh)
    second_head: UUID = field(default_factory=fresh)
    second_spouse: UUID = field(default_factory=fresh)
    question: UUID = field(default_factory=fresh)
    line: UUID = field(default_factory=fresh)
    plot: UUID = field(default_factory=fresh)
    village_plot: UUID = field(default_factory=fresh)
    correction: UUID = field(default_factory=fresh)
    clerk: UUID = field(default_factory=fresh)
    clerk_post: UUID = field(default_factory=fresh)
    clerk_token: UUID = field(default_factory=fresh)
    organisation: UUID = field(default_factory=fresh)
    entry: UUID = field(default_factory=fresh)
    session: UUID = field(default_factory=fresh)
    job: UUID = field(default_factory=fresh)
    report: UUID = field(default_factory=fresh)
    reveal: UUID = field(default_factory=fresh)
    comparison: UUID = field(default_factory=fresh)
    compared: UUID = field(default_factory=fresh)
    snapshot: UUID = field(default_factory=fresh)
    export: UUID = field(default_factory=fresh)
    named: NamedFile = _NO_FILE
    consent: UUID = field(default_factory=fresh)
    paper: UUID = field(default_factory=fresh)
    likeness: UUID = field(default_factory=fresh)
    file: NamedFile = _NO_FILE
    sequence: int = 99_999_999
    more: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, name: str) -> UUID:
        """Return an id that a module added when it furnished the zone; one that does not exist where nothing is."""
        return self.more.setdefault(name, fresh())

    def __setitem__(self, name: str, value: UUID) -> None:
        self.more[name] = value


@dataclass(frozen=True)
class Viewer:
    """Somebody of the cast; without a post in force ``role`` is ``None``."""

    login: str
    name: str
    role: Role | None
    place_code: str
    account: UUID

    @property
    def actor(self) -> Actor:
        """Return the person with the posts in force."""
        return _actor(self.account)

    @property
    def county(self) -> str:
        """Return the county in which the viewer's rows stand."""
        return B if self.place_code.startswith(B) else A


_VILLAGE, _TOWNSHIP, _COUNTY = A + "177211", A + "177000", A + "000000"
_VIEWERS: Sequence[tuple[str, str, Role | None, str]] = (
    ("administrator", "卢思远", Role.ADMINISTRATOR, _COUNTY),
    ("prefecture", "戴云舒", Role.PREFECTURE_OFFICER, PREFECTURE),
    ("county", "秦德厚", Role.COUNTY_OFFICER, _COUNTY),
    ("department", "石映红", Role.ORGANISATION_DEPARTMENT, _COUNTY),
    ("township", "邵立新", Role.TOWNSHIP_OFFICER, _TOWNSHIP),
    ("leader", "曹文远", Role.GROUP_LEADER, _VILLAGE),
    ("member", "罗秋霞", Role.GROUP_MEMBER, _VILLAGE),
    ("attendee", "马占川", Role.ATTENDEE, _VILLAGE),
    ("auditor", "康清和", Role.AUDITOR, PREFECTURE),
    ("twin", "麟趾呈", Role.COUNTY_OFFICER, B + "000000"),
    ("former", "梁上雨", None, _COUNTY),
    ("postless", "范小河", None, _COUNTY),
)
"""``twin`` does in county B what ``county`` does in A; ``former``'s post has ended; ``postless`` never had one."""


class Cast:
    """The whole cast, once :meth:`load` has put it into an empty database."""

    def __init__(self) -> None:
        self.zones: dict[str, Zone] = {}
        self.viewers: dict[str, Viewer] = {}
        self.tokens: dict[str, str] = {}
        self.own: dict[str, dict[str, UUID]] = {}
        """By login, the ids of the viewer's own token and job, and of a file, an import, an export if there are any."""

    def load(self) -> None:
        """Name the places, open the accounts, import the sheets."""
        do([NamePlace(id=fresh(), place_code=code, name=name) for code, name in PREFECTURES.items()])
        for county, letter in PARTS:
            self._county(county, letter)
        for number, (login, name, role, place_code) in enumerate(_VIEWERS, 10):
            self._appear(Viewer(login, name, role, place_code, derived_id(_ORIGIN, "account", login)), number)

    def inside(self, viewer: Viewer) -> Zone:
        """Return the village that lies in the viewer's territory."""
        return self.zones["B1" if viewer.county == B else "A1"]

    def beside(self, viewer: Viewer) -> Zone | None:
        """Return the other village of the county, for those who have only one."""
        return self.zones["A2"] if viewer.place_code == _VILLAGE else None

    def outside(self, viewer: Viewer) -> Zone:
        """Return a village beyond the viewer's county, or beyond the prefecture."""
        if viewer.place_code == PREFECTURE:
            return self.zones["C1"]
        return self.zones["A1" if viewer.county == B else "B1"]

    def canaries(self, viewer: Viewer) -> frozenset[str]:
        """Return what the viewer may meet nowhere: the words and numbers of all counties outside the territory."""
        hidden = {C} if viewer.place_code == PREFECTURE else {A: {B, C}, B: {C}}[viewer.county]
        zones = [zone for zone in self.zones.values() if zone.place_code[:6] in hidden]
        numbers = {member.identity for zone in zones for member in zone.members}
        logins = {zone.login for zone in zones}
        return frozenset().union(*map(canaries, hidden)) | numbers | logins

    def _county(self, county: str, letter: str) -> None:
        words, villages = WORDS[county], (county + "177211", county + "177212")
        named = {f"{county}000000": words.county, f"{county}177000": words.township}
        named |= dict(zip(villages, words.villages, strict=True))
        do([NamePlace(id=fresh(), place_code=code, name=name) for code, name in named.items()])
        officer = derived_id(_ORIGIN, "account", f"officer-{letter}")
        self._account(officer, f"officer-{letter.lower()}", words.officer, f"{county}000000")
        self._post(officer, Role.COUNTY_OFFICER, f"{county}000000")
        for number, village in enumerate(villages, 1):
            zone = _zone(county, village, words.villages[number - 1], number)
            self._furnish(zone, words, officer)
            self.zones[f"{letter}{number}"] = zone

    def _furnish(self, zone: Zone, words: Words, officer: UUID) -> None:
        do(
            [
                AddOrganisation(
                    id=fresh(),
                    organisation_id=zone.organisation,
                    name=words.organisation,
                    kind=OrganisationKind.OFFICE,
                    place_code=zone.place_code,
                    external_code=zone.organisation_code,
                    external_source="test",
                )
            ]
        )
        self._account(zone.clerk, zone.login, words.clerk, zone.place_code, phone=zone.members[0].phone)
        more = {"organisation_id": zone.organisation, "basis": words.basis}
        zone.clerk_post = self._post(zone.clerk, Role.GROUP_MEMBER, zone.place_code, **more)
        self._token(zone.clerk_token, zone.clerk, words.label, zone.login)
        self._import(_actor(officer), zone, words)
        _find_rows(zone)
        asked = Question.objects.filter(household_id=zone.household, state="open").exclude(field="health")
        first, zone.question = asked.order_by("id").values_list("id", flat=True)[:2]
        answer = {"household_id": zone.household, "question_ids": (first,), "reason": words.reason}
        do([AnswerQuestion(id=fresh(), **answer)])
        zone.named = evidence(_actor(officer), zone, words.evidence)
        rent = {"kind": "property", "project": words.project, "amount": "1357.00", "evidence": words.proof}
        days = {"first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31)}
        line = StatedLine(id=zone.line, person_id=zone.head, file=zone.named, **rent, **days)
        do([RecordLedger(id=fresh(), household_id=zone.household, lines=(line,), complete=True)])
        land = {"name": words.plot, "area": "2.5", "land_use": "idle", "willing": "yes", "north": words.beside}
        plot = StatedPlot(id=zone.plot, code=f"{zone.household_code}-01", file=zone.named, **land)
        do([RecordPlots(id=fresh(), household_id=zone.household, plots=(plot,))])
        of_village = RecordVillagePlots(
            id=fresh(), village_code=zone.place_code, plots=(StatedPlot(id=zone.village_plot, **land),)
        )
        do([of_village])
        named = {"household_id": zone.household, "person_id": zone.child, "field": "name", "wanted": words.clerk}
        do([RequestCorrection(id=fresh(), correction_id=zone.correction, why=words.reason, **named)])
        income = StatedIncome(year=2017, source=words.source, amount="1234.00")
        stated = {"village_code": zone.place_code, "origin": "form", "stated_on": EARLIER, "incomes": (income,)}
        do([RecordVillage(id=zone.entry, **stated)])
        zone.sequence = Entry.objects.get(command_id=zone.entry).sequence
        self._snapshot(zone)
        zone.likeness = alike(zone)
        zone.file = evidence(_actor(officer), zone, words.evidence)
        look(_actor(officer), zone, zone.reveal, words.reason)
        matched = {"data_set": "health", "purpose": "help", "scope": "matching", "given_on": TODAY, "given_by": "self"}
        do([RecordConsent(id=fresh(), household_id=zone.household, consent_id=fresh(), **matched)])
        zone.comparison = compare(_actor(officer), zone, words)
        lines = ComparisonLine.objects.filter(comparison_id=zone.comparison, side="differing")
        zone.compared = lines.values_list("id", flat=True).get()
        zone.export = exported(_actor(officer), zone.place_code)
        do([MakeAccessReport(id=zone.paper, household_id=zone.household, asked_by=zone.head)], _actor(officer))
        agreed = {"data_set": "income", "purpose": "help", "scope": "matching", "given_on": TODAY}
        giver = {"given_by": "proxy", "giver": words.clerk}
        do([RecordConsent(id=fresh(), household_id=zone.household, consent_id=zone.consent, **agreed, **giver)])
        for furnish in gathered.functions("furnish"):
            furnish(zone, _actor(officer))

    def _snapshot(self, zone: Zone) -> None:
        """Take the snapshot of a zone's county anew, so that it holds the zone."""
        county = f"{zone.place_code[:6]}000000"
        before = [each for each in self.zones.values() if each.place_code[:6] == zone.place_code[:6]]
        again = {"replaces": before[0].snapshot, "reason": WORDS[zone.place_code[:6]].reason} if before else {}
        for each in (zone, *before):
            each.snapshot = zone.snapshot
        do([TakeSnapshot(id=zone.snapshot, place_code=county, year=TODAY.year, **again)])

    def _appear(self, viewer: Viewer, number: int) -> None:
        kept = viewer.place_code if viewer.place_code == PREFECTURE else f"{viewer.county}000000"
        self._account(viewer.account, viewer.login, viewer.name, kept)
        if viewer.role is not None:
            self._post(viewer.account, viewer.role, viewer.place_code)
        elif viewer.login == "former":
            self._post(viewer.account, Role.COUNTY_OFFICER, viewer.place_code, valid_to=date(2018, 6, 1))
        self.viewers[viewer.login] = viewer
        self.tokens[viewer.login] = f"{viewer.login}-secret"
        token, job = fresh(), fresh()
        self._token(token, viewer.account, "program", self.tokens[viewer.login])
        services.start(jobs.PREVIEW, job_id=job, owner=viewer.account, arguments={"session": str(fresh())})
        work()
        self.own[viewer.login] = {"token": token, "job": job, "report": self._report(viewer)}
        if viewer.role is not None and viewer.role in KEEP.roles:
            file = evidence(viewer.actor, self.inside(viewer), WORDS[viewer.county].evidence)
            self.own[viewer.login] |= {"file": file.id}
        if viewer.role is not None and viewer.role in COMMANDS["registry.reveal"].roles:
            self.own[viewer.login] |= {"reveal": fresh()}
            look(viewer.actor, self.inside(viewer), self.own[viewer.login]["reveal"], WORDS[viewer.county].reason)
        if viewer.role is not None:
            self.own[viewer.login] |= {"export": exported(viewer.actor, viewer.place_code)}
        if viewer.role is not None and viewer.role in COMMANDS["registry.make_access_report"].roles:
            home, self.own[viewer.login]["paper"] = self.inside(viewer), fresh()
            ids = {"household_id": home.household, "asked_by": home.head}
            do([MakeAccessReport(id=self.own[viewer.login]["paper"], **ids)], viewer.actor)
        if "people" in {kind.sheet.code for kind in kinds_for(viewer.actor)}:
            home = self.inside(viewer)
            zone = _zone(viewer.county, home.place_code, home.names["village"], number)
            self._import(viewer.actor, zone, WORDS[viewer.county])
            self.own[viewer.login] |= {"session": zone.session, "job": zone.job}
        for belongings in gathered.functions("belongings"):
            self.own[viewer.login] |= belongings(self, viewer)

    def _import(self, actor: Actor, zone: Zone, words: Words) -> None:
        """Take in two households of a zone; a third one is held, so that the sheet stays under review."""
        zone.session = bring(actor, sheet(*_households(zone, words)), words.file)
        steps.take_in(actor, zone.session, command_id=fresh())
        work()
        session = ImportSession.objects.get(id=zone.session)
        assert session.job is not None
        zone.job = session.job
        assert session.counts["taken"]["accepted"] == 2, session.counts

    def _report(self, viewer: Viewer) -> UUID:
        """Have the journal verified as a viewer."""
        report = fresh()
        arguments = {"rows": False, "report": str(report)}
        services.start(checks.KIND, job_id=fresh(), owner=viewer.account, arguments=arguments)
        work()
        return report

    def _account(self, account: UUID, login: str, name: str, place_code: str, *, phone: str = "") -> None:
        do([AddPerson(id=fresh(), account_id=account, login=login, name=name, place_code=place_code, phone=phone)])
        problems = set_password(account, PASSWORD, command_id=fresh(), actor=LOCAL_OPERATOR, received_at=NOW)
        assert not problems, problems

    def _post(self, account: UUID, role: Role, place_code: str, **more: Any) -> UUID:
        post, values = fresh(), {"valid_from": date(2017, 1, 1), **more}
        do([Appoint(id=fresh(), post_id=post, account_id=account, role=role, place_code=place_code, **values)])
        return post

    def _token(self, token: UUID, account: UUID, label: str, secret: str) -> None:
        values = {"label_text": label, "digest": token_digest(secret), "expires": date(2018, 9, 1)}
        do([IssueToken(id=fresh(), token_id=token, account_id=account, **values)])


def alike(zone: Zone) -> UUID:
    """Keep that the heads of a zone's two households may be one person, and return the pair's id."""
    couple = pair(zone.head, zone.second_head)
    keep(zone.place_code, {couple: LikenessKind.NAME}, on=TODAY)
    return Likeness.objects.values_list("id", flat=True).get(person_id=couple[0], other_id=couple[1])


def do(commands: Sequence[Command], actor: Actor | None = None) -> None:
    """Carry out commands as somebody, the local operator if nobody is named; none may be refused."""
    receipts = execute_many(commands, actor=actor or LOCAL_OPERATOR, received_at=NOW)
    refused = [receipt for receipt in receipts if not receipt.accepted]
    assert not refused, refused


def bring(actor: Actor, data: bytes, name: str) -> UUID:
    """Upload a sheet as somebody, let the worker judge it, and return the id of the import."""
    session = fresh()
    steps.begin(actor, session, name=name, data=data, received_at=NOW)
    work()
    return session


def compare(actor: Actor, zone: Zone, words: Words) -> UUID:
    """Compare a list of holders of disability certificates with a zone as somebody: its head, and one unregistered."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["姓名", "证件号码", "县", "乡镇", "村", "残疾类别"])
    where = [zone.names["county"], zone.names["township"], zone.names["village"]]
    head, digits = zone.members[0], f"62019919450101{zone.members[0].identity[14:17]}"
    page.append([head.name, head.identity, *where, words.health])
    page.append([words.people[5], digits + check_character(digits), *where, words.health])
    target = io.BytesIO()
    book.save(target)
    session, asked = fresh(), {"place": zone.place_code, "on": "2018-06-01"}
    given = {"name": words.file, "data": target.getvalue(), "kind": "", "asked": asked, "received_at": NOW}
    comparing.begin(actor, session, **given)
    work()
    return session


def exported(actor: Actor, place_code: str) -> UUID:
    """Have a sheet of a place made for somebody behind the page: the people, or else the villages. Return its id."""
    people = export_kind("people")
    kind = "people" if people is not None and actor.reaches(place_code, people.access.roles) else "villages"
    wanted = Wanted(fresh(), kind, place_code, {}, "help")
    ask_for(actor, wanted, received_at=NOW)
    work()
    assert Parcel.objects.get(id=wanted.id).ready is not None
    return wanted.id


def evidence(actor: Actor, zone: Zone, name: str) -> NamedFile:
    """Keep a picture about the first household of a zone as somebody; its name is a canary."""
    values = {"subject_id": zone.household, "name": name, "data": drawing(), "received_at": NOW}
    brought = bring_file(actor, wish=fresh(), **values)
    assert brought.file is not None, brought.problems
    return brought.file


def look(actor: Actor, zone: Zone, reveal: UUID, why: str) -> None:
    """Ask to see the identity number of a zone's first person as somebody; why is a canary."""
    who = {"household_id": zone.household, "person_id": zone.head}
    do([RevealField(id=reveal, **who, field="identity", purpose="help", reason=why)], actor)


def work() -> list[JobState | None]:
    """Run every queued job, as the worker would, and return how they ended."""
    queued = Job.objects.filter(state=JobState.QUEUED).order_by("created", "id")
    return [services.run(job) for job in list(queued.values_list("id", flat=True))]


def sheet(*households: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a person list with these households, one row a person, under a title."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["贫困人口信息表"])
    page.append(list(HEADERS))
    for number, row in enumerate(itertools.chain.from_iterable(households), 1):
        page.append([number if header == "序号" else row.get(header) for header in HEADERS])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row_of(zone: Zone, member: Member, household_code: str, **cells: Any) -> dict[str, Any]:
    """Return one row of a person list about somebody of a zone; ``cells`` by header replace or add."""
    return {
        "县（市、区、旗）": zone.names["county"],
        "乡（镇）": zone.names["township"],
        "行政村": zone.names["village"],
        "户编号": household_code,
        "人编号": member.code,
        "姓名": member.name,
        "证件号码": member.identity,
        "人数": 2,
        "民族": "汉族",
        "文化程度": "初中",
        "健康状况": "健康",
        "劳动技能": "普通劳动力",
        "参加大病医疗": "是",
        "脱贫属性": "未脱贫",
        "贫困户属性": "一般贫困户",
        "主要致贫原因": "缺技术",
        "危房户": "否",
        "饮水安全": "是",
        "饮水困难": "否",
        "人均纯收入": 2600,
        "联系电话": member.phone,
        **cells,
    }


def _households(zone: Zone, words: Words) -> Iterator[list[dict[str, Any]]]:
    """Yield a household with something to ask, a plain one, and one whose income is no number."""
    head, spouse, child, other, wife = zone.members
    first, second, held = zone.household_code, zone.second_code, f"{zone.household_code}9"
    asks = {"自然村": words.hamlet, "人数": 3, "主要致贫原因": words.cause, "银行账号": _account(zone)}
    yield [
        row_of(zone, head, first, **asks, 与户主关系="户主", 文化程度=words.schooling),
        row_of(zone, spouse, first, **asks, 与户主关系="配偶"),
        row_of(zone, child, first, **asks, 与户主关系="之子", 健康状况=words.health),
    ]
    yield [row_of(zone, other, second, 与户主关系="户主"), row_of(zone, wife, second, 与户主关系="配偶")]
    nobody = Member(words.people[5], f"{held}01", "", "")
    yield [row_of(zone, nobody, held, 与户主关系="户主", 人均纯收入=words.cause, 人数=1)]


def _account(zone: Zone) -> str:
    """Return a number with a check digit that is right, so that nothing is asked about it."""
    begin = f"{ACCOUNTS[zone.place_code[:6]]}{zone.household_code[-6:]}"
    ends = (f"{begin}{digit}" for digit in range(10))
    return next(number for number in ends if check_account(number, shortest=12, longest=19) is None)


def _zone(county: str, place_code: str, village: str, number: int) -> Zone:
    """Return a zone of which nothing is stored yet; ``number`` keeps its codes and numbers apart from others."""
    words, stem = WORDS[county], f"{HOUSEHOLD_CODES[county]}{number:02d}"
    names = {"county": words.county, "township": words.township, "village": village}
    members = tuple(_members(words, county, number, stem))
    clerk = derived_id(_ORIGIN, "account", f"clerk-{stem}")
    login, code = f"clerk-{HOUSEHOLD_CODES[county]}-{number}", f"{HOUSEHOLD_CODES[county]}-{number}"
    return Zone(place_code, names, f"{stem}1", f"{stem}2", members, login, code, clerk=clerk)


def _members(words: Words, county: str, number: int, stem: str) -> Iterator[Member]:
    """Yield head, spouse and child of one household and head and spouse of another."""
    later = (A, B, C).index(county)
    births = ((1962, "0305", 1), (1965, "0711", 0), (1990, "0209", 1), (1971, "1021", 1), (1974, "1202", 0))
    for at, (year, day, male) in enumerate(births):
        digits = f"620199{year + later}{day}{number * 20 + at * 2 + male:03d}"
        phone = f"{TELEPHONES[county]}{number:02d}{at}{later}"
        home = 1 if at < 3 else 2
        name = words.people[at] + ("二" if number == 2 else "")
        yield Member(name, f"{stem}{home}0{at + 1}", digits + check_character(digits), phone)


def _find_rows(zone: Zone) -> None:
    homes = dict(Household.objects.filter(place_code=zone.place_code).values_list("code", "id"))
    zone.household, zone.second = homes[zone.household_code], homes[zone.second_code]
    people = dict(Person.objects.filter(place_code=zone.place_code).values_list("code", "id"))
    ids = [people[member.code] for member in zone.members]
    zone.head, zone.spouse, zone.child, zone.second_head, zone.second_spouse = ids


def _actor(account: UUID) -> Actor:
    found = actor_for_account(account, on=TODAY, door="web")
    assert found is not None
    return found
