package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Failure.Sent;
import dev.sluice.core.Outcome.Ending;
import dev.sluice.testkit.Exchanges;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void aClientThatLeftIs499WhateverWasBeingSent() {
        Outcome outcome = Outcome.broken(Exchanges.ok(), new Failure.ClientGone(Sent.ALL), 0, 10);
        assertThat(outcome.status().code()).isEqualTo(499);
        assertThat(outcome.ending()).isEqualTo(Ending.BROKEN);
    }

    @Test
    void aBrokenUpstreamKeepsTheStatusThatTheClientSaw() {
        Failure failure = new Failure.UpstreamBroken("cut", Sent.ALL);
        Outcome outcome = Outcome.broken(Exchanges.ok(), failure, 0, 10);
        assertThat(outcome.status().code()).isEqualTo(200);
        assertThat(outcome.failure()).contains(failure);
    }

    @Test
    void aFailureThatCouldBeAnsweredIsSentAndRemembered() {
        Failure failure = new Failure.NoUpstream("none");
        Outcome outcome = Outcome.sent(Response.failed(failure, Provenance.LOCAL), 0, 20);
        assertThat(outcome.status().code()).isEqualTo(503);
        assertThat(outcome.failure()).contains(failure);
        assertThat(outcome.ending()).isEqualTo(Ending.SENT);
    }

    @Test
    void aBugIsA500ThatWasSentAndKeepsWhatWasThrown() {
        IllegalStateException thrown = new IllegalStateException("bug");
        Outcome outcome = Outcome.bug(thrown);
        assertThat(outcome.status().code()).isEqualTo(500);
        assertThat(outcome.ending()).isEqualTo(Ending.SENT);
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.bug()).containsSame(thrown);
    }

    @Test
    void aGateIsToldWhatWasAskedHoweverTheExchangeEnds() {
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        Gate gate = request -> Verdict.admit(outcomes);
        Request request = Exchanges.get("/asked");

        gate.handle(request, next -> Exchanges.ok()).close();
        assertThat(outcomes.only().request()).containsSame(request);
        assertThat(outcomes.only().ending()).isEqualTo(Ending.DISCARDED);
    }

    @Test
    void aGateIsToldOfABugInsideIt() {
        Exchanges.Outcomes outcomes = new Exchanges.Outcomes();
        Gate gate = request -> Verdict.admit(outcomes);
        IllegalStateException thrown = new IllegalStateException("bug");

        assertThatThrownBy(() -> gate.handle(Exchanges.get("/"), next -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(outcomes.only().bug()).containsSame(thrown);
        assertThat(outcomes.only().request()).isPresent();
    }
}
