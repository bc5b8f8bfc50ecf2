package dev.sluice.middlewares.loadbalance.pool;

import dev.sluice.model.Environment;
import dev.sluice.model.option.OpaqueValueException;
import dev.sluice.model.option.OptionType;
import dev.sluice.model.option.OptionTypes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the members of a pool come from while it runs: as data, or a {@link MemberSource} of the program's own. */
public sealed interface SourceSpec {
    /**
     * The source at work.
     *
     * @param environment time and random numbers
     * @return a new one, for one pool; a program's own is the one it has given
     */
    MemberSource make(Environment environment);

    /**
     * A source as data.
     *
     * @param type its kind
     * @param options of that kind
     * @param <O> the options
     */
    record Typed<O>(SourceType<O> type, O options) implements SourceSpec {
        @Override
        public MemberSource make(Environment environment) {
            return type.make(options, environment);
        }

        private Object write() {
            return Map.of(type.key(), OptionTypes.nested(type).write(options));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Typed<?> that
                    && type.name().equals(that.type.name())
                    && options.equals(that.options);
        }

        @Override
        public int hashCode() {
            return Objects.hash(type.name(), options);
        }

        @Override
        public String toString() {
            return type.describe(options);
        }
    }

    /**
     * A source of the program's own.
     *
     * @param source closed with the pool
     */
    record Own(MemberSource source) implements SourceSpec {
        @Override
        public MemberSource make(Environment environment) {
            return source;
        }

        @Override
        public String toString() {
            return "source";
        }
    }

    /**
     * The type of the option that names a source: a map with one entry, which is the name of a kind and its options.
     *
     * @return reads and writes every kind that {@link java.util.ServiceLoader} finds
     */
    static OptionType<SourceSpec> option() {
        return OptionType.of("source of members, such as file", SourceTypes::read, SourceSpec::write)
                .withSchema(SourceTypes::schema);
    }

    private static Object write(SourceSpec source) {
        if (source instanceof Typed<?> typed) {
            return typed.write();
        }
        throw new OpaqueValueException("source of members " + source);
    }
}
