/**
 * Serves files of a directory.
 *
 * {@snippet :
 * FilesOptions options = FilesOptions.builder(Path.of("/srv/site"))
 *         .fallback("index.html")
 *         .cacheControl("max-age=3600")
 *         .build();
 * Handler handler = new StaticFiles(options, ticker);
 * }
 */
@NullMarked
package dev.sluice.middlewares.files;

import org.jspecify.annotations.NullMarked;
