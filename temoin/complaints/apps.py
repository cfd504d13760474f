"""App configuration."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "temoin.complaints"
