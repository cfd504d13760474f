"""App configuration."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "temoin.portals.help"
