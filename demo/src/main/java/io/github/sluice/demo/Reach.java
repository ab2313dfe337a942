package io.github.sluice.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Tries to connect, as a process in one of the networks: one line per address on standard output, the address, a tab, and
 * {@value #REACHED} or the system's reason why not.
 */
final class Reach {
    static final String REACHED = "reached";

    private static final int LIMIT_MS = 2_000;

    private Reach() {}

    /** {@code Reach HOST:PORT...}. */
    public static void main(String[] addresses) {
        for (String address : addresses) {
            System.out.println(address + "\t" + attempt(address));
        }
    }

    private static String attempt(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    LIMIT_MS);
            return REACHED;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
