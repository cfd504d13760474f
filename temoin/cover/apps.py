"""App configuration."""

from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "temoin.cover"
