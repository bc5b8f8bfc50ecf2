package dev.sluice;

import dev.sluice.model.SettingType;
import java.util.function.Supplier;

/**
 * What is set once for a program as a whole.
 *
 * @param <S> the part of the program that it is written in, which each call gives back to go on with
 */
public interface Settings<S> {
    /**
     * Sets something of any type: what all methods here do, and how a setting of an optional module is written.
     *
     * @param type the kind of setting
     * @param options makes the checked options; what it throws is a mistake of the program
     * @param <O> the options
     * @return the program with it; in place of what was set before
     */
    <O> S setting(SettingType<O> type, Supplier<O> options);
}
