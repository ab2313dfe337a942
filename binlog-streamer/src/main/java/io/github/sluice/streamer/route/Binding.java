package io.github.sluice.streamer.route;

/** A physical table's columns held against its table file: either every row can be mapped, or none may be. */
public sealed interface Binding permits RowMapper, Drift {}
