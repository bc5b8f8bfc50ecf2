# shellcheck shell=bash disable=SC2154  # side-by-side sets the variables
# Starts and stops the upstream and the gateways. Sourced by side-by-side, which sets root, here and out.

declare -A pids=()
declare -A ports=([upstream]=18700 [nginx]=18701 [haproxy]=18702 [undertow]=18703 [vertx]=18704 [scg]=18705
    [sluice]=18706 [sluice-full]=18707 [launcher]=18708)
upstream_url="http://127.0.0.1:${ports[upstream]}"
read -ra sluice_flags <<<"${SLUICE_JAVA_OPTS-$launcher_flags}"
read -ra peer_flags <<<"${PEER_JAVA_OPTS-$launcher_flags}"

say() { printf '%s\n' "$*"; }
note() { printf 'side-by-side: %s\n' "$*" >&2; }
give_up() {
    note "$*"
    exit 1
}

# Debian packages, installed if that is possible. wrk and nginx are needed by all: the load and the upstream.
tools_needed() {
    local missing=() tool
    PATH=$PATH:/usr/sbin
    for tool in wrk nginx curl haproxy; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [[ -f $(echo_module) ]] || missing+=(libnginx-mod-http-echo)
    if [[ ${#missing[@]} -gt 0 && $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
        note "installing ${missing[*]}"
        if ! { apt-get -q update && apt-get -qy install "${missing[@]}"; } >"$out/apt.log" 2>&1; then
            note "apt-get failed, see $out/apt.log"
        fi
    fi
    for tool in wrk nginx curl; do
        command -v "$tool" >/dev/null || give_up "$tool is missing, and nothing can be measured without it"
    done
}

# Prepares and starts $1. Says why not, and fails, if it cannot.
start() {
    local name=$1
    if ! "prepare_${name//-/_}" >"$out/$name.log" 2>&1; then
        note "SKIPPED $name: $(tail -n 1 "$out/$name.log")"
        return 1
    fi
    if ! launch "$name"; then
        note "SKIPPED $name: it does not answer with the upstream's 1024 bytes, see $out/$name.log"
        stop "$name"
        return 1
    fi
}

# Starts $1 in the background and waits until it proxies.
launch() {
    local name=$1 port=${ports[$1]}
    if (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        give_up "port $port is taken"
    fi
    "run_${name//-/_}" "$port" >>"$out/$name.log" 2>&1 &
    pids[$name]=$!
    answers "$name" 90
}

# Waits until $1 passes the upstream's answer on, for at most $2 seconds.
answers() {
    local until=$((SECONDS + $2))
    while [[ $SECONDS -lt $until ]] && kill -0 "${pids[$1]}" 2>/dev/null; do
        if [[ $(curl -s -m 2 -o /dev/null -w '%{http_code} %{size_download}' "http://127.0.0.1:${ports[$1]}/") == '200 1024' ]]; then
            return 0
        fi
        sleep 0.01
    done
    return 1
}

stop() {
    local pid=${pids[$1]:-}
    unset "pids[$1]"
    [[ -n $pid ]] || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    for _ in {1..100}; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

stop_all() {
    local name
    for name in "${!pids[@]}"; do
        kill -TERM "${pids[$name]}" 2>/dev/null || true
    done
    for name in "${!pids[@]}"; do
        stop "$name"
    done
}

# nginx in the foreground, all it writes in a directory of its own: its name, the body of http {}, a module to load.
nginx_run() {
    local dir=$out/$1.d
    mkdir -p "$dir"
    cat >"$dir/nginx.conf" <<CONF
${3:+load_module $3;}
worker_processes auto;
worker_rlimit_nofile 20000;
pid $dir/pid;
error_log stderr warn;
daemon off;
events { worker_connections 8192; }
http {
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 600s;
    client_body_temp_path $dir/body;
    proxy_temp_path $dir/proxy;
    fastcgi_temp_path $dir/fastcgi;
    uwsgi_temp_path $dir/uwsgi;
    scgi_temp_path $dir/scgi;
    $2
}
CONF
    exec nginx -e stderr -p "$dir" -c "$dir/nginx.conf"
}

# nginx; slow: nginx that takes 100 ms to answer /slow; stream: takes uploads and answers /big with 1 GiB.
upstream_kind=nginx
prepare_upstream() { :; }
run_upstream() {
    local body slow='' module=''
    if [[ $upstream_kind == stream ]]; then
        benchmarks_java dev.sluice.benchmarks.StreamUpstream "$1"
    fi
    body=$(printf 'x%.0s' {1..1024})
    if [[ $upstream_kind == slow ]]; then
        module=$(echo_module)
        slow="location /slow { default_type text/plain; echo_sleep 0.1; echo $body; }"
    fi
    nginx_run upstream "server { listen 127.0.0.1:$1 backlog=4096; location / { return 200 '$body'; } $slow }" "$module"
}

# Debian's libnginx-mod-http-echo, installed beside nginx.
echo_module() { printf '%s/ngx_http_echo_module.so' "$(nginx -V 2>&1 | sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p')"; }

prepare_nginx() { :; }
run_nginx() {
    nginx_run nginx "
    upstream up { server 127.0.0.1:${ports[upstream]}; keepalive 2000; keepalive_requests 1000000000; keepalive_timeout 600s; }
    server {
        listen 127.0.0.1:$1 backlog=4096;
        client_max_body_size 0;
        location / {
            proxy_pass http://up;
            proxy_http_version 1.1;
            proxy_set_header Connection '';
            proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
        }
    }"
}

prepare_haproxy() { command -v haproxy || { say 'haproxy is not installed'; false; }; }
run_haproxy() {
    cat >"$out/haproxy.cfg" <<CONF
global
    maxconn 8000
defaults
    mode http
    option forwardfor
    http-reuse always
    timeout connect 5s
    timeout client 600s
    timeout server 600s
frontend in
    bind 127.0.0.1:$1 backlog 4096
    default_backend up
backend up
    server one 127.0.0.1:${ports[upstream]}
CONF
    exec haproxy -db -f "$out/haproxy.cfg"
}

# Builds the peer in directory $1 with its own pom.
peer() {
    (cd "$root" && ./mvnw -q -B -f "benchmarks/peers/pom.xml" -pl "$1" -am package) || {
        say "benchmarks/peers/$1 does not build"
        false
    }
}
run_peer() { exec "$java" "${peer_flags[@]}" -jar "$here/peers/$1/target/peer.jar" "$2" "$upstream_url"; }

prepare_undertow() { peer undertow; }
run_undertow() { run_peer undertow "$1"; }
prepare_vertx() { peer vertx; }
run_vertx() { run_peer vertx "$1"; }
prepare_scg() { peer scg; }
run_scg() { run_peer scg "$1"; }

# Once for both.
prepare_sluice() {
    [[ -z ${built:-} ]] || return 0
    build_benchmarks || {
        say 'Sluice does not build'
        false
    }
    built=yes
}
benchmarks_java() { exec "$java" "${sluice_flags[@]}" -cp "$here/target/quick/sluice-benchmarks.jar" "$@"; }
run_sluice() { benchmarks_java dev.sluice.benchmarks.Gateway plain "$1" "$upstream_url"; }
prepare_sluice_full() { prepare_sluice; }
run_sluice_full() { benchmarks_java dev.sluice.benchmarks.Gateway full "$1" "$upstream_url" "$out/trace.jsonl"; }
