package dev.sluice.kotlin

import dev.sluice.EdgeSteps
import dev.sluice.GatewayScope
import dev.sluice.GroupScope
import dev.sluice.Listen
import dev.sluice.RouteSteps
import dev.sluice.RoutesBlock
import dev.sluice.Settings
import dev.sluice.core.Request
import dev.sluice.expression.Expression
import dev.sluice.model.Routes
import dev.sluice.model.SettingType
import java.util.function.Supplier

/**
 * A part of a gateway that has routes: policies first, then routes and scopes. See [RoutesBlock].
 *
 * @param S the part itself
 */
public sealed class RoutesReceiver<S : RoutesReceiver<S>>(private val scope: RoutesBlock<*>) : StepsReceiver<S>(scope) {
    /**
     * Adds a route.
     *
     * @param name unlike those of all other routes
     * @param predicate which requests take it, such as `host("a.example.com") and path("/x/{rest...}")`
     * @param block its steps and its end
     */
    public fun route(name: String, predicate: Expression<Request>, block: RouteReceiver.() -> Unit) {
        scope.route(name, predicate) { RouteReceiver(it).block() }
    }

    /**
     * Adds a route.
     *
     * @param name unlike those of all other routes
     * @param predicate which requests take it, such as `Host("a.example.com") && PathPrefix("/x")`
     * @param block its steps and its end
     */
    public fun route(name: String, predicate: String, block: RouteReceiver.() -> Unit) {
        scope.route(name, predicate) { RouteReceiver(it).block() }
    }

    /**
     * Adds routes that share predicate and policies.
     *
     * @param predicate which requests its routes are for
     * @param block policies, then routes
     */
    public fun scope(predicate: Expression<Request>, block: GroupReceiver.() -> Unit) {
        scope.scope(predicate) { GroupReceiver(it).block() }
    }

    /**
     * Adds routes that share predicate and policies.
     *
     * @param predicate which requests its routes are for, such as `PathPrefix("/api")`
     * @param block policies, then routes
     */
    public fun scope(predicate: String, block: GroupReceiver.() -> Unit) {
        scope.scope(predicate) { GroupReceiver(it).block() }
    }

    /**
     * Says what takes the requests that no route here takes; if nobody says it they are answered with 404.
     *
     * @param block its steps and its end
     */
    public fun otherwise(block: RouteReceiver.() -> Unit) {
        scope.otherwise { RouteReceiver(it).block() }
    }
}

/**
 * A gateway while it is written: what runs for every request, then pools, routes and scopes.
 *
 * @property asJava the Java scope, for what is written in Java: `group.accept(asJava)`
 */
public class GatewayReceiver internal constructor(public val asJava: GatewayScope) :
    RoutesReceiver<GatewayReceiver>(asJava), EdgeSteps<GatewayReceiver>, Settings<GatewayReceiver> {
    override val self: GatewayReceiver get() = this

    override fun <O : Any> setting(type: SettingType<O>, options: Supplier<O>): GatewayReceiver {
        asJava.setting(type, options)
        return this
    }

    /**
     * Adds a listener, for `gateway.start()`.
     *
     * @param name unlike those of all other listeners
     * @param block address, TLS, limits and deadlines of clients
     */
    public fun listener(name: String, block: Listen.() -> Unit) {
        asJava.listener(name) { it.block() }
    }

    /**
     * Adds a pool, for [RouteReceiver.forwardTo]. Its routes share members, health and connections.
     *
     * @param name unlike those of all other pools
     * @param block its members, and how one is picked
     */
    public fun pool(name: String, block: PoolReceiver.() -> Unit) {
        asJava.pool(name) { PoolReceiver(it).block() }
    }

    /**
     * Sets what becomes of a target that a router and an upstream could read differently, such as `/a/..%2fb`; default
     * [Routes.Ambiguous.REJECT]: 400.
     *
     * @param what matched in its normal form and forwarded as it is, or refused
     */
    public fun ambiguousTargets(what: Routes.Ambiguous) {
        asJava.ambiguousTargets(what)
    }
}

/**
 * A scope: routes that share a predicate and policies.
 *
 * @property asJava the Java scope, for what is written in Java
 */
public class GroupReceiver internal constructor(public val asJava: GroupScope) :
    RoutesReceiver<GroupReceiver>(asJava), RouteSteps<GroupReceiver> {
    override val self: GroupReceiver get() = this
}
