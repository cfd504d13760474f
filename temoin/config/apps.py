"""App configuration: wires the parts together and grants the runtime role its rights."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "temoin.config"

    def ready(self) -> None:
        from django.apps import apps

        from temoin.config import admin_rights, grants, wiring

        wiring.connect()
        admin_rights.connect()
        post_migrate.connect(grants.grant, sender=apps.get_app_config("journal"))
