/**
 * What the evaluator and the limiter are held against: the meaning of the language and of limits once more, by lists and
 * loops, with no code of theirs; random worlds to ask about, laws that any evaluator must obey, and faults planted to see
 * that all this finds them.
 */
@NullMarked
package dev.seks.broker.oracle;

import org.jspecify.annotations.NullMarked;
