/**
 * Tells browsers which other sites may use a service (CORS, Fetch §3.2).
 *
 * {@snippet :
 * CorsOptions options = CorsOptions.builder()
 *         .origins("https://app.example.com")
 *         .methods("GET", "PUT")
 *         .build();
 * Handler shared = new Cors(options).around(handler);
 * }
 */
@NullMarked
package dev.sluice.middlewares.cors;

import org.jspecify.annotations.NullMarked;
