/** {@code seks agent}: who may sign as which agent. Works on the policy file, and keeps private keys beside it. */
@NullMarked
package dev.seks.cli.agent;

import org.jspecify.annotations.NullMarked;
