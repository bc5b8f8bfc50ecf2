package dev.sluice.forwarder.fields;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.WrappedBody;

/** A body whose trailers are filtered: only fields that are allowed in trailers are passed on. */
public record FilteredTrailers(Body body) implements WrappedBody {
    @Override
    public Fields trailers() {
        return AnswerFields.trailers(body.trailers());
    }
}
