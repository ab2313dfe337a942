package io.github.sluice.testbed.datax.plugin.mysqlreader;

import com.alibaba.datax.common.element.BoolColumn;
import com.alibaba.datax.common.element.BytesColumn;
import com.alibaba.datax.common.element.Column;
import com.alibaba.datax.common.element.DateColumn;
import com.alibaba.datax.common.element.DoubleColumn;
import com.alibaba.datax.common.element.LongColumn;
import com.alibaba.datax.common.element.Record;
import com.alibaba.datax.common.element.StringColumn;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.plugin.RecordSender;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import java.io.UnsupportedEncodingException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * Turns result rows into records by DataX's table of types, faults included: a null YEAR becomes 0 where the driver calls
 * it a date, a null BIT(1) false, a null text under {@code mandatoryEncoding} empty; moments are cut to milliseconds. A
 * row that fails in its middle is counted dirty and still sent, as short as it is.
 */
final class RowReader {
    private final ResultSet rows;
    private final ResultSetMetaData metaData;
    private final String encoding;

    /** @param encoding in which to read texts as bytes, or blank to leave that to the driver */
    RowReader(ResultSet rows, String encoding) throws SQLException {
        this.rows = rows;
        this.metaData = rows.getMetaData();
        this.encoding = encoding;
    }

    void sendAll(RecordSender sender, TaskPluginCollector collector) throws SQLException {
        while (rows.next()) {
            sender.sendToWriter(current(sender, collector));
        }
    }

    private Record current(RecordSender sender, TaskPluginCollector collector) throws SQLException {
        Record record = sender.createRecord();
        try {
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                record.addColumn(column(i));
            }
        } catch (SQLException | UnsupportedEncodingException | RuntimeException e) {
            collector.collectDirtyRecord(record, e);
            if (e instanceof DataXException fatal) {
                throw fatal;
            }
        }
        return record;
    }

    private Column column(int i) throws SQLException, UnsupportedEncodingException {
        switch (metaData.getColumnType(i)) {
            case Types.CHAR:
            case Types.NCHAR:
            case Types.VARCHAR:
            case Types.LONGVARCHAR:
            case Types.NVARCHAR:
            case Types.LONGNVARCHAR:
                return new StringColumn(text(i));
            case Types.CLOB:
            case Types.NCLOB:
                return new StringColumn(rows.getString(i));
            case Types.SMALLINT:
            case Types.TINYINT:
            case Types.INTEGER:
            case Types.BIGINT:
                return new LongColumn(rows.getString(i));
            case Types.NUMERIC:
            case Types.DECIMAL:
            case Types.FLOAT:
            case Types.REAL:
            case Types.DOUBLE:
                return new DoubleColumn(rows.getString(i));
            case Types.TIME:
                return new DateColumn(rows.getTime(i));
            case Types.DATE:
                return metaData.getColumnTypeName(i).equalsIgnoreCase("year")
                        ? new LongColumn((Integer) rows.getInt(i))
                        : new DateColumn(rows.getDate(i));
            case Types.TIMESTAMP:
                return new DateColumn(rows.getTimestamp(i));
            case Types.BINARY:
            case Types.VARBINARY:
            case Types.BLOB:
            case Types.LONGVARBINARY:
                return new BytesColumn(rows.getBytes(i));
            case Types.BOOLEAN:
            case Types.BIT:
                return new BoolColumn((Boolean) rows.getBoolean(i));
            case Types.NULL:
                Object value = rows.getObject(i);
                return new StringColumn(value == null ? null : value.toString());
            default:
                throw DataXException.asDataXException(
                        MysqlReaderErrorCode.UNSUPPORTED_TYPE,
                        String.format(
                                "DataX 不支持数据库读取这种字段类型. 字段名:[%s], 字段类型:[%s], 字段Java类型:[%s].",
                                metaData.getColumnName(i), metaData.getColumnType(i), metaData.getColumnClassName(i)));
        }
    }

    @SuppressWarnings("NullAway") // a null text is a column with null
    private String text(int i) throws SQLException, UnsupportedEncodingException {
        if (encoding.isBlank()) {
            return rows.getString(i);
        }
        byte[] bytes = rows.getBytes(i);
        return bytes == null ? "" : new String(bytes, encoding);
    }
}
