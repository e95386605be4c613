"""What holds a file or connection open, and lets it go at the end of its `with`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Closing(ABC):
    """A thing to be closed, by hand or by `with`."""

    @abstractmethod
    def close(self) -> None:
        """Let go what is held. Nothing may be asked afterwards."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
