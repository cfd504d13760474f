"""App configuration."""

from django.apps import AppConfig


class EstimatesConfig(AppConfig):
    name = "temoin.estimates"
