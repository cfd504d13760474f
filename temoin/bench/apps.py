"""App configuration."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "temoin.bench"
