package dev.sluice.forwarder.fields;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.WrappedBody;

/** A chunked body of an upstream, of whose trailers only those pass that may stand there. */
public record FilteredTrailers(Body body) implements WrappedBody {
    @Override
    public Fields trailers() {
        return AnswerFields.trailers(body.trailers());
    }
}
