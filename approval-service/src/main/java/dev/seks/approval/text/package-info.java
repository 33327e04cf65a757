/** Shows text that a stranger wrote so that a person sees what is really there. */
@NullMarked
package dev.seks.approval.text;

import org.jspecify.annotations.NullMarked;
