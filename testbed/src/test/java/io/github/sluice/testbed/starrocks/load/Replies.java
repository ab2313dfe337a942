package io.github.sluice.testbed.starrocks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What tests say about the replies of plain loads. */
final class Replies {
    private Replies() {}

    static void assertStatus(JsonNode reply, String status) {
        assertThat(reply.path("Status").asText()).as(reply.toString()).isEqualTo(status);
    }

    /** Status Fail, with this in the message. */
    static void assertFails(JsonNode reply, String message) {
        assertStatus(reply, "Fail");
        assertThat(reply.path("Message").asText()).contains(message);
    }

    /** The text behind the ErrorURL. */
    static String errors(JsonNode reply) throws IOException {
        return LoadClient.fetch(reply.path("ErrorURL").asText());
    }
}
