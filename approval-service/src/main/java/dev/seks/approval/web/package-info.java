/**
 * The inbox over HTTP: pages for people, a REST API for programs. It trusts nothing that arrives: host, origin, sign-in,
 * content type and size are checked before anything is read, and whatever a stranger wrote is shown escaped.
 */
@NullMarked
package dev.seks.approval.web;

import org.jspecify.annotations.NullMarked;
