package dev.sluice.model;

import java.util.Optional;

/**
 * A kind of setting of a gateway as a whole, such as its admin listener: it stands once in a model, at the root of a file
 * under its own key. Whoever runs the model does what it says.
 *
 * @param <O> the options, an immutable record that is compared by value
 */
public interface SettingType<O> extends SpecType<O> {
    /**
     * What it is for, for the schema of gateway files.
     *
     * @return a phrase in lower case, without a full stop
     */
    String about();

    /**
     * What a model says of it.
     *
     * @param model of a gateway
     * @return empty if it is not set
     */
    @SuppressWarnings("unchecked") // a spec has options of its type, and types of one name are one type
    default Optional<O> in(Model model) {
        return Optional.ofNullable(model.settings().get(name())).map(spec -> (O) spec.options());
    }
}
