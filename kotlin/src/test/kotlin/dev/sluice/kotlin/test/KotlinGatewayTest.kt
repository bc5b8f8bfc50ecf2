package dev.sluice.kotlin.test

import dev.sluice.Gateway
import dev.sluice.ProgramException
import dev.sluice.RouteSteps
import dev.sluice.RunningGateway
import dev.sluice.Sluice
import dev.sluice.Sluice.attempts
import dev.sluice.Sluice.clientIp
import dev.sluice.Sluice.networkError
import dev.sluice.kotlin.and
import dev.sluice.kotlin.gateway
import dev.sluice.kotlin.kib
import dev.sluice.kotlin.or
import dev.sluice.kotlin.per
import dev.sluice.kotlin.perHour
import dev.sluice.kotlin.perMinute
import dev.sluice.kotlin.perSecond
import dev.sluice.kotlin.policy
import dev.sluice.kotlin.rateLimit
import dev.sluice.model.Routes
import dev.sluice.Sluice.any
import dev.sluice.Sluice.hasHeader
import dev.sluice.Sluice.host
import dev.sluice.Sluice.method
import dev.sluice.Sluice.path
import dev.sluice.testkit.FakeUpstream
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowableOfType
import org.junit.jupiter.api.Test

class KotlinGatewayTest {
    @Test
    fun `is the same model as in Java`() {
        val limits = policy("limits") { rateLimit(5.perMinute) }

        val kotlin = gateway {
            trace()
            ambiguousTargets(Routes.Ambiguous.PASS)
            metrics { it.enabled(false) }
            pool("api") {
                member("http://a:8080", weight = 3)
                member("http://b:8080")
                retry(networkError() and attempts().lessThan(3)) { maxAttempts(4) }
                sticky { it.cookie("upstream") }
                forwarding { passHost() }
            }
            pool("next") { member("http://d:8080") }
            route("images", host("img.example.com") and !hasHeader("X-No")) {
                priority(1)
                forward("http://c:8080")
            }
            scope(path("/api/**")) {
                rateLimit(100, 1.seconds)
                use(limits)
                route("orders", path("/api/orders/{id}") and (method("GET") or method("HEAD"))) {
                    headers { it.request { fields -> fields.set("X-Gw", "1") } }
                    forwardTo("api")
                }
                scope("PathPrefix(\"/api/v2\")") {
                    buffer { it.maxRequestBytes(64.kib) }
                    route("v2", "Any()") { split("api", 9).canary("next", 1).promoteWhen { it.samples(70) }.by(clientIp()) }
                }
                otherwise { respond(404, "text/plain", "no such api") }
            }
            otherwise { redirect(308, "/api/") }
        }

        val java = Sluice.gateway { g ->
            g.trace()
            g.ambiguousTargets(Routes.Ambiguous.PASS)
            g.metrics { m -> m.enabled(false) }
            g.pool("api") { p ->
                p.member("http://a:8080", 3)
                    .member("http://b:8080")
                    .retry(networkError().and(attempts().lessThan(3))) { it.maxAttempts(4) }
                    .sticky { it.cookie("upstream") }
                    .forwarding { it.passHost() }
            }
            g.pool("next") { p -> p.member("http://d:8080") }
            g.route("images", host("img.example.com").and(hasHeader("X-No").not())) { r ->
                r.priority(1).forward("http://c:8080")
            }
            g.scope(path("/api/**")) { api ->
                api.rateLimit(100, Duration.ofSeconds(1))
                api.use(Sluice.policy("limits") { it.rateLimit(Sluice.rate(5).perMinute()) })
                api.route("orders", path("/api/orders/{id}").and(method("GET").or(method("HEAD")))) { r ->
                    r.headers { it.request { fields -> fields.set("X-Gw", "1") } }.forwardTo("api")
                }
                api.scope("PathPrefix(\"/api/v2\")") { v2 ->
                    v2.buffer { it.maxRequestBytes(65536) }.route("v2", "Any()") {
                        it.split("api", 9).canary("next", 1).promoteWhen { c -> c.samples(70) }.by(clientIp())
                    }
                }
                api.otherwise { it.respond(404, "text/plain", "no such api") }
            }
            g.otherwise { it.redirect(308, "/api/") }
        }

        assertThat(kotlin.model()).isEqualTo(java.model())
        assertThat(kotlin.toString()).isEqualTo(java.toString())
    }

    @Test
    fun `runs and is changed while it runs`() {
        FakeUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").use { upstream ->
            listening(
                gateway {
                    pool("all") { member(upstream.url()) }
                    route("a", path("/a")) {
                        rateLimit(1, 1.hours)
                        forwardTo("all")
                    }
                    otherwise { respond(404, "text/plain", "nothing here") }
                },
            ).use { running ->
                assertThat(get(running, "/a").body()).isEqualTo("ok")
                assertThat(get(running, "/a").statusCode()).isEqualTo(429)
                assertThat(get(running, "/b").statusCode()).isEqualTo(404)

                running.apply(running.plan(gateway { otherwise { respond(410, "text/plain", "gone") } }))
                assertThat(get(running, "/a").statusCode()).isEqualTo(410)

                running.rollback()
                assertThat(get(running, "/b").statusCode()).isEqualTo(404)
            }
        }
    }

    @Test
    fun `tells all mistakes with the lines of the Kotlin program`() {
        val line = Thread.currentThread().stackTrace[1].lineNumber
        val wrong = catchThrowableOfType(ProgramException::class.java) {
            gateway {
                pool("api") { member("ftp://a") }
                route("a", "Anny()") { forwardTo("api") }
                rateLimit(0, 1.seconds)
                route("b", any()) {}
                otherwise { rateLimit { it.rate(0 per 1.seconds) }.respond(200, "text/plain", "") }
            }
        }

        assertThat(wrong.mistakes()).anySatisfy {
            assertThat(it).startsWith("KotlinGatewayTest.kt:${line + 3}: ").contains("ftp://a")
        }
        assertThat(wrong.mistakes()).anySatisfy {
            assertThat(it).startsWith("KotlinGatewayTest.kt:${line + 4}: route \"a\"").contains("Anny")
        }
        assertThat(wrong.mistakes()).anySatisfy {
            assertThat(it).startsWith("KotlinGatewayTest.kt:${line + 5}: rateLimit")
        }
        assertThat(wrong.mistakes()).anySatisfy {
            assertThat(it).startsWith("KotlinGatewayTest.kt:${line + 6}: route \"b\" has no end")
        }
        assertThat(wrong.mistakes()).anySatisfy {
            assertThat(it).startsWith("KotlinGatewayTest.kt:${line + 7}: rateLimit: tokens")
        }
        assertThat(wrong.mistakes()).hasSize(5)
    }

    /** Works for routes, scopes and policies, in Kotlin and in Java. */
    private fun <S : Any> RouteSteps<S>.guarded() {
        connLimit(10) { it.by(clientIp()) }
        rateLimit(10.perHour)
    }

    @Test
    fun `policies are functions of one's own, for every part that may have them`() {
        val kotlin = gateway {
            scope(path("/a")) {
                guarded()
                route("a", any()) { forward("http://a:8080") }
            }
            route("b", any()) {
                guarded()
                forward("http://b:8080")
            }
        }

        assertThat(kotlin.explain()).containsPattern("(?s)connLimit.*connLimit")
        assertThat(policy("guards") { guarded() }.toString()).contains("connLimit", "rateLimit")
    }

    @Test
    fun `what is written in Java is put in place by asJava`() {
        val java = java.util.function.Consumer<dev.sluice.GroupScope> { it.route("j", any()) { r -> r.forward("http://j:1") } }

        val kotlin = gateway { scope(path("/j/**")) { java.accept(asJava) } }

        assertThat(kotlin.model()).isEqualTo(Sluice.gateway { it.scope(path("/j/**"), java) }.model())
    }

    @Test
    fun `sizes and rates are those of Java`() {
        assertThat(100.perSecond.burst(200)).isEqualTo(Sluice.rate(100).perSecond().burst(200))
        assertThat(3 per 10.seconds).isEqualTo(Sluice.rate(3).per(Duration.ofSeconds(10)))
        assertThat(64.kib).isEqualTo(65_536)
    }

    private fun listening(gateway: Gateway): RunningGateway = gateway.listen("127.0.0.1", 0)

    private fun get(running: RunningGateway, target: String): HttpResponse<String> =
        HttpClient.newHttpClient().use {
            it.send(
                HttpRequest.newBuilder(URI("http://127.0.0.1:${running.port()}$target")).build(),
                HttpResponse.BodyHandlers.ofString(),
            )
        }
}
