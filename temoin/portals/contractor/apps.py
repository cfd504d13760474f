"""App configuration."""

from django.apps import AppConfig


class ContractorConfig(AppConfig):
    name = "temoin.portals.contractor"
