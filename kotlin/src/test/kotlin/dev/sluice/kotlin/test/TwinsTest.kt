package dev.sluice.kotlin.test

import dev.sluice.GatewayScope
import dev.sluice.GroupScope
import dev.sluice.Policy
import dev.sluice.PoolScope
import dev.sluice.RouteScope
import dev.sluice.kotlin.GatewayReceiver
import dev.sluice.kotlin.GroupReceiver
import dev.sluice.kotlin.PolicyReceiver
import dev.sluice.kotlin.PoolReceiver
import dev.sluice.kotlin.RouteReceiver
import java.lang.reflect.Method
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.Arguments.arguments
import org.junit.jupiter.params.provider.MethodSource

/** A method that is new in Java must be had in Kotlin, too. */
class TwinsTest {
    @ParameterizedTest
    @MethodSource("scopes")
    fun `has every method of its scope`(java: Class<*>, kotlin: Class<*>) {
        val known = signatures(kotlin)

        assertThat(signatures(java).filterNot { (name, types) -> known.any { it.first == name && covers(it.second, types) } })
            .isEmpty()
    }

    private fun signatures(type: Class<*>): List<Pair<String, List<String>>> =
        type.methods.filter { it.declaringClass != Any::class.java && !it.isBridge }.map { it.name to types(it) }

    /** The lambda that writes a part is a function in Kotlin. */
    private fun types(method: Method): List<String> =
        method.parameterTypes.map { if (it.simpleName in LAMBDAS) "lambda" else it.name }

    /** Arguments at the end may have defaults in Kotlin. */
    private fun covers(kotlin: List<String>, java: List<String>) = kotlin.take(java.size) == java

    companion object {
        private val LAMBDAS = setOf("Consumer", "Function1")

        @JvmStatic
        fun scopes() = listOf(
            arguments(GatewayScope::class.java, GatewayReceiver::class.java),
            arguments(GroupScope::class.java, GroupReceiver::class.java),
            arguments(RouteScope::class.java, RouteReceiver::class.java),
            arguments(PoolScope::class.java, PoolReceiver::class.java),
            arguments(Policy.Scope::class.java, PolicyReceiver::class.java),
        )
    }
}
