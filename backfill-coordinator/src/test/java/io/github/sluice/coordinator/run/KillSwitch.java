package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.control.SimControlTopic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Counts what one process asks of the outside, and kills it at one of these calls: from then on every thread of it ends
 * at its next one. Thread-safe.
 */
final class KillSwitch implements SimControlTopic.Process {
    /** What becomes of the chosen call. */
    enum How {
        BEFORE_ITS_EFFECT,
        AFTER_ITS_EFFECT,
        /** The process lives on, and does not know that the call had its effect. */
        ANSWER_LOST
    }

    /** Nothing of the process runs after this. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final String named;
    private final int at;
    private final How how;
    private final List<String> asked = new ArrayList<>();
    private int calls;
    private boolean dead;
    private String where = "";

    /** @param at the number of the call, from 1; 0 never kills */
    KillSwitch(int at, How how) {
        this("", at, how);
    }

    private KillSwitch(String named, int at, How how) {
        this.named = named;
        this.at = at;
        this.how = how;
    }

    /** As the constructor, of those calls alone whose name, and a blank behind it, holds a text. */
    static KillSwitch at(String named, int at, How how) {
        return new KillSwitch(named, at, how);
    }

    static KillSwitch never() {
        return new KillSwitch(0, How.BEFORE_ITS_EFFECT);
    }

    @Override
    public synchronized void live() {
        if (dead) {
            throw new Killed();
        }
    }

    /** Every call so far, in their order. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized int calls() {
        return calls;
    }

    synchronized boolean isDead() {
        return dead;
    }

    /** The call at which it happened, or empty if it has not. */
    synchronized String where() {
        return where;
    }

    @Override
    public <T> T call(String what, Supplier<T> effect) {
        return call(
                what, effect, lost -> new Failure(ExitCode.UNKNOWN, "simulated: the answer to " + lost + " was lost"));
    }

    <T> T call(String what, Supplier<T> effect, Function<String, RuntimeException> lost) {
        boolean chosen = chosen(what);
        if (chosen && how == How.BEFORE_ITS_EFFECT) {
            die();
        }
        T result = effect.get();
        if (chosen && how == How.AFTER_ITS_EFFECT) {
            die();
        }
        if (chosen) {
            throw lost.apply(what);
        }
        live();
        return result;
    }

    private synchronized boolean chosen(String what) {
        live();
        if (!(what + ' ').contains(named)) {
            return false;
        }
        calls++;
        asked.add(what);
        if (calls == at) {
            where = "call " + at + ", " + what + " (" + Thread.currentThread().getName() + "), " + how;
        }
        return calls == at;
    }

    private synchronized void die() {
        dead = true;
        throw new Killed();
    }

    /** The same thing outside, each of whose methods is one call. */
    <T> T outside(Class<T> type, T thing, Function<String, RuntimeException> lost) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String what = type.getSimpleName() + "." + method.getName()
                            + (arguments == null || arguments.length == 0 ? "" : " " + arguments[0]);
                    Supplier<Object> effect = () -> {
                        try {
                            return method.invoke(thing, arguments);
                        } catch (InvocationTargetException e) {
                            if (e.getCause() instanceof RuntimeException failure) {
                                throw failure;
                            }
                            if (e.getCause() instanceof Error error) {
                                throw error;
                            }
                            throw new IllegalStateException(e.getCause());
                        } catch (IllegalAccessException e) {
                            throw new IllegalStateException(e);
                        }
                    };
                    return method.getName().equals("close") ? effect.get() : call(what, effect, lost);
                }));
    }

    <T> T outside(Class<T> type, T thing) {
        return outside(
                type, thing, lost -> new Failure(ExitCode.UNKNOWN, "simulated: the answer to " + lost + " was lost"));
    }
}
