package dev.sluice.kotlin.test

import java.nio.file.Path
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class DslMarkerTest {
    @TempDir
    lateinit var directory: Path

    private fun errors(body: String) = Compiler(directory).errors(
        mapOf(
            "Program" to """
                import dev.sluice.kotlin.*
                import dev.sluice.Sluice.*
                val written = gateway { $body }
            """.trimIndent(),
        ),
    )

    @Test
    fun `an outer part cannot be written from inside an inner one by mistake`() {
        assertThat(errors("""scope(path("/a")) { route("a", any()) { forward("http://a") } }""")).isEmpty()
        assertThat(errors("""scope(path("/a")) { pool("p") { member("http://a") } }"""))
            .anySatisfy { assertThat(it).contains("pool", "implicit receiver") }
        assertThat(errors("""route("a", any()) { route("b", any()) { forward("http://a") } }"""))
            .anySatisfy { assertThat(it).contains("route", "implicit receiver") }
    }

    @Test
    fun `a step that has no place at a part does not compile`() {
        assertThat(errors("""pool("p") { member("http://a"); rateLimit(5.perSecond) }"""))
            .anySatisfy { assertThat(it).contains("rateLimit") }
        assertThat(errors("""retry("Attempts() < 3"); otherwise { forward("http://a") }"""))
            .anySatisfy { assertThat(it).contains("retry") }
    }
}
