# shellcheck shell=bash disable=SC2154  # side-by-side sets the variables
# Starts and stops the upstream and the gateways. Sourced by side-by-side, which sets root, here and out.

declare -A pids=()
declare -A ports=([upstream]=18700 [nginx]=18701 [haproxy]=18702 [undertow]=18703 [vertx]=18704 [scg]=18705
    [sluice]=18706 [sluice-full]=18707 [launcher]=18708 [nghttpx]=18709 [sluice-before]=18712 [delay]=18713
    [sluice-native]=18714)
upstream_url="http://127.0.0.1:${ports[upstream]}"
# The same upstream in HTTP/2 without TLS, by prior knowledge.
upstream_h2c=127.0.0.1:18710
# What clients speak to the gateways, and these to the upstream: h1, h1-tls, h2, h2c; h1, h2c, grpc.
front=h1
back=h1
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
    for tool in wrk nginx curl haproxy ${scenarios:+h2load nghttpd nghttpx openssl}; do
        command -v "$tool" >/dev/null || missing+=("$(package_of "$tool")")
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

package_of() {
    case $1 in
        h2load) echo nghttp2-client ;;
        nghttpd) echo nghttp2-server ;;
        nghttpx) echo nghttp2-proxy ;;
        *) echo "$1" ;;
    esac
}

# Prepares and starts $1. Says why not, and fails, if it cannot.
start() {
    local name=$1 other=${1%-h1}
    if [[ $other != "$name" ]]; then # the same process: two JVMs of one jar differ by a fifth
        [[ -n ${pids[$other]:-} ]] || return 1
        pids[$name]=${pids[$other]}
        ports[$name]=${ports[$other]}
        return 0
    fi
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

# The root of $1 as clients of the moment see it; the upstream itself is always there in HTTP/1.1.
url() {
    case $1:$front in
        upstream:* | *:h1 | *:h2c) echo "http://127.0.0.1:${ports[$1]}/" ;;
        *) echo "https://127.0.0.1:${ports[$1]}/" ;;
    esac
}
curl_flag() {
    case $1:$front in
        upstream:* | *-h1:* | *:h1*) echo --http1.1 ;;
        *:h2c) echo --http2-prior-knowledge ;;
        *:h2) echo --http2 ;;
    esac
}

# Waits until $1 passes the upstream's answer on, for at most $2 seconds.
answers() {
    local until=$((SECONDS + $2))
    while [[ $SECONDS -lt $until ]] && kill -0 "${pids[$1]}" 2>/dev/null; do
        if [[ $(curl -sk $(curl_flag "$1") -m 2 -o /dev/null -w '%{http_code} %{size_download}' "$(url "$1")") == '200 1024' ]]; then
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

# nginx; hold: nginx that answers /hold with a head and no end; slow: nginx that takes 100 ms to answer /slow; stream: takes uploads and answers /big with 1 GiB.
upstream_kind=nginx
prepare_upstream() { :; }
run_upstream() {
    local body slow='' module=''
    if [[ $upstream_kind == stream ]]; then
        benchmarks_java dev.sluice.benchmarks.StreamUpstream "$1"
    fi
    body=$(printf 'x%.0s' {1..1024})
    if [[ $upstream_kind == slow || $upstream_kind == hold ]]; then
        module=$(echo_module)
        slow="location /slow { default_type text/plain; echo_sleep 0.1; echo $body; }
        location /hold { default_type text/plain; echo first; echo_flush; echo_sleep 600; }"
    fi
    nginx_run upstream "server {
        listen 127.0.0.1:$1 backlog=4096;
        listen $upstream_h2c http2 reuseport backlog=4096;
        location / { return 200 '$body'; }
        $slow
        $(grpc_location)
    }" "$module"
}

# gRPC as bytes: /grpc/unary answers any call with one message of 100 bytes, /grpc/stream with 1 000 of them.
grpc_location() {
    local message
    mkdir -p "$out/www/grpc"
    message=$(printf 'x%.0s' {1..100})
    printf '\0\0\0\0\144%s' "$message" >"$out/www/grpc/unary"
    : >"$out/www/grpc/stream"
    for _ in {1..1000}; do
        cat "$out/www/grpc/unary"
    done >"$out/www/grpc/stream"
    printf '\0\0\0\0\144%s' "$message" >"$out/message"
    echo "location /grpc/ {
            root $out/www; default_type application/grpc; add_trailer grpc-status 0; etag off; if_modified_since off;
            error_page 405 =200 \$uri;
        }"
}

# Debian's libnginx-mod-http-echo, installed beside nginx.
echo_module() { printf '%s/ngx_http_echo_module.so' "$(nginx -V 2>&1 | sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p')"; }

prepare_nginx() { [[ $back != h2c ]] || { say 'nginx speaks HTTP/2 to upstreams with gRPC only'; false; }; }
run_nginx() {
    local options='' upstream=127.0.0.1:${ports[upstream]} pass
    pass="proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection '';
            proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;"
    case $front in
        h2c) options=http2 ;;
        h2) options='ssl http2' ;;
        h1-tls) options=ssl ;;
    esac
    if [[ $back == grpc ]]; then
        upstream=$upstream_h2c
        pass="grpc_pass grpc://up; grpc_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;"
    fi
    nginx_run nginx "
    upstream up { server $upstream; keepalive 2000; keepalive_requests 1000000000; keepalive_timeout 600s; }
    server {
        listen 127.0.0.1:$1 $options backlog=4096;
        ${options:+ssl_certificate $out/cert.pem; ssl_certificate_key $out/key.pem; ssl_session_cache shared:a:10m;
            ssl_protocols TLSv1.2 TLSv1.3;}
        client_max_body_size 0;
        location / { $pass }
    }"
}

prepare_haproxy() { command -v haproxy || { say 'haproxy is not installed'; false; }; }
run_haproxy() {
    local options='' upstream=127.0.0.1:${ports[upstream]}
    case $front in
        h2c) options='proto h2' ;;
        h2) options="ssl crt $out/both.pem alpn h2,http/1.1" ;;
        h1-tls) options="ssl crt $out/both.pem" ;;
    esac
    [[ $back == h1 ]] || upstream="$upstream_h2c proto h2"
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
    bind 127.0.0.1:$1 backlog 4096 $options
    default_backend up
backend up
    server one $upstream
CONF
    exec haproxy -db -f "$out/haproxy.cfg"
}

prepare_nghttpx() { command -v nghttpx || { say 'nghttpx is not installed'; false; }; }
run_nghttpx() {
    local frontend="127.0.0.1,$1" upstream="127.0.0.1,${ports[upstream]}" files=()
    case $front in
        h2 | h1-tls) files=("$out/key.pem" "$out/cert.pem") ;;
        *) frontend="$frontend;no-tls" ;;
    esac
    [[ $back == h1 ]] || upstream="${upstream_h2c/:/,};;proto=h2"
    exec nghttpx --conf=/dev/null --workers="$(nproc)" --frontend="$frontend" --backend="$upstream" --add-x-forwarded-for \
        --backlog=4096 --accesslog-file=/dev/null --no-ocsp "${files[@]}"
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
        return 1
    }
    built=yes
}
benchmarks_java() { exec "$java" "${sluice_flags[@]}" -cp "$here/target/quick/sluice-benchmarks.jar" "$@"; }
# The gateway of the jar in directory $1 in mode $2 on port $3, told which upstream and, for TLS, which certificate.
gateway_java() {
    local upstream=$upstream_url tls=()
    [[ $back == h1 ]] || upstream=h2c://$upstream_h2c
    case $front in
        h2 | h1-tls) tls=("$out/cert.pem" "$out/key.pem") ;;
    esac
    exec "$java" "${sluice_flags[@]}" -cp "$1/target/quick/sluice-benchmarks.jar${native_jars:+:$native_jars}" dev.sluice.benchmarks.Gateway \
        "$2" "$3" "$upstream" "$out/trace.jsonl" "${tls[@]}"
}
run_sluice() { gateway_java "$here" plain "$1"; }
prepare_sluice_full() { prepare_sluice; }
run_sluice_full() { gateway_java "$here" full "$1"; }
# With the native code of integrations/tls-native, as docs/tls.md says.
prepare_sluice_native() {
    prepare_sluice || return 1
    [[ -z ${built_native:-} ]] || return 0
    (cd "$root" && JAVA_HOME=$java_home ./mvnw -q -B -Dquick -pl integrations/tls-native -am package) || {
        say 'integrations/tls-native does not build'
        return 1
    }
    built_native=yes
}
run_sluice_native() {
    local jars=("$root"/integrations/tls-native/target/quick/sluice-tls-native-*.jar
        ~/.m2/repository/org/conscrypt/conscrypt-openjdk-uber/*/*.jar
        ~/.m2/repository/software/amazon/cryptools/AmazonCorrettoCryptoProvider/*/*linux-x86_64.jar)
    sluice_flags+=(--enable-native-access=ALL-UNNAMED)
    native_jars=$(IFS=: && echo "${jars[*]}")
    gateway_java "$here" plain "$1"
}
# Sluice as another checkout has it, which was built there.
prepare_sluice_before() { [[ -f ${before:-}/benchmarks/target/quick/sluice-benchmarks.jar ]] || { say "no jar in ${before:-the directory of --before}"; false; }; }
run_sluice_before() { gateway_java "$before/benchmarks" plain "$1"; }
