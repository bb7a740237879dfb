"""What the pages of work share: the choices of their forms, and what comes next with a job."""

from collections.abc import Iterator

from django.http import HttpRequest

from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.queries.needs import NeedPage
from xiuhua.needs.rules.jobs import SKILLS_KEY, TRADES_KEY, WORK, Side, listed
from xiuhua.needs.rules.steps import State
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.journal import catalogue

WORK_OF_PLACE = Text("找工作和招工", "Work")

WISH = ("needs.add_wish", "need-wish", Text("写明找什么活", "Say what work is looked for"))
PROPOSE = ("needs.propose_job", "need-job", Text("建议一个岗位", "Propose a job"))
PERSON = ("needs.person_agrees", "job-person", Text("记本人同意", "Take down that the person agrees"))
FIRM = ("needs.firm_agrees", "job-firm", Text("记用工单位同意", "Take down that the firm agrees"))
BEGIN = ("needs.begin_job", "job-begin", Text("登记上班了", "Record that the work began"))
WITHDRAW = ("needs.withdraw_agreement", "job-withdraw", Text("撤回同意", "Withdraw a consent"))

Action = tuple[str, str, Text]


def trades_to_choose(request: HttpRequest, region: str) -> list[Choice]:
    """Return the trades as choices."""
    return _listed(request, TRADES_KEY, region)


def skills_to_choose(request: HttpRequest, region: str) -> list[Choice]:
    """Return the skills as choices."""
    return _listed(request, SKILLS_KEY, region)


def _listed(request: HttpRequest, key: str, region: str) -> list[Choice]:
    found = listed(key, catalogue.policy(), on=today_of(request), region=region)
    return [Choice(code, name.in_language(language())) for code, name in found.items()]


def next_of_work(page: NeedPage) -> tuple[Action, Text] | None:
    """Return the next action of a need that is one of work, with what it is about; ``None`` where another comes."""
    job = page.work.job
    if page.state in (State.TOLD, State.TRIAGED):
        if page.work.wish is None:
            asks = Text("先问清找什么活", "First ask what work is looked for")
            return (WISH, asks) if page.kind_code == WORK else None
        return PROPOSE, Text("看看有没有合适的岗位", "See which vacancy suits")
    if job is None or not job.present:
        return None
    if page.state is State.MATCHED and job.missing:
        if job.missing[0] is Side.PERSON:
            return PERSON, Text("问本人愿不愿意去、愿不愿意告诉单位", "Ask whether the person agrees to be introduced")
        return FIRM, Text("问单位愿不愿意见这个人", "Ask whether the firm agrees to meet the person")
    if page.state is State.ACCEPTED:
        return BEGIN, Text("去上班了就登记", "Record it once the work began")
    return None


def others_of_work(page: NeedPage) -> Iterator[Action]:
    """Yield what else can be done with the work of a need: its wish is settled anew, the other side agrees."""
    job = page.work.job
    if page.state in (State.TOLD, State.TRIAGED) and (page.work.wish is not None or page.kind_code == WORK):
        yield WISH
    if job is not None and job.present and page.state is State.MATCHED:
        yield from (action for side, action in ((Side.PERSON, PERSON), (Side.FIRM, FIRM)) if side in job.missing)


def may_introduce(request: HttpRequest, page: NeedPage) -> bool:
    """Say whether the viewer may make a letter of introduction now: both sides agree, and the work has not begun."""
    job = page.work.job
    agreed = job is not None and job.both and page.state in (State.MATCHED, State.ACCEPTED)
    return agreed and reaches(request.viewer, COMMANDS["needs.make_letter"], page.place_code)


def may_withdraw(request: HttpRequest, page: NeedPage) -> bool:
    """Say whether the viewer may take down that a side of the present job withdraws."""
    job = page.work.job
    return job is not None and job.present and page.state is not State.CLOSED and may(request, page, WITHDRAW)


def may(request: HttpRequest, page: NeedPage, action: Action) -> bool:
    """Say whether the viewer may do this where the need is."""
    return reaches(request.viewer, COMMANDS[action[0]], page.place_code)
