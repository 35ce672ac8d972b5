"""The checks of a carrier's record at FMCSA.

Sources: 49 CFR 365 (operating authority), 385 (safety fitness), 387 (insurance), 392.9b (registration), and
https://mobile.fmcsa.dot.gov/QCDevsite/docs/qcApi for the elements.
"""

from datetime import datetime, timedelta

from lambdas.booking.carrier_record import AuthorityStatus, CarrierRecord, Flag, InsuranceFiling, SafetyRating
from lambdas.booking.vetting_reasons import Reason, failing, warning

LEAST_INSURANCE_CENTS = 75_000_000
"""49 CFR 387.9: $750,000 for property that is not hazardous, the least that any for-hire carrier needs."""


def permission(record: CarrierRecord) -> tuple[Reason, ...]:
    """`allowedToOperate` is exactly Y and the USDOT number is active (49 CFR 392.9b)."""
    reasons = []
    if record.allowed_to_operate is Flag.NO:
        reasons.append(failing("not_allowed_to_operate", "FMCSA does not allow the carrier to operate."))
    if record.allowed_to_operate is Flag.UNKNOWN:
        reasons.append(warning("allowed_to_operate_unknown", "FMCSA does not say that it may operate."))
    if record.status is AuthorityStatus.INACTIVE:
        reasons.append(failing("usdot_inactive", "The USDOT number is inactive."))
    if record.status is AuthorityStatus.UNKNOWN:
        reasons.append(
            warning("usdot_status_unknown", "FMCSA does not say whether the USDOT number is active.")
        )
    return tuple(reasons)


def out_of_service(record: CarrierRecord) -> tuple[Reason, ...]:
    """An `oosDate` is the order itself (49 CFR 385.13, 386.72); QCMobile sends no flag."""
    if record.out_of_service:
        return (failing("out_of_service", "The carrier is under an out-of-service order."),)
    if record.out_of_service_orders:
        return (
            warning("out_of_service_history", "FMCSA lists an out-of-service order; check if it is over."),
        )
    return ()


def operating_authority(record: CarrierRecord) -> tuple[Reason, ...]:
    """Active common or contract authority for property (49 CFR 365.101); broker authority hauls nothing.

    The carrier's own statuses do not say for what, so a row of `/authority` must agree with them.
    """
    statuses = (record.common_authority, record.contract_authority)
    active = [row for row in record.authorities if AuthorityStatus.ACTIVE in (row.common, row.contract)]
    if not active and AuthorityStatus.ACTIVE not in statuses:
        return (_without_authority(record),)
    if active and all(row.for_property is Flag.NO for row in active):
        return (failing("authority_not_for_property", "Its active authority is not to haul property."),)
    if any(row.for_property is Flag.YES for row in active) and AuthorityStatus.ACTIVE in statuses:
        return ()
    return (warning("authority_unconfirmed", "FMCSA's records do not agree on authority to haul property."),)


def _without_authority(record: CarrierRecord) -> Reason:
    statuses = [record.common_authority, record.contract_authority]
    statuses += [status for row in record.authorities for status in (row.common, row.contract)]
    if AuthorityStatus.UNKNOWN in statuses:
        return warning(
            "authority_unknown", "FMCSA does not say whether common or contract authority is active."
        )
    return failing("authority_not_active", "No common or contract authority is active.")


def coverage(filing: InsuranceFiling) -> tuple[Reason, ...]:
    """BIPD insurance on file covers what is required of the carrier (49 CFR 387.7, 387.9, 387.301)."""
    if filing.on_file is None:
        return (warning("insurance_unknown", "FMCSA does not say how much insurance is on file."),)
    if filing.required is Flag.YES and filing.on_file < (filing.required_amount or 1):
        return (failing("insurance_insufficient", "Insurance on file is less than FMCSA requires."),)
    if filing.required is Flag.UNKNOWN or (filing.required is Flag.YES and filing.required_amount is None):
        return (
            warning("insurance_requirement_unknown", "FMCSA does not say how much insurance is required."),
        )
    if filing.on_file < LEAST_INSURANCE_CENTS:
        return (warning("insurance_low", "Insurance on file is under $750,000; ask for a certificate."),)
    return ()


def expiry(filing: InsuranceFiling, now: datetime, notice: timedelta) -> tuple[Reason, ...]:
    """QCMobile sends no expiry date today; one that is sent counts, its absence says nothing."""
    if filing.expiry_unreadable:
        return (warning("insurance_expiry_unknown", "The insurance's expiry date cannot be read."),)
    if filing.expires_on is None or filing.expires_on > (now + notice).date():
        return ()
    if filing.expires_on < now.date():
        return (failing("insurance_expired", f"Insurance expired on {filing.expires_on}."),)
    return (warning("insurance_expiring", f"Insurance expires on {filing.expires_on}."),)


def safety(rating: SafetyRating) -> tuple[Reason, ...]:
    """Unsatisfactory may not operate (49 CFR 385.13); conditional may; not rated is the usual case."""
    if rating is SafetyRating.UNSATISFACTORY:
        return (failing("safety_unsatisfactory", "FMCSA rates the carrier's safety unsatisfactory."),)
    if rating is SafetyRating.CONDITIONAL:
        return (warning("safety_conditional", "FMCSA rates the carrier's safety conditional."),)
    if rating is SafetyRating.UNKNOWN:
        return (warning("safety_rating_unknown", "FMCSA's safety rating cannot be read."),)
    return ()
