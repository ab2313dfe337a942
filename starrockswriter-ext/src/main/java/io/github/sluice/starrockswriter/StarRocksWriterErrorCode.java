package io.github.sluice.starrockswriter;

import io.github.sluice.writer.WriterErrorCode;

/**
 * What went wrong, one code per remedy. The numbers are stable; {@code doc/starrockswriterext.md} lists them with what to do.
 */
public enum StarRocksWriterErrorCode implements WriterErrorCode {
    SETTINGS("StarRocksWriterExt-01", "correct the writer's parameters", "请修正 writer 的参数"),
    PASSWORD("StarRocksWriterExt-02", "correct the reference to the password", "请修正密码的引用"),
    UNREACHABLE(
            "StarRocksWriterExt-03", "make frontends and backends reachable from this machine", "请检查本机到 FE 和 BE 的网络"),
    NOT_AUTHORISED("StarRocksWriterExt-04", "correct the account or its privileges", "请修正账号或权限"),
    TABLE("StarRocksWriterExt-05", "make table, columns and load properties fit", "请使表, 列与 loadProps 相符"),
    SQL("StarRocksWriterExt-06", "correct the statement of preSql or postSql", "请修正 preSql 或 postSql"),
    COLUMN_COUNT("StarRocksWriterExt-07", "make column list and select list the same length", "请使 column 与读取的列数一致"),
    COLUMN_SELECT(
            "StarRocksWriterExt-08", "select the column so that DataX does not change it", "请修改 select 以免 DataX 改变取值"),
    ROWS_REFUSED("StarRocksWriterExt-09", "make the table take the rows: not one of them fits", "没有一行能写入, 请使表与数据相符"),
    NOT_LOADED("StarRocksWriterExt-10", "mend the cluster and run again", "请恢复集群后重跑"),
    UNKNOWN_OUTCOME("StarRocksWriterExt-11", "run again with the same runId and attempt", "请以相同的 runId 和 attempt 重跑"),
    COUNTS_DIFFER("StarRocksWriterExt-12", "do not use this run; keep its log and manifest", "本次结果不可用, 请保留日志与清单"),
    MANIFEST("StarRocksWriterExt-13", "make the manifest's path writable", "请使 manifestPath 可写"),
    INTERRUPTED("StarRocksWriterExt-14", "run again; the job was stopped", "任务被中断, 请重跑");

    private final String code;
    private final String english;
    private final String chinese;

    StarRocksWriterErrorCode(String code, String english, String chinese) {
        this.code = code;
        this.english = english;
        this.chinese = chinese;
    }

    @Override
    public String getCode() {
        return code;
    }

    @Override
    public String getDescription() {
        return english + " / " + chinese;
    }

    /** The prefix of every message: DataX prints it in front of the text. */
    @Override
    public String toString() {
        return "Code:[" + code + "], Description:[" + getDescription() + "].";
    }
}
