"""Pictures of a family, worked out as shapes for the templates to draw. Pure: no Django, no tables, no words chosen."""
