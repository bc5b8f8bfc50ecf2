package dev.sluice.core;

import dev.sluice.testkit.GateContract;

/** The smallest gate there is keeps the contract. */
class TrivialGateContractTest implements GateContract {
    @Override
    public Gate middleware() {
        return request -> Verdict.admit();
    }
}
