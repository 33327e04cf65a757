/** The story of the demo, judged once more from the topics. */
@NullMarked
package dev.seks.tests.demo;

import org.jspecify.annotations.NullMarked;
