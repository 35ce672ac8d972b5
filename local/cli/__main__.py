"""`python -m local.cli`: what `./chain` runs once the machine is set up."""

from local.cli.app import main

if __name__ == "__main__":
    main()
