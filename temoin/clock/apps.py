"""App configuration."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "temoin.clock"
