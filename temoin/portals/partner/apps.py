"""App configuration."""

from django.apps import AppConfig


class PartnerConfig(AppConfig):
    name = "temoin.portals.partner"
