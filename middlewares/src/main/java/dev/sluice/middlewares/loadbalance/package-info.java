/**
 * Picks an upstream for every request, from a pool that can be changed while it runs: by weight in turn, by what was
 * learned about the members, or where a client's cookie says.
 *
 * {@snippet :
 * Pool pool = Pool.of("http://10.0.0.1:8080", "http://10.0.0.2:8080");
 * Handler balanced = new Balance(pool, ticker).around(forwarder);
 * pool.upsert("http://10.0.0.3:8080", 3); // three of every five requests
 * pool.remove("http://10.0.0.1:8080");
 * Response response = balanced.handle(request);
 * }
 *
 * <p>The rooms: {@code pool} has the members, {@code policy} the ways of picking one, {@code sticky} the sessions,
 * {@code limit} the places, {@code health} and {@code rebalance} what is learned about members. Each of them uses only {@code pool}; this
 * package, which has the step of a program, uses them all.
 */
@NullMarked
package dev.sluice.middlewares.loadbalance;

import org.jspecify.annotations.NullMarked;
