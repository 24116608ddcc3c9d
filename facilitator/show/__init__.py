"""The running session: Show, plan and pace, cards, journal. Plain Python; the clock is passed in."""
