package com.alibaba.datax.common.util;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Makes a configuration fit to be logged. */
public class ConfigurationUtil {
    // "Secert" is how DataX spells it
    private static final List<String> SENSITIVE_ENDINGS = Arrays.asList(
            "password",
            "accesskey",
            "securitytoken",
            "accesskeyid",
            "accesskeysecert",
            "accesskeysecret",
            "clientpassword");

    public ConfigurationUtil() {}

    /**
     * A copy in which text values whose path ends, in any case, like a secret's are replaced by as many stars. What has
     * another name, or a dot inside its own name, stays in clear.
     */
    public static Configuration filterSensitive(Configuration origin) {
        if (origin == null) {
            return null;
        }
        Configuration masked = origin.clone();
        for (String path : masked.getKeys()) {
            String lower = path.toLowerCase(Locale.ROOT);
            if (SENSITIVE_ENDINGS.stream().anyMatch(lower::endsWith) && masked.get(path) instanceof String) {
                masked.set(path, masked.getString(path).replaceAll(".", "*"));
            }
        }
        return masked;
    }
}
