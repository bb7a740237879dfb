"""What the tables of needs are called in the journal."""

from xiuhua.kernel.text import Text
from xiuhua.needs.rules.steps import CLOSE_NAMES, SOURCE_NAMES, STATE_NAMES
from xiuhua.platform.journal.table_words import TableWords, named
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES

WORDS = TableWords(
    tables={
        "needs_service": Text("服务菜单", "service"),
        "needs_need": Text("需求", "need"),
        "needs_match": Text("对接和办理", "who was asked to meet a need"),
        "needs_paper_code": Text("纸码", "code on paper"),
    },
    columns={
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
        "proposed_on": Text("哪天对接", "asked on"),
        "accepted_on": Text("哪天接下", "taken on since"),
        "declined_on": Text("哪天谢绝", "declined on"),
        "what": Text("办了什么", "what was done"),
        "satisfied": Text("本人满意吗", "is the person satisfied"),
        "answered_on": Text("哪天答复", "answered on"),
        "answered_by": Text("谁答复的", "who answered"),
        "words": Text("本人的话", "the person's words"),
    },
    said={
        "state": named({str(state): name for state, name in STATE_NAMES.items()}),
        "source": named(SOURCE_NAMES),
        "close_cause": named(CLOSE_NAMES),
        "answered_by": named({str(key): name for key, name in GIVEN_BY_NAMES.items()}),
    },
    kept_back=frozenset(
        {"need_id", "subject_id", "person_id", "service_id", "delivered_by", "helper_id", "place_code", "digest"}
    ),
    telling={"needs_need": frozenset({"text"}), "needs_match": frozenset({"what", "words"})},
)
