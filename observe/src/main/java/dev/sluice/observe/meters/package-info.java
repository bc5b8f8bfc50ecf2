/**
 * What a gateway counts and measures, in process. The exchanges, attempts and rare decisions of a program enter by {@link
 * dev.sluice.observe.meters.Meters}; what leaves is {@link dev.sluice.observe.meters.Stats}, an immutable snapshot, which also
 * holds what is read from the program at that moment. Counters, buckets and tables of labels stay; no metrics library is
 * known here.
 */
@NullMarked
package dev.sluice.observe.meters;

import org.jspecify.annotations.NullMarked;
