"""Addresses of the section Evidence: its home, the journal, the glossary."""

from django.urls import path

from xiuhua.site.views import glossary, journal

app_urls = [
    path("evidence/", journal.evidence, name="evidence"),
    path("evidence/journal", journal.journal, name="journal"),
    path("evidence/journal/verify", journal.verify, name="journal-verify"),
    path("evidence/journal/checks/<uuid:report_id>", journal.check, name="journal-check"),
    path("evidence/journal/batches/<uuid:batch_id>", journal.batch, name="journal-batch"),
    path("evidence/journal/<slug:stream>/<int:sequence>", journal.entry, name="journal-entry"),
    path("evidence/journal/<slug:stream>/<int:sequence>/undo", journal.undo, name="journal-undo"),
    path("evidence/glossary", glossary.words, name="glossary"),
]
