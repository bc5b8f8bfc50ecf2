package dev.sluice.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What the process does when it is signalled. The JDK has no API for signals but {@code sun.misc.Signal} of its module
 * {@code jdk.unsupported}, which compilers warn of; it is reached by reflection, and without it, as on Windows or with
 * {@code -Xrs}, everything stays as it was.
 */
final class Signals {
    private Signals() {}

    /**
     * Replaces what a signal does.
     *
     * @param name such as {@code HUP}
     * @param action runs on a thread of its own, whenever the signal comes
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException none) {
            // no such signal, or no way to it
        } catch (InvocationTargetException refused) {
            // the JVM keeps it, since it was told to, or the system does not know it
        }
    }
}
