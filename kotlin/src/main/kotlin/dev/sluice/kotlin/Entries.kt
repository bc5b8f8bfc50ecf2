package dev.sluice.kotlin

import dev.sluice.Gateway
import dev.sluice.Policy
import dev.sluice.Sluice

/**
 * Writes a gateway: policies, pools, and routes in scopes. The twin of [Sluice.gateway], and the same value comes out.
 *
 * ```
 * gateway {
 *     pool("api") { member("http://a:8080", weight = 3) }
 *     route("orders", path("/orders/{id}")) { forwardTo("api") }
 * }.listen(8080)
 * ```
 *
 * @param block writes it
 * @return the gateway
 * @throws dev.sluice.ProgramException naming every mistake, each with the place where it was written
 */
public fun gateway(block: GatewayReceiver.() -> Unit): Gateway = Sluice.gateway { GatewayReceiver(it).block() }

/**
 * Writes steps that may stand in several places of a gateway, as one instance each. The twin of [Sluice.policy].
 *
 * @param name tells it from other policies
 * @param block writes its steps
 * @return the policy, for `use(...)`
 * @throws dev.sluice.ProgramException naming every mistake
 */
public fun policy(name: String, block: PolicyReceiver.() -> Unit): Policy =
    Sluice.policy(name) { PolicyReceiver(it).block() }
