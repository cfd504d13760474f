"""How often somebody may try: limits against guessing that cannot be used to lock a person out.

allauth's default locks an account for five minutes after five wrong passwords from anywhere, the
right password included: whoever knows account numbers, which run in a row, could shut a whole
network out. So the tight limits here count the sender's address, and the account's own limit is
far above what a person mistypes, yet 2,400 guesses a day against a ten-character password.
"""

from __future__ import annotations

RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,60/h/ip,100/h/key",
    "reset_password": "5/m/ip,30/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "signup": "1/h/ip",
}
