package dev.sluice.middlewares.mirror;

import dev.sluice.core.Body;
import dev.sluice.core.Fields;
import dev.sluice.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The parts of an answer that are compared.
 *
 * @param what is compared
 * @param status of the answer
 * @param fields of the answer
 * @param body the body to be read in place of the answer's; empty if it is not compared
 * @param sum of the body
 */
record Answered(MirrorComparison what, int status, Fields fields, Optional<Body> body, BodySum sum) {
    static Answered of(Response response, MirrorComparison what) {
        BodySum sum = new BodySum(what.body());
        Optional<Body> body = what.body() > 0 ? Optional.of(new SummedBody(response.body(), sum)) : Optional.empty();
        return new Answered(what, response.status().code(), response.fields(), body, sum);
    }

    /** The parts of the mirror's answer, whose body was read. */
    static Answered read(Response response, MirrorComparison what, BodySum sum) {
        return new Answered(what, response.status().code(), response.fields(), Optional.empty(), sum);
    }

    /** A copy that compares the body only if it was read to its end. */
    Answered upToTheEnd(boolean end) {
        return end ? this : new Answered(what, status, fields, Optional.empty(), sum);
    }

    /** What another answer, whose body was read, has otherwise: names, no values, since those may be secrets. */
    List<String> differences(Answered other) {
        List<String> found = new ArrayList<>();
        if (what.status() && status != other.status) {
            found.add("status " + status + ", mirror " + other.status);
        }
        for (String name : new TreeSet<>(what.fields())) {
            if (!fields.all(name).equals(other.fields.all(name))) {
                found.add("field " + name);
            }
        }
        if (body.isPresent() && !sum.isSameAs(other.sum)) {
            found.add("body");
        }
        return found;
    }
}
