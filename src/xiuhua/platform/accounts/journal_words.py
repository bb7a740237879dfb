"""What the tables of accounts are called in the journal."""

from xiuhua.kernel.access import ROLE_NAMES
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.rules.organisations import KIND_NAMES
from xiuhua.platform.accounts.rules.people import LANGUAGE_NAMES
from xiuhua.platform.journal.table_words import TableWords, named

WORDS = TableWords(
    tables={
        "accounts_place": Text("行政区划", "place"),
        "accounts_organisation": Text("单位", "organisation"),
        "accounts_account": Text("人员账号", "account"),
        "accounts_post": Text("任职", "post"),
        "accounts_token": Text("接口令牌", "API token"),
    },
    columns={
        "external_code": Text("外部代码", "external code"),
        "external_source": Text("外部代码的来源", "source of the external code"),
        "login": Text("登录名", "login"),
        "language": Text("页面语言", "language of the pages"),
        "phone_sealed": Text("联系电话", "phone"),
        "active": Text("账号可用", "account is open"),
        "second_step": Text("两步验证", "second step"),
        "second_step_changed": Text("两步验证何时开关", "second step turned on or off"),
        "role": Text("岗位", "role"),
        "basis": Text("任职依据", "basis of the post"),
        "label": Text("给哪个程序用", "program"),
        "created": Text("发放日期", "issued on"),
        "expires": Text("到期日期", "ends on"),
        "revoked": Text("作废日期", "revoked on"),
        "predecessor_id": Text("前身", "predecessor"),
        "successor_id": Text("并入", "successor"),
        "organisation_id": Text("单位", "organisation"),
    },
    special={("accounts_account", "name"): Text("姓名", "name")},
    said={
        "kind": named({str(kind): name for kind, name in KIND_NAMES.items()}),
        "role": named({str(role): name for role, name in ROLE_NAMES.items()}),
        "language": named(LANGUAGE_NAMES),
    },
    kept_back=frozenset({"account_id", "second_step_by"}),
)
