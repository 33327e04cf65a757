/**
 * Tokens of GitHub Apps: minted with the app's private key for one installation, narrowed to the repositories and
 * permissions of an action, and good for an hour at most.
 */
@NullMarked
package dev.seks.executor.github;

import org.jspecify.annotations.NullMarked;
