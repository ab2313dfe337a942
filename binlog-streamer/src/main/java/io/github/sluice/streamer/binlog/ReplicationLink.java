package io.github.sluice.streamer.binlog;

import com.github.shyiko.mysql.binlog.GtidSet;
import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.Authenticator;
import com.github.shyiko.mysql.binlog.network.ClientCapabilities;
import com.github.shyiko.mysql.binlog.network.DefaultSSLSocketFactory;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.TLSHostnameVerifier;
import com.github.shyiko.mysql.binlog.network.protocol.ErrorPacket;
import com.github.shyiko.mysql.binlog.network.protocol.GreetingPacket;
import com.github.shyiko.mysql.binlog.network.protocol.PacketChannel;
import com.github.shyiko.mysql.binlog.network.protocol.ResultSetRowPacket;
import com.github.shyiko.mysql.binlog.network.protocol.command.Command;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.DumpBinaryLogGtidCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.QueryCommand;
import com.github.shyiko.mysql.binlog.network.protocol.command.SSLRequestCommand;
import io.github.sluice.streamer.binlog.ReadEndedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which a server sends its binlog. The library's client is not used, only its parts for login and
 * commands: its loop skips events that it cannot decode, joins large ones in memory and reconnects on its own.
 */
final class ReplicationLink implements AutoCloseable {
    private static final int TICK_MILLIS = 200;

    private final SourceServer server;
    private final Socket plain;
    private final PacketChannel channel;
    private Socket socket;
    private String serverVersion = "";

    private ReplicationLink(SourceServer server, Socket socket) throws IOException {
        this.server = server;
        this.plain = socket;
        this.socket = socket;
        this.channel = new PacketChannel(socket);
    }

    /** Reaches the server and logs in. */
    static ReplicationLink open(SourceServer server) throws ReadEndedException {
        Socket socket = new Socket();
        try {
            int limit = (int) server.connectTimeout().toMillis();
            socket.connect(new InetSocketAddress(server.host(), server.port()), limit);
            socket.setSoTimeout(limit);
            socket.setKeepAlive(true);
            socket.setTcpNoDelay(true);
            ReplicationLink link = new ReplicationLink(server, socket);
            link.login();
            return link;
        } catch (ReadEndedException e) {
            closeQuietly(socket, e);
            throw e;
        } catch (AuthenticationException e) {
            closeQuietly(socket, e);
            throw e.getErrorCode() > 0
                    ? ServerErrors.of(server, e.getErrorCode(), String.valueOf(e.getMessage()))
                    : new ReadEndedException(
                            Reason.ACCESS_DENIED, server.address() + ": cannot log in: " + e.getMessage(), 0, e);
        } catch (IOException e) {
            closeQuietly(socket, e);
            throw new ReadEndedException(
                    Reason.UNREACHABLE, "cannot connect to MySQL at " + server.address() + ": " + e.getMessage(), 0, e);
        }
    }

    private static void closeQuietly(Socket socket, Exception first) {
        try {
            socket.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    private void login() throws IOException, ReadEndedException {
        byte[] first = channel.read();
        check(first);
        GreetingPacket greeting = new GreetingPacket(first);
        serverVersion = greeting.getServerVersion();
        if (serverVersion.toLowerCase(Locale.ROOT).contains("mariadb")) {
            throw new ReadEndedException(
                    Reason.NOT_A_SOURCE,
                    server.address() + " is MariaDB " + serverVersion + ", whose binlog differs from MySQL's",
                    0,
                    null);
        }
        if (server.tls() != SSLMode.DISABLED) {
            upgrade(greeting);
        }
        new Authenticator(greeting, channel, null, server.username(), server.password()).authenticate();
        channel.authenticationComplete();
    }

    private void upgrade(GreetingPacket greeting) throws IOException, ReadEndedException {
        if ((greeting.getServerCapabilities() & ClientCapabilities.SSL) == 0) {
            if (server.tls() == SSLMode.PREFERRED) {
                return;
            }
            throw new ReadEndedException(
                    Reason.NOT_A_SOURCE, server.address() + " offers no TLS, which the settings demand", 0, null);
        }
        SSLRequestCommand request = new SSLRequestCommand();
        request.setCollation(greeting.getServerCollation());
        channel.write(request);
        boolean anyCertificate = server.tls() == SSLMode.REQUIRED || server.tls() == SSLMode.PREFERRED;
        CapturingFactory factory = new CapturingFactory(anyCertificate);
        channel.upgradeToSSL(factory, server.tls() == SSLMode.VERIFY_IDENTITY ? new TLSHostnameVerifier() : null);
        socket = factory.created == null ? plain : factory.created;
    }

    /** Keeps the socket that it makes, and for the modes that check nothing trusts every certificate. */
    private static final class CapturingFactory extends DefaultSSLSocketFactory {
        private final boolean anyCertificate;
        private @Nullable SSLSocket created;

        CapturingFactory(boolean anyCertificate) {
            this.anyCertificate = anyCertificate;
        }

        @Override
        protected void initSSLContext(SSLContext context) throws GeneralSecurityException {
            if (anyCertificate) {
                context.init(null, new TrustManager[] {new TrustEveryone()}, null);
            } else {
                super.initSSLContext(context);
            }
        }

        @Override
        public SSLSocket createSocket(Socket underneath) throws SocketException {
            SSLSocket made = super.createSocket(underneath);
            created = made;
            return made;
        }
    }

    /** MySQL's modes PREFERRED and REQUIRED encrypt and check nothing. */
    private static final class TrustEveryone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** For example {@code 8.0.31}, with what the vendor adds. */
    String serverVersion() {
        return serverVersion;
    }

    /** The first column of the first row of an answer. */
    String ask(String query) throws IOException, ReadEndedException {
        channel.write(new QueryCommand(query));
        check(channel.read());
        while (!isEnd(channel.read())) {
            // definitions of columns
        }
        String answer = "";
        for (byte[] row = channel.read(); !isEnd(row); row = channel.read()) {
            check(row);
            String value = new ResultSetRowPacket(row).getValue(0);
            answer = value == null ? "" : value;
        }
        return answer;
    }

    private static boolean isEnd(byte[] packet) {
        return packet[0] == (byte) 0xfe && packet.length < 9;
    }

    void tell(String statement) throws IOException, ReadEndedException {
        channel.write(new QueryCommand(statement));
        check(channel.read());
    }

    private void check(byte[] packet) throws IOException, ReadEndedException {
        if (packet[0] == (byte) 0xff) {
            throw error(Arrays.copyOfRange(packet, 1, packet.length));
        }
    }

    /** What an error packet means; {@code body} is without its marker. */
    ReadEndedException error(byte[] body) throws IOException {
        ErrorPacket error = new ErrorPacket(body);
        return ServerErrors.of(server, error.getErrorCode(), error.getErrorMessage());
    }

    /** Asks for the binlog; from then on {@link #packets} brings it. */
    void requestBinlog(StartPoint start) throws IOException {
        String gtids = start.gtidSet();
        Command command = gtids == null
                ? new DumpBinaryLogCommand(server.serverId(), start.file(), start.position())
                : new DumpBinaryLogGtidCommand(server.serverId(), "", 4, new GtidSet(gtids));
        channel.write(command);
    }

    /** The packets after {@link #requestBinlog}. Login and questions have left nothing unread. */
    PacketStream packets(PacketStream.Silence silence) throws IOException {
        socket.setSoTimeout(TICK_MILLIS);
        InputStream in = socket.getInputStream();
        return new PacketStream(in, server.deadAfter(), silence);
    }

    /** Ends a read that waits, too; may be called by any thread. */
    @Override
    public void close() throws IOException {
        plain.close();
    }
}
