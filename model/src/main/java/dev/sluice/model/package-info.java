/** A program as data: what is written, compared, explained and made to run, and is none of these itself. */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
