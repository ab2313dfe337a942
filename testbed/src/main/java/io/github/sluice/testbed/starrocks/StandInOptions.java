package io.github.sluice.testbed.starrocks;

import java.time.ZoneId;

/**
 * Switches of a stand-in (section 15: by default it behaves like 3.3 to 3.5). Immutable; {@code with...}
 * gives a changed copy.
 *
 * @param backends how many BEs the cluster says it has; CREATE TABLE with the default
 *     {@code replication_num} of 3 fails with fewer (item 21)
 * @param defaultReplicationNum the FE setting {@code default_replication_num}
 * @param mysqlVersion what the handshake and VERSION() say: 8.0.33, or 5.1.0 as up to 3.3
 * @param version what CURRENT_VERSION() says
 * @param namesInReplies whether load replies have {@code Db} and {@code Table} (newest versions only)
 * @param timeZone the cluster's time zone
 * @param rootPassword may be empty
 * @param feHttpPort 0 = any free port; likewise the other two
 */
public record StandInOptions(
        int backends,
        int defaultReplicationNum,
        String mysqlVersion,
        String version,
        boolean namesInReplies,
        ZoneId timeZone,
        String rootPassword,
        int feHttpPort,
        int beHttpPort,
        int queryPort) {

    /** One BE, version 3.5, free ports, empty root password. */
    public static StandInOptions defaults() {
        return new StandInOptions(
                1, 3, "8.0.33", "3.5.4-sluice-stand-in", false, ZoneId.of("Asia/Shanghai"), "", 0, 0, 0);
    }

    public StandInOptions withBackends(int count) {
        return new StandInOptions(
                count,
                defaultReplicationNum,
                mysqlVersion,
                version,
                namesInReplies,
                timeZone,
                rootPassword,
                feHttpPort,
                beHttpPort,
                queryPort);
    }

    public StandInOptions withDefaultReplicationNum(int replicas) {
        return new StandInOptions(
                backends,
                replicas,
                mysqlVersion,
                version,
                namesInReplies,
                timeZone,
                rootPassword,
                feHttpPort,
                beHttpPort,
                queryPort);
    }

    public StandInOptions withMysqlVersion(String text) {
        return new StandInOptions(
                backends,
                defaultReplicationNum,
                text,
                version,
                namesInReplies,
                timeZone,
                rootPassword,
                feHttpPort,
                beHttpPort,
                queryPort);
    }

    public StandInOptions withNamesInReplies(boolean present) {
        return new StandInOptions(
                backends,
                defaultReplicationNum,
                mysqlVersion,
                version,
                present,
                timeZone,
                rootPassword,
                feHttpPort,
                beHttpPort,
                queryPort);
    }

    public StandInOptions withRootPassword(String password) {
        return new StandInOptions(
                backends,
                defaultReplicationNum,
                mysqlVersion,
                version,
                namesInReplies,
                timeZone,
                password,
                feHttpPort,
                beHttpPort,
                queryPort);
    }

    public StandInOptions withPorts(int feHttp, int beHttp, int query) {
        return new StandInOptions(
                backends,
                defaultReplicationNum,
                mysqlVersion,
                version,
                namesInReplies,
                timeZone,
                rootPassword,
                feHttp,
                beHttp,
                query);
    }
}
