package io.github.sluice.coordinator.connect;

/** What a client says when it has asked a worker for something and no answer came. */
public final class LostAnswer {
    private LostAnswer() {}

    public static ConnectException to(String what) {
        return new ConnectException(ConnectException.Kind.NO_ANSWER, 0, true, what + ": no answer came", null);
    }
}
