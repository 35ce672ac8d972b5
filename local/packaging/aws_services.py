"""Which AWS services' models the functions need, told by the IAM actions that they declare."""

from collections.abc import Iterable

from botocore.loaders import Loader

from local.declaration.model import Declaration

# IAM's prefix → botocore's name, where they differ
_NAMES = {"states": "stepfunctions", "ses": "sesv2", "sms-voice": "pinpoint-sms-voice-v2"}
_ALWAYS = ("sts",)


def services_called(declarations: Iterable[Declaration]) -> frozenset[str]:
    """botocore's names (`stepfunctions`) of the services behind the IAM prefixes (`states`) of all functions.

    Raises LookupError for a prefix that names no service.
    """
    prefixes = {
        action.partition(":")[0]
        for declaration in declarations
        for function in declaration.functions.values()
        for permission in function.permissions
        for action in permission.actions
    }
    names = {_NAMES.get(prefix, prefix) for prefix in prefixes}
    unknown = names - set(Loader().list_available_services("service-2"))
    if unknown:
        raise LookupError(f"botocore has no service {sorted(unknown)}: correct the actions in service.yaml")
    return frozenset({*_ALWAYS, *names})
