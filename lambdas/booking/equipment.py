"""Names of the equipment codes that brokers and load boards use."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "V": "van",
    "VA": "van, air-ride",
    "VM": "van, two trailers",
    "R": "reefer",
    "RM": "reefer, two trailers",
    "F": "flatbed",
    "FS": "flatbed with sides",
    "SD": "step deck",
    "DD": "double drop",
    "LB": "lowboy",
    "RGN": "removable gooseneck",
    "CN": "conestoga",
    "HS": "hotshot",
    "SB": "straight box truck",
    "TN": "tanker",
    "AC": "auto carrier",
    "DT": "dump trailer",
    "HB": "hopper bottom",
    "C": "container",
    "PO": "power only",
}


def equipment_of(code: str) -> str:
    """Such as `V (van)`; a code without a known name stands alone."""
    name = NAMES.get(code)
    return code if name is None else f"{code} ({name})"
