// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.doctor;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A setting of Kafka's brokers that costs safety or speed when it is otherwise. */
enum BrokerSetting {
    AUTO_CREATE_TOPICS_ENABLE(
            Comparison.EQUAL, "false", 1, "a misspelt name makes a topic that nobody checks; set it to false"),
    UNCLEAN_LEADER_ELECTION_ENABLE(
            Comparison.EQUAL,
            "false",
            1,
            "a broker that lags may lead, and what was acknowledged is lost; set it to false"),
    OFFSETS_TOPIC_REPLICATION_FACTOR(
            Comparison.AT_LEAST,
            "3",
            3,
            "with one broker its groups are lost; raise it before the first start of a group"),
    TRANSACTION_STATE_LOG_REPLICATION_FACTOR(
            Comparison.AT_LEAST,
            "3",
            3,
            "with one broker its transactions are lost; raise it before the first transaction"),
    TRANSACTION_STATE_LOG_MIN_ISR(
            Comparison.AT_LEAST, "2", 3, "what one broker alone has acknowledged can be lost with it; set it to 2"),
    TRANSACTION_MAX_TIMEOUT_MS(
            Comparison.AT_LEAST, "10000", 1, "the services' transactions of up to 10 s are refused; set it to 900000"),
    TRANSACTIONAL_ID_EXPIRATION_MS(
            Comparison.AT_LEAST,
            "604800000",
            1,
            "a service that was away for longer is no longer fenced from its successor; set it to 604800000"),
    OFFSETS_RETENTION_MINUTES(
            Comparison.AT_LEAST,
            "10080",
            1,
            "a service that was away for longer reads all topics again; set it to 10080"),
    ADD_PARTITIONS_TO_TXN_RETRY_BACKOFF_MS(
            Comparison.AT_MOST, "1", 1, "each transaction that follows another closely waits that long; set it to 1");

    private final Comparison comparison;
    private final String bound;
    private final int fromBrokers;
    private final String cure;

    BrokerSetting(Comparison comparison, String bound, int fromBrokers, String cure) {
        this.comparison = comparison;
        this.bound = bound;
        this.fromBrokers = fromBrokers;
        this.cure = cure;
    }

    /** The name by which Kafka knows it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** What it is like on a broker; nothing where it does not matter or is not known. */
    Optional<Diagnosis> in(Map<String, String> settings, String broker, int brokers) {
        String found = settings.get(key());
        if (found == null || brokers < fromBrokers) {
            return Optional.empty();
        }
        return Optional.of(Diagnosis.of(
                comparison.holds(found, bound),
                "broker." + broker + "." + key(),
                found,
                comparison.words + bound,
                cure));
    }

    private enum Comparison {
        EQUAL("") {
            @Override
            boolean holds(String found, String bound) {
                return found.equals(bound);
            }
        },
        AT_LEAST("at least ") {
            @Override
            boolean holds(String found, String bound) {
                return Long.parseLong(found) >= Long.parseLong(bound);
            }
        },
        AT_MOST("at most ") {
            @Override
            boolean holds(String found, String bound) {
                return Long.parseLong(found) <= Long.parseLong(bound);
            }
        };

        private final String words;

        Comparison(String words) {
            this.words = words;
        }

        abstract boolean holds(String found, String bound);
    }
}
