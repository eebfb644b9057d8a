"""One model, run by LiteRT."""

from __future__ import annotations

from ai_edge_litert.interpreter import Interpreter

from takewise.errors import DetectorError
from takewise.model import FloatArray


class LitertModel:
    """As `LiteModel`; while it runs, other threads of Python run too.

    Raises `DetectorError` if the content is no model whose operations LiteRT has.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._interpreter = Interpreter(model_content=content, num_threads=1)
            self._interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            raise DetectorError(
                "LiteRT cannot run a face model",
                remedy="run takewise models install, or install mediapipe 0.10.21 again",
            ) from error
        # The tensors stay where they are, so each is asked for once. The interpreter keeps
        # the memory; only the functions are held, as a held array would stop it from running.
        self._inputs, self._outputs = (
            [self._interpreter.tensor(each["index"]) for each in details]
            for details in (
                self._interpreter.get_input_details(),
                self._interpreter.get_output_details(),
            )
        )

    def input(self, number: int = 0) -> FloatArray:
        """Return an input to write into."""
        inside: FloatArray = self._inputs[number]()
        return inside

    def output(self, number: int) -> FloatArray:
        """Return an output."""
        inside: FloatArray = self._outputs[number]()
        return inside

    def run(self) -> None:
        """Work the outputs out."""
        self._interpreter.invoke()
