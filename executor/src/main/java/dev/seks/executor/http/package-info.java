/**
 * Calls over HTTP. The method, the host and every header come from the catalogue or from here; the URL is built from the
 * template and the checked parameters, and must still be the template's afterwards.
 */
@NullMarked
package dev.seks.executor.http;

import org.jspecify.annotations.NullMarked;
