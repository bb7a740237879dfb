"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import path

from xiuhua.platform.exchange.views import exporting, reviewing, settling, uploading

app_urls = [
    path("imports", uploading.imports, name="imports"),
    path("imports/new", uploading.upload, name="import-new"),
    path("imports/empty/<slug:kind>", uploading.empty_sheet, name="import-empty"),
    path("imports/<uuid:session_id>", reviewing.show, name="import"),
    path("imports/<uuid:session_id>/result", reviewing.result, name="import-result"),
    path("imports/<uuid:session_id>/marked", reviewing.marked, name="import-marked"),
    path("imports/<uuid:session_id>/columns", reviewing.assign_columns, name="import-columns"),
    path("imports/<uuid:session_id>/mend", reviewing.mend, name="import-mend"),
    path("imports/<uuid:session_id>/put-back", reviewing.put_back, name="import-put-back"),
    path("imports/<uuid:session_id>/confirm", reviewing.confirm, name="import-confirm"),
    path("imports/<uuid:session_id>/accept", settling.accept, name="import-accept"),
    path("imports/<uuid:session_id>/look-again", settling.look_again, name="import-look-again"),
    path("imports/<uuid:session_id>/undo", settling.undo, name="import-undo"),
    path("imports/<uuid:session_id>/step-back", settling.step_back, name="import-step-back"),
    path("imports/<uuid:session_id>/give-up", settling.give_up, name="import-give-up"),
    path("exports/new", exporting.export_new, name="export-new"),
    path("exports/<uuid:export_id>", exporting.export, name="export"),
    path("exports/<uuid:export_id>/file", exporting.export_file, name="export-file"),
]
"""Every view asks for a role; what is in a session is its owner's alone, and somebody else's is absent."""
