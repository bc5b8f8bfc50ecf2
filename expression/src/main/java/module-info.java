/** The languages that people write conditions in: one for expressions, one for regular expressions. */
module dev.sluice.expression {
    requires re2j;
    requires static transitive org.jspecify;

    exports dev.sluice.expression;
}
