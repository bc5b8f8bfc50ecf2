package dev.sluice.model.option;

/** A value that cannot be written as data, since it is code or a live object of the user's. */
public final class OpaqueValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * Names it.
     *
     * @param value what cannot be written
     */
    public OpaqueValueException(String value) {
        super(value + " is code of the program and cannot be written as data");
    }
}
