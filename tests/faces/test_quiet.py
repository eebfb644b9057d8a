"""The user sees errors, not MediaPipe's chatter."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from takewise.faces.quiet import quiet
from tests.libraries import needs_graphs

CHATTER = (
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"W0000 00:00:1795222882.013944    5519 inference_feedback_manager.cc:114] Feedback ...\n"
    b"I20261121 01:00:52.1234 123 gl_context.cc:369] GL version\n"
)
# Recorded from mediapipe 0.10.21 on Linux; the last as on macOS.


def test_chatter_is_dropped_and_the_rest_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    """Lines of MediaPipe's start vanish; its errors and Python's lines stay, in order."""
    with quiet():
        os.write(2, b"before\n" + CHATTER + b"E0000 00:00:17.1 5519 graph.cc:1] broken\n")
        os.write(2, b"UserWarning: a Python warning\n")
    assert capfd.readouterr().err == (
        "before\nE0000 00:00:17.1 5519 graph.cc:1] broken\nUserWarning: a Python warning\n"
    )


def test_an_error_inside_is_raised_and_what_was_said_is_passed_on(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """An exception leaves the block, and standard error is whole again afterwards."""

    def fail() -> None:
        with quiet():
            os.write(2, b"reason\n")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "reason\nafter\n"


@pytest.mark.parametrize("name", ["litert", pytest.param("mesh", marks=needs_graphs)])
def test_opening_and_using_the_mesh_says_nothing(name: str) -> None:
    """A program of its own that detects a face writes nothing to standard error."""
    program = (
        "from skimage import data\n"
        "from takewise.faces import open_detector\n"
        f"with open_detector({name!r}) as detector:\n"
        "    print(len(detector.detect(data.astronaut(), 0.0)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n"
    assert done.stderr == ""


def test_importing_faces_does_not_load_mediapipe() -> None:
    """MediaPipe and scipy load with the first detector, not with the command."""
    program = (
        "import sys, takewise.faces\n"
        "print([name for name in ('mediapipe', 'scipy', 'cv2') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
