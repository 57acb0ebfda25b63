#!/usr/bin/env bash
# Instances come and go under load: what is lost, and for how long partitions stand still. See scale.sh --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

build_if_needed
exec java -Xmx1g -Dlogback.configurationFile=dev/saring/local/demo-logback.xml -cp "$classpath" \
  dev.saring.local.chaos.Scale --root "$root" "$@"
