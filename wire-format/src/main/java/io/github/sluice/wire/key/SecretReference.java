package io.github.sluice.wire.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is kept: {@code env:NAME} or {@code file:PATH}. Settings, logs and process arguments hold
 * the reference; the secret is read when it is needed. Immutable; printing one is safe.
 */
public final class SecretReference {
    private static final String ENV = "env:";
    private static final String FILE = "file:";
    /** No key or password is longer; a wrong path to a huge file must not be read whole. */
    private static final int LARGEST_FILE = 64 * 1024;

    private final String text;

    private SecretReference(String text) {
        this.text = text;
    }

    /** Whether the text starts as a reference does; anything else may be a secret itself. */
    public static boolean isReference(@Nullable String text) {
        return text != null && (text.startsWith(ENV) || text.startsWith(FILE));
    }

    /**
     * Reads a reference.
     *
     * @throws UnusableKeyException if the text is none; it is not repeated, as it may be the secret itself
     */
    public static SecretReference parse(String text) {
        if (!isReference(text)) {
            throw new UnusableKeyException(
                    "not a reference to a secret: write env:NAME or file:PATH (what was given is not shown, it may be the secret)");
        }
        if (text.length() == (text.startsWith(ENV) ? ENV : FILE).length()) {
            throw new UnusableKeyException(text + " names nothing: write env:NAME or file:PATH");
        }
        return new SecretReference(text);
    }

    /**
     * The secret now: the variable's value, or the file's text in UTF-8 without one newline at its end.
     *
     * @throws UnusableKeyException if it is not set, missing, unreadable, not text or empty
     */
    public String resolve() {
        return resolve(System::getenv);
    }

    String resolve(Function<String, @Nullable String> environment) {
        String secret = text.startsWith(ENV) ? variable(environment) : file();
        if (secret.isEmpty()) {
            throw new UnusableKeyException("secret " + text + " is empty");
        }
        return secret;
    }

    /** The file, or null if the reference names a variable or no path of this system. */
    @Nullable
    Path path() {
        try {
            return text.startsWith(FILE) ? Paths.get(text.substring(FILE.length())) : null;
        } catch (InvalidPathException e) {
            return null; // resolve() says so
        }
    }

    private String variable(Function<String, @Nullable String> environment) {
        String value = environment.apply(text.substring(ENV.length()));
        if (value == null) {
            throw new UnusableKeyException("secret " + text + ": the environment variable is not set for this process");
        }
        return value;
    }

    private String file() {
        try {
            Path path = Paths.get(text.substring(FILE.length()));
            if (Files.isDirectory(path)) {
                throw new UnusableKeyException("secret " + text + ": is a folder, not a file");
            }
            if (Files.size(path) > LARGEST_FILE) {
                throw new UnusableKeyException(
                        "secret " + text + ": the file is larger than 64 KiB, so it is no secret");
            }
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return withoutNewline(content);
        } catch (NoSuchFileException e) {
            throw new UnusableKeyException("secret " + text + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new UnusableKeyException("secret " + text + ": the file is not UTF-8 text", e);
        } catch (InvalidPathException e) {
            throw new UnusableKeyException("secret " + text + ": not a path on this system", e);
        } catch (IOException e) {
            throw new UnusableKeyException(
                    "secret " + text + ": the file cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private static String withoutNewline(String content) {
        if (content.endsWith("\r\n")) {
            return content.substring(0, content.length() - 2);
        }
        return content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretReference && ((SecretReference) other).text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The reference as written, for example {@code env:SLUICE_KEY}. */
    @Override
    public String toString() {
        return text;
    }
}
