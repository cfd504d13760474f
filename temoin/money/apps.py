"""App configuration."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "temoin.money"
