"""The conversation: one dialogue for all channels, one folder per channel."""
