"""What the tracking service would put on the bus: its events end a booked run."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from local.demo.aws import aws_client
from local.demo.failures import DemoFailedError
from local.provisioner.platform import Platform
from schemas.booking.events.envelope import EventData
from schemas.booking.events.loads import LoadDelivered, PodReceived
from schemas.booking.events.registry import TRACKING_SOURCE, envelope_of
from schemas.envelope import Metadata


@dataclass(frozen=True)
class Tracking:
    """Speaks for the tracking service of one workspace."""

    client: Any
    bus: str
    workspace_id: str

    @classmethod
    def of(cls, platform: Platform, workspace_id: str) -> "Tracking":
        return cls(aws_client(platform, "events"), platform.bus_name, workspace_id)

    def delivered(self, load_id: UUID, booking_id: UUID, now: datetime) -> None:
        self._put(LoadDelivered(load_id=load_id, booking_id=booking_id, delivered_at=now), now)

    def pod_received(self, load_id: UUID, booking_id: UUID, now: datetime) -> None:
        key = f"{self.workspace_id}/{booking_id}/proof-of-delivery.pdf"
        self._put(PodReceived(load_id=load_id, booking_id=booking_id, document_key=key, received_at=now), now)

    def _put(self, data: EventData, now: datetime) -> None:
        """Raises DemoFailedError when the bus refuses the event."""
        name = type(data).__name__
        metadata = Metadata(
            id=uuid5(data.load_id, name),
            occurred_at=now,
            workspace_id=self.workspace_id,
            correlation_id=str(data.load_id),
        )
        event = envelope_of(name)(metadata=metadata, data=data)
        entry = {
            "Source": TRACKING_SOURCE,
            "DetailType": name,
            "Detail": event.model_dump_json(),
            "EventBusName": self.bus,
        }
        answer = self.client.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise DemoFailedError(f"the bus {self.bus} refused {name}: {answer['Entries'][0]}")
