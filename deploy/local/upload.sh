#!/usr/bin/env bash
# Sends uploads through the running demo and prints their decisions. See upload.sh --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

build_if_needed
exec java -Dlogback.configurationFile=dev/saring/local/demo-logback.xml -cp "$classpath" \
  dev.saring.local.Upload --root "$root" "$@"
