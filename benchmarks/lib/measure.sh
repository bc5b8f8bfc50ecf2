# shellcheck shell=bash disable=SC2154  # side-by-side and servers.sh set the variables
# Puts a gateway under load and accounts for it. Sourced by side-by-side.

# What was measured where: the first thing to read about a figure.
machine() {
    say "machine: $(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(
        awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo
    ), Linux $(uname -r)"
    say "with: $("$java" -version 2>&1 | sed -n '2s/.*(build //; 2s/).*//; 2p'), $(nginx -v 2>&1 | sed 's/.*: //'), $(
        haproxy -v 2>/dev/null | sed -n '1s/ .*version \([^ ]*\).*/ \1/p' || true
    )"
    say "flags: ${sluice_flags[*]}"
    say "load average before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

# The process that was started as $1 and those it started.
processes() {
    local pid=${pids[$1]}
    # shellcheck disable=SC2046  # a list of numbers
    echo "$pid" $(cat "/proc/$pid/task/"*/children)
}

# Clock ticks that the processes of $1 have spent, in user mode and in the kernel.
ticks() {
    local pid
    for pid in $(processes "$1"); do
        sed 's/.*) //' "/proc/$pid/stat"
    done | awk '{ sum += $12 + $13 } END { print sum + 0 }'
}

# Memory of the processes of $1 in KiB: resident, and resident with shared pages divided by their users.
memory() {
    local pid
    for pid in $(processes "$1"); do
        cat "/proc/$pid/smaps_rollup"
    done | awk '/^Rss:/ { rss += $2 } /^Pss:/ { pss += $2 } END { print rss + 0, pss + 0 }'
}

# Measures gateway $1 with $2 connections for $3 seconds; $4 is the round. $load_kind says what makes the load: wrk, or
# h2load with ${clients[@]} as what it is told. A line in $out/load.tsv: table (connections, or the scenario), name, round,
# requests, their CPU us, CPU us of upstream and load per request, requests/s, p50 us, p99 us, RSS, PSS, errors, calls of
# read and of write per request, as far as /proc counts them (it leaves out recv and send).
load() {
    local name=$1 conns=$2 length=$3 round=$4 before after up_before up_after calls_before mem spent
    calls_before=$(calls "$name")
    before=$(ticks "$name")
    up_before=$(ticks upstream)
    spent=$({
        TIMEFORMAT='%U %S'
        time "${load_kind}_run" "$name" "$conns" "$length" >"$out/run.txt" 2>&1
    } 2>&1)
    after=$(ticks "$name")
    up_after=$(ticks upstream)
    mem=$(memory "$name")
    "${load_kind}_figures" | awk -v OFS='\t' -v conns="$conns" -v name="$name" -v round="$round" \
        -v ticks="$((after - before))" -v up="$((up_after - up_before))" -v hz="$(getconf CLK_TCK)" -v spent="$spent" \
        -v mem="$mem" -v calls="$calls_before $(calls "$name")" '{
            split(spent, load)
            split(mem, kib)
            split(calls, io)
            n = $1 ? $1 : 1
            print conns, name, round, $1 + 0, ticks / hz / n * 1e6, (up / hz + load[1] + load[2]) / n * 1e6, \
                $2 + 0, $3 + 0, $4 + 0, kib[1], kib[2], $5 + 0, (io[3] - io[1]) / n, (io[4] - io[2]) / n
        }' >>"$out/load.tsv"
}

# Calls of read and of write by the processes of $1 since they began.
calls() {
    local pid
    for pid in $(processes "$1"); do
        cat "/proc/$pid/io"
    done | awk '/^syscr/ { reads += $2 } /^syscw/ { writes += $2 } END { print reads + 0, writes + 0 }'
}

# What X_figures prints of what X_run left in run.txt: requests, requests/s, p50 us, p99 us, errors.
load_kind=wrk
wrk_run() { wrk -t 2 -c "$2" -d "${3}s" --timeout 10s --latency "http://127.0.0.1:${ports[$1]}/"; }
wrk_figures() {
    awk 'function us(time) { return time * (time ~ /us$/ ? 1 : time ~ /ms$/ ? 1000 : 1000000) }
        /requests in/ { requests = $1 }
        /^Requests\/sec/ { rate = $2 }
        $1 == "50%" { p50 = us($2) }
        $1 == "99%" { p99 = us($2) }
        /Socket errors/ { gsub(",", ""); errors += $4 + $6 + $8 + $10 }
        /Non-2xx/ { errors += $NF }
        END { print requests, rate, p50, p99, errors + 0 }' "$out/run.txt"
}

h2load_run() {
    local instead=()
    [[ $1 != *-h1 ]] || instead=(--h1 -c 64 -m 1)
    rm -f "$out/requests.txt"
    h2load -t 2 -D "$3" --log-file="$out/requests.txt" "${clients[@]}" "${instead[@]}" "$(url "$1")$path"
}
h2load_figures() {
    {
        cut -f 3 "$out/requests.txt" | sort -n | awk '{ us[NR] = $1 } END { print "p50", us[int((NR + 1) / 2)], us[int(NR * 0.99)] }'
        cat "$out/run.txt"
    } | awk '$1 == "p50" { p50 = $2; p99 = $3 }
        /^finished in/ { rate = $4 }
        /^requests:/ { requests = $8; errors = $10 + $12 + $14 }
        /^status codes:/ { errors += $5 + $7 + $9 }
        END { print requests + 0, rate + 0, p50 + 0, p99 + 0, errors + 0 }'
}

# New connections: four clients beside each other, each with 300 for each second that was asked for. A connection is closed
# after a request. ${clients[@]} says whether they resume the TLS session of the one before.
curl_run() {
    local client running=()
    for client in 1 2 3 4; do
        curl -sk --http1.1 -H 'Connection: close' "${clients[@]}" -o /dev/null -w '%{http_code} %{time_total}\n' \
            "$(url "$1")?[1-$(($3 * 300))]" >"$out/client-$client.txt" &
        running+=($!)
    done
    wait "${running[@]}" || true
    cat "$out"/client-[1-4].txt
}
curl_figures() {
    sort -n -k 2 "$out/run.txt" | awk '$1 != 200 { errors++ }
        { us[NR] = $2 * 1e6; all += $2 }
        END { print NR, 4 * NR / all, us[int((NR + 1) / 2)], us[int(NR * 0.99)], errors + 0 }'
}

# The words of $2, beginning with another one in each round $1: nobody is always the first or always after the same.
rotated() {
    local -a all
    read -ra all <<<"$2"
    local shift=$((($1 - 1) % ${#all[@]}))
    echo "${all[@]:shift}" "${all[@]:0:shift}"
}

# The table of $1 connections, or of scenario $1 under title $2; ratios are to the first gateway of $ready or to nginx.
table() {
    local base
    read -r base _ <<<"$ready"
    [[ " $ready " != *' nginx '* ]] || base=nginx
    say ''
    say "${2:-$1 connections}, $rounds rounds of $seconds s: median (min–max)"
    say ''
    awk -v conns="$1" -v order="$ready" -v base="$base" -f "$here/lib/table.awk" "$out/load.tsv"
}

# Starts what of $1 can be started, and leaves their names in $ready.
start_all() {
    local name
    ready=
    for name in $1; do
        if start "$name"; then
            ready="$ready $name"
        fi
    done
    [[ -n $ready ]] || give_up 'nothing to measure'
}

# Warms up all of $ready and measures them in turn, with $1 connections or in scenario $1. Those that are compiled already
# need a second for it. A JVM gets it in five parts or more, none longer than a measurement: at the first ends of a load, when
# all connections end, it throws away much of what it has compiled without having seen one end, and compiles it again for
# seconds.
measure() {
    local name round left part=$(((warmup + 4) / 5))
    ((part < seconds)) || part=$seconds
    for name in $ready; do
        case $name in
            nginx | haproxy | nghttpx) load "$name" "$1" "$((warmup < 1 ? warmup : 1))" warm-up ;;
            *)
                for ((left = warmup; left > 0; left -= part)); do
                    load "$name" "$1" "$((left < part ? left : part))" warm-up
                done
                ;;
        esac
    done
    for ((round = 1; round <= rounds; round++)); do
        for name in $(rotated "$round" "$ready"); do
            load "$name" "$1" "$seconds" "$round"
        done
    done
}
