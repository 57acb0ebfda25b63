#!/usr/bin/env bash
# Does by hand what a container engine would do with the Dockerfile, where there is none. See dry-run.sh --help.
set -euo pipefail

usage() {
  cat <<'END'
usage: dry-run.sh [--memory SIZE] [--hashes N]

Executes the steps of deploy/docker/Dockerfile, each stage in a root file system of its own that is laid over this
machine's and thrown away at the end. Then runs the image's entrypoint as compose.yaml and Kubernetes do: the image's user,
no capabilities, no new privileges, a read-only root but for /tmp and the data directory, process number 1 of its own
process namespace. Against a broker and a registry on this machine it creates the topics, publishes the starter rules,
starts the pipeline, probes it, sends an upload, prints the decision, and stops it with SIGTERM.

  --memory SIZE   what the JVM takes for the container's memory (default: 1g)
  --hashes N      publishes as many random PDQ hashes too, to see what memory they take (default: 0)

Needs root, Linux, curl and what deploy/local needs. Not tried by it: the base images (this machine's JDK and Maven stand
for theirs), seccomp, the engine's network, a memory limit that kills.

The last line gives the outcome, the answers to the probes, the pipeline's way from start to readiness and from SIGTERM to
its end in milliseconds, the most memory that it held, and its exit status.
END
}

memory=1g
hashes=0
while [ $# -gt 0 ]; do
  case $1 in
    --memory) memory=${2:?--memory takes a size}; shift 2 ;;
    --hashes) hashes=${2:?--hashes takes a number}; shift 2 ;;
    --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

fail() {
  echo "dry-run.sh: $*" >&2
  exit 1
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../local/build.sh"
[ "$(id -u)" -eq 0 ] || fail "needs root, to mount and to become another user"
for tool in unshare setpriv curl; do
  command -v "$tool" >/dev/null || fail "$tool is missing"
done
build_if_needed
if [ -z "${DRY_RUN_NAMESPACE:-}" ]; then
  # In a mount namespace: whatever is mounted is gone with it.
  DRY_RUN_NAMESPACE=1 exec unshare --mount --propagation private "$0" --memory "$memory" --hashes "$hashes"
fi

work=$(mktemp -d)
started=()
cleanup() {
  for process in "${started[@]}"; do
    kill -KILL "$process" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  umount --recursive --lazy "$work"
  rm -rf "$work"
}
mount -t tmpfs tmpfs "$work"
trap cleanup EXIT

# ---- the build ----

# What the build gets to see: what Dockerfile.dockerignore lets in.
mkdir "$work/context"
sed -n 's/^!//p' "$here/Dockerfile.dockerignore" |
  tar -c -C "$root" --exclude=target --exclude=node_modules -T - | tar -x -C "$work/context"

# The Dockerfile, each instruction on a line of its own, without comments.
instructions() {
  sed -e '/^ *#/d' -e '/^ *$/d' "$here/Dockerfile" | sed -e ':a' -e '/\\$/N; s/\\\n */ /; ta'
}

# begin_stage NAME: a root file system over this machine's.
begin_stage() {
  rootfs=$work/$1/root
  mkdir -p "$work/$1"/{root,upper,overlay}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$work/$1/upper,workdir=$work/$1/overlay" "$rootfs"
  mount -t proc proc "$rootfs/proc"
  mount --rbind /dev "$rootfs/dev"
  mount -t tmpfs tmpfs "$rootfs/tmp"
  directory=/
  environment=()
  build_arguments=()
}

# copy [--from=STAGE] SOURCE DIRECTORY
copy() {
  local from=$work/context
  if [[ $1 == --from=* ]]; then
    from=$work/${1#--from=}/root
    shift
  fi
  [ $# -eq 2 ] || fail "this COPY is not understood: $*"
  local to=$2
  [[ $to == /* ]] || to=$directory/$to
  mkdir -p "$rootfs/$to"
  if [ -d "$from/$1" ]; then
    cp -a "$from/$1/." "$rootfs/$to"
  else
    cp -a "$from/$1" "$rootfs/$to/"
  fi
}

run() {
  local command=$1
  while [[ $command == --* ]]; do
    command=${command#* }
  done
  chroot "$rootfs" env -C "$directory" "${build_arguments[@]}" sh -c "$command" </dev/null >&2 || fail "this step failed: $command"
}

# What --build-arg would give. Not the checkout's commit, which a build without the argument could find by itself.
revision=revision-of-the-dry-run
while read -r instruction arguments; do
  echo "$instruction $arguments" >&2
  case $instruction in
    FROM) begin_stage "$(sed -n 's/.* AS //p;t;s/.*/image/p' <<<"$arguments")" ;;
    WORKDIR)
      directory=$arguments
      mkdir -p "$rootfs$directory"
      ;;
    # shellcheck disable=SC2086 # its words
    COPY) copy $arguments ;;
    RUN) run "$arguments" ;;
    ENV) environment+=("$arguments") ;;
    ARG)
      [ "${arguments%%=*}" = REVISION ] || fail "this argument has no value: $arguments"
      build_arguments+=("REVISION=$revision")
      ;;
    USER) user=$arguments ;;
    ENTRYPOINT) mapfile -t entrypoint < <(grep -o '"[^"]*"' <<<"$arguments" | tr -d '"') ;;
    EXPOSE | CMD) ;;
    *) fail "this instruction is not understood: $instruction" ;;
  esac
done < <(instructions)

# The order of the class path matters: the registry client's jar holds copies of other libraries.
in_image=$(sed 's/^.*-cp //' "$rootfs/opt/saring/java.args")
tr : '\n' <<<"$in_image" | while read -r jar; do
  [ -f "$rootfs$jar" ] || fail "the class path names $jar, which is not in the image"
done
[[ ${in_image##*/} == flink-sql-avro-confluent-registry-* ]] || fail "the registry client's jar is not the last"
for jar in "$rootfs"/opt/saring/lib/*; do
  [[ $in_image == */${jar##*/}* ]] || fail "${jar##*/} is in the image, but not on the class path"
done

# ---- the container ----

echo "Starting a broker and a registry" >&2
coproc PLATFORM (cd "$root" && exec java -Xmx512m -cp "$classpath" \
  -Dlogback.configurationFile=dev/saring/local/demo-logback.xml dev.saring.local.Platform)
started+=("$PLATFORM_PID")
read -r kafka registry <&"${PLATFORM[0]}" || fail "broker or registry did not start"

token=token-of-the-dry-run
mkdir -p "$rootfs"/{etc/saring,run/secrets/..data,rules}
cp "$here/saring.properties" "$rootfs/etc/saring/"
cp "$root/deploy/starter/keywords.csv" "$rootfs/rules/"
od -An -v -tx1 -w32 -N "$((hashes * 32))" /dev/urandom | tr -d ' ' >"$rootfs/rules/pdq.txt"
# Kubernetes mounts a secret as links into a folder, which it exchanges whole.
echo "$token" >"$rootfs/run/secrets/..data/saring-admin-token"
ln -s ..data/saring-admin-token "$rootfs/run/secrets/saring-admin-token"
mkdir "$work/data"
chown "$user" "$work/data"
mount --bind "$work/data" "$rootfs/var/lib/saring"
mount --rbind "$rootfs" "$rootfs"
mount -o remount,bind,ro "$rootfs"

# container ARGUMENT...: the image's entrypoint with these, in place of this shell.
container() {
  exec unshare --pid --fork --kill-child --mount-proc="$rootfs/proc" \
    chroot "$rootfs" setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups \
    --no-new-privs --inh-caps=-all --bounding-set=-all \
    env -i -C "$directory" "PATH=$PATH" "${environment[@]}" "JDK_JAVA_OPTIONS=$jvm_options" \
    "SARING_KAFKA_BOOTSTRAP_SERVERS=$kafka" "SARING_SCHEMA_REGISTRY_URL=$registry" SARING_ADMIN_PORT=0 \
    "${entrypoint[@]}" "$@"
}

settings=/etc/saring/saring.properties
jvm_options="$(printf '%s\n' "${environment[@]}" | sed -n 's/^JDK_JAVA_OPTIONS=//p') -XX:MaxRAM=$memory"
(container topics create --config "$settings" --partitions 2 --replication-factor 1) >&2 || fail "no topics"
(container rules publish --config "$settings" --rules /rules --by dry-run) >&2 || fail "no rules"
if [ "$hashes" -gt 0 ]; then
  (container rules publish --config "$settings" --hash-list /rules/pdq.txt --algorithm PDQ --policy child-safety \
    --action BLOCK --source dry-run --by dry-run) >&2 || fail "no hashes"
fi

echo "Starting the pipeline" >&2
since=$(date +%s%3N)
log=$work/pipeline.log
container run --config "$settings" >"$log" 2>&1 &
pipeline=$!
started+=("$pipeline")

# waited COMMAND...: whether it succeeds within a minute, while the pipeline runs.
waited() {
  local attempt
  for attempt in {1..300}; do
    ! "$@" || return 0
    kill -0 "$pipeline" 2>/dev/null || return 1
    sleep 0.2
  done
  return 1
}

port() {
  port=$(sed -n 's|.*Metrics and health on http://.*:\([0-9]*\)$|\1|p' "$log")
  [ -n "$port" ]
}

# The health check of compose.yaml, its words as they stand there.
healthy() {
  local check
  check=$(sed -n '/^ *exec 3<>/,/^ *read /p' "$here/compose.yaml" | tr -d '\n' | sed 's/\$\$/$/g')
  bash -c "${check//8090/$port}" 2>/dev/null
}

# status PATH [HEADER]
status() {
  curl -s -o /dev/null -w '%{http_code}' ${2:+-H "$2"} "http://127.0.0.1:$port$1"
}

waited port && waited healthy || {
  cat "$log" >&2
  fail "the pipeline is not ready"
}
start_ms=$(($(date +%s%3N) - since))
probes="live=$(status /health/live) ready=$(status /health/ready)"
curl -s -H "Authorization: Bearer $token" "http://127.0.0.1:$port/metrics" |
  grep -q "^saring_build{revision=\"$revision\"" || fail "the image does not know its revision"
probes="$probes metrics_without_token=$(status /metrics) metrics=$(status /metrics "Authorization: Bearer $token")"

printf '%s\n' "kafka.bootstrap.servers=$kafka" "schema.registry.url=$registry" >"$work/client.properties"
decision=$("$root/deploy/local/upload.sh" --config "$work/client.properties" 'daftar slot gacor sekarang') ||
  fail "no decision"
echo "$decision"

java=$(cat "/proc/$pipeline/task/$pipeline/children")
java=${java% }
peak=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB$/\1/p' "/proc/$java/status")
echo "process: $(grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|NSpid)' "/proc/$java/status" | tr -s '\t\n' ' ')" >&2
since=$(date +%s%3N)
kill -TERM "$java"
exit_status=0
wait "$pipeline" || exit_status=$?
stop_ms=$(($(date +%s%3N) - since))
started=("$PLATFORM_PID")
grep -q 'Stopped; everything is committed' "$log" || fail "it did not stop in order"

outcome=$(sed -n 's/.*"outcome":"\([A-Z]*\)".*/\1/p' <<<"$decision")
echo "decision=$outcome $probes start_ms=$start_ms stop_ms=$stop_ms peak_rss_mb=$((peak / 1024)) stopped_with=$exit_status"
[ "$outcome $probes $exit_status" = \
  "BLOCKED live=200 ready=200 metrics_without_token=401 metrics=200 143" ] || fail "not as it should be"
