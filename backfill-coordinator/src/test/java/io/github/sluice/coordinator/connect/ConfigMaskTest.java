package io.github.sluice.coordinator.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMaskTest {
    private final ConfigMask mask = new ConfigMask(Set.of("odd.pin"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "odd.pin|1234",
                "starrocks.password|p",
                "transforms.decrypt.secret.key|00112233445566778899aabbccddeeff",
                "transforms.decrypt.secret.key|env:OF_SOMETHING_ELSE",
                "transforms.decrypt.secret.key.ref|00112233445566778899aabbccddeeff",
                "consumer.override.sasl.jaas.config|org.X required username=u password=p;",
                "consumer.override.sasl.jaas.config|org.X required password=${env:P};",
                "producer.override.ssl.KeyStore.Password|p",
                "auth.Token|t",
                "ssl.keystore.private-key|k",
                "connection.url|jdbc:mysql://h/d?user=u&password=p",
                "connection.url|http://user:p@host/",
            })
    void secretsAreHidden(String key, String value) {
        assertThat(mask.hides(key, value)).isTrue();
        assertThat(mask.shown(Map.of(key, value))).containsEntry(key, "[hidden]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "odd.pin|${env:PIN}",
                "starrocks.password|${directory:/etc/sluice:password}",
                "starrocks.password|${env:P}",
                "transforms.decrypt.secret.key.ref|env:SLUICE_KEY",
                "transforms.decrypt.secret.key.ref|file:/etc/sluice/key",
                "starrocks.username|root",
                "topics|sluice_all.orders",
                "connection.url|jdbc:mysql://h:3306/d?user=u",
                "starrocks.http.url|http://h:8030,h2:8030",
            })
    void whatIsNoSecretIsShownAsItIs(String key, String value) {
        assertThat(mask.shown(key, value)).isEqualTo(value);
    }

    @Test
    void anEmptyPasswordIsNoSecret() {
        assertThat(mask.shown("starrocks.password", "")).isEmpty();
    }

    @Test
    void aWorkersMessageDoesNotRepeatASecretNorWhatItPutInPlaceOfAReference() {
        assertThat(mask.shownMessage("odd.pin", "1234", "Invalid value 1234 for configuration odd.pin: is short"))
                .isEqualTo("Invalid value [hidden] for configuration odd.pin: is short");
        assertThat(mask.shownMessage("interval", "${env:I}", "interval: must be a number, found 's3cret'"))
                .isEqualTo("interval: must be a number, found '[hidden]'");
        assertThat(mask.shownMessage("interval", "soon", "interval: must be a number, found 'soon'"))
                .isEqualTo("interval: must be a number, found 'soon'");
    }
}
