package dev.sluice.kotlin.test

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.name
import kotlin.io.path.readText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Compiles every Kotlin block of the pages, with exactly the imports that it shows. */
class KotlinDocumentationTest {
    @TempDir
    lateinit var directory: Path

    @Test
    fun `every block compiles with the imports that it shows`() {
        val sources = pages().flatMap { page -> sources(page) }

        assertThat(sources).hasSizeGreaterThan(4)
        assertThat(Compiler(directory).errors(sources.toMap())).isEmpty()
    }

    /** Not ours, but another gateway's, if the line before the block says so. */
    private fun sources(page: Path): List<Pair<String, String>> =
        Regex("(?<foreign><!-- not compiled:[^\\n]*-->\\n)?```kotlin\\n(?<code>.*?)```", RegexOption.DOT_MATCHES_ALL)
            .findAll(page.readText())
            .withIndex()
            .filter { (_, block) -> block.groups["foreign"] == null }
            .map { (number, block) -> program("${page.name.replace(Regex("[^a-z]"), "_")}_$number", block.groups["code"]!!.value) }
            .toList()

    private fun program(name: String, code: String): Pair<String, String> {
        val (imports, body) = code.lines().partition { it.startsWith("import ") }
        val declarations = body.any { it.startsWith("fun ") }
        val text = body.joinToString("\n")
        return name to (listOf("package page.$name") + imports + (if (declarations) text else "fun main() {\n$text\n}"))
            .joinToString("\n")
    }

    private fun pages(): List<Path> = Files.walk(Path.of("..", "docs")).use { files ->
        files.filter { it.extension == "md" }.sorted().toList() + listOf(Path.of("..", "README.md"))
    }
}
