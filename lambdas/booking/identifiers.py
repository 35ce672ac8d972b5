"""How booking derives its ids, so that every retry and every writer makes the same one."""

from uuid import UUID

from lambdas.shared.ids import derived_id


def load_id_of(workspace_id: str, external_id: str) -> UUID:
    """Id of the load that a workspace's source calls `external_id`."""
    return derived_id("load", workspace_id, external_id)


def post_id_of(load_id: UUID, attempt: int) -> UUID:
    """Id of the post by which the load is covered for the `attempt`th time."""
    return derived_id("post", load_id, attempt)


def run_name_of(load_id: UUID, attempt: int) -> str:
    """Name of the run of the machine `booking`."""
    return f"{load_id}-{attempt}"


def offer_id_of(post_id: UUID, dot_number: int) -> UUID:
    """Id of the one offer of a carrier for a post."""
    return derived_id("offer", post_id, dot_number)


def booking_id_of(run_name: str) -> UUID:
    """Id of the booking that a run makes."""
    return derived_id("booking", run_name)
