package dev.sluice.middlewares.field;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Problem;
import dev.sluice.core.WrappedBody;
import java.util.List;

/**
 * A body whose trailers lack some fields: a field that was removed from a head or set in it must not come back as a
 * trailer, since a receiver may merge trailers into the head (RFC 9110 §6.5.1).
 *
 * @param body its bytes
 * @param names which fields its trailers lack
 */
public record GuardedTrailers(Body body, List<FieldName> names) implements WrappedBody {
    /**
     * Guards the trailers of a body that may have any.
     *
     * @param body of a message
     * @param names which fields its trailers must not have
     * @return a guarded body, or the same if it has no trailers or there is nothing to guard
     */
    public static Body of(Body body, List<FieldName> names) {
        boolean bare = body.equals(Body.empty()) || body instanceof Problem;
        return bare || names.isEmpty() ? body : new GuardedTrailers(body, names);
    }

    @Override
    public Fields trailers() {
        Fields left = body.trailers();
        for (FieldName name : names) {
            left = name.removedFrom(left);
        }
        return left;
    }

    @Override
    public boolean replayable() {
        return body.replayable();
    }

    @Override
    public Body replay() {
        return new GuardedTrailers(body.replay(), names);
    }
}
