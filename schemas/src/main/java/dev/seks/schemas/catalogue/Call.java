// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The call that an action makes once it is approved. A new kind is a record here, a {@link CallForm} that reads it, and
 * a caller in the executor that makes it; nothing else knows the kinds.
 */
public sealed interface Call {

    /** Whether making the call twice is the same as making it once, unless the catalogue says otherwise. */
    boolean idempotentByNature();

    /** Whether the call is of a kind that changes something by its nature, whatever the catalogue calls its effect. */
    boolean changesSomething();

    /**
     * A request to the service's base URL; parameters outside the path go where their {@link Place} says.
     *
     * @param headers fixed ones, of the service and of the action
     * @param idempotencyHeader the header by which the service knows a repeated request; null if it has none
     */
    record HttpCall(
            HttpMethod method,
            Template path,
            Map<String, String> headers,
            @Nullable String idempotencyHeader) implements Call {
        public HttpCall {
            headers = Map.copyOf(headers);
        }

        @Override
        public boolean idempotentByNature() {
            return method.idempotent() || idempotencyHeader != null;
        }

        @Override
        public boolean changesSomething() {
            return method == HttpMethod.PUT || method == HttpMethod.PATCH || method == HttpMethod.DELETE;
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
            return !changesSomething();
        }

        @Override
        public boolean changesSomething() {
            return operation == FileOperation.WRITE || operation == FileOperation.DELETE;
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

    /**
     * One statement on the service's database.
     *
     * @param readOnly whether it runs in a transaction that may change nothing
     * @param maxRows how many rows are given back at most
     * @param generatedKeys the columns that the database fills in and a write gives back
     */
    record SqlCall(SqlStatement statement, boolean readOnly, int maxRows, List<String> generatedKeys) implements Call {
        /** Rows given back unless the catalogue says otherwise. */
        public static final int DEFAULT_MAX_ROWS = 100;

        /** The most rows a catalogue may ask for. */
        public static final int MAX_ROWS = 1000;

        public SqlCall {
            generatedKeys = List.copyOf(generatedKeys);
        }

        @Override
        public boolean idempotentByNature() {
            return readOnly;
        }

        @Override
        public boolean changesSomething() {
            return statement.changesSomething();
        }
    }

    /**
     * A text sent through the service's mail server.
     *
     * @param ccParam null if the action sends no copies
     */
    record MailCall(String toParam, @Nullable String ccParam, String subjectParam, String textParam) implements Call {
        @Override
        public boolean idempotentByNature() {
            return false;
        }

        @Override
        public boolean changesSomething() {
            return true;
        }
    }
}
