"""Addresses of mails and of reading threads."""

from django.urls import path

from temoin.messages import digest_page, views

urlpatterns = [
    path("courriers/<int:mail_id>/", views.mail, name="mail"),
    path("account/recapitulatif/", digest_page.preference, name="digest_preference"),
    path("conversations/<int:thread_id>/lu/", views.read, name="message_read"),
]
