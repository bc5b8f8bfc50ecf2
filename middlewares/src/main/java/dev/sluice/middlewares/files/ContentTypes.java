package dev.sluice.middlewares.files;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The type of a file by the end of its name: Helidon's list, and what it lacks. */
final class ContentTypes {
    private static final Map<String, String> MORE = Map.of(
            "avif", "image/avif",
            "map", "application/json",
            "md", "text/markdown",
            "wasm", "application/wasm",
            "webmanifest", "application/manifest+json");

    private ContentTypes() {}

    /** The type; texts are UTF-8, and what is not known is bytes. */
    static String of(String name) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = Optional.ofNullable(MORE.get(end))
                .or(() -> MediaTypes.detectExtensionType(end).map(MediaType::text))
                .orElse("application/octet-stream");
        return type.startsWith("text/") ? type + "; charset=utf-8" : type;
    }
}
