/** What a running gateway shows, and how it is steered. */
module dev.sluice.observe {
    requires transitive dev.sluice.middlewares;
    requires static org.jspecify;

    exports dev.sluice.observe;
    exports dev.sluice.observe.meters;
}
