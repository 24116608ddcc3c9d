"""The room's server process: Starlette application, store, batches, limits."""
