"""`dead-letters`: what no function could consume, with the reason, and another try."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from local.cli.failures import UsageError
from local.cli.running import running_platform

if TYPE_CHECKING:
    from local.dead_letters.letter import DeadLetter
    from local.dead_letters.queues import DeadLetters

app = typer.Typer()


@app.command("dead-letters")
def dead_letters(
    queue: Annotated[str | None, typer.Argument(help="Only of this queue, such as receive-texts.")] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Give them to their queues again.")] = False,
    only: Annotated[str | None, typer.Option("--id", help="With --replay: this letter alone.")] = None,
    aws: Annotated[bool, typer.Option("--aws", help="Of the account that the AWS credentials name.")] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="One JSON object a line, with the bodies (they hold people's texts)."),
    ] = False,
) -> None:
    """List what failed its last try, with the reason; with --replay it is tried again.

    Mend the cause first. A letter that fails again comes back here.

    Examples: `./chain dead-letters`, `./chain dead-letters receive-texts --replay`,
    `./chain dead-letters --replay --id 3f0c…`
    """
    if only is not None and not replay:
        raise UsageError("--id goes with --replay")
    found = _dead_letters(aws)
    letters = [
        letter
        for name, url in _asked(found.queues(), queue).items()
        for letter in (found.replay(name, url, only) if replay else found.letters(name, url))
    ]
    _tell(letters, "given again" if replay else "dead", as_json=as_json)


def _dead_letters(aws: bool) -> "DeadLetters":
    import boto3  # noqa: PLC0415 - slow to import, and few commands need it

    from local.dead_letters.queues import DeadLetters  # noqa: PLC0415 - as above
    from local.demo.aws import aws_client  # noqa: PLC0415 - as above

    if aws:
        return DeadLetters(boto3.client("sqs"), wait_seconds=1)
    return DeadLetters(aws_client(running_platform(), "sqs"))


def _asked(queues: dict[str, str], queue: str | None) -> dict[str, str]:
    """The queues whose name ends as asked: `receive-texts` is `chain-messaging-receive-texts`."""
    if queue is None:
        return queues
    wanted = queue.replace("_", "-")
    asked = {name: url for name, url in queues.items() if name == wanted or name.endswith(f"-{wanted}")}
    if not asked:
        raise UsageError(f"there is no queue {queue}; there are: {', '.join(queues) or 'none'}")
    return asked


def _tell(letters: "list[DeadLetter]", what: str, *, as_json: bool) -> None:
    if as_json:
        for letter in letters:
            fields = asdict(letter) | {"at": letter.at.isoformat()}
            typer.echo(json.dumps({name: fields[name] for name in fields if name != "receipt"}))
        return
    for letter in letters:
        at = letter.at.isoformat(timespec="seconds")
        typer.echo(f"{letter.letter_id}  {letter.queue}  {at}  {letter.about}")
        typer.echo(f"    {letter.error}: {letter.reason}")
    typer.echo(f"{len(letters)} {'letter' if len(letters) == 1 else 'letters'} {what}")
