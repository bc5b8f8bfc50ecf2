package dev.sluice.middlewares.headers;

import dev.sluice.core.Fields;
import dev.sluice.core.Handler;
import dev.sluice.core.Middleware;
import dev.sluice.core.Request;
import dev.sluice.core.Response;
import dev.sluice.middlewares.field.FieldName;
import dev.sluice.middlewares.field.GuardedTrailers;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gives each request an id of 128 random bits, 32 hexadecimal digits, unless the client sent one. A client's id is kept
 * if it is the only line of its field and has 1 to 128 letters, digits or characters of {@code -_.:+/=@}; any other is
 * replaced, and removed from all spellings of the field and from trailers. Thread-safe if the random generator is.
 */
public final class RequestId implements Middleware {
    private static final int LONGEST = 128;
    private static final String MARKS = "-_.:+/=@";

    private final RequestIdOptions options;
    private final RandomGenerator random;
    private final FieldName field;
    private final List<FieldName> guarded;

    /**
     * Request ids.
     *
     * @param options how
     * @param random thread-safe, such as a {@link java.security.SecureRandom}
     */
    public RequestId(RequestIdOptions options, RandomGenerator random) {
        this.options = options;
        this.random = random;
        this.field = FieldName.of(options.header());
        this.guarded = List.of(field);
    }

    @Override
    public Response handle(Request request, Handler next) {
        Optional<String> brought = brought(request.fields());
        String id = brought.orElseGet(this::generate);
        Request named = brought.isPresent() ? request : request.withFields(field.setIn(request.fields(), id));
        Response response = next.handle(named.withBody(GuardedTrailers.of(request.body(), guarded)));
        return options.inResponse() ? response.withFields(field.setIn(response.fields(), id)) : response;
    }

    /** The id that the client sent, if it may be kept. */
    private Optional<String> brought(Fields fields) {
        return options.fromClient() && field.lines(fields) == 1
                ? fields.first(options.header()).filter(RequestId::fit)
                : Optional.empty();
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
        return RequestIdType.TYPE.describe(options);
    }
}
