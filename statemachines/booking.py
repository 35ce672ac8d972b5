"""The booking of one load, one run for each attempt to cover it (run name `<load_id>-<attempt>`).

Read from top to bottom: the way of a load that is booked at the first offer, then what takes it off that way.
State names are the lifecycle's. Errors are the classes of `lambdas/booking/errors.py`.
"""

from functools import partial

from stepfunctions.steps import Chain, Choice, ChoiceRule, Fail, Graph, Succeed

from statemachines import steps
from statemachines.sdk import Step
from statemachines.steps import START_FAILURES, TIMEOUT, patient_retry, retry

NO_HEARTBEAT = "No heartbeat: a person or a carrier answers, and the time limit is the deadline itself."
RETRYABLE = [*steps.RETRYABLE, "LoadChanged"]
RUN = {"load_id.$": "$.load_id", "post_id.$": "$.post_id", "attempt.$": "$.attempt"}
HELD = {"offer_id.$": "$.held.offer_id", "dot_number.$": "$.held.dot_number"}
ERROR = {"error.$": "$.problem.Error"}
REASON = {"reason.$": "$.problem.Error"}
task = partial(steps.task, run=RUN)
wait = partial(steps.wait, run=RUN)

# --- the way to READY_TO_INVOICE ----------------------------------------------------------------

sourcing = wait(
    "SOURCING",
    "source_carriers",
    comment=f"Offer the load to the next group of carriers; an accepted offer answers. {NO_HEARTBEAT}",
    deadline="$.policy.offer_ttl_seconds",
    result_path="$.held",
    retryable=RETRYABLE,
)
vetting = task(
    "VETTING",
    "vet_carrier",
    comment="Do-not-use list, known contacts, FMCSA authority. Three tries, then a person decides.",
    facts=HELD,
    first_retries=(retry(["VettingUnavailable"], attempts=2),),
    retryable=RETRYABLE,
)
held_for_review = wait(
    "HELD_FOR_REVIEW",
    "request_review",
    comment=f"The hold stays while a person looks at the warning. {NO_HEARTBEAT}",
    facts=ERROR,
    deadline="$.policy.hold_seconds",
    result_path="$.wait",
    retryable=RETRYABLE,
)
booked = task(
    "BOOKED",
    "book_load",
    comment="Commit the assignment: vetting and hold are checked again.",
    facts=HELD,
    retryable=RETRYABLE,
)
rate_confirmation_sent = wait(
    "RATECON_SENT",
    "send_rate_confirmation",
    comment=f"Send the rate confirmation, remind once, then ask for a review. {NO_HEARTBEAT}",
    deadline="$.policy.rate_confirmation_reminder_seconds",
    result_path="$.wait",
    retryable=RETRYABLE,
)
confirmed = wait(
    "CONFIRMED",
    "confirm_booking",
    comment=f"Wait for driver and truck until pickup less the lead. {NO_HEARTBEAT}",
    deadline="$.wait.deadline_seconds",
    result_path="$.wait",
    retryable=RETRYABLE,
)
dispatched = wait(
    "DISPATCHED",
    "dispatch_load",
    comment=f"Wait for tracking's LoadDelivered until the last delivery plus grace. {NO_HEARTBEAT}",
    deadline="$.wait.deadline_seconds",
    retryable=RETRYABLE,
)
delivered = wait(
    "DELIVERED",
    "deliver_load",
    comment=f"Wait for the proof of delivery, chase it on each time-out. {NO_HEARTBEAT}",
    deadline="$.policy.pod_chase_seconds",
    retryable=RETRYABLE,
)
proof_received = task(
    "POD_RECEIVED",
    "receive_documents",
    comment="Documents accepted: the load is ready to invoice.",
    retryable=RETRYABLE,
)

# --- a person decides ---------------------------------------------------------------------------

needs_review = wait(
    "NEEDS_REVIEW",
    "request_review",
    comment=f"A person decides where to go on; asked again on each time-out. {NO_HEARTBEAT}",
    facts=ERROR,
    deadline="$.policy.review_seconds",
    result_path="$.wait",
    retryable=RETRYABLE,
    retrying=patient_retry,
)
reviewed = Choice("REVIEWED", comment="Go on where the decision says.")

# --- compensation and ends ----------------------------------------------------------------------

released = task(
    "RELEASED",
    "release_load",
    comment="Give back the hold, void booking and rate confirmation, then source again.",
    facts=REASON,
    retryable=RETRYABLE,
    retrying=patient_retry,
)
bounced = task(
    "BOUNCED",
    "bounce_load",
    comment="The carrier dropped the load: void everything, exclude it, open the next attempt.",
    result_path="$.next",
    retryable=RETRYABLE,
    retrying=patient_retry,
)
re_cover = Step(
    "RE_COVER",
    comment="Start the next attempt's run.",
    resource="arn:aws:states:::states:startExecution",
    parameters={
        "StateMachineArn": "${booking_state_machine_arn}",
        "Name.$": "$.next.name",
        "Input.$": "$.next.input",
    },
    timeout_seconds=30,
    retry=[patient_retry([*START_FAILURES, *TIMEOUT])],
)
re_covered = Succeed("RE_COVERED", comment="A retry found the next attempt's run already started.")
cancelled = task(
    "CANCELLED",
    "cancel_load",
    comment="Withdraw, void and release everything; a fee when the truck was ordered, not used.",
    retryable=RETRYABLE,
    retrying=patient_retry,
)
exhausted = task(
    "EXHAUSTED",
    "end_sourcing",
    comment="No carrier is left to ask, or nobody decided about a load without one: give everything back.",
    facts=REASON,
    retryable=RETRYABLE,
    retrying=patient_retry,
)
expired = task(
    "EXPIRED",
    "end_sourcing",
    comment="The latest pickup passed uncovered: withdraw the post.",
    facts=REASON,
    retryable=RETRYABLE,
    retrying=patient_retry,
)
compensation_failed = Fail(
    "COMPENSATION_FAILED",
    error="CompensationFailed",
    cause=(
        "The rows stand as last written; the history names the error. A redrive only fails again. "
        "Mend the cause, then start another run with this run's input under a new name: it finishes a "
        "cancellation, a bounce or a rejection, and asks a person about any other load that is not being "
        "offered."
    ),
)

# --- edges --------------------------------------------------------------------------------------

Chain([sourcing, vetting, booked, rate_confirmation_sent, confirmed, dispatched, delivered, proof_received])
held_for_review.next(reviewed)
needs_review.next(reviewed)
released.next(sourcing)
bounced.next(re_cover)

for resumed in (booked, rate_confirmation_sent, confirmed, dispatched, delivered, sourcing):
    reviewed.add_choice(ChoiceRule.StringEquals("$.wait.resume", resumed.state_id), resumed)
reviewed.default_choice(released)

(
    sourcing.on("States.Timeout", "OffersDeclined", to=sourcing)
    .on("OffersExhausted", to=exhausted)
    .on("PostExpired", to=expired)
    .on("LoadCancelled", to=cancelled)
    .otherwise(to=needs_review)
)
(
    vetting.on("CarrierNotEligible", "HoldLost", to=released)
    .on("VettingWarned", "VettingUnavailable", "VettingRefused", to=held_for_review)
    .on("LoadCancelled", to=cancelled)
    .otherwise(to=held_for_review)
)
(
    held_for_review.on("States.Timeout", "LoadReleased", "HoldLost", to=released)
    .on("LoadCancelled", to=cancelled)
    .otherwise(to=released)
)
(
    booked.on("HoldLost", "CarrierNotEligible", to=released)
    .on("LoadCancelled", to=cancelled)
    .otherwise(to=released)
)  # fmt: skip
(
    rate_confirmation_sent.on("States.Timeout", to=rate_confirmation_sent)
    .on("RateConfirmationOverdue", to=needs_review)
    .on("RateConfirmationRejected", to=released)
    .on("CarrierBounced", to=bounced)
    .on("LoadCancelled", to=cancelled)
    .otherwise(to=needs_review)
)
(
    confirmed.on("States.Timeout", to=confirmed)
    .on("DriverOverdue", to=needs_review)
    .on("CarrierBounced", to=bounced)
    .on("LoadCancelled", to=cancelled)
    .otherwise(to=needs_review)
)
(
    dispatched.on("States.Timeout", to=needs_review)
    .on("CarrierBounced", to=bounced)
    .on("LoadCancelled", to=cancelled)
    .otherwise(to=needs_review)
)
delivered.on("States.Timeout", to=delivered).on("PodOverdue", to=needs_review).otherwise(to=needs_review)
proof_received.otherwise(to=needs_review)
(
    needs_review.on("States.Timeout", to=needs_review)
    .on("LoadReleased", "RateConfirmationRejected", to=released)
    .on("CarrierBounced", to=bounced)
    .on("LoadCancelled", to=cancelled)
    .on("ReviewAbandoned", to=exhausted)
    .otherwise(to=compensation_failed)
)
(
    released.on("LoadCancelled", to=cancelled)
    .on("AlreadyDelivered", to=needs_review)
    .otherwise(to=compensation_failed)
)
re_cover.on("StepFunctions.ExecutionAlreadyExistsException", to=re_covered).otherwise(to=compensation_failed)
for last in (bounced, cancelled, exhausted, expired):
    last.otherwise(to=compensation_failed)

ASL = Graph(
    sourcing,
    comment="Book one load. Rendered: edit statemachines/booking.py, then `make asl`.",
)
