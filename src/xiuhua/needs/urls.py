"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern, path

from xiuhua.needs.views import lists, needs, paper, services, steps

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
    path("paper", paper.with_code, name="paper"),
]
