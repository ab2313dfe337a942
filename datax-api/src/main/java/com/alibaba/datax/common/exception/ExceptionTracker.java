package com.alibaba.datax.common.exception;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Turns a failure into the text of its stack trace. */
public final class ExceptionTracker {
    public static final int STRING_BUFFER = 1024;

    public ExceptionTracker() {}

    public static String trace(Throwable ex) {
        StringWriter text = new StringWriter(STRING_BUFFER);
        ex.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
