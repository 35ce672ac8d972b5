"""The models of messaging that have a JSON Schema."""

from schemas import problems
from schemas.messaging import (
    autopilot,
    autopilot_views,
    consents,
    messages,
    policy,
    rules,
    templates,
    threads,
    webhooks,
)
from schemas.messaging.events.registry import EVENTS
from schemas.messaging.tasks.registry import TASKS
from schemas.messaging.tasks.run import RunInput
from schemas.registry import Contents

CONTENTS = Contents(
    events=EVENTS,
    tasks=TASKS,
    run=RunInput,
    bodies=(
        messages.PlanMessage,
        messages.MoveMessage,
        messages.CancelMessage,
        messages.PreviewMessage,
        templates.PutTemplate,
        threads.WriteText,
        threads.HandBack,
        consents.RecordConsent,
        policy.MessagingPolicy,
        autopilot.PutRule,
        rules.AddPack,
        webhooks.ProviderReports,
    ),
    views=(
        messages.MessageView,
        messages.MessageList,
        messages.Preview,
        templates.TemplateView,
        templates.TemplateList,
        threads.ThreadView,
        threads.ThreadList,
        consents.ConsentView,
        consents.ConsentList,
        autopilot.Rule,
        autopilot_views.AutopilotView,
        rules.RuleList,
        webhooks.ReportsTaken,
        problems.Problem,
    ),
)
