package io.github.sluice.testbed.datax.plugin.mysqlreader;

import com.alibaba.datax.common.spi.ErrorCode;

/** The failures of {@link MysqlReader}, under the codes of DataX's relational readers. */
enum MysqlReaderErrorCode implements ErrorCode {
    WRONG_USER("MYSQLErrCode-01", "用户名或密码错误"),
    NO_SERVER("MYSQLErrCode-02", "IP 地址或端口错误"),
    NO_DATABASE("MYSQLErrCode-03", "数据库不存在"),
    NO_TABLE("MYSQLErrCode-04", "表不存在"),
    WRONG_WHERE("MYSQLErrCode-05", "where 条件有误"),
    NO_COLUMN("MYSQLErrCode-06", "列不存在"),
    NO_PRIVILEGE("MYSQLErrCode-07", "没有读表权限"),
    CONF_ERROR("DBUtilErrorCode-00", "配置错误"),
    ILLEGAL_VALUE("DBUtilErrorCode-02", "参数值不合法"),
    REQUIRED_VALUE("DBUtilErrorCode-03", "缺少必填参数"),
    ILLEGAL_SPLIT_PK("DBUtilErrorCode-04", "切分主键不合法, 仅支持一个整数或者字符串类型的主键"),
    READ_RECORD_FAIL("DBUtilErrorCode-07", "读取数据失败"),
    TABLE_QUERYSQL_MIXED("DBUtilErrorCode-08", "不能既配置 table 又配置 querySql"),
    TABLE_QUERYSQL_MISSING("DBUtilErrorCode-09", "table 和 querySql 必须配置一个"),
    CONN_DB_ERROR("DBUtilErrorCode-10", "连接数据库失败"),
    UNSUPPORTED_TYPE("DBUtilErrorCode-12", "不支持的类型"),
    SET_SESSION_ERROR("DBUtilErrorCode-14", "设置 session 失败");

    private final String code;
    private final String description;

    MysqlReaderErrorCode(String code, String description) {
        this.code = code;
        this.description = description;
    }

    @Override
    public String getCode() {
        return code;
    }

    @Override
    public String getDescription() {
        return description;
    }

    @Override
    public String toString() {
        return "Code:[" + code + "], Description:[" + description + "]. ";
    }
}
