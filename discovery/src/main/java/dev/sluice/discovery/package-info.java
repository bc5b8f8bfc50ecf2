/**
 * Members of pools from DNS: the addresses of a name, or the records of a service.
 *
 * {@snippet :
 * PoolSpec pool = PoolSpec.builder().source(Dns.addresses("http://api.internal:8080")).build();
 * }
 */
@NullMarked
package dev.sluice.discovery;

import org.jspecify.annotations.NullMarked;
