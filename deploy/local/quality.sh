#!/bin/sh
# Measures what the text engine finds and what it flags wrongly. Usage: quality.sh [--data DIR] [--examples N]
#   --data      the development data, with folders text and lexicons; ../shared/data beside the project by default
#   --examples  how many wrong answers of each kind to print below each figure; 0 by default
# One line for each set, name and key=value:
#   gambling-comments-id      the names of gambling-sites-id.txt as strong phrases: precision, recall, F1, false-positive rate
#   offensive-tweets-en       the same for the terms of ldnoobw-en.txt and surge-profanity-en.csv
#   indonesian-root-words     ordinary words flagged by both Indonesian lexicons that do not list them
#   ordinary-words            the same for the engine's own English and Indonesian words and both English lexicons
#   disguises                 how many kinds, and the share of disguised terms that are found
#   disguised-innocent-words  the share of 1,000 innocent words that are flagged in the same disguises
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
data=$root/../shared/data
examples=0

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
}

while [ $# -gt 0 ]; do
    case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --data | --examples)
            if [ $# -lt 2 ]; then
                echo "quality.sh: $1 needs a value" >&2
                exit 2
            fi
            case $1 in
                --data) data=$2 ;;
                *) examples=$2 ;;
            esac
            shift 2
            ;;
        *)
            echo "quality.sh: $1 is not known" >&2
            usage >&2
            exit 2
            ;;
    esac
done
case $examples in
    '' | *[!0-9]*)
        echo "quality.sh: --examples takes a number, not \"$examples\"" >&2
        exit 2
        ;;
esac
if [ ! -d "$data/text" ] || [ ! -d "$data/lexicons" ]; then
    echo "quality.sh: $data has no folders text and lexicons; name the data with --data DIR" >&2
    exit 2
fi
data=$(cd "$data" && pwd)

(cd "$root" && mvn -q -B ${MAVEN_ARGS:-} -pl moderation-stream -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/classpath.txt) >&2
target=$root/moderation-stream/target
exec java -cp "$target/test-classes:$target/classes:$root/schemas/target/classes:$(cat "$target/classpath.txt")" \
    dev.saring.classify.text.QualityReport "$data" "$examples"
