"""Makes cloudformation-schemas.json.gz from the npm package @aws-cdk/aws-service-spec (Apache-2.0, see NOTICE).

Usage: distil.py <path of the package's db.json.gz> <handlers.json> <output>
Keeps, for the types named in handlers.json, property names, types, required flags, replacement flags, identifiers
and read-only attributes; documentation, metrics and everything else is left out.
"""
import gzip
import json
import sys

source, handlers, target = sys.argv[1:]
schema = json.load(gzip.open(source))["schema"]
wanted = json.load(open(handlers))
definitions = {e["$id"]: e for e in schema["typeDefinition"]["entities"]}


def shape(kind, used):
    name = kind["type"]
    if name in ("array", "map"):
        return {name: shape(kind["element"], used)}
    if name == "ref":
        key = kind["reference"]["$ref"]
        used.add(key)
        return {"ref": definitions[key]["name"]}
    if name == "union":
        return {"any": [shape(part, used) for part in kind["types"]]}
    return name


def properties(entries, used):
    result = {}
    for name, value in sorted(entries.items()):
        item = {"t": shape(value["type"], used)}
        if len(value.get("previousTypes", [])) > 0 and item["t"] != "json":
            item["t"] = {"any": [item["t"]] + [shape(part, used) for part in value["previousTypes"]]}
        if value.get("required"):
            item["r"] = True
        if value.get("causesReplacement") in ("yes", "maybe"):
            item["c"] = value["causesReplacement"]
        result[name] = item
    return result


out = {}
for resource in schema["resource"]["entities"]:
    kind = resource["cloudFormationType"]
    if kind not in wanted:
        continue
    pending = set()
    more = wanted[kind].get("more", {})
    entry = {"id": resource.get("primaryIdentifier", []), "p": properties(resource["properties"], pending)}
    own = set(resource["properties"])
    entry["a"] = properties({k: v for k, v in resource["attributes"].items() if k not in own}, pending)
    # The package has the nested-stack form of some types; what the registry's own schema has beyond it is in handlers.json.
    for part in ("p", "a"):
        entry[part] = dict(sorted({**entry[part], **more.get(part, {})}.items()))
    if resource.get("tagInformation"):
        entry["tags"] = resource["tagInformation"]["tagPropertyName"]
    done = {}
    while pending:
        key = pending.pop()
        name = definitions[key]["name"]
        if name in done:
            continue
        done[name] = None
        done[name] = properties(definitions[key]["properties"], pending)
    entry["d"] = dict(sorted(done.items()))
    out[kind] = entry

missing = sorted(set(wanted) - set(out))
if missing:
    raise SystemExit("not in the package: " + ", ".join(missing))
text = json.dumps({"source": "@aws-cdk/aws-service-spec 0.1.216", "types": dict(sorted(out.items()))}, separators=(",", ":")).encode()
with open(target, "wb") as handle:
    handle.write(gzip.compress(text, 9, mtime=0))
print(len(out), "types,", len(text), "bytes of JSON")
