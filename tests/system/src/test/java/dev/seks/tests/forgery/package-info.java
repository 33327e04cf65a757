/** Everything on a real broker, against somebody who can write to every topic and holds none of the keys. */
@NullMarked
package dev.seks.tests.forgery;

import org.jspecify.annotations.NullMarked;
