"""App configuration."""

from django.apps import AppConfig


class BodyShopConfig(AppConfig):
    name = "temoin.portals.body_shop"
