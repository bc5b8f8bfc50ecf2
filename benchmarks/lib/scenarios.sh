# shellcheck shell=bash disable=SC2154,SC2034  # side-by-side, java.sh, servers.sh and measure.sh share their variables
# HTTP/2, gRPC and TLS, in tables of their own (--scenarios). Sourced by side-by-side.

all_scenarios='h2c-h1 h2-h1 h2c-h2c h2c-h1-one h2c-h1-many grpc grpc-stream h1-tls tls-new bytes bytes-tls bytes-h2c delay idle'

run_scenarios() {
    local scenario
    [[ $scenarios != all ]] || scenarios=$all_scenarios
    certificate
    for scenario in $scenarios; do
        [[ $(type -t "scenario_${scenario//-/_}") == function ]] || give_up "no scenario $scenario, but $all_scenarios"
        "scenario_${scenario//-/_}"
        finish_scenario
    done
    say "raw figures and logs: $out"
}

# EC P-256, as anybody would get it today, for two days.
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
        -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' -keyout "$out/key.pem" -out "$out/cert.pem" 2>"$out/openssl.log"
    cat "$out/cert.pem" "$out/key.pem" >"$out/both.pem"
}

# Starts what of gateways $3 was asked for, with $1 towards clients and $2 towards the upstream. The state before takes part in all.
gateways() {
    local name chosen=''
    front=$1
    back=$2
    for name in $3 sluice-before; do
        [[ " $names " != *" ${name%-h1} "* ]] || chosen="$chosen $name"
    done
    start_all "$chosen"
}

# What a gRPC client adds to a request.
grpc=(-H "content-type: application/grpc" -H "te: trailers" -d "$out/message")

finish_scenario() {
    local name
    for name in $ready; do
        stop "$name"
    done
    front=h1
    back=h1
    load_kind=wrk
}

# A table named $1 with title $2 of all that are ready, under the load of h2load with the arguments from $4 on, for path $3.
requests() {
    local label=$1 title=$2
    path=$3
    clients=("${@:4}")
    load_kind=h2load
    measure "$label"
    table "$label" "$title"
}

scenario_h2c_h1() {
    gateways h2c h1 'nginx haproxy nghttpx sluice sluice-h1'
    requests h2c-h1 'HTTP/2 without TLS to HTTP/1.1, 16 connections with 32 streams each' '' -c 16 -m 32
}
scenario_h2_h1() {
    gateways h2 h1 'nginx haproxy nghttpx sluice sluice-h1'
    requests h2-h1 'HTTP/2 over TLS to HTTP/1.1, 16 connections with 32 streams each' '' -c 16 -m 32
}
scenario_h2c_h2c() {
    gateways h2c h2c 'haproxy nghttpx sluice'
    requests h2c-h2c 'HTTP/2 to HTTP/2 without TLS, 16 connections with 32 streams each' '' -c 16 -m 32
}
scenario_h2c_h1_one() {
    gateways h2c h1 'nginx haproxy nghttpx sluice'
    requests h2c-h1-one 'HTTP/2 without TLS to HTTP/1.1, one connection with 100 streams' '' -c 1 -t 1 -m 100
}
scenario_h2c_h1_many() {
    gateways h2c h1 'nginx haproxy nghttpx sluice'
    requests h2c-h1-many 'HTTP/2 without TLS to HTTP/1.1, 512 connections with one stream each' '' -c 512 -m 1
}
scenario_grpc() {
    gateways h2c grpc 'nginx haproxy nghttpx sluice'
    requests grpc 'gRPC, unary calls, messages of 100 bytes, 16 connections with 32 calls each' grpc/unary -c 16 -m 32 "${grpc[@]}"
}
scenario_grpc_stream() {
    gateways h2c grpc 'nginx haproxy nghttpx sluice'
    requests grpc-stream 'gRPC, 1 000 messages of 100 bytes in an answer, 4 connections with 8 calls each' grpc/stream \
        -c 4 -m 8 "${grpc[@]}"
}
scenario_h1_tls() {
    gateways h1-tls h1 'nginx haproxy sluice sluice-native'
    requests h1-tls 'HTTP/1.1 over TLS 1.3 (EC P-256), 64 connections that stay' '' --h1 -c 64 -m 1
}
scenario_tls_new() {
    gateways h1-tls h1 'nginx haproxy sluice sluice-native'
    load_kind=curl
    clients=(--no-sessionid)
    measure tls-new
    table tls-new 'A new connection over TLS 1.3 (EC P-256) for each request'
    clients=()
    measure tls-resumed
    table tls-resumed 'A resumed connection over TLS 1.3 for each request'
}

scenario_bytes() { bytes h2c h1 'HTTP/2 without TLS to HTTP/1.1'; }
scenario_bytes_tls() { bytes h2 h1 'HTTP/2 over TLS to HTTP/1.1'; }
scenario_bytes_h2c() {
    stop upstream
    printf 'x%.0s' {1..1024} >"$out/www/index.html"
    truncate -s 1G "$out/www/big"
    nghttpd --no-tls -a "${upstream_h2c%:*}" -d "$out/www" -n 2 -w 24 -W 26 "${upstream_h2c#*:}" >"$out/nghttpd.log" 2>&1 &
    pids[nghttpd]=$!
    sleep 0.5
    moved h2c h2c 'HTTP/2 to HTTP/2 without TLS'
    stop nghttpd
    launch upstream
}
bytes() {
    change_upstream stream
    moved "$@"
    finish_scenario
    change_upstream nginx
}

# Bodies of 1 GiB through each gateway: CPU and speed.
moved() {
    truncate -s 1G "$out/1g"
    gateways "$1" "$2" 'nginx haproxy nghttpx sluice sluice-h1'
    rows "$3, bodies of 1 GiB: CPU s and s per GB (10⁹ bytes)" 'upload CPU | upload | download CPU | download' moved_row
    rm -f "$out/1g"
}
moved_row() {
    : >"$out/up.txt"
    : >"$out/down.txt"
    repeated move_once "$1" "$1" '' up -d "$out/1g"
    repeated move_once "$1" "$1" big down
    row="$(moved_cells up) | $(moved_cells down)"
}
moved_cells() { echo "$(cut -d ' ' -f 1 "$out/$1.txt" | spread '%.2f') | $(cut -d ' ' -f 2 "$out/$1.txt" | spread '%.2f')"; }

# One body for path $3 by port of $2, accounted to gateway $1 in $4.txt: CPU s and s per GB.
move_once() {
    local before flags=() to
    [[ $1 != *-h1 ]] || flags=(--h1)
    to=$(url "$1")
    before=$(ticks "$1")
    h2load -n 1 -c 1 -t 1 "${flags[@]}" "${@:5}" "${to/:${ports[$1]}/:${ports[$2]}}$3" >"$out/run.txt" 2>&1
    awk -v cpu="$(seconds_since "$1" "$before")" '
        /^finished in/ { value = $3; s = value * (value ~ /ms/ ? 0.001 : value ~ /m/ ? 60 : 1) }
        /^requests:/ { ok = $8 }
        /^traffic:/ { down = $3 + 0; gsub(/[^0-9]/, "", $4) }
        END { if (ok == 1) print cpu / gb, s / gb; else print "nan", "nan" }' gb="${gb:-1.073741824}" "$out/run.txt" >>"$out/$4.txt"
}

# 25 ms each way between clients and gateways; bodies of 64 MiB.
scenario_delay() {
    local name gb=0.067108864
    change_upstream stream
    truncate -s 64M "$out/64m"
    gateways h2c h1 'nginx haproxy nghttpx sluice sluice-h1'
    rows 'HTTP/2 without TLS to HTTP/1.1 with 50 ms of delay, bodies of 64 MiB: CPU s and s per GB' \
        'upload CPU | upload | download CPU | download' delayed_row
    rm -f "$out/64m"
    finish_scenario
    change_upstream nginx
}
delayed_row() {
    : >"$out/up.txt"
    : >"$out/down.txt"
    benchmarks_java dev.sluice.benchmarks.DelayProxy "${ports[delay]}" "${ports[$1]}" 25 >"$out/delay.log" 2>&1 &
    pids[delay]=$!
    sleep 1
    repeated move_once "$1" delay '' up -d "$out/64m"
    repeated move_once "$1" delay medium down
    stop delay
    row="$(moved_cells up) | $(moved_cells down)"
}

scenario_idle() {
    change_upstream hold
    gateways h2c h1 'nginx haproxy nghttpx sluice'
    rows 'HTTP/2: what 2 000 idle connections add, each' 'KiB of PSS | KiB of heap that lives' idle_connections
    finish_scenario
    gateways h2c h2c 'haproxy nghttpx sluice'
    rows 'HTTP/2 to HTTP/2: what 5 000 streams add that wait, 100 on a connection, each' 'KiB of PSS | KiB of heap that lives' idle_streams
    finish_scenario
    change_upstream nginx
}
idle_connections() { staying "$1" / 2000 1; }
idle_streams() { staying "$1" /hold 50 100; }
staying() {
    local name=$1 before heap_before after heap_after answer pid total=$(($3 * $4))
    clients=(-c 16 -m 8)
    path=
    load_kind=h2load
    load "$name" idle "$warmup" warm-up
    heap_before=$(heap "$name")
    before=$(memory "$name")
    coproc STAY { "$java" -cp "$here/target/quick/sluice-benchmarks.jar" dev.sluice.benchmarks.IdleStreams "${ports[$name]}" "${@:2}" 2>&1; }
    # shellcheck disable=SC2153  # coproc sets it
    pid=$STAY_PID
    read -r -t 60 answer <&"${STAY[0]}" || answer=
    sleep 1
    after=$(memory "$name")
    heap_after=$(heap "$name")
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    row="failed: $answer | –"
    if [[ $answer == "$total" ]]; then
        row=$(awk -v a="${before#* }" -v b="${after#* }" -v c="$heap_before" -v d="$heap_after" -v n="$total" 'BEGIN {
            printf "%.1f | %s", (b - a) / n, (d > 0 ? sprintf("%.1f", (d - c) / n) : "–") }')
    fi
}

# KiB of objects that live in gateway $1 after a collection, 0 if it is no JVM.
heap() {
    [[ $1 == sluice* ]] || {
        echo 0
        return
    }
    "$java_home/bin/jcmd" "${pids[$1]}" GC.run >/dev/null
    "$java_home/bin/jcmd" "${pids[$1]}" GC.run >/dev/null
    "$java_home/bin/jcmd" "${pids[$1]}" GC.heap_info |
        sed -n 's/.* total [0-9]*K, used \([0-9]*\)K.*/\1/p' | awk '{ sum += $1 } END { print sum }'
}
