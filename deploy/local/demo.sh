#!/usr/bin/env bash
# The whole pipeline on this machine: broker, schema registry, rules, classifier, sample uploads. See demo.sh --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

build_if_needed
progress=plain
if [ -t 2 ]; then
  progress=live
fi
exec java -Xmx1g -Dlogback.configurationFile=dev/saring/local/demo-logback.xml -cp "$classpath" \
  dev.saring.local.Demo --root "$root" --progress "$progress" "$@"
