"""App configuration."""

from django.apps import AppConfig


class InsuredConfig(AppConfig):
    name = "temoin.portals.insured"
