"""What the tables of needs are called in the journal."""

from xiuhua.kernel.text import Text
from xiuhua.needs.rules.commitments import ANSWERER_NAMES, RHYTHM_NAMES
from xiuhua.needs.rules.jobs import FAR_NAMES, HOW_NAMES, SIDE_NAMES
from xiuhua.needs.rules.steps import CLOSE_NAMES, SOURCE_NAMES, STATE_NAMES
from xiuhua.platform.journal.table_words import TableWords, named
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES

_COMMITMENTS = {
    "needs_commitment": frozenset({"what", "name", "end_reason"}),
    "needs_coming": frozenset({"who", "what", "words"}),
    "needs_miss": frozenset({"reason"}),
}

_PAPER = Text("凭纸码", "with the paper code")
_WHO = {**{str(key): name for key, name in GIVEN_BY_NAMES.items()}, "paper": _PAPER}
_HOW = {**HOW_NAMES, "paper": _PAPER}
_BY_IDS = (
    "need_id subject_id person_id service_id delivered_by helper_id place_code digest match_id vacancy_id made_by post"
)
_FAR = {str(key): name for key, name in FAR_NAMES.items()}

WORDS = TableWords(
    tables={
        "needs_service": Text("服务菜单", "service"),
        "needs_need": Text("需求", "need"),
        "needs_match": Text("对接和办理", "who was asked to meet a need"),
        "needs_paper_code": Text("纸码", "code on paper"),
        "needs_vacancy": Text("招工", "vacancy"),
        "needs_wish": Text("求职意愿", "wish for work"),
        "needs_letter": Text("介绍信", "letter of introduction"),
        "needs_job": Text("岗位和双方同意", "job and both consents"),
        "needs_commitment": Text("定期承诺", "commitment"),
        "needs_coming": Text("来了的人", "who came"),
        "needs_miss": Text("漏了的一期", "missed period"),
        "needs_expert_day": Text("专家日", "expert day"),
        "needs_seat": Text("归到专家日的需求", "need on an expert day"),
    },
    columns={
        "firm_id": Text("用工单位", "firm"),
        "title": Text("招什么人", "post"),
        "trade": Text("工种", "trade"),
        "workplace": Text("在哪里上班", "where the work is"),
        "distance": Text("离家多远", "how far from home"),
        "wage": Text("工资", "wage"),
        "skill": Text("要会什么", "skill"),
        "posts": Text("招几个人", "posts"),
        "listed_on": Text("哪天登记", "recorded on"),
        "until": Text("到哪天为止", "until"),
        "ended_on": Text("从哪天起结束", "over since"),
        "contact": Text("单位找谁联系", "whom to turn to at the firm"),
        "reach": Text("愿意去多远", "how far they would go"),
        "free_from": Text("从哪天起能上班", "free from"),
        "skills": Text("会什么", "skills"),
        "person_agreed_on": Text("本人哪天同意", "the person agreed on"),
        "person_agreed_by": Text("谁说的同意", "who agreed"),
        "person_agreed_how": Text("怎么说的同意", "how the person agreed"),
        "firm_agreed_on": Text("单位哪天同意", "the firm agreed on"),
        "firm_agreed_how": Text("单位怎么说的同意", "how the firm agreed"),
        "firm_said_by": Text("单位里谁说的", "who said so at the firm"),
        "withdrawn_on": Text("哪天撤回", "withdrawn on"),
        "withdrawn_side": Text("谁撤回", "which side withdrew"),
        "made_at": Text("开的时间", "made at"),
        "open_until": Text("能打开到", "can be opened until"),
        "issued_on": Text("哪天发的", "issued on"),
        "expires_on": Text("哪天到期", "last day"),
        "revoked_on": Text("从哪天起作废", "revoked from"),
        "kind": Text("类别", "kind"),
        "name": Text("名称", "name"),
        "provider_id": Text("由谁来办", "provider"),
        "capacity": Text("每月能接几件", "capacity in a month"),
        "for_kind": Text("给谁", "for whom"),
        "text": Text("怎么说的", "in their words"),
        "guarded": Text("内容按健康方面管", "words kept as those of health"),
        "source": Text("从哪里来", "where it came from"),
        "told_on": Text("哪天说的", "told on"),
        "wanted_by": Text("希望哪天前办好", "wanted by"),
        "state": Text("办到哪一步", "state"),
        "rounds": Text("办过几次", "times delivered"),
        "delivered_on": Text("哪天办的", "delivered on"),
        "closed_on": Text("哪天不再办", "closed on"),
        "close_cause": Text("为什么不再办", "why it was closed"),
        "number": Text("第几次", "which time"),
        "proposed_on": Text("哪天对接", "asked on"),
        "accepted_on": Text("哪天接下", "taken on since"),
        "declined_on": Text("哪天谢绝", "declined on"),
        "what": Text("办了什么", "what was done"),
        "satisfied": Text("本人满意吗", "is the person satisfied"),
        "answered_on": Text("哪天答复", "answered on"),
        "answered_by": Text("谁答复的", "who answered"),
        "words": Text("本人的话", "the person's words"),
        "rhythm": Text("多久一次", "how often"),
        "each": Text("每期几个人", "people in each period"),
        "end_reason": Text("为什么结束", "why it ended"),
        "period": Text("哪一期", "period"),
        "came_on": Text("哪天来的", "came on"),
        "people": Text("来了几个人", "how many came"),
        "who": Text("谁来的", "who came"),
        "came": Text("确认来了吗", "did they come"),
        "reason": Text("为什么没有来", "why they did not come"),
        "next_on": Text("哪天来补", "to be made up on"),
        "venue": Text("在哪里", "where"),
        "held_on": Text("哪天", "day"),
        "hours": Text("几点到几点", "hours"),
        "experts": Text("来哪些专家", "experts"),
        "announced_on": Text("哪天预告的", "announced on"),
        "cancelled_on": Text("哪天取消的", "called off on"),
        "cancel_reason": Text("为什么取消", "why it was called off"),
        "gathered_on": Text("哪天归的", "gathered on"),
        "seen": Text("看了吗", "seen"),
    },
    said={
        "state": named({str(state): name for state, name in STATE_NAMES.items()}),
        "source": named(SOURCE_NAMES),
        "close_cause": named(CLOSE_NAMES),
        "rhythm": named({str(key): name for key, name in RHYTHM_NAMES.items()}),
        "answered_by": named({**_WHO, **ANSWERER_NAMES}),
        "person_agreed_by": named(_WHO),
        "person_agreed_how": named(_HOW),
        "firm_agreed_how": named(_HOW),
        "withdrawn_side": named({str(key): name for key, name in SIDE_NAMES.items()}),
        "distance": named(_FAR),
        "reach": named(_FAR),
    },
    kept_back=frozenset(_BY_IDS.split()) | {"commitment_id", "recorded_by", "day_id"},
    telling={"needs_need": frozenset({"text"}), "needs_match": frozenset({"what", "words"}), **_COMMITMENTS},
)
