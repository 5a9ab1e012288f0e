#!/usr/bin/env bash
# A cluster on this machine, from processes alone: PostgreSQL, Redis, a Stripe simulator, silos and gateways. Ctrl-C ends it all.
#
#   scripts/cluster.sh [folder]       keeps its data there; without one, in a new folder that goes away at the end
#
# SILOS (2), GATEWAYS (2), PORT (5000: the first gateway's; the others follow), CONFIGURATION (Debug).
# Where no redis-server is installed, gateways read the journal every two seconds instead of being rung.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
silos=${SILOS:-2} gateways=${GATEWAYS:-2} port=${PORT:-5000} configuration=${CONFIGURATION:-Debug}
program=$root/src/Silo/bin/$configuration/net10.0/Billing.Silo.dll
sim_port=$((port + 50)) pg_port=$((port + 51)) redis_port=$((port + 52)) silo_port=$((port + 60))

if [[ $# -gt 0 ]]; then
  mkdir -p "$1"
  folder=$(cd "$1" && pwd) keep=1
else
  folder=$(mktemp -d) keep=
fi
chmod 755 "$folder"

as_postgres=()
if ((EUID == 0)); then as_postgres=(setpriv --reuid postgres --regid postgres --clear-groups); fi      # it refuses to run as root

tool() {        # $1 in the path, or where Debian keeps the newest of it
  command -v "$1" || find /usr/lib/postgresql -path "*/bin/$1" 2>/dev/null | sort -V | tail -n 1 | grep . || { echo "$1 is missing: install PostgreSQL." >&2; return 1; }
}

names=() pids=()
start() {       # name, command…: in the background, its output in the folder
  local name=$1
  shift
  "$@" >"$folder/$name.log" 2>&1 </dev/null &
  names+=("$name") pids+=($!)
}

stop() {        # in the order of need: gateways and silos first, PostgreSQL last and without waiting for whoever is connected
  local i
  for ((i = ${#pids[@]} - 1; i > 0; i--)); do kill -CONT "${pids[i]}" 2>/dev/null || true; kill "${pids[i]}" 2>/dev/null || true; done
  for ((i = ${#pids[@]} - 1; i > 0; i--)); do wait "${pids[i]}" 2>/dev/null || true; done
  if ((${#pids[@]})); then kill -INT "${pids[0]}" 2>/dev/null || true; fi
  wait || true
  [[ -n $keep ]] || rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

running() {     # each process that was started still runs
  local i
  for ((i = 0; i < ${#pids[@]}; i++)); do kill -0 "${pids[i]}" 2>/dev/null || { echo "${names[i]} has ended." >&2; return 1; }; done
}

await() {       # an address that must answer within a minute
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    running || break
    if curl -sf -o /dev/null "$1"; then return 0; fi
    sleep 0.2
  done
  echo "$1 does not answer; what it says is in $folder:" >&2
  tail -n 20 "$folder"/*.log >&2
  return 1
}

for taken in "$sim_port" "$pg_port" "$redis_port" $(seq "$port" $((port + gateways - 1))) $(seq "$silo_port" $((silo_port + silos - 1))); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$taken") 2>/dev/null; then echo "Port $taken is in use, perhaps by another cluster: choose another PORT." >&2; exit 1; fi
done
dotnet build "$root/src/Silo" -c "$configuration" -v q

initdb=$(tool initdb)
postgres=$(tool postgres)
if [[ ! -d $folder/postgres ]]; then
  mkdir "$folder/postgres"
  ((EUID != 0)) || chown postgres "$folder/postgres"
  (cd / && "${as_postgres[@]}" "$initdb" -D "$folder/postgres" -U billing -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log")
fi
mkdir -p "$folder/run"
((EUID != 0)) || chown postgres "$folder/run"
start postgres env -C / "${as_postgres[@]}" "$postgres" -D "$folder/postgres" -p "$pg_port" -h 127.0.0.1 -k "$folder/run" -c dynamic_shared_memory_type=mmap

export DOTNET_ENVIRONMENT=Development ASPNETCORE_ENVIRONMENT=Development DOTNET_NOLOGO=1
export Billing__Database=PostgreSql Billing__Cluster=Cluster Billing__AdvertisedAddress=127.0.0.1
export ConnectionStrings__Billing="Host=127.0.0.1;Port=$pg_port;Username=billing;Database=postgres"
export Stripe__ApiKey=sk_test_simulator Stripe__ApiBase=http://127.0.0.1:$sim_port Stripe__WebhookSecret=whsec_of_this_cluster
export Simulator__Url=http://127.0.0.1:$sim_port Billing__DataDirectory=$folder/data
if command -v redis-server >/dev/null; then
  start redis redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder"
  export ConnectionStrings__Redis=127.0.0.1:$redis_port
fi

start simulator dotnet "$program" simulator --webhooks "http://127.0.0.1:$port"
dotnet "$program" migrate >"$folder/migrate.log" 2>&1 || { cat "$folder/migrate.log" >&2; exit 1; }      # waits for PostgreSQL
running
for ((i = 0; i < silos; i++)); do
  start "silo$i" dotnet "$program" --Billing:Roles=Silo --urls "http://127.0.0.1:$((silo_port + i))" \
    "--Billing:SiloPort=$((silo_port + 20 + i))" "--Billing:GatewayPort=$((silo_port + 40 + i))"
done
for ((i = 0; i < gateways; i++)); do
  start "gateway$i" dotnet "$program" --Billing:Roles=Gateway --urls "http://127.0.0.1:$((port + i))"
done
for ((i = 0; i < silos; i++)); do await "http://127.0.0.1:$((silo_port + i))/health/ready"; done
for ((i = 0; i < gateways; i++)); do await "http://127.0.0.1:$((port + i))/health/ready"; done

echo "The cluster is ready."
for ((i = 0; i < gateways; i++)); do echo "  Gateway      http://127.0.0.1:$((port + i))/graphql"; done
for ((i = 0; i < silos; i++)); do echo "  Silo         http://127.0.0.1:$((silo_port + i))/health/ready"; done
echo "  IDE          http://127.0.0.1:$port/ide"
echo "  Staff token  $(grep -oE -m 1 'eyJ[A-Za-z0-9_.-]+' "$folder/gateway0.log" || echo "see the log of gateway0")"
echo "  Stripe       http://127.0.0.1:$sim_port (simulator: no money moves)"
echo "  PostgreSQL   $ConnectionStrings__Billing"
echo "  Processes    $(for ((i = 0; i < ${#pids[@]}; i++)); do printf '%s %s  ' "${names[i]}" "${pids[i]}"; done)"
echo "  Logs, mail   $folder"
wait
