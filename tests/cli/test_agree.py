"""`takewise agree` on the sample burst."""

from __future__ import annotations

from pathlib import Path

from takewise.settings import load_settings
from tests.cli.calls import call


def test_pairs_agreement_and_weights(sample_media: Path, tmp_path: Path) -> None:
    """It draws the pairs, counts agreement, and writes weights that `pick` reads."""
    sheet, mine = tmp_path / "pairs.pdf", tmp_path / "mine.toml"
    burst = sample_media / "portrait_burst"
    done = call(
        "agree", burst, "--sheet", sheet, "--pairs", 6, "--answers", "abab=a", "--fit", mine
    )
    assert done.exit_code == 0, done.output
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert "of 5 pairs" in done.stdout
    assert load_settings(mine).portraits.eyes_open_weight > 0
    again = call("agree", burst, "--sheet", sheet, "--answers", "ab", "--fit", mine)
    assert again.exit_code == 3
    assert "is kept" in again.stderr
