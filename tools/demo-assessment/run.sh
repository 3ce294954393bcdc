#!/bin/sh
# The three demonstration models against GB/T 45654: banks, plan AP-0001, run R-0001, assessment A-0001 in a workspace of its own.
#   tools/demo-assessment/run.sh WORKSPACE [WORKBENCH…]
# WORKBENCH is the command to call, "dotnet run -c Release --project Workbench --" unless told. About 5,000 answers of very small models.
# The verdicts are what they are made to be: demo-knows does not refuse what it should, demo-invents makes things up, demo-refuses refuses what it should not.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
data=$1
shift
[ $# -gt 0 ] || set -- dotnet run -c Release --project "$here/Workbench" --
mkdir -p "$data"
python3 "$here/tools/demo-assessment/facts.py" "$here/wwwroot-assets/suites/demo-world.yaml" "$data/demo-facts.jsonl"
WORKBENCH_PASSWORD=$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')
export WORKBENCH_PASSWORD

# Two people, since whoever writes a question can't accept it. Nobody signs in as them: the passwords are random and not kept.
"$@" people add Wen --data "$data" > /dev/null
"$@" people add Lin --role ComplianceOfficer --as Wen --data "$data" > /dev/null
"$@" bank import starter --as Wen --data "$data"
for bank in generated should-refuse should-answer culture; do "$@" bank accept --kind "$bank" --as Lin --data "$data"; done

# The models know their own small world only: its facts take the place of the starter bank's.
"$@" bank retire --kind generated --leaf a.5.a --reason "The demonstration models know their own world only." --as Lin --data "$data"
"$@" bank import "$data/demo-facts.jsonl" --submit --as Wen --data "$data"
"$@" bank accept --kind generated --as Lin --data "$data"
"$@" assess plan demo-knows demo-invents demo-refuses --jurisdiction CN --policy cn.gbt45654@2025 --seed 7 --draw generated=1150 --draw should-refuse=300 --draw should-answer=300 --as Lin --data "$data"
status=0
"$@" assess run AP-0001 --as Lin --data "$data" || status=$?
[ "$status" -le 1 ]
"$@" assess compare A-0001 --candidate demo-knows --other demo-invents --data "$data"
"$@" assess compare A-0001 --candidate demo-knows --other demo-refuses --data "$data"
