package dev.sluice.kotlin.test

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import org.jetbrains.kotlin.cli.common.ExitCode
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler

/** Compiles Kotlin against what the tests see, in a directory of its own. */
class Compiler(private val directory: Path) {
    /** What the compiler says against the sources; nothing if they are right. */
    fun errors(sources: Map<String, String>): List<String> {
        val files = sources.map { (name, code) -> Files.writeString(directory.resolve("$name.kt"), code).toString() }
        val said = ByteArrayOutputStream()
        val exit = K2JVMCompiler().exec(
            PrintStream(said, true),
            "-d", directory.resolve("classes").toString(),
            "-classpath", System.getProperty("java.class.path"),
            "-no-stdlib",
            "-no-reflect",
            "-jvm-target", "21",
            "-Xjspecify-annotations=strict",
            *files.toTypedArray(),
        )
        val errors = said.toString().lines().filter { it.contains("error:") }
        check(exit == ExitCode.OK || errors.isNotEmpty()) { "the compiler ended with $exit: $said" }
        return errors
    }
}
