/**
 * What an operator has to say about credentials: {@code credentials.yaml}, which declares each with the domain and the
 * hosts it is bound to and the place where its value is kept, and the stores made from it.
 */
@NullMarked
package dev.seks.executor.custody;

import org.jspecify.annotations.NullMarked;
