"""Addresses of mails."""

from django.urls import path

from temoin.messages import views

urlpatterns = [path("courriers/<int:mail_id>/", views.mail, name="mail")]
