/**
 * Notices of requests that wait, by a signed webhook and by email: what is asked, and a link to where it is decided.
 * Nothing is decided by a notice, by answering one, or by fetching its link.
 */
@NullMarked
package dev.seks.approval.notice;

import org.jspecify.annotations.NullMarked;
