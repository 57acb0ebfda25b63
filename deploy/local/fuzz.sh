#!/usr/bin/env bash
# Whether broken and hostile records end where they belong. See fuzz.sh --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

build_if_needed
exec java -Xmx1g -Dlogback.configurationFile=dev/saring/local/demo-logback.xml -cp "$classpath" \
  dev.saring.local.chaos.Fuzz --root "$root" "$@"
