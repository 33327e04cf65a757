/** Files with settings: read whole, every fault at once, each at its place. */
@NullMarked
package dev.seks.approval.settings;

import org.jspecify.annotations.NullMarked;
