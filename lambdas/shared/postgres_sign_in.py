"""How a connection is entered: by the address's password, or by a token that stands for the function's role.

A token is a request to connect that the role signs here; RDS takes it as a password for 15 minutes.
Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
"""

from urllib.parse import urlencode

from lambdas.shared.aws import session
from lambdas.shared.errors import SettingsInvalid
from lambdas.shared.postgres_address import Address

SERVICE = "rds-db"
TOKEN_SECONDS = 900


def entering(address: Address) -> Address:
    """Return the address with the password to connect with; SettingsInvalid without a role to sign with."""
    return address._replace(password=_token(address)) if address.sign_in == "iam" else address


def _token(address: Address) -> str:
    from botocore.auth import SigV4QueryAuth  # noqa: PLC0415 - as boto3: only where it is needed
    from botocore.awsrequest import AWSRequest  # noqa: PLC0415 - as above

    credentials, region = session().get_credentials(), session().region_name
    if credentials is None or region is None:
        message = "sign_in=iam needs the function's role: set AWS_REGION and credentials"
        raise SettingsInvalid(message)
    asked = urlencode({"Action": "connect", "DBUser": address.user})
    request = AWSRequest(method="GET", url=f"https://{address.host}:{address.port}/?{asked}")
    signer = SigV4QueryAuth(credentials.get_frozen_credentials(), SERVICE, region, TOKEN_SECONDS)
    signer.add_auth(request)
    return str(request.url).removeprefix("https://")
