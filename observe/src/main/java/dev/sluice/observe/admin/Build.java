package dev.sluice.observe.admin;

import java.util.Optional;

/** Which build this is. */
final class Build {
    private Build() {}

    static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
