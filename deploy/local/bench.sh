#!/bin/sh
# Measures parts of Saring on this machine. Usage: bench.sh <text> [options]; each prints its figures, ratios last.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..

usage() {
    echo "usage: bench.sh text [options]" >&2
    exit 2
}

build() {
    (cd "$root" && mvn -q -B ${MAVEN_ARGS:-} -DskipTests -pl deploy/local -am compile dependency:build-classpath \
        -Dmdep.outputFile=target/classpath.txt) >&2
}

bench() {
    build
    exec java -Xms1g -Xmx2g -XX:+UseSerialGC -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" "$@"
}

[ $# -gt 0 ] || usage
command=$1
shift
case $command in
    text) bench dev.saring.local.bench.TextBench "$@" ;;
    *) usage ;;
esac
