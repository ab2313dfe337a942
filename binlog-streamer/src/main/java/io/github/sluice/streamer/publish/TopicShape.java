package io.github.sluice.streamer.publish;

/**
 * What a topic is like.
 *
 * @param partitions how many it has; a row's key chooses among them
 * @param maxMessageBytes largest record batch that it takes
 * @param cleanupPolicy {@code delete}, {@code compact} or both
 */
public record TopicShape(int partitions, int maxMessageBytes, String cleanupPolicy) {}
