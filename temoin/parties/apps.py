"""App configuration."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "temoin.parties"
