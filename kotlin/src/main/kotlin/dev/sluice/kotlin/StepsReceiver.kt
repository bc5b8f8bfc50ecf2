package dev.sluice.kotlin

import dev.sluice.Policy
import dev.sluice.Steps
import dev.sluice.model.StepType
import java.util.function.Supplier

/**
 * A part of a gateway as the receiver of a lambda. Every step's method comes from the Java interfaces that its subclasses
 * implement ([dev.sluice.EdgeSteps], [dev.sluice.RouteSteps], [dev.sluice.PoolSteps], [dev.sluice.Ends]); what they lead to
 * is passed to the Java scope. Not thread-safe; of no use after its lambda.
 *
 * @param S the part itself
 */
@SluiceDsl
public sealed class StepsReceiver<S : StepsReceiver<S>>(private val scope: Steps<*>) : Steps<S> {
    internal abstract val self: S

    override fun <O : Any> step(type: StepType<O>, options: Supplier<O>): S {
        scope.step(type, options)
        return self
    }

    override fun use(policy: Policy): S {
        scope.use(policy)
        return self
    }
}
