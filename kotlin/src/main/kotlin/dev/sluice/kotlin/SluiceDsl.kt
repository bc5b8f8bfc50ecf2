package dev.sluice.kotlin

/** Marks the receivers of a gateway's lambdas: inside an inner one, a call that belongs to an outer one does not compile. */
@DslMarker
@Target(AnnotationTarget.CLASS)
public annotation class SluiceDsl
