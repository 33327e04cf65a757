/**
 * Asking another server for a secret or for a key: JSON over HTTP, bounded in time and size, following no redirect, and
 * telling nothing of what was said in its errors.
 */
@NullMarked
package dev.seks.executor.remote;

import org.jspecify.annotations.NullMarked;
