"""How well Rasa tells intents apart, against the embedded engine, and how sure it may be believed to be."""
