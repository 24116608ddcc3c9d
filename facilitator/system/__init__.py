"""What differs between machines: paths, settings, resources, addresses, clock, log. No Qt."""
