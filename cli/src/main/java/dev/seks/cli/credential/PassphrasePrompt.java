// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import dev.seks.executor.safe.Passphrase;
import dev.seks.executor.safe.SafeException;
import java.util.Arrays;

/** Asks the person at the terminal for the passphrase of the safe, twice for a new one. */
public final class PassphrasePrompt implements Passphrase.Source {

    @Override
    public char[] get(boolean anew) throws SafeException {
        char[] passphrase = typed(anew ? "Passphrase of the new safe: " : "Passphrase of the safe: ");
        if (anew) {
            char[] again = typed("The same again: ");
            boolean same = Arrays.equals(passphrase, again);
            Arrays.fill(again, '\0');
            if (!same) {
                Arrays.fill(passphrase, '\0');
                throw new SafeException("the two passphrases differ");
            }
        }
        return passphrase;
    }

    private static char[] typed(String question) throws SafeException {
        return SecretInput.typed(question)
                .orElseThrow(() -> new SafeException("there is no terminal to type the passphrase of the safe, expected"
                        + " one or passphrase_file"));
    }
}
