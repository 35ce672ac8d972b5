"""What a part of a text costs, for the preview: an estimate, the bill is AWS's.

Source: https://aws.amazon.com/end-user-messaging/pricing/ (SMS, outbound, 10DLC), as noted on 26 November
2026: the price of a part and the carriers' fee, which differs between them. Look again before relying on it.
"""

from lambdas.messaging.segments import PriceTable

PRICES = PriceTable("USD", {"US": 8_810, "CA": 12_080, "MX": 15_750})
"""In micros (millionths of a dollar) by the recipient's country; other countries have no estimate."""
