"""An export of the national system about a household of the stage, row by row, as a later import reads it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl

from support.stage import NOW, actor, fresh
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import Preview, Taken, accept, open_sheet, preview
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.stored import load

HEADERS = {
    "county": "县(市、区、旗)",
    "township": "乡(镇)",
    "village": "行政村",
    "natural_village": "自然村",
    "household_code": "户编号",
    "person_code": "人编号",
    "name": "姓名",
    "identity": "证件号码",
    "size": "人数",
    "relation": "与户主关系",
    "ethnicity": "民族",
    "education": "文化程度",
    "school": "在校生状况",
    "health": "健康状况",
    "labour": "劳动技能",
    "exit_status": "脱贫属性",
    "exit_year": "脱贫年度",
    "main_cause": "主要致贫原因",
    "unsafe_house": "危房户",
    "phone": "联系电话",
    "bank_name": "开户银行",
    "bank_account": "银行账号",
}


def rows_of(home: UUID) -> dict[str, dict[str, Any]]:
    """Return what the system states of the household now, by name of the member; tests change cells of it."""
    stored = load([home], keyring())[home]
    shared = {"county": "皋兰县", "township": "水阜镇", "village": "燕儿坪村", "natural_village": "上社"}
    shared["household_code"] = stored.household["code"]
    statement = stored.statement or {}
    for name in ("size", "exit_status", "exit_year", "main_cause"):
        shared[name] = statement[name]
    shared["unsafe_house"] = {True: "是", False: "否"}.get(statement["unsafe_house"])
    rows = {}
    for person in stored.present():
        facts = {name: person.get(name) for name in HEADERS if name in person}
        rows[person["name"]] = {**shared, **facts, "person_code": person["code"]}
    return rows


def book(rows: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the rows as a sheet."""
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(list(HEADERS.values()))
    for row in rows.values():
        page.append([row.get(name) for name in HEADERS])
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def _run(days: int, by: str) -> Run:
    now: datetime = NOW + timedelta(days=days)
    return Run(fresh(), actor(by), now, now.date(), catalogue.policy(), keyring())


def looked(rows: Mapping[str, Mapping[str, Any]], *, days: int = 30, by: str = "county") -> Preview:
    """Look at an export without taking it in."""
    kind, found = open_sheet(book(rows), name="名单.xlsx")
    return preview(kind, found, _run(days, by))


def taken(rows: Mapping[str, Mapping[str, Any]], *, days: int = 30, by: str = "county") -> tuple[Taken, UUID]:
    """Take an export in, and return what became of it with its batch."""
    kind, found = open_sheet(book(rows), name="名单.xlsx")
    run = _run(days, by)
    result = accept(kind, found, replace(run), whole=False)
    assert not result.held, result
    return result, run.session


def asked(preview: Preview) -> list[tuple[str, str, bool]]:
    """Return column, code and whether it can be confirmed, of everything that the review asks."""
    return [(each.column, each.problem.code, bool(each.mark)) for each in preview.findings("warning")]
