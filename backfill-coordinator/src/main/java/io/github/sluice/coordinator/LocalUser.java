package io.github.sluice.coordinator;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who works at this machine, as records of what was done name them. Says nothing of who may. Thread-safe. */
public final class LocalUser {
    private LocalUser() {}

    /** User and host, {@code etl@box1}; each as the JVM knows it, else {@code unknown} and {@code localhost}. */
    public static String name() {
        return System.getProperty("user.name", "unknown") + "@" + host();
    }

    /** The machine's own name, or {@code localhost} where it has none that resolves. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
