"""Makes value-limits.json.gz from the published CloudFormation resource provider schemas as they are installed with cfn-lint (MIT-0, see NOTICE).

Usage: distil_limits.py <handlers.json> <output>
Keeps, for the types named in handlers.json, what the schemas say of values: enumerations, patterns, least and most
numbers, lengths and counts, unique items. Keys are `Property` for properties of the type and `Definition.Property` inside it.
"""
import gzip
import importlib
import json
import pathlib
import re
import sys

import cfnlint

handlers, target = sys.argv[1:]
wanted = json.load(open(handlers))
schemas = pathlib.Path(cfnlint.__file__).parent / "data" / "schemas"
files = importlib.import_module("cfnlint.data.schemas.providers.us_east_1").types
NAMES = {"enum": "e", "minimum": "n", "maximum": "x", "minLength": "nl", "maxLength": "xl", "minItems": "ni", "maxItems": "xi"}


def limits(schema):
    result = {short: schema[name] for name, short in NAMES.items() if name in schema}
    if isinstance(schema.get("pattern"), str):
        # Written for Python there; \z is the end of the text here.
        pattern = re.sub(r"\\Z", r"\\z", schema["pattern"])
        try:
            re.compile(schema["pattern"])
            result["p"] = pattern
        except re.error:
            pass
    if schema.get("uniqueItems") is True:
        result["u"] = True
    if isinstance(schema.get("items"), dict) and (items := limits(schema["items"])):
        result["of"] = items
    return result


out = {}
for kind in sorted(wanted):
    schema = json.loads((schemas / "resources" / (files[kind] + ".json")).read_text())
    read_only = {path.split("/")[2] for path in schema.get("readOnlyProperties", []) if path.count("/") == 2}
    entry = {}
    for name, value in schema.get("properties", {}).items():
        if name not in read_only and (found := limits(value)):
            entry[name] = found
    for definition, body in schema.get("definitions", {}).items():
        for name, value in body.get("properties", {}).items():
            if found := limits(value):
                entry[f"{definition}.{name}"] = found
    if entry:
        out[kind] = dict(sorted(entry.items()))

with gzip.GzipFile(target, "wb", mtime=0) as stream:
    stream.write(json.dumps(out, separators=(",", ":"), sort_keys=True).encode())
print(len(out), "types", sum(map(len, out.values())), "limits")
