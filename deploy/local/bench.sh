#!/bin/sh
# Measures parts of Saring on this machine. Usage: bench.sh <text|hash|rules> [options]; each prints its figures, ratios last.
# --help behind a sub-command names its options.
#   text    Folding and matching, beside hankcs' AhoCorasickDoubleArrayTrie.
#   hash    PDQ, exact and video look-ups, and hashing. Beside FAISS where it is: apt-get install python3-faiss
#           (no other build of it was tried); without it the ratio is n/a.
#           Agreement with a plain scan under changes, for ten minutes:
#           mvn -pl moderation-stream -am test -Dtest=HashBankMergeTest -Dsoak.seconds=600 \
#               -Dsurefire.failIfNoSpecifiedTests=false
#   rules   From publish to the first decision under the new rules, on broker, registry and a running pipeline.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..

usage() {
    echo "usage: bench.sh <text|hash|rules> [options]" >&2
    exit 2
}

build() {
    (cd "$root" && mvn -q -B ${MAVEN_ARGS:-} -DskipTests -pl deploy/local -am compile dependency:build-classpath \
        -Dmdep.outputFile=target/classpath.txt) >&2
}

# Also the runnable jar and the registry, which run as processes.
build_all() {
    (cd "$root" && mvn -q -B ${MAVEN_ARGS:-} -DskipTests package) >&2
}

# run HEAP CLASS [options]
run() {
    heap=$1
    shift
    exec java -Xms1g -Xmx"$heap" -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" "$@"
}

# The same for programs that measure their own memory. MarkSweepDeadRatio=0: by default the collector leaves some garbage
# where it is, which would count as used.
bench() {
    heap=$1
    shift
    build
    run "$heap" -XX:+UseSerialGC -XX:MarkSweepDeadRatio=0 "$@"
}

[ $# -gt 0 ] || usage
command=$1
shift
case $command in
    text) bench 2g dev.saring.local.bench.TextBench "$@" ;;
    hash) bench 8g dev.saring.local.bench.HashBench "$@" ;;
    rules)
        build_all
        build
        run 3g -XX:+UseG1GC -Dlogback.configurationFile=dev/saring/local/demo-logback.xml dev.saring.local.bench.RulesBench "$@"
        ;;
    *) usage ;;
esac
