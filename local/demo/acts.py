"""How one load is played, from the first PUT to the accepted proof of delivery, by the public API alone."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from local.demo.board import FINISHED
from local.demo.caller import Json
from local.demo.cast import Carrier
from local.demo.failures import DemoFailedError
from local.demo.rates import Rates
from local.demo.scene import Scene

END = "READY_TO_INVOICE"
REDELIVERED_SECONDS = 300.0
FIRST_DRIVER = 1_000


async def play(scene: Scene) -> None:
    """Raises DemoFailedError at the first step that goes wrong."""
    await _receive(scene)
    await _post(scene)
    await _decline(scene)
    winner = await (_haggle(scene) if scene.haggles else _book_now(scene))
    await _book(scene)
    await _sign(scene, winner)
    await _name_driver(scene, winner)
    await _deliver(scene)
    await _end(scene)


async def _receive(scene: Scene) -> None:
    body = scene.load.model_dump(mode="json", exclude_none=True)
    view = await scene.cast.staff.put(f"/v1/loads/{scene.load.external_id}", body)
    scene.load_id = str(view["load_id"])
    await scene.tell("received")


async def _post(scene: Scene) -> None:
    body = {"mode": "waterfall", "groups": scene.cast.groups, **Rates.of(scene.load).body}
    accepted = await scene.cast.staff.post(f"/v1/loads/{scene.load_id}/post", body, scene.key("post"))
    scene.post_id, scene.run_name = str(accepted["post_id"]), str(accepted["run_name"])
    await scene.tell("posted")


async def _decline(scene: Scene) -> None:
    decliner = scene.cast.decliner
    offer = await scene.invited(decliner)
    path = f"/v1/offers/{offer['offer_id']}/decline"
    await decliner.caller.post(path, {"reason": "no truck near"}, scene.key("decline"))
    await scene.tell("first carrier declined")


async def _book_now(scene: Scene) -> Carrier:
    """One carrier asks for more; another takes the post at its book-now rate."""
    taker = scene.cast.taker
    await _ask_for_more(scene)
    await scene.invited(taker)
    body = {"contact": taker.contact}
    await taker.caller.post(f"/v1/posts/{scene.post_id}/book-now", body, scene.key("book-now"))
    await scene.tell("another carrier books now")
    return taker


async def _haggle(scene: Scene) -> Carrier:
    """One carrier asks for more, we counter, and it accepts."""
    haggler = scene.cast.haggler
    offered = await _ask_for_more(scene)
    path = f"/v1/offers/{offered['subject_id'].removeprefix('offer:')}"
    rate = {"rate": Rates.of(scene.load).book_now.model_dump()}
    await scene.cast.staff.post(f"{path}/counter", rate, scene.key("counter"))
    await scene.tell("we counter")
    await scene.texting.answer(offered, "YES")
    await scene.tell("the carrier accepts by text")
    return haggler


async def _ask_for_more(scene: Scene) -> Json:
    """The carrier's phone gets the offer and answers with a price; returns the message of the offer."""
    haggler = scene.cast.haggler
    await scene.invited(haggler)
    offered = await scene.texting.got(scene.load_id, "load_offer")
    await scene.texting.answer(offered, f"I need ${Rates.of(scene.load).asked.amount // 100}")
    await scene.priced(haggler)
    await scene.tell("a carrier asks for more by text")
    return offered


async def _book(scene: Scene) -> None:
    view = await scene.reach("RATECON_SENT")
    scene.booking_id = str(view["booking_id"])
    await scene.tell("vetted, booked, rate confirmation sent")


async def _sign(scene: Scene, winner: Carrier) -> None:
    path = f"/v1/bookings/{scene.booking_id}/rate-confirmation/sign"
    await winner.caller.post(path, {"signer": {"name": winner.person}}, scene.key("sign"))
    await scene.reach("CONFIRMED")
    await scene.tell("rate confirmation signed")


async def _name_driver(scene: Scene, winner: Carrier) -> None:
    phone = f"+1317555{FIRST_DRIVER + scene.number:04}"
    driver = {"name": "Sam Rivera", "phone": phone, "truck_number": "T-48"}
    await winner.caller.post(f"/v1/bookings/{scene.booking_id}/driver", driver, scene.key("driver"))
    await scene.reach("DISPATCHED")
    await scene.tell("driver named")
    told = await scene.texting.got(scene.load_id, "driver_assigned")
    await scene.texting.answer(told, "OK, on my way")
    await scene.texting.replied(told)
    await scene.tell("the driver confirms by text")


async def _deliver(scene: Scene) -> None:
    """The tracking service's two events end the run; a queue gives a failed one again after minutes."""
    tracking, ids = scene.stage.tracking, (UUID(scene.load_id), UUID(scene.booking_id))
    await asyncio.to_thread(tracking.delivered, *ids, datetime.now(UTC))
    await scene.reach("DELIVERED", REDELIVERED_SECONDS)
    await scene.tell("delivered")
    await asyncio.to_thread(tracking.pod_received, *ids, datetime.now(UTC))
    await scene.reach(END, REDELIVERED_SECONDS)


async def _end(scene: Scene) -> None:
    status = await scene.run_ended()
    if status != "SUCCEEDED":
        raise DemoFailedError(f"load {scene.load.external_id}: run {scene.run_name} ended {status}")
    await scene.tell(FINISHED)
