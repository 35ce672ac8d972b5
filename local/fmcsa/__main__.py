"""`python -m local.fmcsa --port PORT --web-key KEY`: FMCSA's QCMobile on this machine."""

import argparse

from local.fmcsa.server import DEFAULT_SLOW_SECONDS, serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.fmcsa", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--web-key", required=True, help="the only key that is not refused")
    parser.add_argument("--slow-seconds", type=float, default=DEFAULT_SLOW_SECONDS)
    options = parser.parse_args()
    serve(options.port, options.web_key, options.slow_seconds)


if __name__ == "__main__":
    main()
