"""App configuration."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "temoin.appointments"
