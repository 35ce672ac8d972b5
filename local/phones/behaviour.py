"""How a phone or mailbox behaves when something is sent to it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Answer = Literal["accepted", "ambiguous", "throttled", "refused"]
Receipts = Literal["delivered", "silent", "failing"]


class Behaviour(BaseModel):
    """`answer` is what the sender's call gets, `receipts` what is told later, after `delay_seconds`.

    ambiguous: taken, but the call gets no answer in time. `duplicate` tells each receipt twice,
    `out_of_order` the last one first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Answer = "accepted"
    receipts: Receipts = "delivered"
    delay_seconds: Annotated[float, Field(ge=0, le=86_400)] = 0.2
    duplicate: bool = False
    out_of_order: bool = False
