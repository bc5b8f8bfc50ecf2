package dev.sluice.observe.admin;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.sluice.core.Response;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** The process: how much it logs, and what it does and holds. */
final class MachineOperations {
    /** Levels are named as those of {@link System.Logger}. */
    private static final Map<String, Level> LEVELS = new TreeMap<>(Map.of(
            "ALL", Level.ALL,
            "TRACE", Level.FINER,
            "DEBUG", Level.FINE,
            "INFO", Level.INFO,
            "WARNING", Level.WARNING,
            "ERROR", Level.SEVERE,
            "OFF", Level.OFF));

    private static final int LONGEST_NAME = 200;
    private static final int MOST_LOGGERS = 1000;

    /** Loggers whose level was set here, which would else be forgotten. */
    private final Map<String, Logger> set = Collections.synchronizedMap(new TreeMap<>());

    private final boolean dumps;

    MachineOperations(boolean dumps) {
        this.dumps = dumps;
    }

    List<Operation> all() {
        return List.of(
                new Operation("GET", "/api/log", call -> Reply.json(Map.of("items", loggers()))),
                new Operation("PUT", "/api/log", this::log),
                new Operation("GET", "/api/dump/threads", call -> threads()),
                new Operation("POST", "/api/dump/heap", call -> heap()));
    }

    private List<Map<String, String>> loggers() {
        List<Map<String, String>> all = new ArrayList<>();
        Map<String, Level> levels = new TreeMap<>();
        LogManager.getLogManager().getLoggerNames().asIterator().forEachRemaining(name -> {
            Logger logger = LogManager.getLogManager().getLogger(name);
            if (logger != null && logger.getLevel() != null) {
                levels.put(name, logger.getLevel());
            }
        });
        levels.forEach((name, level) -> all.add(Map.of("logger", name, "level", name(level))));
        return all;
    }

    private static String name(Level level) {
        return LEVELS.entrySet().stream()
                .filter(known -> known.getValue().equals(level))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(level.getName());
    }

    private Response log(Call call) {
        Members body = call.body();
        String name = body.maybeText("logger").orElse("");
        String level = body.text("level");
        if (!level.isEmpty() && !LEVELS.containsKey(level)) {
            body.mistake("level must be one of " + LEVELS.keySet() + ", is '" + level + "'");
        }
        if (name.length() > LONGEST_NAME) {
            body.mistake("logger must have " + LONGEST_NAME + " characters at most");
        }
        call.about(body);
        body.end();
        if (set.size() >= MOST_LOGGERS && !set.containsKey(name)) {
            throw AdminRefusal.conflict(
                    "the levels of " + MOST_LOGGERS + " loggers were set already, which is the most");
        }
        Logger logger = Logger.getLogger(name);
        Level wanted = LEVELS.get(level);
        logger.setLevel(wanted);
        set.put(name, logger);
        if (wanted != null) {
            lower(logger, wanted);
        }
        return Reply.json(Map.of("items", loggers()));
    }

    /** A handler that is coarser than a logger drops what the logger lets through. */
    private static void lower(Logger from, Level level) {
        for (Logger logger = from; logger != null; logger = logger.getUseParentHandlers() ? logger.getParent() : null) {
            for (Handler handler : logger.getHandlers()) {
                if (handler.getLevel().intValue() > level.intValue()) {
                    handler.setLevel(level);
                }
            }
        }
    }

    private void checkDumps() {
        if (!dumps) {
            throw AdminRefusal.forbidden("dumps show what is in memory; they are made if admin.dumps is true");
        }
    }

    private Response threads() {
        checkDumps();
        try {
            Path folder = Files.createTempDirectory("sluice-threads"); // readable by its owner only
            Path file = folder.resolve("threads.txt");
            try {
                machine().dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Reply.text("text/plain; charset=utf-8", Files.readString(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw AdminRefusal.conflict("the threads could not be dumped: " + failed.getMessage());
        }
    }

    private Response heap() {
        checkDumps();
        try {
            Path file = Files.createTempDirectory("sluice-heap").resolve("heap.hprof");
            machine().dumpHeap(file.toString(), true);
            return Reply.json(Map.of("file", file.toString(), "bytes", Files.size(file)));
        } catch (IOException failed) {
            throw AdminRefusal.conflict("the heap could not be dumped: " + failed.getMessage());
        }
    }

    private static HotSpotDiagnosticMXBean machine() {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    }
}
