#!/usr/bin/env bash
# Measures parts of Saring on this machine. Usage: bench.sh <text|hash|rules|pipeline|growth> [options]; each prints its
# figures, those that count last. --help behind a sub-command names its options.
#   text      Folding and matching, beside hankcs' AhoCorasickDoubleArrayTrie.
#   hash      PDQ, exact and video look-ups, and hashing. Beside FAISS where it is: apt-get install python3-faiss
#             (no other build of it was tried); without it the ratio is n/a.
#             Agreement with a plain scan under changes, for ten minutes:
#             mvn -pl moderation-stream -am test -Dtest=HashBankMergeTest -Dsoak.seconds=600 \
#                 -Dsurefire.failIfNoSpecifiedTests=false
#   rules     From publish to the first decision under the new rules, on broker, registry and a running pipeline.
#             Also a million hashes at once, and their end (--bulk 0 leaves it out).
#   pipeline  The whole pipeline on one broker, beside a bare Kafka Streams copy of the same uploads.
#   growth    The same with more rules, hashes, partitions and bytes, one at a time; writes growth.md and growth.svg.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

usage() {
  echo "usage: bench.sh <text|hash|rules|pipeline|growth> [options]" >&2
  exit 2
}

# run HEAP [options of java] CLASS [options]
run() {
  local heap=$1
  shift
  build_if_needed
  exec java -Xms1g -Xmx"$heap" -Dlogback.configurationFile=dev/saring/local/demo-logback.xml -cp "$classpath" "$@"
}

# The same for programs that measure their own memory. MarkSweepDeadRatio=0: by default the collector leaves some garbage
# where it is, which would count as used.
bench() {
  local heap=$1
  shift
  run "$heap" -XX:+UseSerialGC -XX:MarkSweepDeadRatio=0 "$@"
}

[ $# -gt 0 ] || usage
command=$1
shift
cd "$root"
case $command in
  text) bench 2g dev.saring.local.bench.TextBench "$@" ;;
  hash) bench 8g dev.saring.local.bench.HashBench "$@" ;;
  rules) run 3g -XX:+UseG1GC dev.saring.local.bench.RulesBench "$@" ;;
  pipeline) run 1g dev.saring.local.bench.PipelineBenchOnBroker "$@" ;;
  growth) run 1g dev.saring.local.bench.Growth "$@" ;;
  *) usage ;;
esac
