"""The participants' room: a process of its own, and the client that the console uses."""
