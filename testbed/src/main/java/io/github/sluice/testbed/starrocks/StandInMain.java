package io.github.sluice.testbed.starrocks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sluice.testbed.starrocks.load.LoadOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A stand-in as a process of its own. Prints one line of JSON with process id, addresses and user when it
 * is ready, and runs until it is asked to end (SIGTERM), or until its standard input closes if
 * {@code --until-stdin-closes} is given. Passwords come from the environment, never from arguments:
 * {@value #MYSQL_PASSWORD} and {@value #ROOT_PASSWORD}, both empty if not set.
 *
 * <p>Exit codes: 0 after a clean end, 10 for wrong arguments, 30 if it could not start.
 */
public final class StandInMain {
    static final String MYSQL_PASSWORD = "STAND_IN_MYSQL_PASSWORD";
    static final String ROOT_PASSWORD = "STAND_IN_ROOT_PASSWORD";

    private static final String USAGE = """
            usage: StandInMain --mysql-url jdbc:mysql://HOST:PORT [--mysql-user root] [--backends 1]
                [--default-replication-num 3] [--mysql-version 8.0.33] [--fe-http-port N] [--be-http-port N]
                [--query-port N] [--until-stdin-closes]""";

    private StandInMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "--mysql-url",
                "",
                "--mysql-user",
                "root",
                "--backends",
                "1",
                "--default-replication-num",
                "3",
                "--mysql-version",
                "8.0.33",
                "--fe-http-port",
                "0",
                "--be-http-port",
                "0",
                "--query-port",
                "0"));
        boolean untilStdinCloses = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--until-stdin-closes")) {
                untilStdinCloses = true;
            } else if (settings.containsKey(args[i]) && i + 1 < args.length) {
                settings.put(args[i], args[++i]);
            } else {
                throw usage("unknown argument or no value: " + args[i]);
            }
        }
        if (setting(settings, "--mysql-url").isEmpty()) {
            throw usage("--mysql-url is required");
        }
        StandInOptions options = StandInOptions.defaults()
                .withBackends(number(settings, "--backends"))
                .withDefaultReplicationNum(number(settings, "--default-replication-num"))
                .withMysqlVersion(setting(settings, "--mysql-version"))
                .withRootPassword(System.getenv().getOrDefault(ROOT_PASSWORD, ""))
                .withPorts(
                        number(settings, "--fe-http-port"),
                        number(settings, "--be-http-port"),
                        number(settings, "--query-port"));
        run(settings, options, untilStdinCloses);
    }

    private static void run(Map<String, String> settings, StandInOptions options, boolean untilStdinCloses)
            throws IOException, InterruptedException {
        StarRocksStandIn standIn;
        try {
            standIn = StarRocksStandIn.start(
                    setting(settings, "--mysql-url"),
                    setting(settings, "--mysql-user"),
                    System.getenv().getOrDefault(MYSQL_PASSWORD, ""),
                    options,
                    LoadOptions.defaults());
        } catch (RuntimeException e) {
            System.err.println("the stand-in could not start: " + e.getMessage());
            e.printStackTrace();
            System.exit(30);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(standIn::close, "stand-in-shutdown"));
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("pid", ProcessHandle.current().pid());
        ready.put("feHttp", standIn.feHttp());
        ready.put("beHttp", standIn.beHttp());
        ready.put("query", standIn.query());
        ready.put("admin", standIn.http().adminHttp());
        ready.put("username", standIn.username());
        System.out.println(new ObjectMapper().writeValueAsString(ready));
        System.out.flush();
        if (untilStdinCloses) {
            while (System.in.read() >= 0) {
                // what is written to it does not matter, only its end
            }
            System.exit(0);
        }
        new CountDownLatch(1).await();
    }

    private static String setting(Map<String, String> settings, String name) {
        return settings.getOrDefault(name, "");
    }

    private static int number(Map<String, String> settings, String name) {
        try {
            return Integer.parseInt(setting(settings, name));
        } catch (NumberFormatException e) {
            throw usage(name + " must be a number, found '" + setting(settings, name) + "'");
        }
    }

    private static IllegalArgumentException usage(String fault) {
        System.err.println(fault + "\n" + USAGE);
        System.exit(10);
        return new IllegalArgumentException(fault);
    }
}
