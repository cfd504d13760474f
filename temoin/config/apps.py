"""App configuration."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "temoin.config"
