"""What ends a sweep before it is complete, all that was finished being kept."""

INTERRUPTED = 130  # the exit status of what was stopped by Ctrl-C


class StoppedError(RuntimeError):
    """The sweep stopped; `status` is the exit status that says so (1: something failed, 130: interrupted)."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status
