"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import path

from xiuhua.platform.work import mail_views, views

app_urls = [
    path("jobs/<uuid:job_id>", views.job, name="job"),
    path("jobs/<uuid:job_id>/progress", views.job_progress, name="job-progress"),
    path("jobs/<uuid:job_id>/go-on", views.job_go_on, name="job-go-on"),
    path("jobs/<uuid:job_id>/put-aside", views.job_put_aside, name="job-put-aside"),
    path("account/mail", mail_views.own_mail, name="own-mail"),
    path("account/mail/address", mail_views.own_address, name="own-mail-address"),
    path("account/mail/code", mail_views.own_code, name="own-mail-code"),
    path("account/mail/pace", mail_views.own_pace, name="own-mail-pace"),
    path("account/mail/stop", mail_views.own_stop, name="own-mail-stop"),
    path("mail", mail_views.state, name="mail-state"),
]
"""Every view needs a signed-in viewer and shows that viewer's own jobs; the others' are absent."""
