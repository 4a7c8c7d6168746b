"""Putting something into a folder once: it appears whole, under its name, or not at all."""

import os
from pathlib import Path


def put_once(folder: Path, name: str, content: bytes, *, parts: tuple[str, str, str] = ("tmp", "new", "cur")) -> bool:
    """Write it aside and put it in place by one step that fails where the name is there; False where it was.

    Whoever takes from `new` moves what was taken to `cur`, under the same name at its beginning, and leaves it there.
    """
    draft_folder, new, taken = (folder / part for part in parts)
    for part in (draft_folder, new, taken):
        part.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(taken.glob(f"{name}*")):
        return False
    draft = draft_folder / f"{name}.{os.getpid()}"
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, new / name)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True
