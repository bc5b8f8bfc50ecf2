# shellcheck shell=bash disable=SC2154,SC2034  # side-by-side, java.sh and servers.sh set the variables
# What --extras adds to the load. Sourced by side-by-side.

# A table with a row for each gateway: a title, the names of the columns, a function that leaves a gateway's row in $row.
rows() {
    local name
    say ''
    say "$1"
    say ''
    say "| | $2 |"
    say "|---|$(sed 's/[^|]//g; s/|/---|/g' <<<"$2")---|"
    for name in $ready; do
        "$3" "$name"
        say "| $name | $row |"
    done
}

# Standard input sorted as numbers, as "median (least–greatest)"; $1 is printf's format.
spread() {
    sort -n | awk -v format="$1" '{ at[NR] = $1 } END {
        printf format " (" format "–" format ")", at[int((NR + 1) / 2)], at[1], at[NR] }'
}

# Calls what follows once for each round.
repeated() {
    local i
    for ((i = 1; i <= rounds; i++)); do
        "$@"
    done
}

# Seconds of CPU since the ticks $2 of gateway $1.
seconds_since() { awk -v ticks="$(($(ticks "$1") - $2))" -v hz="$(getconf CLK_TCK)" 'BEGIN { print ticks / hz }'; }

# shellcheck disable=SC2317  # start calls what is defined here
extra_start() {
    local name
    rows 'Start: to the first proxied 200' 'ms | CPU s' started
    "$root/sluice" --version >>"$out/launcher.log" 2>&1 || give_up 'sluice does not build' # builds and rehearses
    run_launcher() { exec "$root/sluice" proxy --listen "127.0.0.1:$1" "$upstream_url"; }
    started launcher
    say "| ./sluice proxy | $row |"
    run_launcher() {
        export SLUICE_JAVA_OPTS=$launcher_flags
        exec "$root/sluice" proxy --listen "127.0.0.1:$1" "$upstream_url"
    }
    started launcher
    say "| ./sluice proxy, without its archive | $row |"
    for name in $ready; do
        launch "$name"
    done
}

started() {
    stop "$1"
    : >"$out/start.txt"
    repeated start_once "$1"
    row="$(cut -d ' ' -f 1 "$out/start.txt" | spread '%d') | $(cut -d ' ' -f 2 "$out/start.txt" | spread '%.2f')"
}

start_once() {
    local begin=$EPOCHREALTIME end
    launch "$1"
    end=$EPOCHREALTIME
    say "$(((${end/./} - ${begin/./}) / 1000)) $(seconds_since "$1" 0)" >>"$out/start.txt"
    stop "$1"
}

extra_idle() { rows 'Idle: what 5 000 connections add' 'KiB of PSS for each' idle; }
idle() {
    local before after answer idle_pid
    before=$(memory "$1")
    coproc IDLE { "$java" -cp "$here/target/quick/sluice-benchmarks.jar" dev.sluice.benchmarks.IdleClients "${ports[$1]}" 5000 2>&1; }
    # shellcheck disable=SC2153  # coproc sets it
    idle_pid=$IDLE_PID
    read -r -t 60 answer <&"${IDLE[0]}" || answer=
    sleep 1
    after=$(memory "$1")
    kill "$idle_pid" 2>/dev/null || true
    wait "$idle_pid" 2>/dev/null || true
    row="failed: $answer"
    if [[ $answer == 5000 ]]; then
        row=$(awk -v a="${before#* }" -v b="${after#* }" 'BEGIN { printf "%.1f", (b - a) / 5000 }')
    fi
}

# Puts another upstream, of a kind that run_upstream knows, where the last was.
change_upstream() {
    stop upstream
    upstream_kind=$1
    launch upstream || give_up "the upstream ($1) does not start, see $out/upstream.log"
}

extra_stream() {
    change_upstream stream
    truncate -s 1G "$out/1g"
    rows 'Streaming: CPU s per GB' 'upload | download' streamed
    rm -f "$out/1g"
    change_upstream nginx
}
streamed() {
    row="$(repeated stream_once "$1" -T "$out/1g" | spread '%.2f') | $(repeated stream_once "$1" / | spread '%.2f')"
}
stream_once() {
    local before=0
    before=$(ticks "$1")
    if [[ $2 == -T ]]; then
        curl -sf -m 60 -o /dev/null -H 'Expect:' -T "$3" "http://127.0.0.1:${ports[$1]}/"
    else
        curl -sf -m 60 -o /dev/null "http://127.0.0.1:${ports[$1]}/big"
    fi
    awk -v s="$(seconds_since "$1" "$before")" 'BEGIN { print s / 1.073741824 }'
}

extra_slow() {
    if [[ ! -f $(echo_module) ]]; then
        note "SKIPPED slow: nginx lacks its echo module ($(echo_module)), which waits before it answers"
        return 0
    fi
    change_upstream slow
    rows '1 000 connections on an upstream that takes 100 ms, beside none between' 'requests/s | ÷ direct' slow
    change_upstream nginx
}
slow() {
    slow_once "$1" "$warmup" >/dev/null
    : >"$out/slow.txt"
    repeated slow_pair "$1"
    row="$(cut -d ' ' -f 1 "$out/slow.txt" | spread '%d') | $(cut -d ' ' -f 2 "$out/slow.txt" | spread '%.3f')"
}
slow_pair() {
    local direct
    direct=$(slow_once upstream "$seconds")
    slow_once "$1" "$seconds" | awk -v direct="$direct" '{ print $1, $1 / direct }' >>"$out/slow.txt"
}
slow_once() {
    wrk -t 2 -c 1000 -d "${2}s" --timeout 10s "http://127.0.0.1:${ports[$1]}/slow" | awk '/Requests\/sec/ { print $2 }'
}

extra_rate() {
    say ''
    say "direct: $(rate_once upstream) µs (p50, p99)"
    rows '2 000 requests/s: p50 and p99 in µs' 'p50, p99 by round' rated
}
rated() { row=$(repeated rate_once "$1" | sed 's/ /, /' | paste -s -d ';' | sed 's/;/; /g'); }
rate_once() {
    "$java" -XX:+UseSerialGC -cp "$here/target/quick/sluice-benchmarks.jar" dev.sluice.benchmarks.OpenLoop \
        "${ports[$1]}" 2000 "$seconds"
}
