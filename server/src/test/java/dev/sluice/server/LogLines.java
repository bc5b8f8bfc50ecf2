package dev.sluice.server;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the server logs as a warning or worse. */
final class LogLines extends Handler implements AutoCloseable {
    private static final Logger SERVER = Logger.getLogger("dev.sluice.server");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    static LogLines collecting() {
        LogLines collecting = new LogLines();
        SERVER.setUseParentHandlers(false);
        SERVER.addHandler(collecting);
        return collecting;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
            Object[] parameters = line.getParameters();
            lines.add(parameters == null ? line.getMessage() : MessageFormat.format(line.getMessage(), parameters));
        }
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        SERVER.removeHandler(this);
        SERVER.setUseParentHandlers(true);
    }
}
