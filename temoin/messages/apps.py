"""App configuration; the label differs from django.contrib.messages'."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "temoin.messages"
    label = "mail"

    def ready(self) -> None:
        from temoin.messages import rounds  # noqa: F401  (the worker finds its jobs there)
