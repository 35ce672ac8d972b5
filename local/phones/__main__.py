"""`python -m local.phones --port PORT --endpoint URL`: phones and mailboxes of this machine."""

import argparse

from local.phones.server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.phones", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--endpoint", required=True, help="where SNS answers")
    options = parser.parse_args()
    serve(options.port, options.endpoint)


if __name__ == "__main__":
    main()
