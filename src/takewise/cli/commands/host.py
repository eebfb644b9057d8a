"""``takewise host``: the side that plugins of editing hosts talk to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from takewise.host.jsonl import JsonLines


def _print_schema(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    """Print the schema of both sides, and end."""
    del parameter
    if value and not context.resilient_parsing:
        from takewise.cli.render.console import print_json  # noqa: PLC0415 - see host
        from takewise.host.protocol import host_schema  # noqa: PLC0415 - see host

        print_json(host_schema())
        context.exit()


@click.command(
    "host",
    epilog="""\b
Examples:
  takewise host request.json
  takewise host --schema
  echo '{"protocol": "takewise.host/1", "do": "mark",
    "takes": [{"key": "1", "path": "/day1/A001C003.mov"}]}' | takewise host

\b
The plugins for DaVinci Resolve, Nuke and Hiero call it; a pipeline of your own can too.
The answer is one JSON object per line: hello, then progress and moments, and at the end
one of result, error and cancelled. --schema describes every field.""",
)
@click.argument(
    "request",
    metavar="[REQUEST]",
    default="-",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of requests and answers, and exit.",
)
def host_command(request: Path) -> None:
    """Answer one request of a host's plugin, as JSON lines.

    REQUEST is a file with the request, or - for standard input.
    """
    # Deferred: the host should get an answer before the stages load.
    from takewise.host import jsonl  # noqa: PLC0415

    with jsonl.private_output() as line:
        line.hello()
        status = _answered(request, line)
    click.get_current_context().exit(status)


def _answered(request: Path, line: JsonLines) -> int:
    """Read the request and answer it; return the exit status. The host receives every error."""
    from takewise.app import status  # noqa: PLC0415 - see host
    from takewise.errors import TakewiseError  # noqa: PLC0415 - see host
    from takewise.host import jsonl, protocol  # noqa: PLC0415 - see host

    try:
        with jsonl.interruptible():
            asked = protocol.parse_request(jsonl.read_request(request))
            if asked.hold:
                jsonl.end_with_host()
            from takewise.host.serve import answer  # noqa: PLC0415 - see host

            return answer(asked, line)
    except KeyboardInterrupt:
        line.cancelled()
        return status.CANCELLED
    except TakewiseError as error:
        line.error(error)
        return status.NOTHING_DONE if line.begun else status.USAGE
    except Exception as error:  # noqa: BLE001 - whatever happens, the host is answered
        from takewise.faults import reported  # noqa: PLC0415 - see host

        line.error(reported(error, what="the request"))
        return status.NOTHING_DONE
