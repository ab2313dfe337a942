package io.github.sluice.testbed.starrocks.mysqlwire;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.protocol.Security;
import io.github.sluice.testbed.starrocks.StandInExtension;
import io.github.sluice.testbed.starrocks.StandInOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bytes of sections 9.1 and 9.2, which a driver hides. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class WireIT {
    @RegisterExtension
    static final StandInExtension STARROCKS =
            new StandInExtension(StandInOptions.defaults().withRootPassword("s3cret"));

    @Test
    void theHandshakeIsThatOfThePage() throws Exception {
        try (Socket socket = connect()) {
            PayloadReader greeting = new PayloadReader(channel(socket).read());
            assertThat(greeting.int1()).isEqualTo(10);
            assertThat(greeting.terminated()).isEqualTo("8.0.33");
            greeting.int4();
            greeting.raw(9);
            int low = greeting.int2();
            assertThat(greeting.int1()).isEqualTo(33);
            assertThat(greeting.int2()).as("status flags").isZero();
            int capabilities = low | greeting.int2() << 16;
            int wanted = 0x4 | 0x8 | 0x200 | 0x8000 | 0x80000 | 0x100000 | 0x200000;
            assertThat(Integer.toHexString(capabilities)).isEqualTo(Integer.toHexString(wanted));
            assertThat(greeting.int1()).isEqualTo(21);
            greeting.raw(23);
            assertThat(greeting.terminated()).isEqualTo("mysql_native_password");
        }
    }

    @Test
    void severalStatementsOfOneCommandAreRunWhateverTheClientSays() throws Exception {
        try (Socket socket = connect()) {
            PacketChannel channel = login(socket);
            command(channel, 3, "SELECT 1; SET autocommit=1; SELECT nonsense; SELECT 2");
            assertThat(channel.read()).containsExactly(1); // one column
            channel.read();
            assertThat(status(channel.read())).isEqualTo(Replies.MORE_RESULTS);
            assertThat(channel.read()).containsExactly(1, '1');
            assertThat(status(channel.read())).isEqualTo(Replies.MORE_RESULTS);
            byte[] ok = channel.read();
            assertThat(ok[0]).isZero();
            assertThat(ok[3]).isEqualTo((byte) Replies.MORE_RESULTS);
            // an error ends the whole command
            assertThat(channel.read()[0]).isEqualTo((byte) 0xFF);
            command(channel, 14, "");
            assertThat(channel.read()).containsExactly(0, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void anUnknownCommandIsAnErrorAndTheConnectionGoesOn() throws Exception {
        try (Socket socket = connect()) {
            PacketChannel channel = login(socket);
            command(channel, 9, "");
            assertThat(new String(channel.read(), StandardCharsets.UTF_8)).contains("Unsupported command(");
            command(channel, 2, "information_schema");
            assertThat(channel.read()[0]).isZero();
            command(channel, 3, "SELECT DATABASE()");
            channel.read();
            channel.read();
            channel.read();
            assertThat(new PayloadReader(channel.read()).lengthEncodedBytes())
                    .asString()
                    .isEqualTo("information_schema");
        }
    }

    @Test
    void aRowOfMoreThanSixteenMegabytesComesInSeveralPackets() throws Exception {
        try (Socket socket = connect()) {
            PacketChannel channel = login(socket);
            String megabyte = "repeat('" + "x".repeat(1 << 10) + "', 1024)";
            String seventeen = "concat(" + String.join(",", java.util.Collections.nCopies(17, megabyte)) + ")";
            command(channel, 3, "SELECT " + seventeen);
            channel.read();
            channel.read();
            channel.read();
            byte[] row = channel.read();
            assertThat(row.length).isEqualTo(17 * (1 << 20) + 9);
            assertThat(status(channel.read())).isZero();
        }
    }

    @Test
    void item20_resultTypesAreThoseOfThePage() throws Exception {
        try (Socket socket = connect()) {
            PacketChannel channel = login(socket);
            for (String statement : new String[] {
                "CREATE DATABASE types",
                "CREATE TABLE types.ty (l largeint, b boolean, t1 tinyint, t2 smallint, t3 int, t4 bigint, f float,"
                        + " d double, dec1 decimal(18,4), Dec0 decimal(9), da date, dt datetime, vc varchar(20),"
                        + " ch char(5), vb varbinary(10), j json) PRIMARY KEY(l) DISTRIBUTED BY HASH(l)"
                        + " PROPERTIES('replication_num'='1')"
            }) {
                command(channel, 3, statement);
                assertThat(channel.read()[0]).isZero();
            }
            // label, wire type, character set, length, decimals, flags
            assertThat(fields(channel, "SELECT * FROM types.ty"))
                    .containsExactly(
                            "l 254 33 40 0 0",
                            "b 1 63 1 0 0",
                            "t1 1 63 4 0 0",
                            "t2 2 63 6 0 0",
                            "t3 3 63 11 0 0",
                            "t4 8 63 20 0 0",
                            "f 4 63 12 31 0",
                            "d 5 63 22 31 0",
                            "dec1 246 63 22 4 0",
                            "Dec0 246 63 12 0 0",
                            "da 10 63 10 0 0",
                            "dt 12 63 19 0 0",
                            "vc 253 33 60 0 0",
                            "ch 253 33 15 0 0",
                            "vb 252 63 30 0 0",
                            "j 254 33 60 0 0");
            assertThat(fields(channel, "SELECT COUNT(*), VERSION(), SUM(dec1), MAX(dt) Newest FROM types.ty"))
                    .containsExactly(
                            "count(*) 8 63 20 0 0",
                            "VERSION() 253 33 192 0 0",
                            "sum(dec1) 246 63 42 4 0",
                            "Newest 12 63 19 0 0");
        }
    }

    private static List<String> fields(PacketChannel channel, String query) throws IOException {
        command(channel, 3, query);
        int count = channel.read()[0];
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PayloadReader in = new PayloadReader(channel.read());
            assertThat(in.lengthEncodedBytes()).asString().isEqualTo("def");
            for (int empty = 0; empty < 3; empty++) {
                assertThat(in.lengthEncodedBytes()).isEmpty();
            }
            String label = new String(in.lengthEncodedBytes(), StandardCharsets.UTF_8);
            in.lengthEncodedBytes();
            in.int1();
            int charset = in.int2();
            long length = in.int4();
            int type = in.int1();
            int flags = in.int2();
            fields.add(label + " " + type + " " + charset + " " + length + " " + in.int1() + " " + flags);
        }
        status(channel.read());
        byte[] next = channel.read();
        while (next[0] != (byte) 0xFE || next.length != 5) {
            next = channel.read();
        }
        return fields;
    }

    @Test
    void theColumnsOfATableCanBeListed() throws Exception {
        try (Socket socket = connect()) {
            PacketChannel channel = login(socket);
            for (String statement : new String[] {
                "CREATE DATABASE listed",
                "USE listed",
                "CREATE TABLE t (id int, v json) PRIMARY KEY(id) PROPERTIES('replication_num'='1')"
            }) {
                command(channel, 3, statement);
                assertThat(channel.read()[0]).isZero();
            }
            command(channel, 4, "t\0%");
            assertThat(new String(channel.read(), StandardCharsets.UTF_8)).contains("id");
            assertThat(new String(channel.read(), StandardCharsets.UTF_8)).contains("v");
            assertThat(status(channel.read())).isZero();
            command(channel, 4, "nope\0%");
            assertThat(new String(channel.read(), StandardCharsets.UTF_8)).contains("Unknown table 'nope'");
        }
    }

    @Test
    void connectAndCloseHurtsNobody() throws Exception {
        for (int i = 0; i < 20; i++) {
            connect().close();
        }
        try (Socket socket = connect()) {
            login(socket);
        }
    }

    private static int status(byte[] eof) {
        assertThat(eof).hasSize(5);
        assertThat(eof[0]).isEqualTo((byte) 0xFE);
        return eof[3];
    }

    private static Socket connect() throws IOException {
        String[] address = STARROCKS.standIn().query().split(":");
        return new Socket(address[0], Integer.parseInt(address[1]));
    }

    private static PacketChannel channel(Socket socket) throws IOException {
        return new PacketChannel(socket.getInputStream(), socket.getOutputStream());
    }

    private static PacketChannel login(Socket socket) throws IOException {
        PacketChannel channel = channel(socket);
        PayloadReader greeting = new PayloadReader(channel.read());
        greeting.int1();
        greeting.terminated();
        greeting.int4();
        byte[] salt = Arrays.copyOf(greeting.raw(8), 20);
        greeting.raw(1 + 2 + 1 + 2 + 2 + 1 + 10);
        System.arraycopy(greeting.raw(12), 0, salt, 8, 12);
        channel.write(new Payload()
                .int4(0x200 | 0x8000)
                .int4(1 << 24)
                .int1(45)
                .zeros(23)
                .terminated("root")
                .int1(20)
                .raw(Security.scramble411("s3cret".getBytes(StandardCharsets.UTF_8), salt)));
        channel.flush();
        assertThat(channel.read()[0]).isZero();
        return channel;
    }

    private static void command(PacketChannel channel, int command, String text) throws IOException {
        channel.newExchange();
        channel.write(new Payload().int1(command).raw(text.getBytes(StandardCharsets.UTF_8)));
        channel.flush();
    }
}
