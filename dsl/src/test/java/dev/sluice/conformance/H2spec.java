package dev.sluice.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that says the same as cases of the public h2spec, named by its group, section and number there. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface H2spec {
    /** Such as {@code http2/5.1/3}: the third case of section 5.1 of its group for RFC 7540. */
    String[] value();
}
