"""App configuration."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "temoin.network"
