/**
 * HashiCorp Vault and OpenBao, which speak the same API: secrets of the key-value engine version 2, keys wrapped by the
 * Transit engine, and the token that it takes, logged in for and renewed by itself.
 */
@NullMarked
package dev.seks.executor.vault;

import org.jspecify.annotations.NullMarked;
