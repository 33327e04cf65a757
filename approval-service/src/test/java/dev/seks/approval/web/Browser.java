// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The browser of one class of tests, which are skipped where there is none, unless SEKS_BROWSER is {@code required}. */
final class Browser implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Chromium chromium;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Optional<Path> program = Chromium.find();
        boolean required = "required".equals(System.getenv("SEKS_BROWSER"));
        assumeTrue(program.isPresent() || required, "no Chromium on the path; SEKS_CHROMIUM can name one");
        chromium = Chromium.start(program.orElseThrow());
    }

    /** A fresh tab, with no cookie of another. */
    Tab tab() {
        return Objects.requireNonNull(chromium).tab();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (chromium != null) {
            chromium.close();
        }
    }
}
