"""An office that imports sheets: the cast in front of real pages, invented households, and the worker run by hand."""

import io
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import openpyxl
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from data.accounts import cast
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.accounts.urls import app_urls as accounts_urls
from xiuhua.platform.exchange.models import ImportSession
from xiuhua.platform.exchange.urls import app_urls as exchange_urls
from xiuhua.platform.work import services
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.rules.states import JobState
from xiuhua.platform.work.urls import app_urls as work_urls
from xiuhua.site.demo.identity import IdentityNumbers

PASSWORD = "seven grey herons"
VIEWER = "xiuhua.platform.accounts.middleware.ViewerMiddleware"
HEADERS = (
    *("序号", "县（市、区、旗）", "乡（镇）", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数"),
    *("与户主关系", "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工状况", "务工时间（月）"),
    *(
        "参加大病医疗",
        "脱贫属性",
        "贫困户属性",
        "主要致贫原因",
        "危房户",
        "饮水安全",
        "饮水困难",
        "人均纯收入",
        "联系电话",
    ),
)
NAMES = ("柳成荫", "花木秀", "叶知秋", "米满仓", "羊小河", "谷雨生", "云中月", "石砚台")
HERE = {"县（市、区、旗）": "皋兰县", "乡（镇）": "水阜镇", "行政村": "燕儿坪村"}
FAR = {"县（市、区、旗）": "榆中县", "乡（镇）": "龙泉乡", "行政村": "庙咀村"}
HOUSEHOLD = {
    "自然村": "阳坡",
    "脱贫属性": "未脱贫",
    "贫困户属性": "一般贫困户",
    "主要致贫原因": "缺技术",
    "危房户": "否",
    "饮水安全": "是",
    "饮水困难": "否",
    "人均纯收入": 2600,
}

_numbers = IdentityNumbers()
_people = itertools.count()


@signed_in()
def today(request: HttpRequest) -> HttpResponse:
    """Answer with the viewer's name, for as long as the site has no home page."""
    return HttpResponse(request.viewer.label)


urlpatterns = [*accounts_urls, *work_urls, *exchange_urls, path("", today, name="today")]


def open_office(settings: Any) -> None:
    """Set what pages stand on: these addresses, one instant, a cheap password hash."""
    settings.STANDING_TIME = cast.NOW
    settings.ROOT_URLCONF = "data.exchange.office"
    settings.SESSION_IDLE_SECONDS = 1800
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    kept = [name for name in settings.MIDDLEWARE if name not in (VIEWER, "django.middleware.locale.LocaleMiddleware")]
    after = kept.index("django.contrib.messages.middleware.MessageMiddleware") + 1
    settings.MIDDLEWARE = [*kept[:after], VIEWER, *kept[after:]]


def hire() -> None:
    """Load the cast and give everybody the same password."""
    cast.load()
    Account.objects.update(password=make_password(PASSWORD))


class Desk:
    """A member of the cast at work: uploads sheets, follows the forms of pages, waits for jobs."""

    def __init__(self, login: str, *, language: str = "zh-hans") -> None:
        self.client = Client()
        answer = self.client.post("/sign-in", {"login": login, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        if language != "zh-hans":
            self.client.post("/language", {"language": language})

    def get(self, address: str, *, status: int = 200) -> str:
        """Return the text of a page."""
        answer = self.client.get(address)
        assert answer.status_code == status, f"{address} answers {answer.status_code}"
        return str(answer.content.decode())

    def post(self, address: str, sent: Mapping[str, Any] | None = None, *, page: str = "", status: int = 302) -> Any:
        """Send a form with the hidden command id of a page (or of this address)."""
        command = {"id": hidden(page, "id")} if page else {}
        answer = self.client.post(address, {**command, **(sent or {})})
        assert answer.status_code == status, f"{address} answers {answer.status_code}: {answer.content.decode()[:400]}"
        return answer

    def upload(self, data: bytes, name: str = "名单.xlsx", *, judge: bool = True) -> UUID:
        """Upload a sheet as on the page, have it judged, and return the id of the import."""
        page = self.get("/imports/new")
        answer = self.post("/imports/new", {"file": SimpleUploadedFile(name, data)}, page=page)
        session_id = UUID(answer["Location"].rpartition("/")[2])
        if judge:
            work()
        return session_id

    def review(self, session_id: UUID, show: str = "", page: int = 0) -> str:
        """Return the page of an import."""
        return self.get(f"/imports/{session_id}?show={show}&page={page}")

    def do(self, session_id: UUID, what: str, **sent: Any) -> Any:
        """Send one of the forms of an import, and let the worker run."""
        page = self.get(f"/imports/{session_id}/result" if what == "undo" else f"/imports/{session_id}")
        if 'name="id"' not in page:
            page = ""
        answer = self.post(f"/imports/{session_id}/{what}", sent, page=page)
        work()
        return answer


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def work() -> list[JobState | None]:
    """Run every queued job, as the worker would, and return how they ended."""
    queued = Job.objects.filter(state=JobState.QUEUED).order_by("created", "id")
    return [services.run(job_id) for job_id in list(queued.values_list("id", flat=True))]


def session(session_id: UUID) -> ImportSession:
    """Return the row of an import."""
    return ImportSession.objects.get(id=session_id)


def household(code: str, *, size: int = 2, place: Mapping[str, str] = HERE, **head: Any) -> list[dict[str, Any]]:
    """Return the rows of an invented household without anything to ask; ``head`` changes cells of its first row.

    What belongs to the household stands on the head's row.
    """
    rows = []
    for at in range(size):
        number = next(_people)
        male = at % 2 == 0
        rows.append(
            {
                "户编号": code,
                "人编号": f"{code}{at + 1:02d}",
                "姓名": NAMES[number % len(NAMES)] + ("" if number < len(NAMES) else str(number)),
                "证件号码": _numbers.issue(birth=date(1975, 3, 1 + number % 28), male=male),
                "与户主关系": ("户主", "配偶", "之子", "之女")[at],
                "民族": "汉族",
                "文化程度": "初中",
                "健康状况": "健康",
                "劳动技能": "普通劳动力",
                "参加大病医疗": "是",
                "联系电话": "13900000000",
            }
        )
    rows[0].update({**place, **HOUSEHOLD, "人数": size, **head})
    return rows


def sheet(*households: Iterable[Mapping[str, Any]], headers: Sequence[str] = HEADERS) -> bytes:
    """Return a workbook with these households, one row a person, under a title."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["贫困人口信息表"])
    page.append(list(headers))
    number = 0
    for rows in households:
        for row in rows:
            number += 1
            page.append([number if header == "序号" else row.get(header) for header in headers])
    return saved(book)


def saved(book: Any) -> bytes:
    """Return a workbook as bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table_bytes(*tables: str) -> bytes:
    """Return everything that some tables hold, as the database gives it."""
    found = bytearray()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    found += bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode()
    return bytes(found)
