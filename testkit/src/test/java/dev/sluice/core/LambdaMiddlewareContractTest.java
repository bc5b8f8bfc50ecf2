package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.MiddlewareContract;
import org.junit.jupiter.api.Test;

/** The smallest middleware there is keeps the contract, so the contract asks for nothing that a lambda cannot do. */
class LambdaMiddlewareContractTest implements MiddlewareContract {
    @Override
    public Middleware middleware() {
        return (request, next) -> next.handle(request);
    }

    @Test
    void isDescribedAsALambda() {
        assertThat(middleware().describe()).isEqualTo("use(lambda)");
    }

    @Test
    void isDescribedByItsClassIfItHasOne() {
        assertThat(new Named().describe()).isEqualTo("Named");
    }

    private static final class Named implements Middleware {
        @Override
        public Response handle(Request request, Handler next) {
            return next.handle(request);
        }
    }
}
