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

# Measures gateway $1 with $2 connections for $3 seconds; $4 is the round. A line in $out/load.tsv: connections, name,
# round, requests, their CPU us, CPU us of upstream and load per request, requests/s, p50 us, p99 us, RSS, PSS, errors.
load() {
    local name=$1 conns=$2 length=$3 round=$4 before after up_before up_after mem spent
    before=$(ticks "$name")
    up_before=$(ticks upstream)
    spent=$({
        TIMEFORMAT='%U %S'
        time wrk -t 2 -c "$conns" -d "${length}s" --timeout 10s --latency "http://127.0.0.1:${ports[$name]}/" \
            >"$out/wrk.txt" 2>&1
    } 2>&1)
    after=$(ticks "$name")
    up_after=$(ticks upstream)
    mem=$(memory "$name")
    awk -v OFS='\t' -v conns="$conns" -v name="$name" -v round="$round" -v ticks="$((after - before))" \
        -v up="$((up_after - up_before))" -v hz="$(getconf CLK_TCK)" -v spent="$spent" -v mem="$mem" '
        function us(time) { return time * (time ~ /us$/ ? 1 : time ~ /ms$/ ? 1000 : 1000000) }
        /requests in/ { requests = $1 }
        /^Requests\/sec/ { rate = $2 }
        $1 == "50%" { p50 = us($2) }
        $1 == "99%" { p99 = us($2) }
        /Socket errors/ { gsub(",", ""); errors += $4 + $6 + $8 + $10 }
        /Non-2xx/ { errors += $NF }
        END {
            split(spent, load)
            split(mem, kib)
            n = requests ? requests : 1
            print conns, name, round, requests + 0, ticks / hz / n * 1e6, (up / hz + load[1] + load[2]) / n * 1e6, \
                rate + 0, p50 + 0, p99 + 0, kib[1], kib[2], errors + 0
        }' "$out/wrk.txt" >>"$out/load.tsv"
}

# The words of $2, beginning with another one in each round $1: nobody is always the first or always after the same.
rotated() {
    local -a all
    read -ra all <<<"$2"
    local shift=$((($1 - 1) % ${#all[@]}))
    echo "${all[@]:shift}" "${all[@]:0:shift}"
}

# The table of $1 connections.
table() {
    say ''
    say "$1 connections, $rounds rounds of $seconds s: median (min–max)"
    say ''
    awk -v conns="$1" -v order="$ready" -f "$here/lib/table.awk" "$out/load.tsv"
}
