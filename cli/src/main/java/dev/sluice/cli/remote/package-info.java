/**
 * How a gateway that runs elsewhere is asked and steered: {@code sluice ctl}. Commands enter by {@link CtlCommand} and leave
 * as requests to the admin API; {@link AdminClient} is the one place that speaks to it.
 */
@NullMarked
package dev.sluice.cli.remote;

import org.jspecify.annotations.NullMarked;
