"""App configuration; the label differs from django.contrib.messages'."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "temoin.messages"
    label = "mail"
