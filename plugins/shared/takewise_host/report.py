"""What a self-test found in a host, as a small file to send."""

import json
import os
import platform
import traceback

SCHEMA = "takewise.hosttest/1"
"""What the file is."""

NOT_ASKED = "not asked"
"""Instead of an answer: what it needs was not there."""


class Report:
    """Findings, one after the other.

    `version` is in the host's own words; `rows` are the open points, name to text, and one that
    is never asked is reported as such.
    """

    def __init__(self, host, version, rows):
        self._rows = rows
        self._document = {
            "schema": SCHEMA,
            "host": host,
            "version": version,
            "python": platform.python_version(),
            "system": platform.platform(),
            "names": {},
            "findings": [],
        }

    def names(self, kind, thing):
        """Record which names an object of the host has."""
        self._document["names"][kind] = sorted(n for n in dir(thing) if not n.startswith("__"))

    def check(self, row, question, answer):
        """Record the answer to a question that documents leave open, or its error, and return it.

        `answer` is called for it; `row` is the open point that it is about, if any.
        """
        finding = {"row": row, "question": question}
        try:
            answered = answer()
            finding["answer"] = _plain(answered)
        except Exception as error:  # noqa: BLE001 - the error is the finding
            answered = None
            finding["error"] = "".join(traceback.format_exception_only(type(error), error)).strip()
        self._document["findings"].append(finding)
        return answered

    def write(self, folder):
        """Write the file, and return its path; points that were not asked are in it, too."""
        findings = self._document["findings"]
        asked = {each["row"] for each in findings}
        for row, question in sorted(self._rows.items()):
            if row not in asked:
                findings.append({"row": row, "question": question, "error": NOT_ASKED})
        name = "takewise-hosttest-{}-{}.json".format(
            self._document["host"].lower().replace(" ", "-"), self._document["version"]
        )
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self._document, file, indent=1, sort_keys=True, ensure_ascii=False)
            file.write("\n")
        return path


def _plain(value):
    """Return a value as JSON can hold it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {repr(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return repr(value)
