package io.github.sluice.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SharedServersIT {
    @Test
    void oneServerOfEachKindServesTheWholeJvm() {
        assertThat(SharedServers.mysql()).isSameAs(SharedServers.mysql());
        assertThat(SharedServers.kafka()).isSameAs(SharedServers.kafka());
    }

    @Test
    void eachDatabaseIsNewAndNamedAfterItsTest() throws Exception {
        String first = SharedServers.database(SharedServersIT.class);
        String second = SharedServers.database(SharedServersIT.class);
        assertThat(first).startsWith("shared_servers_it_");
        assertThat(second).startsWith("shared_servers_it_").isNotEqualTo(first);
        var server = SharedServers.mysql();
        try (Connection connection =
                DriverManager.getConnection(server.jdbcUrl(second), server.username(), server.password())) {
            assertThat(connection.getCatalog()).isEqualTo(second);
        }
    }

    @Test
    void topicNamesAreLegalAndNeverTheSame() throws Exception {
        String first = SharedServers.topic(SharedServersIT.class);
        String second = SharedServers.topic(SharedServersIT.class);
        assertThat(first).startsWith("shared-servers-it-").isNotEqualTo(second);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", SharedServers.kafka().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(first, 1, (short) 1), new NewTopic(second, 1, (short) 1)))
                    .all()
                    .get();
            assertThat(admin.listTopics().names().get()).contains(first, second);
        }
    }
}
