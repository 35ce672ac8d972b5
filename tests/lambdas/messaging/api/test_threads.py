from uuid import UUID

from tests.lambdas.booking.api.people import Person
from tests.lambdas.messaging.api.desk import Desk

THREAD = UUID(int=5)
PATH = f"/v1/threads/{THREAD}"


def opened(desk: Desk) -> None:
    desk.sql(
        """INSERT INTO messaging.threads (thread_id, workspace_id, channel, origin, address)
        VALUES (CAST(:id AS uuid), 'acme', 'sms', '+13175550100', '+13175550123')""",
        id=THREAD,
    )


def test_a_person_who_writes_holds_the_thread_until_it_is_handed_back(desk: Desk) -> None:
    opened(desk)

    written = desk.post(f"{PATH}/texts", {"text": "Kim here. Where are you?"})
    assert (written.status, written.body["held_by"]) == (201, "member-None")
    back = desk.post(f"{PATH}/hand-back", {})

    assert (back.status, back.body["held_by"]) == (200, None)
    assert desk.events.names == ["ThreadHeld", "MessagePlanned", "ThreadHandedBack"]
    [message] = desk.get("/v1/messages").body["messages"]
    assert message["text"] == "Kim here. Where are you?"


def test_a_thread_that_nobody_holds_is_not_handed_back(desk: Desk) -> None:
    opened(desk)

    assert desk.post(f"{PATH}/hand-back", {}).status == 409


def test_other_workspaces_see_no_thread(desk: Desk) -> None:
    opened(desk)

    assert desk.get(PATH, Person("member", "other")).status == 404
    assert desk.get("/v1/threads", Person("member", "other")).body == {"threads": []}
    assert len(desk.get("/v1/threads").body["threads"]) == 1


def test_an_oversize_text_is_refused(desk: Desk) -> None:
    opened(desk)

    assert desk.post(f"{PATH}/texts", {"text": "x" * 1_601}).status == 422
