/**
 * Which fields a message has on its way on: a received head enters, the head for the next hop leaves. Hop-by-hop fields
 * (RFC 9110 §7.6.1), and forwarded fields of untrusted clients, stay here. Knows no connection.
 */
@NullMarked
package dev.sluice.forwarder.fields;

import org.jspecify.annotations.NullMarked;
