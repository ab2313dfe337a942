package io.github.sluice.streamer.binlog;

/**
 * Stands for a stored value that cannot be given as DataX would give it. It is harmless in a column that no route maps;
 * in a mapped one the codec refuses it.
 *
 * @param reason why, without the value
 */
public record UnreadableValue(String reason) {}
