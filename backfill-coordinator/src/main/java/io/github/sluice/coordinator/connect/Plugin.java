package io.github.sluice.coordinator.connect;

/**
 * A class that the workers' plugin path offers.
 *
 * @param type sink, source, transformation, converter, header_converter or predicate
 * @param version as the plugin itself says; empty if it does not
 */
public record Plugin(String className, String type, String version) {}
