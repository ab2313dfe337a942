package io.github.sluice.testbed.starrocks.mysqlwire;

import io.github.sluice.testbed.starrocks.Cluster;
import io.github.sluice.testbed.starrocks.sql.SqlError;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The handshake of 9.1, COM_CHANGE_USER included. One connection, one thread. */
final class Login {
    private static final int CONNECT_WITH_DB = 0x8;
    private static final int PROTOCOL_41 = 0x200;
    private static final int SECURE_CONNECTION = 0x8000;
    private static final int PLUGIN_AUTH = 0x80000;
    private static final int PLUGIN_AUTH_LENENC = 0x200000;
    /** LONG_FLAG, CONNECT_WITH_DB, PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH, CONNECT_ATTRS, PLUGIN_AUTH_LENENC. */
    private static final int CAPABILITIES =
            0x4 | CONNECT_WITH_DB | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH | 0x100000 | PLUGIN_AUTH_LENENC;

    private static final int CHARSET = 33;

    private final PacketChannel channel;
    private final Cluster cluster;
    private final Session session;
    private byte[] salt = NativePassword.salt();

    Login(PacketChannel channel, Cluster cluster, Session session) {
        this.channel = channel;
        this.cluster = cluster;
        this.session = session;
    }

    /**
     * Greets, reads the answer and checks it.
     *
     * @return the database that the client wants, null for none
     * @throws SqlError 1045
     */
    @Nullable
    String connect() throws IOException {
        channel.write(new Payload()
                .int1(10)
                .terminated(cluster.options().mysqlVersion())
                .int4(session.connectionId())
                .raw(Arrays.copyOf(salt, 8))
                .int1(0)
                .int2(CAPABILITIES)
                .int1(CHARSET)
                .int2(0) // status
                .int2(CAPABILITIES >>> 16)
                .int1(NativePassword.SALT_LENGTH + 1)
                .zeros(10)
                .raw(Arrays.copyOfRange(salt, 8, NativePassword.SALT_LENGTH))
                .int1(0)
                .terminated(NativePassword.PLUGIN));
        channel.flush();
        PayloadReader in = new PayloadReader(channel.read());
        long capabilities = in.int4();
        if ((capabilities & PROTOCOL_41) == 0) {
            throw new SqlError(1251, "08004", "Client does not support authentication protocol requested by server");
        }
        in.int4(); // longest packet
        in.int1(); // character set: everything is UTF-8
        in.raw(23);
        String user = in.terminated();
        byte[] answer = (capabilities & PLUGIN_AUTH_LENENC) != 0 ? in.lengthEncodedBytes() : in.raw(in.int1());
        String database = (capabilities & CONNECT_WITH_DB) != 0 && !in.atEnd() ? in.terminated() : "";
        String plugin = (capabilities & PLUGIN_AUTH) != 0 && !in.atEnd() ? in.terminated() : NativePassword.PLUGIN;
        if (!plugin.equals(NativePassword.PLUGIN)) {
            answer = switchPlugin();
        }
        check(user, answer);
        return database.isEmpty() ? null : database;
    }

    /**
     * COM_CHANGE_USER, always with a fresh salt.
     *
     * @return the database that the client wants, null for none
     */
    @Nullable
    String change(PayloadReader in) throws IOException {
        String user = in.terminated();
        in.raw(in.int1());
        String database = in.terminated();
        check(user, switchPlugin());
        return database.isEmpty() ? null : database;
    }

    private byte[] switchPlugin() throws IOException {
        salt = NativePassword.salt();
        channel.write(new Payload()
                .int1(0xFE)
                .terminated(NativePassword.PLUGIN)
                .raw(salt)
                .int1(0));
        channel.flush();
        return channel.read();
    }

    private void check(String user, byte[] answer) {
        String password = cluster.accounts().passwordOf(user);
        if (password == null || !NativePassword.proves(answer, salt, password)) {
            throw new SqlError(
                    1045,
                    "28000",
                    "Access denied for user '" + user + "' (using password: " + (answer.length == 0 ? "NO" : "YES")
                            + ")");
        }
        session.user(user);
    }
}
