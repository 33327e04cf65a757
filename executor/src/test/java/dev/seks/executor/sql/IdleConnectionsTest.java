// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.call.Login;
import dev.seks.executor.sql.IdleConnections.Kept;
import dev.seks.schemas.catalogue.Database;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
    private static final Database DATABASE = new Database(Database.Product.POSTGRESQL, "db.example", 5432, "d", true);
    private static final DatabaseId OURS =
            DatabaseId.of("acme", "orders", DATABASE, false, new Login("robot", "password"));
    private static final DatabaseId OTHERS =
            DatabaseId.of("other", "orders", DATABASE, false, new Login("robot", "password"));

    private final List<String> asked = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final IdleConnections idle = new IdleConnections();

    /** Each that is asked in vain takes seconds, of which a call has only so many. */
    @Test
    void throwsOutAllOfADatabaseOfWhichOneAnswersNoMore() {
        keep(OURS, "first", false);
        keep(OTHERS, "of others", true);
        keep(OURS, "second", false);
        keep(OURS, "third", false);

        assertThat(idle.take(OURS)).isEmpty();

        assertThat(asked).containsExactly("third");
        assertThat(closed).containsExactlyInAnyOrder("first", "second", "third");
        assertThat(idle.take(OTHERS)).isPresent();
    }

    @Test
    void givesTheOneLastUsedThatAnswers() {
        keep(OURS, "first", true);
        keep(OURS, "second", true);

        assertThat(idle.take(OURS)).isPresent();

        assertThat(asked).containsExactly("second");
        assertThat(closed).isEmpty();
        assertThat(idle.count()).isEqualTo(1);
    }

    private void keep(DatabaseId id, String name, boolean answers) {
        long now = System.nanoTime();
        idle.give(new Kept(id, connection(name, answers), now, now));
    }

    private Connection connection(String name, boolean answers) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "isValid" -> {
                            asked.add(name);
                            return answers;
                        }
                        case "close" -> {
                            closed.add(name);
                            return null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
