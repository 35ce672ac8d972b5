"""AWS's list prices in us-east-1, US dollars, without free tier and taxes; read in November 2026.

`checked` is what else said so on 2026-11-26: AWS's own words, or others' where its page shows no figures.
"""

from dataclasses import dataclass

HOURS = 730
READ = "2026-11"


@dataclass(frozen=True)
class Price:
    """Dollars for one unit, the page that says so, and what it was checked against, if anything."""

    dollars: float
    unit: str
    source: str
    checked: str | None = None


PRICES = {
    "endpoint": Price(
        0.010,
        "interface endpoint, zone and hour",
        "aws.amazon.com/privatelink/pricing",
        "awsnegotiations.com/privatelink-cost-analysis (May 2026)",
    ),
    "nat": Price(0.045, "NAT gateway and hour", "aws.amazon.com/vpc/pricing"),
    "address": Price(
        0.005,
        "public IPv4 address and hour",
        "aws.amazon.com/vpc/pricing",
        "repost.aws/articles/ARknH_OR0cTvqoTfJrVGaB8A, AWS's announcement of February 2024",
    ),
    "capacity": Price(
        0.12,
        "Aurora capacity unit and hour",
        "aws.amazon.com/rds/aurora/pricing",
        "awsnegotiations.com/aurora-serverless-v2-pricing (May 2026)",
    ),
    "proxy": Price(0.015, "capacity unit behind RDS Proxy and hour", "aws.amazon.com/rds/proxy/pricing"),
    "acl": Price(
        5.0,
        "web ACL and month",
        "aws.amazon.com/waf/pricing",
        "c3x.dev/blog/aws-waf-cost-explained, awsnegotiations.com/waf-pricing-strategy (2026)",
    ),
    "rule": Price(1.0, "rule of a web ACL and month", "aws.amazon.com/waf/pricing", "as acl"),
    "key": Price(1.0, "KMS key and month", "aws.amazon.com/kms/pricing", "aws.amazon.com/kms/pricing"),
    "transition": Price(0.025 / 1_000, "state transition", "aws.amazon.com/step-functions/pricing"),
    "invocation": Price(0.20 / 1_000_000, "invocation of a function", "aws.amazon.com/lambda/pricing"),
}
