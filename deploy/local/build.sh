# For the scripts of this folder, which source it. Sets
#   root       the project's folder
#   classpath  what the programs of package dev.saring.local run with
# and offers build_if_needed, which makes sure that both stand for the sources as they are.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# The last file that a build writes, so older than any source that it does not know.
build_mark=$root/deploy/local/target/classpath
build_products=("$root/moderation-stream/target/saring.jar" "$build_mark")

build_is_fresh() {
  local product
  for product in "${build_products[@]}"; do
    [ -f "$product" ] || return 1
  done
  local sources=("$root/pom.xml")
  local module
  for module in schemas moderation-stream deploy/local; do
    sources+=("$root/$module/pom.xml" "$root/$module/src/main")
  done
  [ -z "$(find "${sources[@]}" -newer "$build_mark" -print -quit)" ]
}

build_if_needed() {
  local tool
  for tool in java mvn; do
    if ! command -v "$tool" >/dev/null; then
      echo "$tool is missing: JDK 17 or later and Maven are needed" >&2
      exit 1
    fi
  done
  if ! build_is_fresh; then
    echo "Building (the first time takes a few minutes)" >&2
    if ! (cd "$root" && mvn -q -B package -DskipTests) >&2; then
      echo "The build failed, see above" >&2
      exit 1
    fi
  fi
  classpath=$root/deploy/local/target/classes:$(cat "$build_mark")
}
