"""Every row of the type table, value by value.

`sql` is what is stored, `delivered` what a DataX job with `select` gets (seen on MySQL 8.0.31 with
Connector/J 9.4; a `number` comes as text whose spelling varies with driver and JVM), `wire` what must be on the wire, `readings` other texts by which a binlog reader or StarRocks
gives the same value back.
"""

from wire import equality

NULL = object()
_INT, _NUMBER, _TEXT, _BYTES = "integer", "number", "text", "bytes"


def _vectors():
    plain, unsigned, double, char = "`c`", "CAST(`c` AS UNSIGNED)", "`c`+0e0", "CAST(`c` AS CHAR)"
    v = []

    def column(type_, kind, select, delivered_as, *values):
        for sql, delivered, wire, *readings in values:
            v.append(_vector(type_, kind, select, delivered_as, sql, delivered, wire, readings))
        v.append(_vector(type_, kind, select, delivered_as, "NULL", None, None, []))

    def integers(type_, *numbers, select=plain):
        column(type_, "INTEGER", select, _INT, *[(str(n), str(n), n, str(n)) for n in numbers])

    integers("tinyint", -128, 0, 127)
    integers("tinyint(1)", -128, 0, 1, 127)
    integers("tinyint unsigned", 0, 255)
    integers("smallint", -32768, 32767)
    integers("smallint unsigned", 0, 65535)
    integers("mediumint", -8388608, 8388607)
    integers("mediumint unsigned", 0, 16777215)
    integers("int", -2147483648, 2147483647)
    integers("int unsigned", 0, 4294967295)
    integers("int(8) unsigned zerofill", 42)
    integers("bigint", -9223372036854775808, 0, 9007199254740993, 9223372036854775807)
    integers("year", 0, 1901, 2155, select=unsigned)
    integers("bit(1)", 0, 1, select=unsigned)
    integers("bit(12)", 0, 2730, 4095, select=unsigned)
    integers("bit(63)", 9223372036854775807, select=unsigned)
    for type_, select in (("bigint unsigned", plain), ("bit(64)", unsigned)):
        numbers = ("0", "9223372036854775808", "18446744073709551615")
        column(type_, "LARGE_INTEGER", select, _INT, *[(n, n, n, n) for n in numbers])

    column(
        "decimal(20,6)", "DECIMAL", plain, _NUMBER,
        ("0", "0.000000", "0.000000", "0", "-0.000000", "0E-6"),
        ("-0.000001", "-0.000001", "-0.000001", "-1E-6"),
        ("12345678901234.123456", "12345678901234.123456", "12345678901234.123456"),
        ("1.5", "1.500000", "1.500000", "1.5", "+1.50", "1.5000000"),
    )
    column("decimal(10,0)", "DECIMAL", plain, _NUMBER, ("-9999999999", "-9999999999", "-9999999999", "-9999999999.0"))
    column("decimal(5,5)", "DECIMAL", plain, _NUMBER, ("-0.5", "-0.50000", "-0.50000", "-.5"))
    column("decimal(6,2) unsigned zerofill", "DECIMAL", plain, _NUMBER, ("1.5", "0001.50", "1.50"))
    big = "12345678901234567890123456789012345.123456789012345678901234567890"
    column("decimal(65,30)", "DECIMAL", plain, _NUMBER, (big, big, big))

    column(
        "float", "DOUBLE", double, _NUMBER,
        ("0.1", "0.10000000149011612", 0.10000000149011612),
        ("16777217", "16777216", 16777216.0, "1.6777216E7", "1.6777216e+07"),
        ("3.4028234e38", "3.4028234663852886e38", 3.4028234663852886e38),
        ("1e-45", "1.401298464324817e-45", 1.401298464324817e-45),
        ("-0e0", "0", 0.0, "-0", "0.0"),
    )
    column("float(7,4)", "DOUBLE", double, _NUMBER, ("1.1", "1.100000023841858", 1.100000023841858))
    column(
        "double", "DOUBLE", plain, _NUMBER,
        ("0.1", "0.1", 0.1),
        ("-0e0", "-0", 0.0, "0", "-0.0"),
        ("5e-324", "5e-324", 5e-324, "4.9E-324", "4.9406564584124654e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e308", 1.7976931348623157e308),
        ("2e-3", "0.002", 0.002, "0.0020", "2.0E-3"),
        ("2.2250738585072012e-308", "2.2250738585072014e-308", 2.2250738585072014e-308),
        ("123456789012345678", "1.2345678901234568e17", 1.2345678901234568e17, "123456789012345680"),
        ("1e23", "1e23", 1e23, "9.999999999999999e22", "1.0E23"),
    )
    column("double(10,2)", "DOUBLE", plain, _NUMBER, ("1.5", "1.50", 1.5))

    column(
        "date", "DATE", char, _TEXT,
        ("'2024-02-29'", "2024-02-29", "2024-02-29"),
        ("'1000-01-01'", "1000-01-01", "1000-01-01"),
        ("'9999-12-31'", "9999-12-31", "9999-12-31"),
        ("'0000-00-00'", "0000-00-00", NULL),
        ("'2024-00-15'", "2024-00-15", NULL),
        ("'2024-01-00'", "2024-01-00", NULL),
        ("'2023-02-29'", "2023-02-29", NULL),
    )
    for type_ in ("datetime", "timestamp"):
        column(
            type_, "DATETIME", char, _TEXT,
            ("'2024-01-02 03:04:05'", "2024-01-02 03:04:05", "2024-01-02 03:04:05", "2024-01-02 03:04:05.000000"),
            ("'0000-00-00 00:00:00'", "0000-00-00 00:00:00", NULL),
        )
    column(
        "datetime(3)", "DATETIME", char, _TEXT,
        ("'2024-01-02 03:04:05.12'", "2024-01-02 03:04:05.120", "2024-01-02 03:04:05.120000", "2024-01-02 03:04:05.12"),
        ("'2024-01-02 03:04:05'", "2024-01-02 03:04:05.000", "2024-01-02 03:04:05", "2024-01-02 03:04:05.0"),
    )
    column(
        "datetime(6)", "DATETIME", char, _TEXT,
        ("'9999-12-31 23:59:59.999999'", "9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999"),
        ("'1582-10-10 00:00:00.000001'", "1582-10-10 00:00:00.000001", "1582-10-10 00:00:00.000001"),
        ("'2024-01-02 03:04:05'", "2024-01-02 03:04:05.000000", "2024-01-02 03:04:05"),
        ("'2024-00-00 01:02:03.5'", "2024-00-00 01:02:03.500000", NULL),
    )
    column("timestamp(6)", "DATETIME", char, _TEXT, ("'2024-01-02 03:04:05.5'", "2024-01-02 03:04:05.500000", "2024-01-02 03:04:05.500000"))
    column(
        "time", "TIME", char, _TEXT,
        ("'00:00:00'", "00:00:00", "00:00:00", "-00:00:00", "00:00:00.000000"),
        ("'-838:59:59'", "-838:59:59", "-838:59:59"),
        ("'-01:02:03'", "-01:02:03", "-01:02:03", "-001:02:03"),
    )
    column(
        "time(6)", "TIME", char, _TEXT,
        ("'838:59:59'", "838:59:59.000000", "838:59:59"),
        ("'-00:00:00.5'", "-00:00:00.500000", "-00:00:00.500000", "-00:00:00.5"),
        ("'01:02:03.000001'", "01:02:03.000001", "01:02:03.000001"),
    )

    def text(type_, *values):
        column(type_, "TEXT", plain, _TEXT, *[(_quoted(s), s, s) for s in values])

    text("char(10)", "", "ab", "中文")
    text("varchar(20)", "", "中文😀 ", "\u00e9", "e\u0301", "NULL", "\\N", "\u007f\u0080\u2028")
    text("tinytext", "a")
    text("text", "tab\tnewline\ncr\rquote\"single'backslash\\slash/nul\0bell\x07")
    text("mediumtext", "{\"not\":\"parsed\"}")
    text("longtext", "x" * 300)
    text("enum('a','it''s','x\\\\y','逗,号')", "it's", "x\\y", "逗,号")
    text("set('a','b c','d')", "", "a,b c")
    for type_ in ("geometry as text", "point as text"):
        column(type_, "TEXT", "ST_AsText(`c`)", _TEXT, ("ST_GeomFromText('POINT(1 2)')", "POINT(1 2)", "POINT(1 2)"))

    def binary(type_, *values):
        column(type_, "BINARY", plain, _BYTES, *[("X'" + hex_ + "'", base64_, wire, *more) for hex_, base64_, wire, *more in values])

    # the readings are Base64 too; the binlog leaves out the trailing zeros of BINARY(n)
    binary("binary(8)", ("0102", "AQIAAAAAAAA=", "AQIAAAAAAAA=", "AQI="), ("", "AAAAAAAAAAA=", "AAAAAAAAAAA=", ""))
    binary("varbinary(8)", ("", "", ""), ("01020000", "AQIAAA==", "AQIAAA=="))
    binary("tinyblob", ("FF", "/w==", "/w=="))
    binary("blob", ("FBEFBE", "++++", "++++"), ("", "", ""))
    binary("mediumblob", ("00", "AA==", "AA=="))
    binary("longblob", ("FFFEFD", "//79", "//79"))

    def document(sql, delivered, *readings):
        return (_quoted(sql), delivered, delivered, *readings)

    column(
        "json", "JSON", plain, _TEXT,
        document('{"b":1,"a":[1.0,1e2,true,null],"aa":{}}', '{"a": [1.0, 100.0, true, null], "b": 1, "aa": {}}',
                 '{"a": [1, 100, true, null], "aa": {}, "b": 1}', '{"aa":{},"b":1.0,"a":[1e0,1E+2,true,null]}'),
        document("[]", "[]", " [ ] "),
        document("{}", "{}"),
        (_quoted("null"), "null", None),
        document("true", "true", '"true"'),
        document("12.5", "12.5", '"12.5"', '"1.25e1"'),
        document('"007"', '"007"'),
        document('"x"', '"x"'),
        document('"\\u4e2d\\/\\"\\n\\u0000"', '"中/\\"\\n\\u0000"', '"中\\/\\u0022\\u000a\\u0000"'),
        document('"😀"', '"😀"', '"\\ud83d\\ude00"'),
        document("9007199254740993", "9007199254740993"),
        document("9223372036854775807", "9223372036854775807"),
        document("18446744073709551615", "18446744073709551615", "1.8446744073709552e19", "18446744073709552000"),
        document("1.2345678901234567e18", "1.2345678901234568e18", "1234567890123456800", "1.2345678901234567E18"),
        document("1.5e-7", "0.00000015", "1.5e-7", "1.5e-07"),
        document("1e20", "1e20", "100000000000000000000", "1e+20"),
        document("-0.0", "-0.0", "0", "-0", "0.0"),
        ("CAST(CAST(1.10 AS DECIMAL(5,2)) AS JSON)", "1.10", "1.10", "1.1"),
        ("CAST(TIMESTAMP'2024-01-02 03:04:05.5' AS JSON)", '"2024-01-02 03:04:05.500000"', '"2024-01-02 03:04:05.500000"'),
    )
    return v


def _quoted(text):
    """The text as a MySQL string literal (backslash escapes on)."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\0")
    return "'" + escaped + "'"


def _vector(type_, kind, select, delivered_as, sql, delivered, wire, readings):
    zero_date = wire is NULL
    wire = None if zero_date else wire
    value = equality(kind, wire)
    for reading in readings:
        if kind == "JSON":
            assert equality(kind, reading) == value, (wire, reading)
    return {
        "type": type_,
        "kind": kind,
        "select": select,
        "sql": sql,
        "deliveredAs": delivered_as,
        "delivered": delivered,
        "wire": wire,
        "zeroDate": zero_date,
        "readings": readings,
        "equality": None if value is None else value.hex(),
    }


VECTORS = _vectors()
