"""The rules of all intents. Opt-out has rules of its own (`opt_out.py`)."""

from lambdas.messaging.intents.rules_offers import ANSWERS
from lambdas.messaging.intents.rules_requests import REQUESTS
from lambdas.messaging.intents.rules_travel import TRAVEL

RULES = (*REQUESTS, *TRAVEL, *ANSWERS)
