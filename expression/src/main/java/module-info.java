/** One expression language. */
module dev.sluice.expression {
    requires static org.jspecify;

    exports dev.sluice.expression;
}
