package io.github.sluice.streamer.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.streamer.Readme;
import io.github.sluice.testbed.mysql.MySqlVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {
    @Test
    void theVersionsCalledTriedAreThoseOfTheTestsAndOfTheManual() throws Exception {
        assertThat(MySqlVersion.ofMySql())
                .extracting(MySqlVersion::number)
                .containsExactlyInAnyOrderElementsOf(ServerVersion.TRIED);
        assertThat(Readme.text()).contains("MySQL 5.7.22, 8.0.15 and 8.0.31, in tests of every build");
        assertThat(ServerVersion.TRIED).containsExactly("5.7.22", "8.0.15", "8.0.31");
    }

    @ParameterizedTest
    @CsvSource({
        "5.7.22-log, SHOW MASTER STATUS, SHOW SLAVE HOSTS, SHOW SLAVE STATUS",
        "8.0.21, SHOW MASTER STATUS, SHOW SLAVE HOSTS, SHOW SLAVE STATUS",
        "8.0.22, SHOW MASTER STATUS, SHOW REPLICAS, SHOW REPLICA STATUS",
        "8.1.0, SHOW MASTER STATUS, SHOW REPLICAS, SHOW REPLICA STATUS",
        "8.2.0-commercial, SHOW BINARY LOG STATUS, SHOW REPLICAS, SHOW REPLICA STATUS",
        "9.7.4, SHOW BINARY LOG STATUS, SHOW REPLICAS, SHOW REPLICA STATUS"
    })
    void onlyStatementsThatTheVersionHasAreUsed(String version, String binlog, String replicas, String status) {
        ServerVersion parsed = ServerVersion.parse(version);
        assertThat(parsed.showBinlogStatus()).isEqualTo(binlog);
        assertThat(parsed.showReplicas()).isEqualTo(replicas);
        assertThat(parsed.showReplicaStatus()).isEqualTo(status);
    }

    @Test
    void seriesAndVendorsAreTold() {
        assertThat(ServerVersion.parse("8.0.31").isTried()).isTrue();
        assertThat(ServerVersion.parse("8.0.32").isTried()).isFalse();
        assertThat(ServerVersion.parse("8.0.32").isOfTriedSeries()).isTrue();
        assertThat(ServerVersion.parse("8.4.0").isOfTriedSeries()).isFalse();
        assertThat(ServerVersion.parse("11.4.5-MariaDB").isMariaDb()).isTrue();
        assertThat(ServerVersion.parse("something").atLeast(5, 7, 6)).isFalse();
    }
}
