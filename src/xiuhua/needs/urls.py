"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern, path

from xiuhua.needs.views import jobs, lists, needs, paper, services, steps, vacancies

app_urls: list[URLPattern] = [
    path("service", lists.service_home, name="service"),
    path("places/<str:code>/needs", lists.needs_of_place, name="place-needs"),
    path("places/<str:code>/proposals", lists.proposals_of_place, name="place-proposals"),
    path("places/<str:code>/services", lists.services_of_place, name="place-services"),
    path("places/<str:code>/services/add", services.add, name="service-add"),
    path("services/<uuid:service_id>/end", services.end, name="service-end"),
    path("households/<uuid:household_id>/need", needs.tell, name="need-tell"),
    path("needs/<uuid:need_id>", needs.need_home, name="need"),
    path("needs/<uuid:need_id>/triage", steps.triage, name="need-triage"),
    path("needs/<uuid:need_id>/words", steps.reword, name="need-reword"),
    path("needs/<uuid:need_id>/match", steps.match, name="need-match"),
    path("needs/<uuid:need_id>/answer", steps.answer, name="need-answer"),
    path("needs/<uuid:need_id>/deliver", steps.deliver, name="need-deliver"),
    path("needs/<uuid:need_id>/confirm", steps.confirm, name="need-confirm"),
    path("needs/<uuid:need_id>/close", steps.close, name="need-close"),
    path("households/<uuid:household_id>/code", paper.issue, name="paper-issue"),
    path("households/<uuid:household_id>/code/revoke", paper.revoke, name="paper-revoke"),
    path("places/<str:code>/work", jobs.work_of_place, name="place-work"),
    path("places/<str:code>/vacancies/add", vacancies.add, name="vacancy-add"),
    path("vacancies/<uuid:vacancy_id>/end", vacancies.end, name="vacancy-end"),
    path("households/<uuid:household_id>/wish", jobs.wish, name="wish-tell"),
    path("needs/<uuid:need_id>/wish", jobs.add_wish, name="need-wish"),
    path("needs/<uuid:need_id>/job", jobs.propose, name="need-job"),
    path("needs/<uuid:need_id>/job/person", jobs.person_agrees, name="job-person"),
    path("needs/<uuid:need_id>/job/firm", jobs.firm_agrees, name="job-firm"),
    path("needs/<uuid:need_id>/job/withdraw", jobs.withdraw, name="job-withdraw"),
    path("needs/<uuid:need_id>/job/begin", jobs.begin, name="job-begin"),
    path("paper", paper.with_code, name="paper"),
]
