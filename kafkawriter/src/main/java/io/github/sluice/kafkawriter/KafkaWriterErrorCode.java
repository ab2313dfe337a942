package io.github.sluice.kafkawriter;

import io.github.sluice.writer.WriterErrorCode;

/**
 * What went wrong, one code per remedy. The numbers are stable; {@code doc/kafkawriter.md} lists them with what to do.
 */
public enum KafkaWriterErrorCode implements WriterErrorCode {
    SETTINGS("KafkaWriter-01", "correct the writer's parameters", "请修正 writer 的参数"),
    ENCRYPTION_KEY("KafkaWriter-02", "correct the encryption key or its reference", "请修正加密密钥或其引用"),
    BROKER_UNREACHABLE("KafkaWriter-03", "make the brokers reachable from this machine", "请检查本机到 Kafka 的网络与 listener"),
    NOT_AUTHORISED("KafkaWriter-04", "correct the Kafka credentials or the ACLs", "请修正 Kafka 凭证或 ACL"),
    TOPIC_MISSING("KafkaWriter-05", "create the topic or allow its creation", "请先建 topic 或允许自动创建"),
    TOPIC_NOT_CREATED("KafkaWriter-06", "correct what the broker refused in the topic", "请修正被 broker 拒绝的 topic 设置"),
    TOPIC_DIFFERS("KafkaWriter-07", "use an empty topic of the wanted shape", "已有 topic 与配置不符"),
    COLUMN_COUNT("KafkaWriter-08", "make column list and select list the same length", "请使 column 与读取的列数一致"),
    COLUMN_SELECT("KafkaWriter-09", "select the column so that DataX does not change it", "请修改 select 以免 DataX 改变取值"),
    NOT_ACKNOWLEDGED("KafkaWriter-10", "mend the cluster, empty the topic and run again", "请恢复集群, 清空 topic 后重跑"),
    COUNTS_DIFFER("KafkaWriter-11", "do not use this run; keep its log and manifest", "本次结果不可用, 请保留日志与清单"),
    MANIFEST("KafkaWriter-12", "make the manifest's path writable", "请使 manifestPath 可写"),
    INTERRUPTED("KafkaWriter-13", "run again; the job was stopped", "任务被中断, 请重跑"),
    TRANSACTION_TOO_OLD("KafkaWriter-14", "allow longer transactions or make tasks smaller", "请放宽事务时限或把任务切小"),
    COMMIT_UNKNOWN("KafkaWriter-15", "look into the topic, empty it and run again", "提交结果未知, 请核对并清空 topic 后重跑"),
    FENCED("KafkaWriter-16", "see to it that a run has one job at a time", "请确保同一 runId 同时只有一个作业");

    private final String code;
    private final String english;
    private final String chinese;

    KafkaWriterErrorCode(String code, String english, String chinese) {
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
