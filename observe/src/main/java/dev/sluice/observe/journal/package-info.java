/**
 * What was decided lately, kept in memory: the last decisions, the last exchanges that were refused or failed with the
 * decisions about them, and those who follow along. Decisions, attempts and ends of exchanges come in; entries for people
 * and programs go out. Nothing of a request stays but its method, host, target and client, each cut to a length.
 *
 * <p>A decision comes from the journal of a program, an end from whoever tells of its exchanges; both become a small {@code
 * Note}, which is put into words when somebody asks.
 */
@NullMarked
package dev.sluice.observe.journal;

import org.jspecify.annotations.NullMarked;
