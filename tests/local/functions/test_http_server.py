import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from local.functions.http_server import HttpServer, Reply, Request, Respond

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
GET = b"GET / HTTP/1.1\r\n\r\n"


@asynccontextmanager
async def serving(answer: Callable[[Request, Respond], None]) -> AsyncIterator[tuple[HttpServer, Connection]]:
    server = HttpServer(answer)
    host, _, port = (await server.open()).partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield server, (reader, writer)
    finally:
        writer.close()
        server.close()


async def asked(connection: Connection, request: bytes = GET) -> bytes:
    """The response's first line and body, which is one byte."""
    reader, writer = connection
    writer.write(request)
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    return head.partition(b"\r\n")[0] + b" " + await reader.readexactly(1)


def test_a_request_is_answered_at_once_or_later() -> None:
    kept: list[Respond] = []

    def answer(request: Request, respond: Respond) -> None:
        if request.path == "/later":
            asyncio.get_running_loop().call_later(0.02, lambda: respond(Reply(202, b"L")))
        else:
            kept.append(respond)
            respond(Reply(200, b"N"))

    async def scenario() -> list[bytes]:
        async with serving(answer) as (_, connection):
            later = b"POST /later HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
            return [await asked(connection), await asked(connection, later), await asked(connection)]

    assert asyncio.run(scenario()) == [b"HTTP/1.1 200 OK N", b"HTTP/1.1 202 Accepted L", b"HTTP/1.1 200 OK N"]


def test_an_answer_that_fails_is_an_error_and_the_connection_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answers = iter((KeyError("gone"), Reply(200, b"Y")))

    def answer(_request: Request, respond: Respond) -> None:
        reply = next(answers)
        if isinstance(reply, Exception):
            raise reply
        respond(reply)

    async def scenario() -> tuple[bytes, bytes]:
        async with serving(answer) as (_, connection):
            failed = await asked(connection)
            await connection[0].readuntil(b"}")
            return failed, await asked(connection)

    failed, following = asyncio.run(scenario())
    assert failed == b"HTTP/1.1 500 Internal Server Error {"
    assert following == b"HTTP/1.1 200 OK Y"
    assert "request.failed method=GET path=/" in caplog.text


def test_the_answer_for_a_client_that_has_left_is_dropped() -> None:
    async def scenario() -> None:
        come: asyncio.Future[Respond] = asyncio.get_running_loop().create_future()
        async with serving(lambda _request, respond: come.set_result(respond)) as (server, (_, writer)):
            writer.write(GET)
            respond = await asyncio.wait_for(come, 5)
            writer.close()
            await asyncio.wait_for(server.finish(5), 5)  # it has noticed that nobody waits
            respond(Reply(200, b"N"))

    asyncio.run(scenario())


@pytest.mark.parametrize(("seconds", "is_answered"), [(5, True), (0.05, False)])
def test_answers_under_way_have_a_while_to_end(seconds: float, is_answered: bool) -> None:
    async def scenario() -> bool:
        come: asyncio.Future[Respond] = asyncio.get_running_loop().create_future()
        async with serving(lambda _request, respond: come.set_result(respond)) as (server, connection):
            answered = asyncio.create_task(asked(connection))
            respond = await asyncio.wait_for(come, 5)
            finish = asyncio.create_task(server.finish(seconds))
            if is_answered:
                await asyncio.sleep(0.01)
                assert not finish.done()
                respond(Reply(200, b"Y"))
            await asyncio.wait_for(finish, 5)
            await asyncio.sleep(0.01)
            answered.cancel()
            return answered.done()

    assert asyncio.run(scenario()) is is_answered
