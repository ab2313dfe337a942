package io.github.sluice.coordinator.signoff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement as journal and control topic hold it.
 *
 * @param how for the record: {@code --key}, {@code --yes}, {@code at the terminal}, {@code policy.cutover: auto}
 * @param signature Base64; empty where nobody signed with a key
 */
public record SignedStatement(Statement statement, String how, String signature) {
    public String signer() {
        return statement.signer();
    }

    /** As JSON values by name. */
    public Map<String, @Nullable Object> toTree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("statement", statement.toTree());
        tree.put("how", how);
        tree.put("signature", signature);
        return tree;
    }

    /**
     * Reads {@link #toTree}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SignedStatement fromTree(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map
                && map.get("statement") instanceof Map<?, ?> statement
                && map.get("how") instanceof String how
                && map.get("signature") instanceof String signature) {
            return new SignedStatement(Statement.fromTree(statement), how, signature);
        }
        throw new IllegalArgumentException("not a sign-off");
    }
}
