"""Forms follow from the declaration of a command, and what is sent comes back as the command or as advice."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import pytest
from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.money import Money
from xiuhua.kernel.text import Text
from xiuhua.platform.forms import Choice, FieldProblem, Kind, command_form, read_command
from xiuhua.site.templatetags import words

ID = UUID("015e7337-2c00-7000-8000-000000000001")


class RecordRent(Command):
    code: ClassVar[str] = "test.record_rent"
    label: ClassVar[Text] = Text("记下租金", "Record a rent")

    tenant: Annotated[str, Personal, UsedBy("核对", "the check")] = Field(
        max_length=4,
        json_schema_extra={
            "label": {"zh": "谁租的？", "en": "Who rents?"},
            "why": {"zh": "写姓名。", "en": "The name."},
        },
    )
    amount: Annotated[Money, UsedBy("台账", "the ledger")] = Field(
        json_schema_extra={"label": {"zh": "多少？", "en": "How much?"}, "unit": {"zh": "元", "en": "yuan"}}
    )
    paid_on: date | None = Field(default=None, json_schema_extra={"label": {"zh": "哪天？", "en": "When?"}})
    months: int | None = Field(default=None, ge=1, le=12, json_schema_extra={"label": {"zh": "几月？", "en": "Time?"}})
    written: bool | None = Field(default=None, json_schema_extra={"label": {"zh": "有合同？", "en": "A contract?"}})
    plot_id: UUID | None = Field(default=None, json_schema_extra={"label": {"zh": "哪块地？", "en": "Which plot?"}})


def fields(**more: object) -> dict[str, object]:
    form = command_form(RecordRent, language=str(more.pop("language", "zh-hans")), carried={"id": ID}, **more)
    return {field.name: field for field in form.fields}


def test_kind_words_and_limits_follow_from_the_declaration() -> None:
    found = fields(leave_out=("observed_at",))
    assert {name: field.kind for name, field in found.items()} == {
        "tenant": Kind.TEXT,
        "amount": Kind.MONEY,
        "paid_on": Kind.DATE,
        "months": Kind.NUMBER,
        "written": Kind.CHOICE,
        "plot_id": Kind.REFERENCE,
    }
    tenant, amount, months = found["tenant"], found["amount"], found["months"]
    assert (tenant.label, tenant.why, tenant.used_by) == ("谁租的？", "写姓名。", "核对")
    assert (tenant.personal, tenant.required, tenant.longest) == (True, True, 4)
    assert (amount.unit, amount.personal) == ("元", False)
    assert (months.minimum, months.maximum, months.required) == (1, 12, False)


def test_english_words_where_the_page_is_english() -> None:
    found = fields(language="en", leave_out=("observed_at",))
    assert (found["amount"].label, found["amount"].unit, found["amount"].used_by) == ("How much?", "yuan", "the ledger")
    assert [choice.label for choice in found["written"].choices] == ["Yes", "No", "Leave open"]


def test_known_values_are_filled_in_as_one_would_type_them() -> None:
    found = fields(
        values={"amount": 248550, "paid_on": date(2017, 9, 12), "written": True},
        known={"amount": Text("按合同", "from the contract"), "months": Text("按合同", "from the contract")},
        leave_out=("observed_at",),
    )
    assert [found[name].value for name in ("amount", "paid_on", "written", "months")] == [
        "2485.5",
        "2017-09-12",
        "true",
        "",
    ]
    assert (found["amount"].known_from, found["months"].known_from) == ("按合同", "")


def test_answers_of_a_reference_come_from_the_view_alone() -> None:
    found = fields(references={"plot_id": (Choice("1", "川口 3 亩"),)}, leave_out=("observed_at",))
    assert found["plot_id"].choices == (Choice("1", "川口 3 亩"),)
    assert fields(leave_out=("observed_at",))["plot_id"].choices == ()


def test_what_was_sent_becomes_the_command() -> None:
    sent = {"tenant": " 何慧珍 ", "amount": "2485.50", "paid_on": "2017-09-12", "months": "", "written": "true"}
    command, problems = read_command(RecordRent, sent, supplied={"id": ID})
    assert problems == ()
    assert command == RecordRent(id=ID, tenant="何慧珍", amount="2485.5", paid_on=date(2017, 9, 12), written=True)


def test_what_the_view_supplies_cannot_be_sent() -> None:
    other = UUID(int=1)
    command, _ = read_command(RecordRent, {"id": str(other), "tenant": "何", "amount": "1"}, supplied={"id": ID})
    assert command is not None
    assert command.id == ID


@pytest.mark.parametrize(
    ("name", "typed", "advice"),
    [
        ("tenant", "", "这一项要填。"),
        ("tenant", "何慧珍何慧珍", "最多写 4 个字。"),
        ("amount", "三千元", "3860"),
        ("amount", "1.234", "3860"),
        ("paid_on", "昨天", "请写一个日期"),
        ("months", "13", "不能大于 12。"),
        ("months", "0", "不能小于 1。"),
        ("months", "两个", "请写一个整数"),
        ("plot_id", "那块", "请选给出的一项。"),
    ],
)
def test_each_mistake_is_named_at_its_field_and_never_repeated(name: str, typed: str, advice: str) -> None:
    sent = {"tenant": "何慧珍", "amount": "1", name: typed}
    command, problems = read_command(RecordRent, sent, supplied={"id": ID})
    assert command is None
    assert [problem.field for problem in problems] == [name]
    assert advice in problems[0].text.zh
    assert not typed or typed not in problems[0].text.zh + problems[0].text.en


def test_all_mistakes_come_at_once_and_stand_at_their_fields() -> None:
    sent = {"amount": "三千元", "months": "13"}
    _, problems = read_command(RecordRent, sent, supplied={"id": ID})
    form = command_form(
        RecordRent,
        language="zh-hans",
        carried={"id": ID, "base_version": None},
        values=sent,
        problems=(*problems, FieldProblem(None, Text("这户已经迁走。", "The household has moved away."))),
        bound=True,
        leave_out=("observed_at",),
    )
    assert [field.name for field in form.wrong] == ["tenant", "amount", "months"]
    assert form.problems == ("这户已经迁走。",)
    assert form.carried == {"id": str(ID)}
    assert [field.value for field in form.fields[:2]] == ["", "三千元"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.grouped(3860), "3,860"),
        (words.grouped("-0.05"), "-0.05"),
        (words.grouped("1万余"), "1万余"),
        (words.money(248550), "2,485.50"),
        (words.money(-500), "-5"),
        (words.money(None), "—"),
        (words.mu(11000), "11"),
        (words.mu(1250), "1.25"),
    ],
)
def test_numbers_are_written_as_people_say_them(said: str, expected: str) -> None:
    assert said == expected
