"""How messaging derives its ids, so that every retry and every writer makes the same one."""

from uuid import UUID

from lambdas.shared.ids import derived_id


def message_id_of(workspace_id: str, key: str) -> UUID:
    """Id of the message that a workspace's caller, rule or event plans under `key`."""
    return derived_id("message", workspace_id, key)


def delivery_id_of(message_id: UUID, number: int) -> UUID:
    """Id of the `number`th send of a message, from 1."""
    return derived_id("delivery", message_id, number)


def thread_id_of(workspace_id: str, origin: str, address: str, load_id: UUID | None) -> UUID:
    """Id of a workspace's conversation from one origin with one address about one load, or about none."""
    return derived_id("thread", workspace_id, origin, address, load_id or "")


def text_id_of(provider: str, provider_message_id: str) -> UUID:
    """Id of a text by the provider's id of it."""
    return derived_id("text", provider, provider_message_id)


def consent_id_of(text_id: UUID, workspace_id: str) -> UUID:
    """Id of the entry that a text makes in a workspace's ledger."""
    return derived_id("consent", text_id, workspace_id)
