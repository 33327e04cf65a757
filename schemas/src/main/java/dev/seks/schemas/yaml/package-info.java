/**
 * Strict YAML for the files that people write: every node knows its line and column, every fault is reported at its
 * place, and whatever YAML offers beyond plain mappings, lists and scalars is refused. Pure: text in, values out.
 */
@NullMarked
package dev.seks.schemas.yaml;

import org.jspecify.annotations.NullMarked;
