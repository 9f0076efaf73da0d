"""Reads messages with a model, without a server: one JSON string a line comes in, one object of shares goes out.

It runs in Rasa's own environment: ``python -m bot.rasa.parse MODEL < texts.jsonl > shares.jsonl``.
"""

import asyncio
import json
import sys

from rasa.core.agent import load_agent


async def main(model: str) -> None:
    """The share of every intent, for each message in turn."""
    agent = await load_agent(model_path=model)
    for line in sys.stdin:
        parsed = await agent.parse_message(json.loads(line))
        shares = {intent["name"]: intent["confidence"] for intent in parsed["intent_ranking"]}
        print(json.dumps(shares), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
