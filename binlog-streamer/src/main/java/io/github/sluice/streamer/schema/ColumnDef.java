package io.github.sluice.streamer.schema;

/**
 * One column of a table. Immutable; shared between the shards of a table.
 *
 * @param name as the server writes it
 * @param columnType the type in the one spelling of {@link ColumnTypes#canonical}, for example {@code bigint unsigned},
 *     {@code varchar(20)}, {@code enum('a','b')}; servers and the binlog differ in what it leaves out
 * @param charset MySQL's name of the character set of a text, ENUM or SET column; empty for every other type
 * @param nullable whether it may be NULL
 */
public record ColumnDef(String name, String columnType, String charset, boolean nullable) {}
