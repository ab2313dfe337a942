package io.github.sluice.testbed.starrocks.sql;

import java.util.List;

/** A query for the backing MySQL and the columns that its result has for the client. */
public record Rendered(String sql, List<ResultColumn> columns) {}
