/**
 * {@code sluice top}: a live view of a gateway that runs elsewhere. A {@link dev.sluice.cli.top.Poller} brings what the admin
 * API tells as {@link dev.sluice.cli.top.Snapshot}s, keys change the {@link dev.sluice.cli.top.State}, and what is drawn is a
 * function of that and of the size of the terminal.
 */
@NullMarked
package dev.sluice.cli.top;

import org.jspecify.annotations.NullMarked;
