package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** User and password of a request, split at the first colon. */
record BasicAuth(String user, String password) {
    /** Null when the header is missing or is no Basic authorization. */
    static @Nullable BasicAuth from(HttpHeaders headers) {
        String header = headers.text("authorization");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String decoded =
                    new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? null : new BasicAuth(decoded.substring(0, colon), decoded.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    @Override
    public String toString() {
        return user + ":[hidden]";
    }
}
