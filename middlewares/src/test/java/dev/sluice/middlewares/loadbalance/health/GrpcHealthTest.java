package dev.sluice.middlewares.loadbalance.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Response;
import dev.sluice.middlewares.Environments;
import dev.sluice.middlewares.GrpcAnswers;
import dev.sluice.middlewares.loadbalance.Balance;
import dev.sluice.middlewares.loadbalance.BalanceOptions;
import dev.sluice.middlewares.loadbalance.pool.Pool;
import dev.sluice.testkit.Exchanges;
import dev.sluice.testkit.ManualTicker;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Members are judged by the status of gRPC, in a head or in trailers. */
class GrpcHealthTest {
    private final Pool pool = Pool.of("http://a", "http://b");

    private void exchanges(Counted counted, int status, IntFunction<Response> answer) {
        BalanceOptions options = BalanceOptions.builder(pool)
                .health(PassiveHealth.builder().counts(counted).failures(3).build())
                .build();
        Balance balance = new Balance(options, Environments.at(new ManualTicker()));
        for (int i = 0; i < 6; i++) {
            Exchanges.send(balance.around(sent -> {
                        boolean bad = sent.upstream().orElseThrow().host().equals("a");
                        return answer.apply(bad ? status : 0);
                    })
                    .handle(GrpcAnswers.call()));
        }
    }

    @Test
    void takesAMemberOutThatIsUnavailableInItsHeads() {
        exchanges(Counted.GATEWAY, 14, GrpcAnswers::trailersOnly);
        assertThat(pool).hasToString("http://a (ejected), http://b");
    }

    @Test
    void takesAMemberOutThatFailsInItsTrailers() {
        exchanges(Counted.ERRORS, 13, GrpcAnswers::ended);
        assertThat(pool).hasToString("http://a (ejected), http://b");
    }

    @Test
    void doesNotBlameAMemberForWhatTheCallAskedFor() {
        exchanges(Counted.ERRORS, 5, GrpcAnswers::ended);
        exchanges(Counted.ERRORS, 2, GrpcAnswers::trailersOnly);
        assertThat(pool).hasToString("http://a, http://b");
    }

    @Test
    void doesNotLookAtStatusesIfOnlyConnectionsCount() {
        exchanges(Counted.CONNECT, 14, GrpcAnswers::ended);
        assertThat(pool).hasToString("http://a, http://b");
    }
}
