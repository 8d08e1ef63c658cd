"""Writes expected.json, what jinja2 renders for each template and case, set up as transformers does it:
`python3 chat_templates.py FOLDER > FOLDER/expected.json`. Needs Debian's python3-jinja2.

The templates are written after the public formats of the families they are named by, and are not held against the hub's files: they are
what the renderer is tried with. A chute renders the one in its model's own folder.
"""

import datetime
import json
import pathlib
import sys

from jinja2 import ext, nodes
from jinja2.exceptions import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2026, 3, 5, 14, 7, 9)


class Generation(ext.Extension):
    """Transformers marks with it what the assistant says; it writes the same."""

    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def raise_exception(message):
    raise TemplateError(message)


environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = raise_exception
environment.globals["strftime_now"] = NOW.strftime


def rendered(template, case):
    try:
        return template.render(bos_token="<s>", eos_token="</s>", **case)
    except TemplateError as refusal:
        return {"refused": str(refusal)}


folder = pathlib.Path(sys.argv[1])
cases = json.loads((folder / "cases.json").read_text())
expected = {}
for path in sorted(folder.glob("*.jinja")):
    template = environment.from_string(path.read_text())
    expected[path.stem] = {name: rendered(template, case) for name, case in cases.items()}
json.dump(expected, sys.stdout, ensure_ascii=False, indent=1)
