"""App configuration."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "temoin.claims"
