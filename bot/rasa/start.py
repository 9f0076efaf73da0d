"""Starts Rasa's server with its token from the environment: on a command line every account could read it.

It runs in Rasa's own environment, with the arguments of ``rasa run``.
"""

import os
import sys

from rasa.__main__ import main

NAMED = "RASA_TOKEN"

if __name__ == "__main__":
    if not os.environ.get(NAMED):
        sys.exit(f"{NAMED} is not set: without a token anybody on the network could ask this server.")
    sys.argv = ["rasa", "run", *sys.argv[1:], "--auth-token", os.environ[NAMED]]
    main()
