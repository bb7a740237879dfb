"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern, path

from xiuhua.care.views import helpers, papers, places, plans, results, summary

app_urls: list[URLPattern] = [
    path("places/<str:code>/help", places.place_help, name="place-help"),
    path("places/<str:code>/help/units", places.link, name="unit-link"),
    path("places/<str:code>/help/summary", summary.place_summary, name="place-summary"),
    path("places/<str:code>/help/summary.pdf", summary.summary_pdf, name="summary-pdf"),
    path("places/<str:code>/help/summary.docx", summary.summary_docx, name="summary-docx"),
    path("places/<str:code>/help/summary/rows", summary.summary_rows, name="summary-rows"),
    path("help/units/<uuid:link_id>/end", places.unlink, name="unit-unlink"),
    path("households/<uuid:household_id>/helpers/assign", helpers.assign, name="helper-assign"),
    path("households/<uuid:household_id>/helpers/first", helpers.first, name="helper-first"),
    path("households/<uuid:household_id>/helpers/<uuid:helper_id>/end", helpers.end, name="helper-end"),
    path("households/<uuid:household_id>/plan", plans.plan_page, name="household-plan"),
    path("households/<uuid:household_id>/plan/write", plans.write, name="plan-write"),
    path("plans/<uuid:draft_id>/agree", plans.agree, name="plan-agree"),
    path("plans/<uuid:draft_id>/drop", plans.drop, name="plan-drop"),
    path("plans/<uuid:draft_id>/measures/add", plans.add_measure, name="measure-add"),
    path("plans/<uuid:draft_id>/measures/<uuid:drafted_id>/remove", plans.remove_measure, name="measure-remove"),
    path("plans/<uuid:plan_id>/measures/<uuid:measure_id>/result", results.report, name="measure-report"),
    path("plans/<uuid:plan_id>/measures/<uuid:reported_id>/answer", results.confirm, name="measure-confirm"),
    path("households/<uuid:household_id>/papers/make", papers.make_paper, name="household-paper-make"),
    path("papers/<uuid:made_id>", papers.paper_ready, name="household-paper"),
    path("papers/<uuid:made_id>.pdf", papers.paper_pdf, name="household-paper-pdf"),
    path("papers/<uuid:made_id>.docx", papers.paper_docx, name="household-paper-docx"),
]
