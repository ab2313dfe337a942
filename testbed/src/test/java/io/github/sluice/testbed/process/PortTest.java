package io.github.sluice.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortTest {
    @Test
    void portsHeldAtTheSameTimeDiffer() {
        List<Port> ports = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        try {
            for (int i = 0; i < 300; i++) {
                Port port = Port.claim();
                ports.add(port);
                assertThat(numbers.add(port.number())).isTrue();
            }
        } finally {
            ports.forEach(Port::close);
        }
    }

    @Test
    void aClaimedPortCanBeBoundAndLiesBelowThoseOfOutgoingConnections() throws Exception {
        try (Port port = Port.claim();
                ServerSocket socket = new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.getLocalPort()).isEqualTo(port.number()).isBetween(20_000, 31_999);
        }
    }
}
