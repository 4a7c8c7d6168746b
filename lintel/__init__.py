"""The project package: settings, addresses, interface components and set-up. It holds no rule of the work."""
