/**
 * What an agent may see of an answer: decoded within bounds, reduced to the fields that the catalogue lists, and freed of
 * the injected secret in every usual encoding. Fails closed: what cannot be decoded or judged is withheld.
 */
@NullMarked
package dev.seks.executor.answer;

import org.jspecify.annotations.NullMarked;
