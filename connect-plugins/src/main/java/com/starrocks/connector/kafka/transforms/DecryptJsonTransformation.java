package com.starrocks.connector.kafka.transforms;

import io.github.sluice.connect.decrypt.DecryptingTransformation;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.SecretReference;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decrypting transform under its published class name and key, so that configurations written for it go on working
 * (inventory #46). The key is a password to Connect, which hides it from logs and from validation replies (#181); what
 * {@code GET /connectors/NAME/config} returns is what was posted, so post a reference: {@code env:NAME},
 * {@code file:PATH}, or a config provider's {@code ${...}}.
 */
public final class DecryptJsonTransformation<R extends ConnectRecord<R>> extends DecryptingTransformation<R> {
    /** 32, 48 or 64 hexadecimal digits, or {@code env:NAME} or {@code file:PATH} on the worker. */
    public static final String SECRET_KEY = "secret.key";

    private static final Logger LOG = LoggerFactory.getLogger(DecryptJsonTransformation.class);

    private static final ConfigDef CONFIG = common(new ConfigDef()
            .define(
                    SECRET_KEY,
                    ConfigDef.Type.PASSWORD,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.Importance.HIGH,
                    "The data key in 32, 48 or 64 hexadecimal digits, or where the worker finds it: env:NAME or"
                            + " file:PATH, which may hold a key ring."));

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    protected String keySetting() {
        return SECRET_KEY;
    }

    @Override
    protected KeyRing keyRing(Map<String, ?> settings) {
        Object password = CONFIG.parse(settings).get(SECRET_KEY);
        if (!(password instanceof Password)) {
            throw new ConfigException(SECRET_KEY + ": is required");
        }
        String key = ((Password) password).value();
        return SecretReference.isReference(key) ? KeyRing.fromReference(key, LOG::warn) : KeyRing.ofText(key);
    }
}
