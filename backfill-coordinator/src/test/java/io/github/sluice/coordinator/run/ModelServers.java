package io.github.sluice.coordinator.run;

/**
 * MySQL, Kafka, Connect and StarRocks, and what truly happened.
 *
 * @param topic the attempt that made the batch topic; 0 when there is none
 * @param whole whether the snapshot in it is whole
 * @param eaten whether retention has taken records of it
 * @param batchConnector the attempt that made it
 * @param damaged whether StarRocks lacks a row
 * @param ddl whether the table's shape changed since P0
 * @param provenEqual the newest attempt that was found EQUAL
 * @param signedOff the newest attempt that somebody signed off
 */
record ModelServers(
        int topic,
        int topicRows,
        boolean whole,
        boolean eaten,
        int batchConnector,
        boolean connectorFailed,
        int tableRows,
        boolean damaged,
        int streamConnector,
        boolean ddl,
        int provenEqual,
        int signedOff) {
    Change but() {
        return new Change(this);
    }

    /** Servers that are about to be other ones. */
    static final class Change {
        int topic;
        int topicRows;
        boolean whole;
        boolean eaten;
        int batchConnector;
        boolean connectorFailed;
        int tableRows;
        boolean damaged;
        int streamConnector;
        boolean ddl;
        int provenEqual;
        int signedOff;

        Change(ModelServers from) {
            topic = from.topic();
            topicRows = from.topicRows();
            whole = from.whole();
            eaten = from.eaten();
            batchConnector = from.batchConnector();
            connectorFailed = from.connectorFailed();
            tableRows = from.tableRows();
            damaged = from.damaged();
            streamConnector = from.streamConnector();
            ddl = from.ddl();
            provenEqual = from.provenEqual();
            signedOff = from.signedOff();
        }

        ModelServers made() {
            return new ModelServers(
                    topic,
                    topicRows,
                    whole,
                    eaten,
                    batchConnector,
                    connectorFailed,
                    tableRows,
                    damaged,
                    streamConnector,
                    ddl,
                    provenEqual,
                    signedOff);
        }
    }
}
