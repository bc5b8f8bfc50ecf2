package dev.sluice.kotlin

import dev.sluice.Ends
import dev.sluice.Policy
import dev.sluice.RouteScope
import dev.sluice.RouteSteps
import dev.sluice.SplitStage
import dev.sluice.model.TerminalType
import java.util.function.Supplier

/**
 * A route: steps, then one end.
 *
 * @property asJava the Java scope, for what is written in Java
 */
public class RouteReceiver internal constructor(public val asJava: RouteScope) :
    StepsReceiver<RouteReceiver>(asJava), RouteSteps<RouteReceiver>, Ends<RouteReceiver> {
    override val self: RouteReceiver get() = this

    override fun <O : Any> end(type: TerminalType<O>, options: Supplier<O>): RouteReceiver {
        asJava.end(type, options)
        return this
    }

    /**
     * Prefers this route to all of a lower priority, whatever their predicates.
     *
     * @param value default 0; a negative one prefers the others
     */
    public fun priority(value: Int) {
        asJava.priority(value)
    }

    /**
     * Forwards to a pool of the gateway.
     *
     * @param pool its name
     */
    public fun forwardTo(pool: String) {
        asJava.forwardTo(pool)
    }

    /**
     * Divides the requests among pools of the gateway by weights.
     *
     * @param pool the name of the first pool
     * @param weight 0 or more
     * @return the split, which needs another pool
     */
    public fun split(pool: String, weight: Int): SplitStage = asJava.split(pool, weight)
}

/** The steps of a policy while they are written. */
public class PolicyReceiver internal constructor(scope: Policy.Scope) :
    StepsReceiver<PolicyReceiver>(scope), RouteSteps<PolicyReceiver> {
    override val self: PolicyReceiver get() = this
}
