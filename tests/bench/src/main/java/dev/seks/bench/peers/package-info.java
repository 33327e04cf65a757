/** seks beside other engines and limiters, asked the same questions in the same run; each one's answers are checked. */
@NullMarked
package dev.seks.bench.peers;

import org.jspecify.annotations.NullMarked;
