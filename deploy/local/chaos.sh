#!/usr/bin/env bash
# Whether anything is ever lost, doubled or decided wrongly while brokers, registry and instances fail. See chaos.sh --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

build_if_needed
exec java -Xmx1g -Dlogback.configurationFile=dev/saring/local/demo-logback.xml -cp "$classpath" \
  dev.saring.local.chaos.Chaos --root "$root" "$@"
