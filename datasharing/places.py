"""Whether one place lies inside another: the same answer for the door as for posts and teams."""

from agencies.places import lies_inside

__all__ = ["lies_inside"]
