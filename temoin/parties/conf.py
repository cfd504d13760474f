"""The settings of sign-in, imported whole by `temoin.config.settings`."""

from __future__ import annotations

from temoin.parties.rates import RATE_LIMITS as ACCOUNT_RATE_LIMITS

__all__ = [
    "ACCOUNT_ADAPTER",
    "ACCOUNT_EMAIL_SUBJECT_PREFIX",
    "ACCOUNT_EMAIL_VERIFICATION",
    "ACCOUNT_FORMS",
    "ACCOUNT_LOGIN_METHODS",
    "ACCOUNT_LOGIN_ON_PASSWORD_RESET",
    "ACCOUNT_LOGOUT_REDIRECT_URL",
    "ACCOUNT_PREVENT_ENUMERATION",
    "ACCOUNT_RATE_LIMITS",
    "ACCOUNT_SESSION_REMEMBER",
    "ACCOUNT_SIGNUP_FIELDS",
    "AUTHENTICATION_BACKENDS",
    "AUTH_PASSWORD_VALIDATORS",
    "AUTH_USER_MODEL",
    "LOGIN_REDIRECT_URL",
    "LOGIN_URL",
    "MFA_SUPPORTED_TYPES",
    "PASSWORD_RESET_TIMEOUT",
]

AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = ["temoin.parties.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3 * 3600  # seconds: a link in a mailbox is a key under the mat

ACCOUNT_ADAPTER = "temoin.parties.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "temoin.parties.forms.SignInForm",
    "reset_password": "temoin.parties.forms.ForgottenPasswordForm",
    "reset_password_from_key": "temoin.parties.forms.NewPasswordForm",
    "change_password": "temoin.parties.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = [
    "username*",
    "email*",
    "password1*",
]  # sign-up is closed; allauth reads this at sign-in
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are entered by the operator, never by a visitor
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES: list[str] = []  # installed, switched on by a later release
