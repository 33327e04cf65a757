/**
 * Making the call of one action: the URL or path is built from the catalogue's template and the checked parameters, the
 * address is vetted, the credential injected, the answer reduced to what the catalogue lists and freed of the secret.
 * Whatever happens ends in one {@link dev.seks.executor.call.CallOutcome}; nothing here knows Kafka.
 */
@NullMarked
package dev.seks.executor.call;

import org.jspecify.annotations.NullMarked;
