"""Addresses of this module; site includes ``app_urls`` at the root."""

from django.urls import path

from xiuhua.platform.accounts.views import own, own_second_step, own_sessions, people, second_step, signing

app_urls = [
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-in/code", second_step.sign_in_code, name="sign-in-code"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("language", signing.choose_language, name="language"),
    path("first-administrator", signing.first_administrator, name="first-administrator"),
    path("account", own.own_account, name="own-account"),
    path("account/password", own.own_password, name="own-password"),
    path("account/second-step", own_second_step.own_second_step, name="own-second-step"),
    path("account/second-step/remove", own_second_step.remove_own, name="own-second-step-remove"),
    path("account/sessions/end", own_sessions.end_session, name="session-end"),
    path("account/tokens", own.issue_token, name="token-issue"),
    path("account/tokens/<uuid:token_id>/revoke", own.revoke_token, name="token-revoke"),
    path("people", people.people, name="people"),
    path("people/add", people.add_person, name="person-add"),
    path("people/<uuid:account_id>", people.person, name="person"),
    path("people/<uuid:account_id>/change", people.change_person, name="person-change"),
    path("people/<uuid:account_id>/password", people.reset_password, name="person-password"),
    path("people/<uuid:account_id>/second-step", people.remove_second_step, name="person-second-step"),
    path("people/<uuid:account_id>/close", people.close_account, name="person-close"),
    path("people/<uuid:account_id>/reopen", people.reopen_account, name="person-reopen"),
    path("people/<uuid:account_id>/post", people.give_post, name="post-give"),
    path("people/<uuid:account_id>/posts/<uuid:post_id>/end", people.end_post, name="post-end"),
]
"""A stranger may open sign-in and its code, sign-out, language, first-administrator; every other view says who may."""
