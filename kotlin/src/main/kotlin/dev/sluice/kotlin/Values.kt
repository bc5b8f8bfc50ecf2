package dev.sluice.kotlin

import dev.sluice.EdgeSteps
import dev.sluice.Sluice
import dev.sluice.expression.Expression
import dev.sluice.middlewares.ratelimit.Rate
import kotlin.time.Duration
import kotlin.time.toJavaDuration

/**
 * Both conditions.
 *
 * @param other evaluated only if this holds
 * @return the conjunction
 */
public infix fun <T : Any> Expression<T>.and(other: Expression<T>): Expression<T> = this.and(other)

/**
 * Either condition. `and` and `or` bind alike, from the left: write parentheses where both stand.
 *
 * @param other evaluated only if this does not hold
 * @return the disjunction
 */
public infix fun <T : Any> Expression<T>.or(other: Expression<T>): Expression<T> = this.or(other)

/** So many per second: `100.perSecond.burst(200)`; the burst is the number itself unless told otherwise. */
public val Int.perSecond: Rate get() = Sluice.rate(toLong()).perSecond()

/** So many per minute. */
public val Int.perMinute: Rate get() = Sluice.rate(toLong()).perMinute()

/** So many per hour. */
public val Int.perHour: Rate get() = Sluice.rate(toLong()).perHour()

/**
 * So many per any period: `100 per 10.seconds`.
 *
 * @param period positive
 * @return the rate, its burst the number itself
 */
public infix fun Int.per(period: Duration): Rate = Sluice.rate(toLong()).per(period.toJavaDuration())

/** A size in binary kilobytes, as bytes. */
public val Int.kib: Long get() = Sluice.kib(toLong())

/** A size in binary megabytes, as bytes. */
public val Int.mib: Long get() = Sluice.mib(toLong())

/**
 * Limits the rate of each client's address; beyond it a client sees 429 with `Retry-After`.
 *
 * @param requests how many per period, and at once
 * @param period positive
 * @return the part of the program with it
 */
public fun <S : Any> EdgeSteps<S>.rateLimit(requests: Long, period: Duration): S =
    rateLimit(requests, period.toJavaDuration())
