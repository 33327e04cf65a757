/**
 * Files below one folder per domain and service, out of which neither a name nor a link leads, and in which a write is
 * whole or not at all.
 */
@NullMarked
package dev.seks.executor.file;

import org.jspecify.annotations.NullMarked;
