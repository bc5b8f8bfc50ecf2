# shellcheck shell=bash disable=SC2154  # here is set by whoever sources this
# Which JVM, with which flags, on which build. Sourced by jmh and side-by-side.

# What ./sluice runs with; other gateways on the JVM get the same.
# shellcheck disable=SC2034
launcher_flags='-XX:+IgnoreUnrecognizedVMOptions -XX:+UseSerialGC -Xms128m -XX:NewSize=64m -XX:+UseCompactObjectHeaders'

# JAVA_HOME if it is 21 or newer, else the newest JDK in the usual place.
jdk() {
    local candidate version best=0 found=
    for candidate in /usr/lib/jvm/* "${JAVA_HOME:-/none}"; do
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release" 2>/dev/null || true)
        if [[ ${version:-0} -ge 21 && ($version -gt $best || $candidate == "${JAVA_HOME:-}") ]]; then
            best=$version
            found=$candidate
        fi
    done
    if [[ -z $found ]]; then
        echo 'no JDK 21 or newer found; set JAVA_HOME to one' >&2
        return 1
    fi
    printf '%s' "$found"
}

# The module and what it needs, in target/quick, as ./sluice builds itself.
build_benchmarks() {
    (cd "$here/.." && JAVA_HOME=$java_home ./mvnw -q -B -Dquick -pl benchmarks -am package)
}

java_home=$(jdk)
java=$java_home/bin/java
