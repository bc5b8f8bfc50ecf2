package dev.sluice.middlewares.loadbalance.policy;

import dev.sluice.core.Source;
import org.junit.jupiter.api.Nested;

/** Every policy keeps the {@link BalancerContract}. */
class BalancersTest {
    @Nested
    class RoundRobin implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.RoundRobin();
        }
    }

    @Nested
    class Random implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.Random();
        }
    }

    @Nested
    class LeastRequests implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.LeastRequests();
        }
    }

    @Nested
    class LeastTime implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.LeastTime();
        }
    }

    @Nested
    class PowerOfTwo implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.PowerOfTwo();
        }
    }

    @Nested
    class Hash implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.Hash(Source.path(), 0);
        }
    }

    @Nested
    class BoundedHash implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.Hash(Source.path(), 125);
        }
    }

    @Nested
    class HashWithoutAKey implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.Hash(Source.header("X-Missing"), 0);
        }
    }

    @Nested
    class FirstAvailable implements BalancerContract {
        @Override
        public BalancerSpec policy() {
            return new BalancerSpec.First();
        }
    }
}
