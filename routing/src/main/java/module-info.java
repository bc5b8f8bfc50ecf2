/** Which route a request takes: predicates, captures, the index of routes. */
module dev.sluice.routing {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.expression;
    requires static transitive org.jspecify;

    exports dev.sluice.routing;
}
