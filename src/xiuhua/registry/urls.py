"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import URLPattern, path

from xiuhua.registry.views import (
    answering,
    belonging,
    comparing,
    comparisons,
    corrections,
    households,
    ledger,
    places,
    plots,
    registering,
    regrouping,
    revealing,
    search,
    villages,
)

app_urls: list[URLPattern] = [
    path("places", places.places, name="places"),
    path("places/<str:code>", places.place, name="place"),
    path("places/<str:code>/record", villages.record_village, name="village-record"),
    path("places/<str:code>/plots", plots.record_village_plots, name="village-plots"),
    path("figure/villages", places.figure_villages, name="figure-villages"),
    path("figure/households", places.figure_households, name="figure-households"),
    path("figure/questions", places.figure_questions, name="figure-questions"),
    path("figure/collective-income", villages.figure_collective_income, name="figure-collective-income"),
    path("figure/ledger", ledger.figure_ledger, name="figure-ledger"),
    path("figure/plots", plots.figure_plots, name="figure-plots"),
    path("households/register", registering.register_household, name="household-register"),
    path("households/<uuid:household_id>", households.household_page, name="household"),
    path("households/<uuid:household_id>/stated", households.household_stated, name="household-stated"),
    path("households/<uuid:household_id>/ledger", ledger.record_ledger, name="household-ledger"),
    path("households/<uuid:household_id>/plots", plots.record_plots, name="household-plots"),
    path("households/<uuid:household_id>/correct", corrections.correct_household, name="household-correct"),
    path("households/<uuid:household_id>/head", belonging.change_head, name="household-head"),
    path("households/<uuid:household_id>/split", regrouping.split_household, name="household-split"),
    path("households/<uuid:household_id>/merge", regrouping.merge_households, name="household-merge"),
    path("households/<uuid:household_id>/join", belonging.join_household, name="member-join"),
    path("households/<uuid:household_id>/leave", belonging.choose_who_leaves, name="member-leaves"),
    path(
        "households/<uuid:household_id>/members/<uuid:person_id>/correct",
        corrections.correct_member,
        name="member-correct",
    ),
    path(
        "households/<uuid:household_id>/members/<uuid:person_id>/leave", belonging.leave_household, name="member-leave"
    ),
    path("households/<uuid:household_id>/members/<uuid:person_id>/reveal", revealing.ask_to_see, name="member-reveal"),
    path("reveals/<uuid:reveal_id>", revealing.shown, name="reveal"),
    path("questions/answer", answering.answer_questions, name="questions-answer"),
    path("places/<str:code>/comparisons", comparisons.place_comparisons, name="place-comparisons"),
    path("places/<str:code>/comparisons/new", comparing.bring_list, name="comparison-new"),
    path("comparisons/<uuid:comparison_id>", comparisons.comparison, name="comparison"),
    path("comparisons/<uuid:comparison_id>/lines/<uuid:line_id>", comparisons.handle_line, name="comparison-line"),
    path("comparisons/<uuid:comparison_id>/delete", comparisons.delete_comparison, name="comparison-delete"),
    path("search", search.search_page, name="search"),
]
