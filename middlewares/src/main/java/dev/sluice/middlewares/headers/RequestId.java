package dev.sluice.middlewares.headers;

import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gives each request an id of 128 random bits, 32 hexadecimal digits, unless it brings one. A client's id is kept if it
 * has 1 to 128 letters, digits or characters of {@code -_.:+/=@}; anything else is replaced. Thread-safe if the
 * generator is.
 */
public final class RequestId implements Middleware {
    private static final int LONGEST = 128;
    private static final String MARKS = "-_.:+/=@";

    private final RequestIdOptions options;
    private final RandomGenerator random;

    /**
     * Request ids.
     *
     * @param options how
     * @param random thread-safe, such as a {@link java.security.SecureRandom}
     */
    public RequestId(RequestIdOptions options, RandomGenerator random) {
        this.options = options;
        this.random = random;
    }

    @Override
    public Response handle(Request request, Handler next) {
        Optional<String> brought = options.fromClient()
                ? request.fields().first(options.header()).filter(RequestId::fit)
                : Optional.empty();
        String id = brought.orElseGet(this::generate);
        Request named = brought.isPresent()
                ? request
                : request.withFields(request.fields().with(options.header(), id));
        Response response = next.handle(named);
        return options.inResponse() ? response.withFields(response.fields().with(options.header(), id)) : response;
    }

    private static boolean fit(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(RequestId::fit);
    }

    private static boolean fit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    private String generate() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    @Override
    public String describe() {
        return "requestId(" + options.header() + ")";
    }
}
