/**
 * What middlewares and gateways are tested with: fakes of clients and upstreams, a clock that is moved by hand, and the
 * contracts of middlewares and gates as test classes to extend.
 *
 * {@snippet :
 * class MyGateTest extends GateContract {
 *     @Override
 *     protected Gate gate() {
 *         return request -> Verdict.admit();
 *     }
 * }
 * }
 */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
