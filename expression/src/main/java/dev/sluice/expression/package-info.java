/**
 * One expression language for every condition that a person types: when to retry, when to trip, which route to take. It
 * is oxy's ({@code vulcand/predicate}), with {@code !}, positions in its errors and a typed twin.
 *
 * {@snippet :
 * Vocabulary<Request> words = Vocabulary.<Request>builder()
 *         .text("Method", Request::method)
 *         .integer("Attempt", Request::attempt)
 *         .build();
 * Expression<Request> typed = words.text("Method").equalTo("GET").and(words.integer("Attempt").lessThan(3));
 * Expression<Request> same = Expression.parse("Method() == \"GET\" && Attempt() < 3", words);
 * }
 */
@NullMarked
package dev.sluice.expression;

import org.jspecify.annotations.NullMarked;
