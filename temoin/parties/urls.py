"""Addresses of sign-in; allauth's own names, so that its redirects find them. Sign-up has none."""

from __future__ import annotations

from django.urls import path, re_path

from temoin.parties.views import absences, account, api_keys, signing_in

urlpatterns = [
    path("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("sign-out/", signing_in.SignOut.as_view(), name="account_logout"),
    path("closed-account/", signing_in.Inactive.as_view(), name="account_inactive"),
    path("password/reset/", signing_in.ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/reset/sent/", signing_in.LinkSent.as_view(), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        signing_in.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        signing_in.PasswordSet.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path("password/change/", signing_in.ChangePassword.as_view(), name="account_change_password"),
    path("account/", account.account, name="account"),
    path("account/absences/", absences.page, name="absences"),
    path("account/keys/", api_keys.page, name="api_keys"),
    path("account/choose/", account.choose, name="choose_membership"),
    path("account/language/", account.language, name="set_language_choice"),
]
