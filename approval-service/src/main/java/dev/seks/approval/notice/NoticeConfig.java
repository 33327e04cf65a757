// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import org.jspecify.annotations.Nullable;

/**
 * Who is told of requests that wait. Secrets stand in files, mode 0600; what each setting is says {@link NoticeSetting}.
 *
 * @param webhook null for none
 * @param mail null for none
 */
public record NoticeConfig(
        @Nullable WebhookConfig webhook, @Nullable MailConfig mail) {

    public NoticeConfig {
        if (webhook == null && mail == null) {
            throw new IllegalArgumentException("neither webhook nor email, expected at least one");
        }
    }
}
