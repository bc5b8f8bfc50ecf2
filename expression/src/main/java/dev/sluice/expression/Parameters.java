package dev.sluice.expression;

import java.util.List;
import java.util.stream.Stream;

/**
 * The parameters of a function: so many that must be given, some that may be, and maybe any number more of the last one.
 *
 * @param types of all, none {@link Type#BOOLEAN}
 * @param required how many of them a call must give
 * @param repeats whether a call may give more of the last type
 */
public record Parameters(List<Type> types, int required, boolean repeats) {
    /** Checks the numbers. */
    public Parameters {
        types = List.copyOf(types);
        if (types.contains(Type.BOOLEAN)) {
            throw new IllegalArgumentException("a function must not take a bool: there is no such literal");
        }
        if (required < 0 || required > types.size() || (repeats && types.isEmpty())) {
            throw new IllegalArgumentException("required must be 0.." + types.size() + ", is " + required);
        }
    }

    /**
     * Parameters that a call must give.
     *
     * @param types of each
     * @return exactly those
     */
    public static Parameters of(Type... types) {
        return new Parameters(List.of(types), types.length, false);
    }

    /**
     * These and one more that a call may leave out.
     *
     * @param type of it
     * @return both
     */
    public Parameters optional(Type type) {
        return new Parameters(Stream.concat(types.stream(), Stream.of(type)).toList(), required, repeats);
    }

    /**
     * These, the last one as often as a call likes.
     *
     * @return the parameters
     */
    public Parameters repeated() {
        return new Parameters(types, required, true);
    }

    /** The type of an argument, by its index. */
    Type type(int i) {
        if (i >= types.size() && !repeats) {
            throw new IllegalArgumentException("too many arguments");
        }
        return types.get(Math.min(i, types.size() - 1));
    }

    /** As in a signature, such as {@code (string, int?)} or {@code (string...)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < types.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(types.get(i)).append(i < required ? "" : "?");
        }
        return text.append(repeats ? "...)" : ")").toString();
    }
}
