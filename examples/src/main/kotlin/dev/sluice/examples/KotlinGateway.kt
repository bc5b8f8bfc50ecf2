package dev.sluice.examples

import dev.sluice.Proxy
import dev.sluice.Sluice.attempts
import dev.sluice.Sluice.header
import dev.sluice.Sluice.mib
import dev.sluice.Sluice.networkError
import dev.sluice.Sluice.proxy
import dev.sluice.Sluice.rate

/** The same DSL in Kotlin: scopes are lambdas, conditions are typed. */
fun gateway(vararg upstreams: String): Proxy =
    proxy()
        .rateLimit { it.rate(rate(100).perSecond().burst(200)).by(header("X-Api-Key")) }
        .buffer { it.maxRequestBytes(mib(1)).retry(networkError().and(attempts().lessThan(3))) }
        .use { request, next -> next.handle(request) }
        .roundRobin(*upstreams)
        .sticky { it.cookie("upstream") }
        .forward { it.passHost(true) }

fun main() {
    println(gateway("http://localhost:63450", "http://localhost:63451").listen(8080))
}
