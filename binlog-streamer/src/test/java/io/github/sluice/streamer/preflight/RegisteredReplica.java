package io.github.sluice.streamer.preflight;

import com.github.shyiko.mysql.binlog.io.ByteArrayOutputStream;
import com.github.shyiko.mysql.binlog.network.Authenticator;
import com.github.shyiko.mysql.binlog.network.protocol.GreetingPacket;
import com.github.shyiko.mysql.binlog.network.protocol.PacketChannel;
import com.github.shyiko.mysql.binlog.network.protocol.command.Command;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import io.github.sluice.testbed.mysql.MySqlServer;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection that has registered itself as a replica (COM_REGISTER_SLAVE) and reads the binlog. */
final class RegisteredReplica implements AutoCloseable {
    private static final int COM_REGISTER_SLAVE = 0x15;

    private final PacketChannel channel;

    /** @param uuid as a MySQL server gives it; null as many other clients do */
    RegisteredReplica(MySqlServer server, int serverId, @Nullable String uuid) throws IOException {
        channel = new PacketChannel(new Socket("127.0.0.1", server.port()));
        GreetingPacket greeting = new GreetingPacket(channel.read());
        new Authenticator(greeting, channel, null, server.username(), server.password()).authenticate();
        channel.authenticationComplete();
        if (uuid != null) {
            channel.write(new QueryCommand("SET @slave_uuid = '" + uuid + "', @replica_uuid = '" + uuid + "'"));
            channel.read();
        }
        channel.write((Command) () -> {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeInteger(COM_REGISTER_SLAVE, 1);
            body.writeInteger(serverId, 4);
            for (String text : new String[] {"twin", "", ""}) { // host, user, password
                body.writeInteger(text.length(), 1);
                body.writeString(text);
            }
            body.writeInteger(3306, 2);
            body.writeInteger(0, 4);
            body.writeInteger(0, 4);
            return body.toByteArray();
        });
        byte[] answer = channel.read();
        if (answer[0] != 0) {
            throw new IOException("not registered");
        }
        channel.write(new QueryCommand("SET @master_binlog_checksum = 'NONE'"));
        channel.read();
        channel.write(new DumpBinaryLogCommand(serverId, newestFile(server), 4)); // a registration ends with its dump
        if (channel.read()[0] != 0) {
            throw new IOException("no binlog");
        }
    }

    /** A fresh file: older ones hold transactions without GTID, at which the dump would end. */
    private static String newestFile(MySqlServer server) throws IOException {
        server.execute("FLUSH BINARY LOGS");
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(""), server.username(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
