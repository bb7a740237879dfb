"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import path

from xiuhua.platform.work import views

app_urls = [
    path("jobs/<uuid:job_id>", views.job, name="job"),
    path("jobs/<uuid:job_id>/progress", views.job_progress, name="job-progress"),
    path("jobs/<uuid:job_id>/go-on", views.job_go_on, name="job-go-on"),
    path("jobs/<uuid:job_id>/put-aside", views.job_put_aside, name="job-put-aside"),
]
"""Every view needs a signed-in viewer and shows that viewer's own jobs; the others' are absent."""
