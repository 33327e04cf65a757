/**
 * Named statements on databases. The text stands in the catalogue, values are bound to it and never written into it. Each
 * statement is one transaction, which changes nothing unless it is committed in full.
 */
@NullMarked
package dev.seks.executor.sql;

import org.jspecify.annotations.NullMarked;
