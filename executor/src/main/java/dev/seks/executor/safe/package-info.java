/**
 * The safe: an encrypted file that keeps credentials together with what they are bound to. It is opened by a passphrase,
 * a key file or a key management service, read anew at every use, and exchanged as a whole by every change, so that a
 * reader sees the old state or the new one and no mixture of the two.
 */
@NullMarked
package dev.seks.executor.safe;

import org.jspecify.annotations.NullMarked;
