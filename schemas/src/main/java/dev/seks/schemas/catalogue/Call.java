// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The call that an action makes once it is approved; each kind of service adds its own. */
public sealed interface Call {

    /** Whether making the call twice is the same as making it once, unless the catalogue says otherwise. */
    boolean idempotentByNature();

    /** A request to the service's base URL; parameters outside the path go where their {@link Place} says. */
    record HttpCall(HttpMethod method, Template path) implements Call {
        @Override
        public boolean idempotentByNature() {
            return method.idempotent();
        }

        /** The path for these checked parameters, each value percent-encoded; it starts with a slash. */
        public String path(Map<String, Object> params) {
            return path.render(params, value -> Encoding.percent(value, Encoding.UNRESERVED));
        }
    }

    /** An operation on one file under the service's root folder. */
    record FileCall(
            FileOperation operation,
            Template path,
            @Nullable String contentParam) implements Call {
        @Override
        public boolean idempotentByNature() {
            return operation == FileOperation.READ || operation == FileOperation.LIST;
        }

        /** The path below the root for these checked parameters, with forward slashes; empty for the root itself. */
        public String path(Map<String, Object> params) {
            return path.render(params, value -> value);
        }

        /** The text to be written; empty for the operations that write nothing. */
        public Optional<String> content(Map<String, Object> params) {
            return contentParam == null ? Optional.empty() : Optional.ofNullable((String) params.get(contentParam));
        }
    }

    /** What is done to a file. */
    enum FileOperation {
        READ,
        WRITE,
        LIST,
        DELETE;

        static Optional<FileOperation> of(String word) {
            return Arrays.stream(values()).filter(o -> o.name().equals(word)).findFirst();
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Enum::name).toList();
        }
    }
}
