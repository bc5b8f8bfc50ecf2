/**
 * What middlewares and gateways are tested with: fakes of clients and upstreams, a clock that is moved by hand, and the
 * contracts of middlewares and gates as tests to implement.
 *
 * {@snippet :
 * class MyGateTest implements GateContract {
 *     @Override
 *     public Gate middleware() {
 *         return request -> Verdict.admit();
 *     }
 * }
 * }
 */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
