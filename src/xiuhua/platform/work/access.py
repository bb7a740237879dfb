"""Who may look at what this module keeps of others: the only place for it."""

from collections.abc import Mapping

from xiuhua.kernel.access import Access, Role

QUERIES: Mapping[str, Access] = {
    "work.mail": Access.of(
        Role.ADMINISTRATOR,
        zh="系统管理员看得到本辖区谁的邮件发不出去；看不到邮箱地址，也看不到邮件内容",
        en="administrators see to whom of their territory mail does not get through; neither addresses nor mails",
    ),
}
