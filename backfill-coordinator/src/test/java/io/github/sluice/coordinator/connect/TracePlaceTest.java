package io.github.sluice.coordinator.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TracePlaceTest {
    @Test
    void ourSinksPlaceAndConnectsOwnAreFound() {
        assertThat(TracePlace.find("org.apache.kafka.connect.errors.DataException: topic a.b-c_d, partition 3,"
                        + " offset 4711: cannot be decrypted\n\tat x"))
                .contains(new TracePlace(new TopicPartition("a.b-c_d", 3), 4711));
        assertThat(TracePlace.find(
                        "Error ... where consumed record is {topic='t', partition=0, offset=5, timestamp=1}"))
                .contains(new TracePlace(new TopicPartition("t", 0), 5));
    }

    @Test
    void aTraceThatNamesNoRecordHasNone() {
        assertThat(TracePlace.find("")).isEmpty();
        assertThat(TracePlace.find("topic t, partition 0: cannot be decrypted")).isEmpty();
        assertThat(TracePlace.find("topic t, partition 99999999999, offset 1")).isEmpty();
    }
}
