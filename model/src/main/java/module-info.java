/** A program as data. */
module dev.sluice.model {
    requires transitive dev.sluice.core;
    requires transitive dev.sluice.expression;
    requires transitive dev.sluice.routing;
    requires static org.jspecify;

    exports dev.sluice.model;
    exports dev.sluice.model.option;
}
