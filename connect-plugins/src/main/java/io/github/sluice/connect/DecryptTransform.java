package io.github.sluice.connect;

import io.github.sluice.connect.decrypt.DecryptingTransformation;
import io.github.sluice.wire.key.KeyRing;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decrypting transform, given its key by reference, so that the key stands in no connector configuration:
 *
 * <pre>
 * transforms=decrypt
 * transforms.decrypt.type=io.github.sluice.connect.DecryptTransform
 * transforms.decrypt.secret.key.ref=file:/etc/sluice/data.key
 * </pre>
 */
public final class DecryptTransform<R extends ConnectRecord<R>> extends DecryptingTransformation<R> {
    /** {@code env:NAME} or {@code file:PATH} on the worker. */
    public static final String SECRET_KEY_REF = "secret.key.ref";

    private static final Logger LOG = LoggerFactory.getLogger(DecryptTransform.class);

    private static final ConfigDef CONFIG = common(new ConfigDef()
            .define(
                    SECRET_KEY_REF,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.HIGH,
                    "Where the worker finds the data key: env:NAME or file:PATH. There it stands as 32, 48 or 64"
                            + " hexadecimal digits, or a key ring."));

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    protected String keySetting() {
        return SECRET_KEY_REF;
    }

    @Override
    protected KeyRing keyRing(Map<String, ?> settings) {
        Object reference = CONFIG.parse(settings).get(SECRET_KEY_REF);
        if (!(reference instanceof String)) {
            throw new ConfigException(SECRET_KEY_REF + ": is required");
        }
        return KeyRing.fromReference((String) reference, LOG::warn);
    }
}
