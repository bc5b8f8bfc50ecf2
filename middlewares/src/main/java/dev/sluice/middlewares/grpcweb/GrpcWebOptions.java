package dev.sluice.middlewares.grpcweb;

/** What can be said of {@link GrpcWeb}: nothing. The request tells all that the translation needs to know. */
public record GrpcWebOptions() {}
