/**
 * Models from YAML and back. {@link dev.sluice.config.ModelFiles} reads files, {@link dev.sluice.config.ModelConfig} a
 * tree of Helidon's configuration, {@link dev.sluice.config.ModelYaml} writes. Parts are known by their types, which are
 * found by {@link java.util.ServiceLoader}; nothing here knows any of them by name but what a pool needs.
 */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
