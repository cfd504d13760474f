"""Mail, what people write to one another, what waits for a human, and what each is told when."""

from temoin.messages.models.block import Kind, TextBlock
from temoin.messages.models.digest import DigestPreference, Notice
from temoin.messages.models.mail import Delivery, Mail
from temoin.messages.models.task import Outcome, Reason, Received, Task
from temoin.messages.models.thread import Message, Reading, Thread, Via

__all__ = [
    "Delivery",
    "DigestPreference",
    "Kind",
    "Mail",
    "Message",
    "Notice",
    "Outcome",
    "Reading",
    "Reason",
    "Received",
    "Task",
    "TextBlock",
    "Thread",
    "Via",
]
