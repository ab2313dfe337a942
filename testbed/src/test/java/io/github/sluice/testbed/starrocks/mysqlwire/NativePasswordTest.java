package io.github.sluice.testbed.starrocks.mysqlwire;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.protocol.Security;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The driver's own code is the oracle. */
final class NativePasswordTest {
    @Test
    void anAnswerOfTheDriverProvesThePasswordAndOnlyThat() {
        byte[] salt = NativePassword.salt();
        byte[] answer = Security.scramble411("s3cret-密码".getBytes(StandardCharsets.UTF_8), salt);
        assertThat(NativePassword.proves(answer, salt, "s3cret-密码")).isTrue();
        assertThat(NativePassword.proves(answer, salt, "s3cret")).isFalse();
        assertThat(NativePassword.proves(answer, NativePassword.salt(), "s3cret-密码"))
                .isFalse();
        assertThat(NativePassword.proves(new byte[0], salt, "s3cret")).isFalse();
        assertThat(NativePassword.proves(new byte[0], salt, "")).isTrue();
        assertThat(NativePassword.proves(answer, salt, "")).isFalse();
    }
}
