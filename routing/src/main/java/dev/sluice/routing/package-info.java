/**
 * Which route a request takes. Predicates of requests are {@link dev.sluice.expression.Expression}s; a
 * {@link dev.sluice.routing.Table} finds the route whose predicate holds and is the most specific.
 *
 * {@snippet :
 * Table<String> table = Table.of(List.of(
 *         new Table.Entry<>("order", Predicates.path("/orders/{id}").and(Predicates.method("GET")), 0, "an order"),
 *         new Table.Entry<>("rest", Predicates.parse("PathPrefix(\"/orders\")"), 0, "orders")));
 * Table.Entry<String> found = table.find(table.withMoment(request, ticker, random));
 * }
 */
@NullMarked
package dev.sluice.routing;

import org.jspecify.annotations.NullMarked;
