/**
 * Claim, act, record: approved decisions are verified and claimed in a Kafka transaction before anything is done, and
 * their results are written by the same fenced producer. One thread owns the consumer and the producers; calls run on a
 * bounded pool. Whatever is claimed ends in exactly one result, over restarts and takeovers.
 */
@NullMarked
package dev.seks.executor.claim;

import org.jspecify.annotations.NullMarked;
