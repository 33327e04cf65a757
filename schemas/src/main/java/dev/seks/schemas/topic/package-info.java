/**
 * The topics, each declared once: what it carries, who writes and reads it and how it must be configured. Creation,
 * verification and documentation follow from the declarations.
 */
@NullMarked
package dev.seks.schemas.topic;

import org.jspecify.annotations.NullMarked;
