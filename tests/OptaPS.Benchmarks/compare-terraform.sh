#!/bin/sh
# Whole processes side by side: terraform with terraform_data, and the engine with generated values. Usage: compare-terraform.sh [count]
set -eu
count=${1:-5000}
here=$(cd "$(dirname "$0")" && pwd)
command -v terraform >/dev/null || { echo "terraform is not installed" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/terraform" "$work/engine"

dotnet build -c Release -v q --nologo "$here" >/dev/null
program="$here/bin/Release/net10.0/OptaPS.Benchmarks.dll"

{
  i=0
  while [ "$i" -lt "$count" ]; do
    if [ "$i" -lt 10 ]; then
      echo "resource \"terraform_data\" \"n$i\" { input = \"$i\" }"
    else
      echo "resource \"terraform_data\" \"n$i\" { input = \"\${terraform_data.n$((i / 10)).id}-$i\" }"
    fi
    i=$((i + 1))
  done
} > "$work/terraform/main.tf"

measure() {
  name=$1
  shift
  /usr/bin/env time -f "| $name | %e s wall | %U s user | %S s system | %M KB |" "$@" >/dev/null 2>"$work/time" || { cat "$work/time" >&2; exit 1; }
  tail -n 1 "$work/time"
}

cd "$work/terraform"
terraform init -input=false >/dev/null
measure "terraform plan, $count to create" terraform plan -input=false
measure "terraform apply, $count to create" terraform apply -input=false -auto-approve -parallelism=64
measure "terraform plan, $count unchanged" terraform plan -input=false
cd "$work/engine"
measure "engine plan, $count to create" dotnet "$program" engine plan "$count" "$work/engine"
measure "engine apply, $count to create" dotnet "$program" engine apply "$count" "$work/engine"
measure "engine plan, $count unchanged" dotnet "$program" engine plan "$count" "$work/engine"
