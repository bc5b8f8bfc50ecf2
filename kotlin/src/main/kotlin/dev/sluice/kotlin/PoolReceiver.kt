package dev.sluice.kotlin

import dev.sluice.PoolScope
import dev.sluice.PoolSteps
import dev.sluice.expression.Expression
import dev.sluice.forwarder.ForwarderOptions
import dev.sluice.middlewares.adaptive.AdaptiveConcurrencyOptions
import dev.sluice.middlewares.admission.AdmissionControlOptions
import dev.sluice.middlewares.hedge.HedgeOptions
import dev.sluice.middlewares.loadbalance.BalanceOptions
import dev.sluice.middlewares.loadbalance.pool.MemberSpec
import dev.sluice.middlewares.loadbalance.pool.DiscoveryOptions
import dev.sluice.middlewares.loadbalance.pool.MemberSource
import dev.sluice.middlewares.loadbalance.pool.PoolSource
import dev.sluice.middlewares.loadbalance.pool.SourceSpec
import dev.sluice.middlewares.retry.Attempt
import dev.sluice.middlewares.retry.RetryOptions
import dev.sluice.model.StepType
import java.util.function.BiConsumer
import java.util.function.Function
import java.util.function.Supplier

/**
 * A pool of a gateway: members, how one is picked, and what runs around and for each attempt.
 *
 * @property asJava the Java scope, for what is written in Java
 */
public class PoolReceiver internal constructor(public val asJava: PoolScope) :
    StepsReceiver<PoolReceiver>(asJava), PoolSteps<PoolReceiver> {
    override val self: PoolReceiver get() = this

    override fun <T : Any> picking(
        name: String,
        part: Supplier<T>,
        put: BiConsumer<BalanceOptions.Builder, T>,
    ): PoolReceiver {
        asJava.picking(name, part, put)
        return this
    }

    override fun <O : Any> onPool(type: StepType<O>, options: Function<PoolSource, O>): PoolReceiver {
        asJava.onPool(type, options)
        return this
    }

    /**
     * Adds a member.
     *
     * @param url `http://host[:port][/base]`
     * @param weight its share beside the others, 0 for none
     */
    public fun member(url: String, weight: Int = 1) {
        asJava.member(url, weight)
    }

    /**
     * Adds a member.
     *
     * @param url `http://host[:port][/base]`
     * @param about weight, priority, metadata
     */
    public fun member(url: String, about: MemberSpec.Builder.() -> Unit) {
        asJava.member(url, about)
    }

    /**
     * Takes the members from a source while the gateway runs. Members that are added beside it take requests until the
     * source has answered.
     *
     * @param found such as `FileSource.of("members.txt")`
     */
    public fun source(found: SourceSpec) {
        asJava.source(found)
    }

    /**
     * Takes the members from a source of the program's own while the gateway runs.
     *
     * @param own asked on a virtual thread, again and again
     */
    public fun source(own: MemberSource) {
        asJava.source(own)
    }

    /**
     * Sets how the source is followed.
     *
     * @param options interval, debounce, floor
     */
    public fun discovery(options: DiscoveryOptions) {
        asJava.discovery(options)
    }

    /**
     * Sends a request again, to another member if there is one, without holding bodies.
     *
     * @param condition oxy's expression, such as `IsNetworkError() && Attempts() < 3`
     */
    public fun retry(condition: String) {
        asJava.retry(condition)
    }

    /**
     * Sends a request again, to another member if there is one, without holding bodies.
     *
     * @param condition such as `networkError() and attempts().lessThan(3)`
     * @param options attempts, budget, backoff
     */
    public fun retry(condition: Expression<Attempt>, options: RetryOptions.Builder.() -> Unit = {}) {
        asJava.retry(condition, options)
    }

    /**
     * Limits how many requests wait for the pool's members at the same time, and finds the limit itself.
     *
     * @param options the algorithm, bounds, a queue, which requests are refused first
     */
    public fun adaptiveConcurrency(options: AdaptiveConcurrencyOptions.Builder.() -> Unit = {}) {
        asJava.adaptiveConcurrency(options)
    }

    /**
     * Refuses a share of the requests while too few of those for the pool succeed.
     *
     * @param options the ratio, the window, how many are refused at most
     */
    public fun admissionControl(options: AdmissionControlOptions.Builder.() -> Unit = {}) {
        asJava.admissionControl(options)
    }

    /**
     * Sends a second attempt of a safe request to another member if the first takes too long; the first answer wins.
     *
     * @param options after which time, how many, budget
     */
    public fun hedge(options: HedgeOptions.Builder.() -> Unit = {}) {
        asJava.hedge(options)
    }

    /**
     * Sets how requests are forwarded and members are reached.
     *
     * @param options timeouts, pass host, TLS
     */
    public fun forwarding(options: ForwarderOptions.Builder.() -> Unit) {
        asJava.forwarding(options)
    }
}
