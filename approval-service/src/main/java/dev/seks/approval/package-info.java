/**
 * The approval service: shows the requests that wait for people and publishes what people say about them. It holds no
 * service credential and decides nothing itself; the broker does, in the order of the log.
 */
@NullMarked
package dev.seks.approval;

import org.jspecify.annotations.NullMarked;
