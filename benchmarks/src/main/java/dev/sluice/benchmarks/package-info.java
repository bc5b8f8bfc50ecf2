/** What Sluice costs: microbenchmarks, and the programs that {@code benchmarks/side-by-side} starts. */
@NullMarked
package dev.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
