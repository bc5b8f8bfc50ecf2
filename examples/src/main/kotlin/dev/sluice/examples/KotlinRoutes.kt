package dev.sluice.examples

import dev.sluice.Gateway
import dev.sluice.Sluice.attempts
import dev.sluice.Sluice.networkError
import dev.sluice.kotlin.and
import dev.sluice.kotlin.gateway
import dev.sluice.kotlin.or
import dev.sluice.kotlin.rateLimit
import dev.sluice.Sluice.method
import dev.sluice.Sluice.path
import kotlin.time.Duration.Companion.seconds

/** Routes in Kotlin: each part of the gateway is the receiver of its lambda. */
fun routes(vararg upstreams: String): Gateway = gateway {
    pool("api") {
        upstreams.forEach { member(it) }
        retry(networkError() and attempts().lessThan(3))
    }
    scope(path("/api/**")) {
        rateLimit(100, 1.seconds)
        route("orders", path("/api/orders/{id}") and (method("GET") or method("HEAD"))) {
            headers { it.request { fields -> fields.set("X-Gw", "1") } }
            forwardTo("api")
        }
        otherwise { respond(405, "text/plain", "orders are read here, and nothing else\n") }
    }
    otherwise { respond(404, "application/json", """{"error":"not found"}""") }
}

fun main() {
    println(routes("http://localhost:63450", "http://localhost:63451").listen(8080))
}
