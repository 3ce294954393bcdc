#!/bin/sh
# Writes docs/samples anew from a workspace that run.sh made.
#   tools/demo-assessment/samples.sh WORKSPACE DECISION [WORKBENCH…]
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
out=$here/docs/samples
data=$1
decision=$2
shift 2
[ $# -gt 0 ] || set -- dotnet run -c Release --project "$here/Workbench" --
report() { file=$1; shift; "$@" --as Lin --data "$data" --out "$out/$file"; }
rm -f "$out"/*.html "$out"/*.pdf "$out"/*.xlsx "$out"/*.json
for model in demo-knows demo-invents demo-refuses; do
    for format in html pdf; do report "$model.zh-Hans.$format" "$@" report A-0002 --candidate "$model" --format "$format" --lang zh-Hans; done
done
report demo-knows.en.html "$@" report A-0002 --candidate demo-knows --format html --lang en
report demo-knows.json "$@" report A-0002 --candidate demo-knows --format json --lang zh-Hans
for format in pdf xlsx; do report "demo-knows.tc260.zh-Hans.$format" "$@" report A-0002 --candidate demo-knows --kind tc260 --format "$format" --lang zh-Hans; done
report demo-knows.model-card.zh-Hans.html "$@" report A-0002 --candidate demo-knows --kind model-card --format html --lang zh-Hans
report demo-invents.decision.zh-Hans.html "$@" report "$decision" --format html --lang zh-Hans
report demo-knows-demo-invents.comparison.zh-Hans.html "$@" report A-0002 --kind comparison --candidate demo-knows --against demo-invents --format html --lang zh-Hans
