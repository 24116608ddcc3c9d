"""The windows: stage, console, dialogs, and what they share."""
