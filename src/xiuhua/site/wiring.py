"""The composition of the modules: their commands, their policy, their kinds of sheets."""

from pathlib import Path

import xiuhua
from xiuhua.care.commands import COMMAND_TYPES as CARE
from xiuhua.care.forgetting import help_lets_go
from xiuhua.care.help_agenda import help_to_arrange, measures_waiting
from xiuhua.care.household_told import help_told
from xiuhua.care.queries.papers import papers_looked
from xiuhua.care.sheets import ONE_WAY as CARE_ONE_WAY
from xiuhua.groups.agenda import meetings_to_do
from xiuhua.groups.beginnings import work_to_begin
from xiuhua.groups.commands import COMMAND_TYPES as GROUPS
from xiuhua.groups.evidence import FINDINGS, places_of_groups
from xiuhua.groups.forgetting import groups_at, groups_let_go
from xiuhua.groups.household_told import visits_told
from xiuhua.groups.leave_agenda import leave_to_decide
from xiuhua.groups.meeting_notices import meeting_changes
from xiuhua.groups.notices import group_changes
from xiuhua.groups.staffing_agenda import groups_to_staff
from xiuhua.groups.task_notices import task_changes
from xiuhua.groups.training_agenda import courses_of_mine, courses_to_plan, courses_to_record
from xiuhua.groups.work_agenda import households_to_visit, own_tasks, reported_tasks, tasks_awaited
from xiuhua.kernel.policy import Policy, load_policy
from xiuhua.needs.agenda import needs_to_handle
from xiuhua.needs.commands import COMMAND_TYPES as NEEDS
from xiuhua.needs.commitments_agenda import commitments_to_handle
from xiuhua.needs.expert_days_agenda import expert_days_to_handle
from xiuhua.needs.forgetting import needs_let_go, promised_at
from xiuhua.needs.household_told import needs_told
from xiuhua.needs.job_agenda import jobs_to_handle
from xiuhua.needs.queries.letters import letters_looked
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.commands import COMMAND_TYPES as ACCOUNTS
from xiuhua.platform.exchange import export_jobs
from xiuhua.platform.exchange import jobs as exchange_jobs
from xiuhua.platform.exchange import queries as imports
from xiuhua.platform.exchange.asking import COMMAND_TYPES as EXPORTS
from xiuhua.platform.exchange.comparing import install_comparer
from xiuhua.platform.exchange.contract import install_kinds, install_one_way
from xiuhua.platform.files import owners
from xiuhua.platform.files.commands import COMMAND_TYPES as FILES
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.undo import undo_type
from xiuhua.platform.work import agenda, beginnings, mailing, notices
from xiuhua.platform.work.account_notices import account_changes
from xiuhua.platform.work.mail_agenda import mail_failing
from xiuhua.registry import beside, finding, letting_go
from xiuhua.registry.agenda import open_comparisons, open_likenesses, open_questions
from xiuhua.registry.answer_agenda import answers_waiting
from xiuhua.registry.commands import COMMAND_TYPES as REGISTRY
from xiuhua.registry.correction_agenda import corrections_to_send
from xiuhua.registry.department_lists import DepartmentLists
from xiuhua.registry.queries.evidence import RECORDS
from xiuhua.registry.queries.subjects import places_of_subjects
from xiuhua.registry.sheets import KINDS as REGISTRY_KINDS
from xiuhua.registry.sheets import ONE_WAY as REGISTRY_ONE_WAY
from xiuhua.site import clock, wordings
from xiuhua.site.journal import checks


def wire() -> None:
    """Install everything that the platform needs to know and only the top can tell."""
    policy = Policy((), "")
    for path in sorted(Path(xiuhua.__path__[0]).glob("**/policy.yaml")):
        policy = policy.overlaid(load_policy(path))
    commands = (*ACCOUNTS, *FILES, *EXPORTS, *REGISTRY, *GROUPS, *CARE, *NEEDS, undo_type())
    catalogue.install(commands, policy=policy, code_version=xiuhua.__version__)
    owners.install(owners=(RECORDS, FINDINGS), subjects=(places_of_subjects, places_of_groups))
    install_kinds(REGISTRY_KINDS)
    install_one_way((*REGISTRY_ONE_WAY, *CARE_ONE_WAY))
    install_comparer(DepartmentLists())
    beside.install((help_told, visits_told, needs_told), (papers_looked, letters_looked))
    letting_go.install((groups_let_go, help_lets_go, needs_let_go), speakers=(groups_at, promised_at))
    lent.install(
        clock=clock.now,
        machine_clock=clock.machine_time,
        word=lambda problem: wordings.catalogue().word(problem),
    )
    exchange_jobs.register()
    export_jobs.register()
    checks.register()
    finding.register()
    mailing.register()
    notices.install((group_changes, meeting_changes, task_changes, account_changes))
    providers = (answers_waiting, open_questions, open_comparisons, corrections_to_send, open_likenesses)
    own = (
        own_tasks,
        reported_tasks,
        households_to_visit,
        groups_to_staff,
        tasks_awaited,
        imports.agenda,
        meetings_to_do,
        leave_to_decide,
        courses_of_mine,
        courses_to_record,
        courses_to_plan,
        needs_to_handle,
        jobs_to_handle,
        commitments_to_handle,
        expert_days_to_handle,
    )
    helping = (measures_waiting, help_to_arrange)
    agenda.install((*own, *helping, *providers, mail_failing, agenda.own_jobs))
    beginnings.install((work_to_begin,))
