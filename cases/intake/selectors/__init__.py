"""What intake shows: frozen sheets, never a model."""
