"""The phone call: a claim is opened on one page, with possible duplicates shown while typing."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from temoin import clock
from temoin.appointments import slots
from temoin.claims import opening, search, sentences
from temoin.claims.action_form import draw  # noqa: F401
from temoin.claims.models import Claim
from temoin.cover.models import limit_for
from temoin.documents import intake as documents
from temoin.documents.models import Visibility
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.model import Field
from temoin.engine.refusals import Refused
from temoin.network import postcodes
from temoin.parties import acting
from temoin.parties.models import Organisation
from temoin.portals.desk.file import found
from temoin.portals.desk.queue import desk
from temoin.procedures.files import procedure as procedure_named
from temoin.ui import controls
